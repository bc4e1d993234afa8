import type { HttpAnswer } from '../../infra/http/index.ts'
import { isObject } from '../../kernel/index.ts'
import type { Failure } from '../contract.ts'
import { failureOf, type Intent, parseRetryAfter } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'
import { regainAt } from './usage.ts'

/** `{error: {message, type, code, error_subcode, is_transient}}` with a status of 400 or more. */
export interface GraphError {
  readonly code: number
  readonly subcode: number | undefined
  readonly message: string
  readonly transient: boolean
}

/** The error in an answer, or undefined when the answer does not have its shape. */
export function graphError(answer: HttpAnswer): GraphError | undefined {
  const json = readJson(answer.bytes)
  const whole = json.ok ? json.value.value : undefined
  const error = isObject(whole) ? whole['error'] : undefined
  if (!isObject(error) || typeof error['code'] !== 'number') return undefined
  const { message, error_subcode: subcode } = error
  return {
    code: error['code'],
    subcode: typeof subcode === 'number' ? subcode : undefined,
    message: typeof message === 'string' ? message.slice(0, 200) : '',
    transient: error['is_transient'] === true,
  }
}

const minute = 60_000
const throttled = new Set([4, 17, 32, 613])
const passing = new Set([1, 2])
const tokenCodes = new Set([102, 190])
/** Statuses that say what they mean whatever stands in front of Graph has put beside them. */
const ownMeaning = new Set([401, 408, 425, 429])
const isThrottle = (code: number): boolean => throttled.has(code) || (code >= 80_000 && code < 80_100)

/** Nobody may do this with the access: a permission or a task is lacking. */
const isPermissionError = ({ code }: GraphError): boolean =>
  code === 3 || code === 10 || (code >= 200 && code < 300)

/** What is asked for is not there, or may not be seen: the two cannot be told apart by this answer alone. */
export const isNotThere = (error: GraphError | undefined): boolean =>
  error?.code === 100 && error.subcode === 33

const tokenReasons: Readonly<Record<number, string>> = {
  458: 'appen är borttagen från kontot',
  459: 'kontot måste först bekräftas hos Meta',
  460: 'lösenordet har ändrats',
  463: 'åtkomstnyckeln har gått ut',
  464: 'kontot måste först bekräftas hos Meta',
  467: 'åtkomstnyckeln är återkallad',
}

/** What an error means by its code (reference/platforms.md §2); undefined when its code has no meaning of its own. */
function meaning(error: GraphError, answer: HttpAnswer, intent: Intent, now: Date): Failure | undefined {
  const { code, subcode } = error
  const said = `Meta svarade: ${error.message} (${[code, subcode].filter((part) => part !== undefined).join('/')})`
  const later = (wait: number, detail: string): Failure => ({
    kind: 'retryLater',
    at:
      parseRetryAfter(answer.headers['retry-after'], now) ??
      regainAt(answer.headers, now) ??
      new Date(now.getTime() + wait),
    detail,
  })
  if (isThrottle(code)) {
    return later(15 * minute, `Meta tar inte emot fler frågor just nu (${code}). Vi väntar.`)
  }
  if (tokenCodes.has(code)) {
    const why = tokenReasons[subcode ?? 0] ?? 'åtkomstnyckeln godtas inte'
    return {
      kind: 'reauthorise',
      detail: `Åtkomsten gäller inte längre: ${why}. Lägg in en ny nyckel på kontot. (${code})`,
    }
  }
  if (code === 341 || code === 368) {
    return later(
      6 * 60 * minute,
      `Meta stoppar åtgärden en tid (${code}). Logga in hos Meta och läs vad de skriver. Ett nytt försök görs automatiskt.`,
    )
  }
  if (isPermissionError(error)) {
    return {
      kind: 'rejected',
      detail: `Åtkomsten räcker inte till detta. Kontrollera appens behörigheter och vad systemanvändaren får göra. ${said}`,
    }
  }
  if (isNotThere(error)) {
    return { kind: 'gone', detail: 'Meta svarar att det inte finns, eller inte längre får visas (100/33).' }
  }
  if (/appsecret_proof/.test(error.message)) {
    return {
      kind: 'rejected',
      detail:
        'Meta godtar inte appens hemlighet tillsammans med åtkomstnyckeln. Kontrollera appens hemlighet (appSecret), och att nyckeln är gjord för samma app.',
    }
  }
  if (code === 506) {
    return { kind: 'rejected', detail: 'Meta tar inte emot samma text två gånger i rad (506). Ändra texten.' }
  }
  if (passing.has(code) || error.transient) {
    if (intent === 'read')
      return later(minute, `Ett tillfälligt fel hos Meta. Ett nytt försök görs automatiskt. (${code})`)
    return {
      kind: 'outcomeUnknown',
      detail: `Ett fel hos Meta (${code}). Det är okänt om åtgärden utfördes. Läget slås upp.`,
    }
  }
  return ownMeaning.has(answer.status) || answer.status >= 500
    ? undefined
    : { kind: 'rejected', detail: `Meta säger nej. ${said}` }
}

/** What an answer that is not the wanted one means. Only Graph's own word makes something gone: a 404 page never does. */
export function failureOfGraph(answer: HttpAnswer, intent: Intent, now: Date): Failure {
  const error = graphError(answer)
  const meant = error && meaning(error, answer, intent, now)
  if (meant) return meant
  if (answer.status === 404 || answer.status === 410) {
    return {
      kind: 'rejected',
      detail: `Adressen svarar inte som Metas API (${answer.status}). Kontrollera kontots fält Annan serveradress (api).`,
    }
  }
  return failureOf(answer, intent, now)
}

/** An answer that says that all is well and is not what it should be: an error page in front of the server. */
export const notUnderstood = (intent: Intent, now: Date): Failure =>
  intent === 'order'
    ? {
        kind: 'outcomeUnknown',
        detail: 'Meta svarade med något vi inte förstår. Det är okänt om åtgärden utfördes. Läget slås upp.',
      }
    : {
        kind: 'retryLater',
        at: new Date(now.getTime() + 5 * minute),
        detail: 'Meta svarade med något vi inte förstår. Ett nytt försök görs automatiskt.',
      }
