import type { HttpAnswer, HttpFailure, HttpRequest } from '../infra/http/index.ts'
import { fail, ok } from '../kernel/index.ts'
import type { Connection, Failure, Outcome } from './contract.ts'

/** read: nothing changes at the platform · order: something may have, so a lost answer is an unknown outcome. */
export type Intent = 'read' | 'order'

const second = 1_000
/** How long to wait when the platform does not say; the job queue lengthens it on repeated failures. */
const waits = { unreachable: 60 * second, serverError: 60 * second, tooMany: 300 * second }
/** A platform's wish to be left alone is heeded up to a day; longer would be a stop that nobody decided on. */
const longest = 24 * 60 * 60 * second

/**
 * When a Retry-After (RFC 9110 §10.2.3: seconds or an HTTP date) says to come back: from one second to a day after now.
 * undefined when there is none or it cannot be read.
 */
export function parseRetryAfter(value: string | undefined, now: Date): Date | undefined {
  const said = value?.trim() ?? ''
  if (/^\d{1,12}$/.test(said)) return within(now, now.getTime() + Number(said) * second)
  const at = /^[A-Za-z]{3,9},? .{10,40}$/.test(said) ? Date.parse(said) : Number.NaN
  return Number.isNaN(at) ? undefined : within(now, at)
}

/** RateLimit-Reset as some platforms give it: seconds since 1970. */
function parseReset(value: string | undefined, now: Date): Date | undefined {
  return /^\d{10}$/.test(value ?? '') ? within(now, Number(value) * second) : undefined
}

const within = (now: Date, at: number): Date =>
  new Date(Math.min(Math.max(at, now.getTime() + second), now.getTime() + longest))

const againByItself = 'Ett nytt försök görs automatiskt.'

/** A failure in words for whoever tries something once, with a command or a form: nothing tries again for them. */
export const saidOnce = ({ detail }: Failure): string =>
  detail.replace(againByItself, 'Kontrollera adressen, eller försök igen om en stund.')

const after = (now: Date, milliseconds: number): Date => new Date(now.getTime() + milliseconds)

/** What a request that got no whole answer means. */
export function failureOfHttp(failure: HttpFailure, intent: Intent, now: Date): Failure {
  if (failure.kind === 'forbidden') {
    return {
      kind: 'rejected',
      detail:
        'Adressen leder till ett privat nät eller är ingen webbadress, därför hämtades inget. Kontrollera adressen.',
    }
  }
  if (intent === 'order' && failure.sent) {
    return {
      kind: 'outcomeUnknown',
      detail: `Svaret kom aldrig fram helt, så det är okänt om åtgärden utfördes. Läget slås upp. (${failure.detail})`,
    }
  }
  if (failure.kind === 'tooLarge') {
    return { kind: 'rejected', detail: 'Svaret är större än vi tar emot, därför hämtades det inte.' }
  }
  const what =
    failure.kind === 'timeout'
      ? 'Svaret dröjde för länge'
      : failure.kind === 'broken'
        ? 'Svaret bröts innan det var helt'
        : 'Servern gick inte att nå'
  return {
    kind: 'retryLater',
    at: after(now, waits.unreachable),
    detail: `${what}. ${againByItself} (${failure.detail})`,
  }
}

/**
 * What an answer that is not the wanted one means. The default for every platform; where a platform means
 * something else by a status, its failures.ts looks first and asks here for the rest.
 * For an order, 500, 502 and 504 leave unknown whether it was carried out; 503 and 429 say that it was not.
 */
export function failureOf(answer: HttpAnswer, intent: Intent, now: Date): Failure {
  const { status, headers } = answer
  const said = `Svaret var ${status}`
  const asked = parseRetryAfter(headers['retry-after'], now)
  if (status === 401) {
    return {
      kind: 'reauthorise',
      detail: `Åtkomsten gäller inte längre (${status}). Kontots inloggning behöver förnyas.`,
    }
  }
  if (status === 404 || status === 410) {
    return { kind: 'gone', detail: `Det finns inte kvar på plattformen (${status}).` }
  }
  if (status === 429) {
    const at = asked ?? parseReset(headers['ratelimit-reset'], now) ?? after(now, waits.tooMany)
    return {
      kind: 'retryLater',
      at,
      detail: 'Plattformen tar inte emot fler frågor just nu (429). Vi väntar.',
    }
  }
  if (intent === 'order' && (status === 500 || status === 502 || status === 504)) {
    return {
      kind: 'outcomeUnknown',
      detail: `${said}, ett fel hos plattformen. Det är okänt om åtgärden utfördes. Läget slås upp.`,
    }
  }
  if (status >= 500 || status === 408 || status === 425) {
    return {
      kind: 'retryLater',
      at: asked ?? after(now, waits.serverError),
      detail: `${said}, ett tillfälligt fel hos plattformen. ${againByItself}`,
    }
  }
  if (status >= 300 && status < 400) {
    // Without its query, where a secret may stand.
    const to = URL.parse(headers['location'] ?? '', answer.url)
    const where = to ? ` till ${(to.origin + to.pathname).slice(0, 200)}` : ''
    return {
      kind: 'rejected',
      detail: `${said}: adressen har flyttat${where}. Ändra kontots adress till den nya.`,
    }
  }
  return { kind: 'rejected', detail: `${said}: plattformen säger nej till frågan.` }
}

/**
 * Sends, and gives the answer when its status is 2xx or one of `also`; everything else becomes a Failure.
 * @param intent what a lost answer means.
 */
export async function ask(
  connection: Connection,
  request: HttpRequest,
  intent: Intent,
  also: readonly number[] = [],
): Promise<Outcome<HttpAnswer>> {
  const got = await connection.http.request(request)
  const now = connection.clock.now()
  if (!got.ok) return fail(failureOfHttp(got.error, intent, now))
  const { status } = got.value
  if ((status >= 200 && status < 300) || also.includes(status)) return ok(got.value)
  return fail(failureOf(got.value, intent, now))
}
