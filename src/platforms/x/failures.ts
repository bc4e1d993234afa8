import type { HttpAnswer } from '../../infra/http/index.ts'
import { isObject } from '../../kernel/index.ts'
import type { Failure } from '../contract.ts'
import { failureOf, type Intent } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'

/** A problem as X tells it (RFC 9457): alone in an answer that failed, or in `errors` of one that partly did. */
export interface Problem {
  /** The last part of the type's address, e.g. 'resource-not-found'. */
  readonly type: string
  readonly detail: string
  readonly resourceId: string | undefined
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '')

function problemIn(value: unknown): Problem[] {
  if (!isObject(value)) return []
  const type = text(value['type'])
  const id = text(value['resource_id']) || text(value['value'])
  return [
    {
      type: type.slice(type.lastIndexOf('/') + 1),
      detail: text(value['detail']) || text(value['title']) || text(value['message']),
      resourceId: id || undefined,
    },
  ]
}

export const problemsIn = (value: unknown): readonly Problem[] =>
  isObject(value) && Array.isArray(value['errors'])
    ? value['errors'].slice(0, 200).flatMap(problemIn)
    : problemIn(value)

export const goneFailure: Failure = { kind: 'gone', detail: 'X svarar att det inte finns kvar.' }

/** The cap of the subscription is said to begin anew with the calendar month; from memory. */
const nextMonth = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))

const longest = 24 * 60 * 60_000

/** What an answer that is not the wanted one means. Only X's own problem type makes something gone. */
export function failureOfAnswer(answer: HttpAnswer, intent: Intent, now: Date): Failure {
  const json = readJson(answer.bytes)
  const [problem] = json.ok ? problemsIn(json.value.value) : []
  const said = [answer.status, problem?.detail].filter(Boolean).join(', ')
  if (problem?.type === 'usage-capped') {
    const detail =
      'Kommunens tak för frågor till X är nått. Höj taket i X utvecklarportal, eller vänta till nästa månad.'
    return { kind: 'retryLater', at: nextMonth(now), detail }
  }
  if (answer.status === 401) {
    return { kind: 'reauthorise', detail: `X godtar inte inloggningen längre (${said}). Anslut kontot igen.` }
  }
  if (answer.status === 429) {
    const reset = Number(answer.headers['x-rate-limit-reset']) * 1_000
    const at = Math.min(Math.max(reset, now.getTime() + 1_000), now.getTime() + longest)
    const detail = 'X tar inte emot fler frågor just nu (429). Vi väntar.'
    if (Number.isFinite(at)) return { kind: 'retryLater', at: new Date(at), detail }
  }
  if (answer.status === 410) {
    const detail = `X har stängt den version av gränssnittet som Uppsikt använder (${said}). Uppdatera Uppsikt.`
    return { kind: 'rejected', detail }
  }
  if (answer.status === 404) {
    return problem?.type === 'resource-not-found'
      ? goneFailure
      : {
          kind: 'rejected',
          detail: `Adressen svarar inte som X (${said}). Kontrollera fältet Annan serveradress (api).`,
        }
  }
  if (answer.status === 400 || answer.status === 403) {
    return {
      kind: 'rejected',
      detail: `X säger nej (${said}). Kontrollera att appen har behörigheterna i anvisningen, och anslut kontot på nytt.`,
    }
  }
  return failureOf(answer, intent, now)
}

/** An answer that says that all is well and is not what it should be. */
export const notUnderstood = (intent: Intent, now: Date): Failure =>
  intent === 'order'
    ? {
        kind: 'outcomeUnknown',
        detail: 'X svarade med något vi inte förstår. Det är okänt om åtgärden utfördes. Läget slås upp.',
      }
    : {
        kind: 'retryLater',
        at: new Date(now.getTime() + 5 * 60_000),
        detail: 'X svarade med något vi inte förstår. Ett nytt försök görs automatiskt.',
      }
