import type { HttpAnswer } from '../../infra/http/index.ts'
import { isObject } from '../../kernel/index.ts'
import type { Failure } from '../contract.ts'
import { failureOf, type Intent, parseRetryAfter } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'
import { nextReset } from './budget.ts'

/** What Google says when it says no: a reason (e.g. 'quotaExceeded') and a message. */
interface GoogleError {
  readonly reason: string
  readonly message: string
}

const text = (value: unknown, most: number): string => (typeof value === 'string' ? value.slice(0, most) : '')

/** `{error: {code, message, errors: [{domain, reason, message}]}}`, or `{error, error_description}` of the token address. */
export function googleError(answer: HttpAnswer): GoogleError | undefined {
  const json = readJson(answer.bytes)
  const value = json.ok ? json.value.value : undefined
  if (!isObject(value)) return undefined
  const { error } = value
  if (typeof error === 'string') {
    return { reason: error.slice(0, 60), message: text(value['error_description'], 200) }
  }
  if (!isObject(error)) return undefined
  const [first]: unknown[] = Array.isArray(error['errors']) ? error['errors'] : []
  const reason = isObject(first) ? text(first['reason'], 60) : ''
  return { reason: reason || text(error['status'], 60), message: text(error['message'], 200) }
}

const renew = 'Koppla om kontot: logga in hos Google igen och godkänn alla rutor.'

const reauthorise: Readonly<Record<string, string>> = {
  authError: `Google godtar inte inloggningen längre. ${renew}`,
  UNAUTHENTICATED: `Google godtar inte inloggningen längre. ${renew}`,
  insufficientPermissions: `Inloggningen saknar en behörighet som behövs, oftast den att hantera kommentarer (youtube.force-ssl). ${renew}`,
  authenticatedUserAccountClosed: 'YouTube-kontot är stängt. Logga in i YouTube och läs vad de skriver.',
  authenticatedUserAccountSuspended:
    'YouTube har stängt av kontot. Logga in i YouTube och läs vad de skriver.',
  youtubeSignupRequired: `Google-kontot har ingen kanal. ${renew} Välj kommunens kanal när Google frågar.`,
  invalid_grant:
    'Google godtar inte förnyelsenyckeln längre. Den har återkallats, inte använts på ett halvår, eller så står projektet kvar i läget Testing hos Google: då slutar nyckeln gälla efter 7 dagar. Ställ om projektet till In production (Google Cloud, OAuth consent screen) och koppla sedan om kontot.',
}

const rejected: Readonly<Record<string, string>> = {
  accessNotConfigured:
    'API:t är inte påslaget i kommunens Google-projekt. Slå på YouTube Data API v3 och YouTube Analytics API i Google Cloud och vänta några minuter.',
  commentsDisabled: 'Kommentarerna är avstängda på filmen.',
  forbidden:
    'YouTube säger nej (forbidden): kanalen som är inloggad äger inte det som frågan gällde, eller så finns det inte kvar.',
  processingFailure:
    'YouTube kunde inte utföra det (processingFailure). Kommentaren kan vara borttagen av den som skrev den.',
  invalid_client:
    'Google känner inte igen appens klient-id eller klienthemlighet (clientId, clientSecret). Kontrollera dem mot Google Cloud, Credentials.',
  unauthorized_client:
    'Klient-id:t (clientId) får inte användas till detta. Skapa ett av sorten Web application i Google Cloud.',
  redirect_uri_mismatch:
    'Adressen som Google ska skicka tillbaka till står inte i Google Cloud. Lägg till den under Authorized redirect URIs.',
}

const goneReasons = new Set(['videoNotFound', 'commentNotFound', 'commentThreadNotFound'])
const perMinute = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'RESOURCE_EXHAUSTED'])
const perDay = new Set(['quotaExceeded', 'dailyLimitExceeded'])
const soon = 5 * 60_000

/** A token that is refused: a new one may do. Nothing was carried out. */
export const isTokenRefusal = (answer: HttpAnswer): boolean => answer.status === 401

function laterBy(reason: string, answer: HttpAnswer, now: Date): Failure | undefined {
  if (perDay.has(reason)) {
    const detail =
      'Dagens utrymme hos YouTube är slut för kommunens projekt. Det fortsätter när dygnet börjar om där.'
    return { kind: 'retryLater', at: nextReset(now), detail }
  }
  if (reason === 'uploadLimitExceeded') {
    const detail =
      'Kanalen har laddat upp så många filmer som YouTube tillåter på ett dygn. Ett nytt försök görs senare.'
    return { kind: 'retryLater', at: nextReset(now), detail }
  }
  if (!perMinute.has(reason)) return undefined
  const at = parseRetryAfter(answer.headers['retry-after'], now) ?? new Date(now.getTime() + soon)
  return {
    kind: 'retryLater',
    at,
    detail: `YouTube tar inte emot fler frågor just nu (${reason}). Vi väntar.`,
  }
}

/**
 * What an answer that is not the wanted one means, by Google's own reason.
 * A 404 without such a reason is a moved or wrong server, and never a deletion.
 */
export function failureOfAnswer(answer: HttpAnswer, intent: Intent, now: Date): Failure {
  const error = googleError(answer)
  const reason = error?.reason ?? ''
  const later = laterBy(reason, answer, now)
  if (later) return later
  const [again, no] = [reauthorise[reason], rejected[reason]]
  if (again !== undefined) return { kind: 'reauthorise', detail: again }
  if (no !== undefined) return { kind: 'rejected', detail: no }
  if (goneReasons.has(reason))
    return { kind: 'gone', detail: `YouTube svarar att det inte finns (${reason}).` }
  const { status } = answer
  const said = [status, reason, error?.message].filter(Boolean).join(', ')
  if (status === 404 || status === 410) {
    return {
      kind: 'rejected',
      detail: `Adressen svarar inte som YouTube (${said}). Kontrollera kontots fält Annan serveradress (api).`,
    }
  }
  if (status === 400 || status === 403 || status === 409 || status === 412 || status === 413) {
    return { kind: 'rejected', detail: `YouTube säger nej (${said}).` }
  }
  return failureOf(answer, intent, now)
}

/** An answer that says that all is well and is not what it should be: an error page in front of the server. */
export const notUnderstood = (intent: Intent, now: Date): Failure =>
  intent === 'order'
    ? {
        kind: 'outcomeUnknown',
        detail:
          'YouTube svarade med något vi inte förstår. Det är okänt om åtgärden utfördes. Läget slås upp.',
      }
    : {
        kind: 'retryLater',
        at: new Date(now.getTime() + soon),
        detail: 'YouTube svarade med något vi inte förstår. Ett nytt försök görs automatiskt.',
      }
