import { raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { type IconName, icons } from './icons.ts'

/** An icon beside a word; hidden from screen readers, which get the word. */
export const Icon = ({
  name,
  size,
  tone,
}: {
  name: IconName
  size?: 's' | 'l'
  tone?: string | undefined
}) => (
  <svg
    class={['i', size && `i-${size}`, tone].filter(Boolean).join(' ')}
    aria-hidden="true"
    viewBox="0 0 24 24"
  >
    <use href={`#i-${name}`} />
  </svg>
)

/** The mark of Uppsikt. */
export const Mark = () => (
  <svg class="mark-u" viewBox="0 0 28 28" aria-hidden="true">
    <rect width="28" height="28" rx="8" fill="var(--brand)" />
    <circle cx="14" cy="14" r="7.6" fill="none" stroke="var(--on-brand)" stroke-width="2.2" />
    <path d="M14 14V6.4A7.6 7.6 0 0 1 21.6 14z" fill="var(--on-brand)" />
  </svg>
)

/**
 * Our own references, as hono/jsx writes them. What people wrote has its quotation marks escaped,
 * so it can never look like one.
 */
const reference = /<use href="#i-([a-z0-9]+)"(?:><\/use>|\/>)/g

const markupOf = (name: string): string | undefined =>
  Object.hasOwn(icons, name) ? icons[name as IconName] : undefined

/** The symbols that a rendered page refers to, as one hidden element to stand first in its body. */
export function sprite(html: string): HtmlEscapedString {
  const used = [...new Set(Array.from(html.matchAll(reference), (found) => found[1] ?? ''))].sort()
  const symbols = used.flatMap((name) => {
    const markup = markupOf(name)
    return markup ? [`<symbol id="i-${name}" viewBox="0 0 24 24">${markup}</symbol>`] : []
  })
  return raw(`<svg hidden>${symbols.join('')}</svg>`)
}

/** A part that is swapped into a page whose symbols we do not know carries its icons itself. */
export const inlineIcons = (html: string): string =>
  html.replace(reference, (whole, name: string) => markupOf(name) ?? whole)
