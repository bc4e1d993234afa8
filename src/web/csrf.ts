import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { getCookie, setCookie } from 'hono/cookie'
import { Stop } from '../kernel/index.ts'
import { hostOf, isHttps, type WebContext } from './context.ts'
import { sessionTokenOf } from './session-cookie.ts'

/**
 * A form that changes something must have been rendered by us, for this browser.
 * The secret is derived from the session (or, before sign-in, from a cookie of its own), which no other
 * site can read. Each page masks it anew, so that a compressed page never repeats the same bytes (BREACH).
 */
const secretBytes = 32

const anonymousName = (c: WebContext): string => (isHttps(c) ? '__Host-uppsikt-form' : 'uppsikt-form')

const derive = (token: string): Buffer => createHash('sha256').update(`uppsikt-form\0${token}`).digest()

/** The secret that the request itself can prove; undefined when it brings neither cookie. */
function broughtSecret(c: WebContext): Buffer | undefined {
  const token = (c.get('signedIn') && sessionTokenOf(c)) || getCookie(c, anonymousName(c))
  return token ? derive(token) : undefined
}

function secretOf(c: WebContext): Buffer {
  const known = c.get('csrfSecret') ?? broughtSecret(c)
  if (known) return known
  const token = randomBytes(secretBytes).toString('base64url')
  setCookie(c, anonymousName(c), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps(c),
  })
  const made = derive(token)
  c.set('csrfSecret', made)
  return made
}

const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)))

/** The token for the forms of one page. May set a cookie, so it is made before the page is sent. */
export function csrfToken(c: WebContext): string {
  const mask = randomBytes(secretBytes)
  return Buffer.concat([mask, xor(mask, secretOf(c))]).toString('base64url')
}

function tokenHolds(token: unknown, secret: Buffer | undefined): boolean {
  if (typeof token !== 'string' || !secret) return false
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 2 * secretBytes) return false
  const unmasked = xor(bytes.subarray(secretBytes), bytes.subarray(0, secretBytes))
  return timingSafeEqual(unmasked, secret)
}

/** Whether the browser itself says that another site sent the request. Silence is no answer either way. */
function comesFromElsewhere(c: WebContext): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site && site !== 'same-origin' && site !== 'none') return true
  const origin = c.req.header('origin')
  // Our own Referrer-Policy makes browsers send 'null' with forms; the token decides then.
  if (!origin || origin === 'null') return false
  return URL.parse(origin)?.host !== hostOf(c)
}

/** Whether a page of ours sent it, however old: its token holds, or the browser itself says so. */
export const comesFromUs = (c: WebContext, token: unknown): boolean =>
  !comesFromElsewhere(c) &&
  (tokenHolds(token, broughtSecret(c)) || c.req.header('sec-fetch-site') === 'same-origin')

/** Whether a form was drawn by us for this browser, in a session that has ended since. */
export function isFromEndedSession(c: WebContext, token: unknown): boolean {
  const session = sessionTokenOf(c)
  return session !== undefined && !comesFromElsewhere(c) && tokenHolds(token, derive(session))
}

/** @throws Stop('refused') unless the request comes from a page of ours in this browser. */
export function assertOurForm(c: WebContext, token: unknown): void {
  if (!comesFromElsewhere(c) && tokenHolds(token, broughtSecret(c))) return
  throw new Stop(
    'refused',
    'Formuläret gick inte att ta emot, eftersom sidan är för gammal eller kom från en annan webbplats. Inget har ändrats. Kopiera det du har skrivit, ladda om sidan och gör om det.',
  )
}
