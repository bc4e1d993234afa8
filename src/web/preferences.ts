import { getCookie, setCookie } from 'hono/cookie'
import { isHttps, type WebContext } from './context.ts'

/** A person's choices about how the screens look, kept in the browser so that no page flashes. */
export interface Preferences {
  /** undefined: as the system has it. */
  readonly theme: 'ljust' | 'morkt' | undefined
  readonly dense: boolean
  /** WCAG 2.1.4: single-letter shortcuts can be switched off. */
  readonly letters: boolean
  /** What screening warns of is shown at once: the choice of this person, also where others use the same browser. */
  readonly unveiled: boolean
}

export function preferencesOf(c: WebContext): Preferences {
  const theme = getCookie(c, 'tema')
  const staffId = c.get('signedIn')?.actor.staffId
  return {
    theme: theme === 'ljust' || theme === 'morkt' ? theme : undefined,
    dense: getCookie(c, 'tathet') === 'tat',
    letters: getCookie(c, 'tangenter') !== 'av',
    unveiled: staffId !== undefined && getCookie(c, 'visar') === staffId,
  }
}

const allowed: Readonly<Record<string, readonly string[]>> = {
  tema: ['ljust', 'morkt', 'system'],
  tathet: ['tat', 'luftig'],
  tangenter: ['av', 'pa'],
}

const unveils = (c: WebContext, choice: unknown): string | undefined => {
  const staffId = c.get('signedIn')?.actor.staffId
  return choice === 'direkt' ? staffId : choice === 'efter-val' ? '' : undefined
}

const yearSeconds = 31_536_000

/** Keeps the choices among the values that a form brought; anything else is passed over. */
export function keepPreferences(c: WebContext, values: Readonly<Record<string, unknown>>): void {
  const options = { path: '/', sameSite: 'Lax', secure: isHttps(c), maxAge: yearSeconds } as const
  for (const [name, choices] of Object.entries(allowed)) {
    const value = values[name]
    if (typeof value === 'string' && choices.includes(value)) setCookie(c, name, value, options)
  }
  const unveiled = unveils(c, values['visar'])
  if (unveiled !== undefined) setCookie(c, 'visar', unveiled, options)
}
