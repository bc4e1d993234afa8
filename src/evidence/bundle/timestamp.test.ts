import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { recordAll } from '../../../tests/support/evidence-log.ts'
import { tokenOver } from '../../../tests/support/timestamp-token.ts'
import { verifyBundle } from './verify-bundle.ts'

const log = await recordAll([{ values: { text: 'a' } }, { values: { text: 'b' } }])

describe('time stamps', () => {
  const check = (tokens: readonly Uint8Array[]) => {
    const files = log.bundle([1], {}, tokens)
    return verifyBundle((path) => files.get(path))
  }
  const imprint = createHash('sha256').update(log.checkpoint).digest()

  test('over the checkpoint are read', async () => {
    const verdict = await check([tokenOver(imprint)])
    expect(verdict).toMatchObject({ ok: true, value: { timestamps: ['20260501100000Z'] } })
  })

  test('over something else, or that are none, are refused', async () => {
    const other = await check([tokenOver(imprint), tokenOver(Buffer.alloc(32))])
    expect(other).toMatchObject({ ok: false, error: { what: 'timestampImprint', name: '2' } })
    for (const wrong of [
      Buffer.from('x'),
      tokenOver(imprint).subarray(1),
      tokenOver(imprint).subarray(0, 60),
      Buffer.alloc(0),
    ]) {
      const verdict = await check([wrong])
      expect(verdict).toMatchObject({ ok: false, error: { what: 'timestampMalformed', name: '1' } })
    }
  })
})
