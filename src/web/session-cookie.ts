import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { isHttps, type WebContext } from './context.ts'

/**
 * Under https the name begins with __Host-: no other host, and no page without encryption, can set it.
 * A browser refuses such a name over plain http, so the demo on http://localhost has a plain one.
 */
const nameOf = (c: WebContext): string => (isHttps(c) ? '__Host-uppsikt' : 'uppsikt')

const always = (c: WebContext) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isHttps(c) }) as const

/** What the browser holds: opaque here, looked up by organisation. */
export const sessionTokenOf = (c: WebContext): string | undefined => getCookie(c, nameOf(c)) || undefined

/** The browser keeps it until `expires`; the session itself ends in the database. */
export const setSessionCookie = (c: WebContext, token: string, expires: Date): void =>
  setCookie(c, nameOf(c), token, { ...always(c), expires })

export function clearSessionCookie(c: WebContext): void {
  deleteCookie(c, nameOf(c), always(c))
}

const attemptName = (c: WebContext): string => `${nameOf(c)}-inlogg`

/** Ties a sign-in at the municipality's provider to the browser that began it. */
export const attemptTokenOf = (c: WebContext): string | undefined => getCookie(c, attemptName(c)) || undefined

export const setAttemptCookie = (c: WebContext, token: string, expires: Date): void =>
  setCookie(c, attemptName(c), token, { ...always(c), expires })
