import { PassThrough, Readable, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { ok } from '../../../kernel/index.ts'
import { due } from './due.ts'
import { answerLines } from './json-lines.ts'
import { screen } from './screen.ts'

function collect(): { stream: Writable; text: () => string } {
  const parts: string[] = []
  const stream = new Writable({
    highWaterMark: 16,
    write(chunk, _encoding, done) {
      parts.push(String(chunk))
      setImmediate(done)
    },
  })
  return { stream, text: () => parts.join('') }
}

async function answered(
  run: (input: NodeJS.ReadableStream, output: NodeJS.WritableStream) => Promise<number>,
  input: string,
): Promise<{ code: number; lines: unknown[] }> {
  const output = collect()
  const code = await run(Readable.from([Buffer.from(input)]), output.stream)
  const lines = output.text().split('\n').filter(Boolean)
  return { code, lines: lines.map((line): unknown => JSON.parse(line)) }
}

test('screen answers every line in order, in the promised form', async () => {
  const { code, lines } = await answered(
    screen,
    '{"id":"1","text":"Din jävla idiot"}\n\n{"id":2,"text":""}\n',
  )
  expect(code).toBe(0)
  expect(lines[0]).toMatchObject({ id: '1', language: 'und', labels: ['harassment', 'profanity'] })
  expect(lines[1]).toEqual({ id: 2, language: 'und', labels: [], reasons: [] })
})

test('due answers by the rules', async () => {
  const input = [
    { received: '2026-03-13T15:00:00+01:00', rule: 'same_day_latest_next_weekday' },
    {
      received: '2026-03-13T14:00:00Z',
      rule: 'within_48h',
      clock: 'office_hours',
      officeHours: { start: '09:00', end: '15:30' },
    },
  ]
  const { code, lines } = await answered(due, input.map((line) => JSON.stringify(line)).join('\n'))
  expect(code).toBe(0)
  expect(lines).toEqual([{ due: '2026-03-16T16:30:00+01:00' }, { due: '2026-03-17T15:00:00+01:00' }])
})

test('a bad line is told by its number in Swedish, the others are carried through, and the exit code is 2', async () => {
  const errors = collect()
  const output = collect()
  const lines = Readable.from(['\ufeff{"a":1}\n{"a":\n', '[1', ']\n"x"', '\n'])
  const code = await answerLines(lines, output.stream, (value) => ok(value), errors.stream)
  expect(code).toBe(2)
  expect(output.text()).toBe('{"a":1}\n[1]\n"x"\n')
  expect(errors.text()).toMatch(/^Rad 2: Raden är inte JSON/)
})

test('wrong fields are refused, not guessed', async () => {
  const bad = [
    { received: '2026-02-30T10:00:00Z', rule: 'within_24h' },
    { received: '2026-02-20T10:00:00', rule: 'within_24h' },
    { received: '2026-02-20T10:00:00Z', rule: 'soon' },
    { received: '2026-02-20T10:00:00Z', rule: 'within_24h', clock: 'moon' },
    { received: '2026-02-20T10:00:00Z', rule: 'within_24h', officeHours: { start: '17:00', end: '08:00' } },
    [],
  ]
  expect(await answered(due, bad.map((line) => JSON.stringify(line)).join('\n'))).toEqual({
    code: 2,
    lines: [],
  })
  expect(await answered(screen, '{"id":"1"}\n{"text":"x"}\n7\n')).toEqual({ code: 2, lines: [] })
})

test('a letter cut in two between chunks is put together, and a line without end is not kept in memory', async () => {
  const bytes = Buffer.from('{"a":"å"}\n')
  const output = collect()
  const cut = Readable.from([bytes.subarray(0, 7), bytes.subarray(7)])
  expect(await answerLines(cut, output.stream, (value) => ok(value))).toBe(0)
  expect(output.text()).toBe('{"a":"å"}\n')
  const errors = collect()
  const endless = new PassThrough()
  const done = answerLines(endless, collect().stream, (value) => ok(value), errors.stream)
  for (let part = 0; part < 9; part += 1) endless.write('x'.repeat(1024 * 1024))
  endless.end('\n{"a":1}\n')
  expect(await done).toBe(2)
  expect(errors.text()).toMatch(/^Rad 1: Raden är längre/)
})
