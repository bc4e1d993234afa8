import { getCookie, setCookie } from 'hono/cookie'
import { isHttps, type WebContext } from './context.ts'

/** A person's choices about how the screens look, kept in the browser so that no page flashes. */
export interface Preferences {
  /** undefined: as the system has it. */
  readonly theme: 'ljust' | 'morkt' | undefined
  readonly dense: boolean
  /** WCAG 2.1.4: single-letter shortcuts can be switched off. */
  readonly letters: boolean
}

export function preferencesOf(c: WebContext): Preferences {
  const theme = getCookie(c, 'tema')
  return {
    theme: theme === 'ljust' || theme === 'morkt' ? theme : undefined,
    dense: getCookie(c, 'tathet') === 'tat',
    letters: getCookie(c, 'tangenter') !== 'av',
  }
}

const allowed: Readonly<Record<string, readonly string[]>> = {
  tema: ['ljust', 'morkt', 'system'],
  tathet: ['tat', 'luftig'],
  tangenter: ['av', 'pa'],
}

const yearSeconds = 31_536_000

/** Keeps the choices among the values that a form brought; anything else is passed over. */
export function keepPreferences(c: WebContext, values: Readonly<Record<string, unknown>>): void {
  for (const [name, choices] of Object.entries(allowed)) {
    const value = values[name]
    if (typeof value !== 'string' || !choices.includes(value)) continue
    setCookie(c, name, value, { path: '/', sameSite: 'Lax', secure: isHttps(c), maxAge: yearSeconds })
  }
}
