import type { Publishing } from '../../contract.ts'
import { escapeHtml } from '../../html-entities.ts'

const idPattern = /^[\w-]{11}$/

/** The film's id, also from the link that a person gave: watch?v=, youtu.be/, shorts/, live/. */
function idIn(permalink: string | null): string | undefined {
  if (permalink === null || !URL.canParse(permalink)) return undefined
  const { hostname, pathname, searchParams } = new URL(permalink)
  const host = hostname.replace(/^(?:www|m)\./, '')
  if (host === 'youtu.be') return pathname.slice(1)
  if (host !== 'youtube.com') return undefined
  return searchParams.get('v') ?? /^\/(?:shorts|live|embed)\/([^/]+)$/.exec(pathname)?.[1]
}

/** YouTube's player at its own address for privacy-enhanced embedding (support.google.com/youtube/answer/171780). */
export const embed: NonNullable<Publishing['embed']> = ({ platformId, permalink }, title) => {
  const id = platformId ?? idIn(permalink)
  if (id === undefined || !idPattern.test(id)) return undefined
  const attributes = [
    `src="https://www.youtube-nocookie.com/embed/${id}"`,
    `title="${escapeHtml(title)}"`,
    'width="560" height="315" loading="lazy" allowfullscreen',
    'referrerpolicy="strict-origin-when-cross-origin"',
  ]
  return {
    html: `<iframe ${attributes.join(' ')}></iframe>`,
    note: 'Koden använder YouTubes adress för inbäddning utan kakor som följer vad den som läser ser på. Spelas filmen kan YouTube lagra kakor, och den som öppnar sidan får sin IP-adress skickad till Google. Prata med dataskyddsombudet om hur webbplatsen ska fråga om samtycke. Källa: YouTube Hjälp, ”Bädda in videor och spellistor” (support.google.com/youtube/answer/171780), så som andra återger den, läst 2026-11-29.',
  }
}
