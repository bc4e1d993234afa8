import type { HttpAnswer } from '../../infra/http/index.ts'
import { isObject } from '../../kernel/index.ts'
import type { Failure } from '../contract.ts'
import { failureOf, type Intent } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'

/** What Mastodon says is wrong: `{error, error_description}`. undefined when the answer does not have that shape. */
export function saidIn(answer: HttpAnswer): string | undefined {
  const json = readJson(answer.bytes)
  const value = json.ok ? json.value.value : undefined
  if (!isObject(value) || typeof value['error'] !== 'string') return undefined
  const more = value['error_description']
  return [value['error'], ...(typeof more === 'string' ? [more] : [])].join(': ').slice(0, 200)
}

const second = 1_000
const day = 86_400 * second

/** X-RateLimit-Reset: an ISO time. From one second to a day ahead; undefined when it cannot be read. */
function resetOf(answer: HttpAnswer, now: Date): Date | undefined {
  const said = answer.headers['x-ratelimit-reset'] ?? ''
  const at = /^\d{4}-\d{2}-\d{2}T/.test(said) ? Date.parse(said) : Number.NaN
  if (Number.isNaN(at)) return undefined
  return new Date(Math.min(Math.max(at, now.getTime() + second), now.getTime() + day))
}

/**
 * What an answer that is not the wanted one means. Only an answer in Mastodon's own shape makes something gone: the
 * 404 page of a moved server must never look like a deletion.
 */
export function failureOfAnswer(answer: HttpAnswer, intent: Intent, now: Date): Failure {
  const { status } = answer
  const said = saidIn(answer)
  const quoted = said === undefined ? String(status) : `${status}, ${said}`
  if (status === 401) {
    return {
      kind: 'reauthorise',
      detail: `Mastodonservern godtar inte längre åtkomsten (${quoted}). Skapa en ny åtkomstnyckel under Inställningar, Utveckling, och lägg in den på kontot.`,
    }
  }
  if (status === 403 && /scope/i.test(said ?? '')) {
    return {
      kind: 'reauthorise',
      detail: `Åtkomstnyckeln saknar en behörighet (${quoted}). Ge appen behörigheterna som står i anvisningen, skapa en ny nyckel och lägg in den på kontot.`,
    }
  }
  if ((status === 404 || status === 410) && said === undefined) {
    return {
      kind: 'rejected',
      detail: `Adressen svarar inte som en Mastodonserver (${status}). Kontrollera kontots fält Server (server).`,
    }
  }
  if (status === 429) {
    const at = resetOf(answer, now)
    if (at)
      return {
        kind: 'retryLater',
        at,
        detail: 'Mastodonservern tar inte emot fler frågor just nu (429). Vi väntar.',
      }
  }
  if (status === 400 || status === 403 || status === 413 || status === 422) {
    return { kind: 'rejected', detail: `Mastodonservern säger nej (${quoted}).` }
  }
  return failureOf(answer, intent, now)
}

/** An answer that says that all is well and is not what it should be: an error page in front of the server. */
export const notUnderstood = (intent: Intent, now: Date): Failure =>
  intent === 'order'
    ? {
        kind: 'outcomeUnknown',
        detail:
          'Mastodonservern svarade med något vi inte förstår. Det är okänt om åtgärden utfördes. Läget slås upp.',
      }
    : {
        kind: 'retryLater',
        at: new Date(now.getTime() + 300 * second),
        detail: 'Mastodonservern svarade med något vi inte förstår. Ett nytt försök görs automatiskt.',
      }
