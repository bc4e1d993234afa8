import type { HttpAnswer } from '../../infra/http/index.ts'
import { isObject } from '../../kernel/index.ts'
import type { Failure } from '../contract.ts'
import { failureOf, type Intent } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'

/** An XRPC error: `{error, message}` with a status of 400 or more. */
interface XrpcError {
  readonly code: string
  readonly message: string
}

/** The error in an answer, or undefined when the answer does not have its shape. */
export function xrpcError(answer: HttpAnswer): XrpcError | undefined {
  const json = readJson(answer.bytes)
  const value = json.ok ? json.value.value : undefined
  if (!isObject(value) || typeof value['error'] !== 'string') return undefined
  const message = value['message']
  return {
    code: value['error'].slice(0, 60),
    message: typeof message === 'string' ? message.slice(0, 200) : '',
  }
}

/** The access token is no longer good; a new one may be. Nothing was carried out. */
const tokenCodes = new Set(['ExpiredToken', 'InvalidToken', 'AuthMissing', 'AuthenticationRequired'])

export const isTokenRefusal = (answer: HttpAnswer): boolean =>
  !lacksPermission(answer) &&
  (answer.status === 401 || (answer.status === 400 && tokenCodes.has(xrpcError(answer)?.code ?? '')))

/** The token is good, and not for this: an app password without permission for the chat. A new one helps nothing. */
const lacksPermission = (answer: HttpAnswer): boolean => {
  const error = xrpcError(answer)
  return error?.code === 'InvalidToken' && /\bbad token (method|scope)\b/i.test(error.message)
}

const goneCodes = new Set(['RecordNotFound', 'NotFound'])
const accountCodes: Readonly<Record<string, string>> = {
  AccountTakedown: 'Bluesky har stängt av kontot. Logga in i appen Bluesky och läs vad de skriver.',
  AccountSuspended:
    'Bluesky har stängt av kontot för en tid. Logga in i appen Bluesky och läs vad de skriver.',
  AccountDeactivated: 'Kontot är avaktiverat. Logga in i appen Bluesky och aktivera det.',
  RepoTakendown: 'Bluesky har stängt av kontot. Logga in i appen Bluesky och läs vad de skriver.',
  RepoSuspended: 'Bluesky har stängt av kontot för en tid. Logga in i appen Bluesky och läs vad de skriver.',
  RepoDeactivated: 'Kontot är avaktiverat. Logga in i appen Bluesky och aktivera det.',
  AuthFactorTokenRequired:
    'Kontot vill ha en kod per e-post vid inloggning. Använd ett applösenord: Bluesky, Inställningar, Integritet och säkerhet, Applösenord.',
}

/**
 * What an answer that is not the wanted one means.
 * Only Bluesky's own word makes something gone: a 404 page from a moved server must never look like a deletion,
 * and a repository that cannot be found is not a post that has been taken away.
 */
export function failureOfAnswer(answer: HttpAnswer, intent: Intent, now: Date): Failure {
  const { status } = answer
  const error = xrpcError(answer)
  const said = [status, error?.code, error?.message].filter(Boolean).join(', ')
  const account = error && accountCodes[error.code]
  if (account) return { kind: 'reauthorise', detail: account }
  if (isTokenRefusal(answer)) {
    return {
      kind: 'reauthorise',
      detail: `Bluesky godtar inte användarnamnet eller applösenordet (${said}). Skapa ett nytt applösenord i Bluesky och lägg in det på kontot.`,
    }
  }
  if (status === 400 && error && goneCodes.has(error.code)) {
    return { kind: 'gone', detail: `Bluesky svarar att inlägget inte finns (${error.code}).` }
  }
  if (status === 400 && error?.code === 'InvalidSwap') {
    return {
      kind: 'retryLater',
      at: new Date(now.getTime() + 10_000),
      detail: 'Någon annan ändrade samma sak samtidigt. Ett nytt försök görs automatiskt.',
    }
  }
  if (status === 404 || status === 410 || status === 501) {
    return {
      kind: 'rejected',
      detail: `Adressen svarar inte som en Bluesky-server (${said}). Kontrollera kontots fält Server (service) och Server som visar kontot (appview).`,
    }
  }
  if (status === 400 || lacksPermission(answer) || status === 403 || status === 409 || status === 413) {
    return { kind: 'rejected', detail: `Bluesky säger nej (${said}).` }
  }
  return failureOf(answer, intent, now)
}

/** An answer that says that all is well and is not what it should be: an error page in front of the server. */
export const notUnderstood = (intent: Intent, now: Date): Failure =>
  intent === 'order'
    ? {
        kind: 'outcomeUnknown',
        detail:
          'Bluesky svarade med något vi inte förstår. Det är okänt om åtgärden utfördes. Läget slås upp.',
      }
    : {
        kind: 'retryLater',
        at: new Date(now.getTime() + 5 * 60_000),
        detail: 'Bluesky svarade med något vi inte förstår. Ett nytt försök görs automatiskt.',
      }
