import type { WebContext } from './context.ts'

/** Whether script asks for a part of a page, to be put into the page that stands there. */
export const isPartial = (c: WebContext): boolean => c.req.header('hx-request') === 'true'

/** Whether script sends a form of the page (client/send.ts), to go on or to be told without leaving it. */
export const isSent = (c: WebContext): boolean => c.req.header('x-uppsikt-skickat') === '1'

/** After a change: go on to a page, so that reloading it does not change anything again. */
export function seeOther(c: WebContext, path: string): Response {
  if (isSent(c)) {
    c.header('X-Uppsikt-Vidare', path)
    return c.body(null, 204)
  }
  if (!isPartial(c)) return c.redirect(path, 303)
  c.header('HX-Redirect', path)
  return c.body(null, 204)
}

/**
 * Told to a screen reader in the polite live region, at most once a minute (client/live.ts).
 * A header is Latin-1, so letters outside ASCII are written as JSON escapes.
 */
export function announce(c: WebContext, text: string): void {
  const json = JSON.stringify({ sag: { text } })
  c.header('HX-Trigger', json.replace(/[^\x20-\x7e]/gu, escapeUnits))
}

const escapeUnits = (letters: string): string =>
  letters
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

/** Attributes that let script send the form from inside a dialog and show its faults there. */
export const insideDialog = (c: WebContext, action: string): Readonly<Record<`hx-${string}`, string>> =>
  isPartial(c)
    ? { 'hx-post': action, 'hx-target': 'closest .dialog', 'hx-swap': 'innerHTML', 'hx-sync': 'this:drop' }
    : {}

/** A path of our own to go on to; anything else (another site, a scheme) becomes `otherwise`. */
export function ownPath(text: string | undefined, otherwise: string): string {
  if (!text || !/^\/(?![/\\])[\x21-\x7e]*$/u.test(text) || text.includes('\\')) return otherwise
  return text
}
