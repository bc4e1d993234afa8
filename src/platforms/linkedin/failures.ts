import type { HttpAnswer } from '../../infra/http/index.ts'
import { isObject } from '../../kernel/index.ts'
import type { Failure } from '../contract.ts'
import { failureOf, type Intent } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'

/** What an answer that is not the wanted one means. LinkedIn's errors are `{status, code, serviceErrorCode, message}`. */
export function failureOfAnswer(answer: HttpAnswer, intent: Intent, now: Date): Failure {
  const json = readJson(answer.bytes)
  const value = json.ok ? json.value.value : undefined
  const own = isObject(value) && value['status'] === answer.status ? value : undefined
  const message = typeof own?.['message'] === 'string' ? own['message'].slice(0, 200) : ''
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
        detail: 'Adressen svarar inte som LinkedIn (404). Kontrollera inställningen api.',
      }
    default:
      return failureOf(answer, intent, now)
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
