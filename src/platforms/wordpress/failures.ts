import type { HttpAnswer } from '../../infra/http/index.ts'
import { isObject } from '../../kernel/index.ts'
import type { Failure } from '../contract.ts'
import { failureOf, type Intent } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'

/** WordPress's error code, e.g. 'rest_comment_invalid_id'; undefined when the answer is not its error shape. */
export function errorCode(answer: HttpAnswer): string | undefined {
  const json = readJson(answer.bytes)
  if (!json.ok) return undefined
  const { value } = json.value
  return isObject(value) && typeof value['code'] === 'string' ? value['code'] : undefined
}

const goneCodes = new Set(['rest_comment_invalid_id', 'rest_post_invalid_id', 'rest_already_trashed'])
/** What the account lacks by its role, whatever is asked for: a person must give it more, or another account. */
const lackingRole = new Set([
  'rest_forbidden_context',
  'rest_forbidden_param',
  'rest_forbidden_status',
  'rest_user_cannot_view',
])
const switchedOff = new Set(['application_passwords_disabled', 'application_passwords_disabled_for_user'])

/** WordPress does not say which was wrong: to a login it does not take, it answers as to a stranger. */
function refusedLogin(code: string | undefined): string {
  if (code !== undefined && switchedOff.has(code)) {
    return 'Applösenord är avstängda i WordPress. Slå på dem, eller ta bort tillägget som stänger av dem.'
  }
  return [
    `WordPress godtar inte användarnamnet eller applösenordet (${code ?? 401}).`,
    'Skapa ett nytt applösenord under Användare, Profil, Applösenord och lägg in det.',
    'Hjälper inte det, be driften kontrollera att webbservern släpper fram rubriken Authorization.',
  ].join(' ')
}

/**
 * What an answer that is not the wanted one means.
 * Only WordPress's own word makes something gone: a 404 page from a moved site must never look like a deletion.
 */
export function failureOfAnswer(answer: HttpAnswer, intent: Intent, now: Date): Failure {
  const { status } = answer
  const code = errorCode(answer)
  if (status === 401) return { kind: 'reauthorise', detail: refusedLogin(code) }
  if (status === 404 || status === 410) {
    if (code !== undefined && goneCodes.has(code)) {
      return { kind: 'gone', detail: `WordPress svarar att det inte finns (${code}).` }
    }
    return {
      kind: 'rejected',
      detail:
        'Adressen svarar inte som WordPress REST-gränssnitt. Det kan vara avstängt, eller så har webbplatsen flyttat.',
    }
  }
  if (status === 403 && code !== undefined && lackingRole.has(code)) {
    return {
      kind: 'reauthorise',
      detail: `Användaren har inte rätt att läsa allt (${code}). Den behöver rollen Redaktör i WordPress.`,
    }
  }
  if (status === 403 && code === undefined) {
    return {
      kind: 'rejected',
      detail: 'Ett skydd framför webbplatsen stoppar oss (403). Be driften släppa fram oss.',
    }
  }
  if (status === 403 && intent === 'read') {
    return {
      kind: 'rejected',
      detail: `WordPress säger nej (${status} ${code}). Har ett tillägg stängt REST-gränssnittet: be den som sköter webbplatsen öppna det för Uppsikts användare.`,
    }
  }
  if (status === 403 || status === 400 || status === 409) {
    return { kind: 'rejected', detail: `WordPress säger nej (${status} ${code ?? 'utan förklaring'}).` }
  }
  return failureOf(answer, intent, now)
}

/** An answer that says that all is well and is not JSON: a maintenance page, or PHP warnings in the middle. */
export const notJson = (intent: Intent, now: Date): Failure =>
  intent === 'order'
    ? {
        kind: 'outcomeUnknown',
        detail:
          'WordPress svarade med något annat än JSON. Det är okänt om åtgärden utfördes. Läget slås upp.',
      }
    : {
        kind: 'retryLater',
        at: new Date(now.getTime() + 5 * 60_000),
        detail:
          'WordPress svarade med något annat än JSON, kanske en underhållssida. Ett nytt försök görs automatiskt.',
      }
