import type { HttpAnswer } from '../../infra/http/index.ts'
import { isObject } from '../../kernel/index.ts'
import type { Failure } from '../contract.ts'
import { failureOf, type Intent } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'

/** Graph's error: `{error: {message, type, code, error_subcode, is_transient, …}}`. */
export interface GraphError {
  readonly code: number
  readonly subcode: number | undefined
  readonly message: string
  readonly transient: boolean
}

/** The error in an answer, or undefined when the answer does not have its shape. */
export function graphError(answer: HttpAnswer): GraphError | undefined {
  const json = readJson(answer.bytes)
  const value = json.ok ? json.value.value : undefined
  const error = isObject(value) ? value['error'] : undefined
  if (!isObject(error) || typeof error['code'] !== 'number') return undefined
  const { code, error_subcode: subcode, message, is_transient: transient } = error
  return {
    code,
    subcode: typeof subcode === 'number' ? subcode : undefined,
    message: typeof message === 'string' ? message.replaceAll(/[\r\n]+/g, ' ').slice(0, 200) : '',
    transient: transient === true,
  }
}

const minute = 60_000
const throttled = new Set([4, 17, 32, 613])
const isThrottle = ({ code }: GraphError): boolean =>
  throttled.has(code) || (code >= 80_000 && code <= 80_014)
const temporary = new Set([1, 2, 341])
const lacksPermission = ({ code }: GraphError): boolean =>
  code === 3 || code === 10 || (code >= 200 && code <= 299)

export const isGone = (error: GraphError | undefined): boolean => error?.code === 100 && error.subcode === 33

/** X-Business-Use-Case-Usage: minutes until the account may ask again, by account. */
function regainMinutes(answer: HttpAnswer): number | undefined {
  const json = readJson(Buffer.from(answer.headers['x-business-use-case-usage'] ?? ''))
  const value = json.ok ? json.value.value : undefined
  if (!isObject(value)) return undefined
  const waits = Object.values(value)
    .flatMap((one) => (Array.isArray(one) ? one : []))
    .map((one) => (isObject(one) ? one['estimated_time_to_regain_access'] : undefined))
    .filter((one) => typeof one === 'number')
  return waits.length > 0 ? Math.min(Math.max(...waits), 24 * 60) : undefined
}

/** Why the access is refused, by Graph's subcode of error 190. */
const tokenWords: Readonly<Record<number, string>> = {
  458: 'Appen har tagits bort från kontot.',
  459: 'Meta kräver att den som skapade åtkomsten loggar in och bekräftar sig.',
  460: 'Lösenordet har bytts hos den som skapade åtkomsten.',
  463: 'Åtkomsten har gått ut.',
  464: 'Meta kräver att den som skapade åtkomsten loggar in och bekräftar sig.',
  467: 'Åtkomsten har dragits tillbaka.',
}

const particular: Readonly<Record<number, string>> = {
  368: 'Instagram har tillfälligt stoppat åtgärden för kontot. Öppna appen Instagram och läs vad som står under Kontostatus.',
  506: 'Instagram tar inte emot samma text två gånger i rad. Ändra texten.',
}

function failureByError(error: GraphError, answer: HttpAnswer, now: Date): Failure | undefined {
  const said = `(${error.code}${error.subcode === undefined ? '' : `/${error.subcode}`}: ${error.message})`
  if (error.code === 190 || error.code === 102) {
    const why = tokenWords[error.subcode ?? 0] ?? 'Åtkomsten gäller inte längre.'
    return { kind: 'reauthorise', detail: `${why} Hämta en ny token för sidan och byt den i kontot. ${said}` }
  }
  if (isThrottle(error)) {
    const at = new Date(now.getTime() + Math.max(regainMinutes(answer) ?? 5, 1) * minute)
    return {
      kind: 'retryLater',
      at,
      detail: `Instagram tar inte emot fler frågor just nu. Vi väntar. ${said}`,
    }
  }
  if (isGone(error)) return { kind: 'gone', detail: `Det finns inte kvar på Instagram. ${said}` }
  if (lacksPermission(error)) {
    return {
      kind: 'rejected',
      detail: `Appen saknar en behörighet hos Meta. Ge den behörigheten och hämta en ny token. ${said}`,
    }
  }
  const words = particular[error.code]
  return words === undefined ? undefined : { kind: 'rejected', detail: `${words} ${said}` }
}

/**
 * What an answer that is not 2xx means. An error of Graph's own comes before the status, for Graph answers 400 to
 * most; its temporary errors leave unknown whether an order was carried out.
 */
export function failureOfAnswer(answer: HttpAnswer, intent: Intent, now: Date): Failure {
  const error = graphError(answer)
  // A bare 429 with its own time is heeded as it stands.
  if (error === undefined || (answer.status === 429 && answer.headers['retry-after'] !== undefined)) {
    const failure = failureOf(answer, intent, now)
    // A page without Graph's own error says nothing about an item.
    return failure.kind === 'gone'
      ? {
          kind: 'rejected',
          detail: `Svaret var ${answer.status} och kom inte från Instagram. Kontrollera adressen api.`,
        }
      : failure
  }
  const known = failureByError(error, answer, now)
  if (known) return known
  if (error.transient || temporary.has(error.code) || answer.status >= 500) {
    if (intent === 'order') {
      return {
        kind: 'outcomeUnknown',
        detail: `Ett fel hos Instagram. Det är okänt om åtgärden utfördes. Läget slås upp. (${error.code}: ${error.message})`,
      }
    }
    const at = new Date(now.getTime() + minute)
    return {
      kind: 'retryLater',
      at,
      detail: `Ett tillfälligt fel hos Instagram. Ett nytt försök görs automatiskt. (${error.code})`,
    }
  }
  return { kind: 'rejected', detail: `Instagram säger nej. (${error.code}: ${error.message})` }
}

/** An answer of 200 that is not what was asked for. */
export const notUnderstood = (intent: Intent, now: Date): Failure =>
  intent === 'order'
    ? {
        kind: 'outcomeUnknown',
        detail: 'Svaret från Instagram gick inte att förstå, så det är okänt om åtgärden utfördes.',
      }
    : {
        kind: 'retryLater',
        at: new Date(now.getTime() + 5 * minute),
        detail: 'Svaret från Instagram gick inte att förstå. Ett nytt försök görs automatiskt.',
      }

/** A container that will never be published. The status says why, as a number of its own. */
export function failureOfContainer(code: string | undefined, status: string | undefined): Failure {
  const said = `(${code ?? 'inget läge'}${status === undefined ? '' : `: ${status.slice(0, 200)}`})`
  return {
    kind: 'rejected',
    detail:
      code === 'EXPIRED'
        ? `Bilden eller filmen låg för länge hos Instagram utan att publiceras. Försök igen. ${said}`
        : `Instagram kunde inte ta emot bilden eller filmen. Bilder ska vara JPEG och högst 8 MB, film MP4. ${said}`,
  }
}
