import { expect, test } from 'vitest'
import { standardLog } from './index.ts'

test('a copy of the log writes as the log does, with personal numbers masked', () => {
  const lines: string[] = []
  const log = standardLog('warn', { write: (line) => lines.push(line) })
  const copy = { ...log, warn: () => undefined }
  copy.error({ reason: 'Personnumret 811218-9876 i svaret' }, 'job failed')
  copy.warn()
  copy.info({}, 'not written')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'job failed',
    reason: 'Personnumret [personnummer] i svaret',
  })
})
