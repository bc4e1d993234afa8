import type { HttpAnswer } from '../../infra/http/index.ts'
import { isObject } from '../../kernel/index.ts'
import type { Failure } from '../contract.ts'
import { failureOf, type Intent } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'

const objectIn = (answer: HttpAnswer): Readonly<Record<string, unknown>> | undefined => {
  const json = readJson(answer.bytes)
  const value = json.ok ? json.value.value : undefined
  return isObject(value) ? value : undefined
}

const short = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '')

const dayIsOver =
  'Dagens frågor till LinkedIn är slut (429). De börjar om vid midnatt UTC, och då fortsätter Uppsikt.'

/** Whether a failure says that all that may be asked in a day has been asked. */
export const saysDayIsOver = ({ detail }: Failure): boolean => detail === dayIsOver

const shareIsUsed = 'Hämtningens del av dagens frågor till LinkedIn är använd; resten sparas till åtgärder.'

/** The question was not sent: what a round may ask has been asked. */
export const shareUsed = (now: Date): Failure => ({
  kind: 'retryLater',
  at: midnightAfter(now),
  detail: shareIsUsed,
})

export const saysShareIsUsed = ({ detail }: Failure): boolean => detail === shareIsUsed

/** Daily limits begin anew at midnight UTC. */
export const midnightAfter = (now: Date): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1))

/** What an answer that is not the wanted one means. LinkedIn's errors are `{status, code, serviceErrorCode, message}`. */
export function failureOfAnswer(answer: HttpAnswer, intent: Intent, now: Date): Failure {
  const value = objectIn(answer)
  const own = value?.['status'] === answer.status ? value : undefined
  const message = short(own?.['message'])
  const said = [answer.status, message].filter(Boolean).join(', ')
  switch (answer.status) {
    case 426:
      return {
        kind: 'rejected',
        detail:
          'LinkedIn tar inte längre emot den version av gränssnittet som Uppsikt använder. Uppdatera Uppsikt till en nyare utgåva.',
      }
    case 401:
      return {
        kind: 'reauthorise',
        detail:
          'LinkedIn godtar inte åtkomsten längre (401). Logga in hos LinkedIn på nytt från kontots sida.',
      }
    case 403:
      return {
        kind: 'rejected',
        detail: `LinkedIn nekar åtkomst (${said}). Kontrollera att den som loggade in är administratör för sidan och att appen har behörigheterna.`,
      }
    case 404:
      // Only LinkedIn's own word makes something gone, never a page from something in between.
      if (own) return { kind: 'gone', detail: 'LinkedIn svarar att det inte finns kvar (404).' }
      return {
        kind: 'rejected',
        detail: 'Adressen svarar inte som LinkedIn (404). Kontrollera fältet Annan serveradress (api).',
      }
    case 422:
      if (!/duplicate/i.test(message)) return { kind: 'rejected', detail: `LinkedIn säger nej (${said}).` }
      return {
        kind: 'rejected',
        detail:
          'LinkedIn säger att samma text nyss har publicerats (422). Vänta tio minuter, eller ändra texten.',
      }
    case 429:
      if (answer.headers['retry-after'] || !/\bday\b/i.test(message)) return failureOf(answer, intent, now)
      return { kind: 'retryLater', at: midnightAfter(now), detail: dayIsOver }
    case 400:
      return { kind: 'rejected', detail: `LinkedIn säger nej till frågan (${said}).` }
    default:
      return failureOf(answer, intent, now)
  }
}

/** Sign-in has errors of another shape: `{error, error_description}` (RFC 6749 §5.2). */
export function failureOfSignIn(answer: HttpAnswer, now: Date): Failure {
  if (answer.status !== 400 && answer.status !== 401) return failureOf(answer, 'read', now)
  if (answer.status === 401 || objectIn(answer)?.['error'] === 'invalid_client')
    return {
      kind: 'rejected',
      detail:
        'LinkedIn känner inte igen appens klient-id eller klienthemlighet (clientId, clientSecret). Jämför dem med utvecklarportalen, appen, Auth.',
    }
  return {
    kind: 'reauthorise',
    detail: 'LinkedIn godtar inte inloggningen längre. Logga in hos LinkedIn på nytt från kontots sida.',
  }
}

/** An answer that says that all is well and is not what it should be. */
export const notUnderstood = (intent: Intent, now: Date): Failure =>
  intent === 'order'
    ? {
        kind: 'outcomeUnknown',
        detail:
          'LinkedIn svarade med något vi inte förstår. Det är okänt om åtgärden utfördes. Läget slås upp.',
      }
    : {
        kind: 'retryLater',
        at: new Date(now.getTime() + 300_000),
        detail: 'LinkedIn svarade med något vi inte förstår. Ett nytt försök görs automatiskt.',
      }
