import {
  clockTime,
  type DueOptions,
  due as dueAt,
  dueClocks,
  dueRules,
  fail,
  isObject,
  isoInSweden,
  type OfficeHours,
  ok,
  parseInstant,
  type Result,
  usualOfficeHours,
} from '../../../kernel/index.ts'
import { answerLines } from './json-lines.ts'

/**
 * `uppsikt due`: JSON lines `{received, rule, clock?, officeHours?}` in, `{due}` out (design/interfaces.md).
 * @returns exit code: 0, or 2 when a line was not such a line
 */
export const due = (input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<number> =>
  answerLines(input, output, dueLine)

function dueLine(line: unknown): Result<unknown, string> {
  if (!isObject(line)) return fail('Raden är inget JSON-objekt. Skriv {"received": …, "rule": …}.')
  const received = typeof line['received'] === 'string' ? parseInstant(line['received']) : undefined
  if (received === undefined) {
    return fail(
      'Fältet received är ingen tid. Skriv ISO 8601 med förskjutning, som 2026-03-10T09:30:00+01:00.',
    )
  }
  const rule = dueRules.find((each) => each === line['rule'])
  if (rule === undefined) return fail(`Fältet rule är okänt. Välj ${dueRules.join(', ')}.`)
  const options = readOptions(line)
  if (!options.ok) return options
  return ok({ due: isoInSweden(dueAt(received, rule, options.value)) })
}

function readOptions(line: Record<string, unknown>): Result<DueOptions, string> {
  const clock = dueClocks.find((each) => each === (line['clock'] ?? 'calendar'))
  if (clock === undefined) return fail(`Fältet clock är okänt. Välj ${dueClocks.join(', ')}.`)
  const hours = line['officeHours'] ?? undefined
  if (hours === undefined) return ok({ clock })
  const officeHours = readOfficeHours(hours)
  if (officeHours === undefined) {
    return fail(
      'Fältet officeHours går inte att läsa. Skriv {"start": "08:00", "end": "16:30"}, med start före end.',
    )
  }
  return ok({ clock, officeHours })
}

function readOfficeHours(value: unknown): OfficeHours | undefined {
  if (!isObject(value)) return undefined
  const { start = usualOfficeHours.start, end = usualOfficeHours.end } = value
  if (typeof start !== 'string' || typeof end !== 'string') return undefined
  const from = clockTime(start)
  const to = clockTime(end)
  return from !== undefined && to !== undefined && from < to ? { start, end } : undefined
}
