import { createHash } from 'node:crypto'
import type { CollectedItem } from '../../../platforms/contract.ts'
import type { NewPublication } from '../service/drafts.ts'
import type { NewsContent } from './types.ts'

const most = { title: 200, summary: 600, inDraft: 240, address: 2_000, id: 300 }
const day = 86_400_000
/** A news that is older when it is first seen has been moved or listed again: no draft is made of it by itself. */
const freshDays = 3

const isPicture = /\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)/iu

/** Whole sentences where they fit, else whole words with an ellipsis. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text
  const room = text.slice(0, longest)
  const sentence = /^[\s\S]*[.!?](?=\s)/u.exec(`${room} `)?.[0]
  if (sentence && sentence.length > longest / 3) return sentence.trim()
  const words = room.slice(0, -1).replace(/\s+\S*$/u, '')
  return `${words.replace(/\p{Cs}$/u, '').trimEnd()}…`
}

const flat = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/** A post of a feed is its title, a blank line and its body; some have only the one. */
function partsOf(text: string): { title: string; summary: string } {
  const words = text.trim()
  const at = words.search(/\n\s*\n/u)
  const head = flat(at < 0 ? words : words.slice(0, at))
  if (head.length <= most.title) return { title: head, summary: at < 0 ? '' : flat(words.slice(at)) }
  return { title: shortened(head, 100), summary: flat(words) }
}

/** What a feed's item says, within bounds; undefined where it says nothing. */
export function newsOf(item: CollectedItem): NewsContent | undefined {
  const { title, summary } = partsOf(item.text)
  if (title === '') return undefined
  const picture = item.media.find(({ url, mediaType }) =>
    mediaType ? mediaType.startsWith('image/') : isPicture.test(url),
  )
  const address = (url: string | undefined) => (url && url.length <= most.address ? url : null)
  return {
    itemId: item.platformId.length > most.id ? hashOf(item.platformId) : item.platformId,
    title,
    summary: shortened(summary, most.summary),
    url: address(item.permalink),
    pictureUrl: address(picture?.url),
    version: item.versionKey,
    publishedAt: new Date(item.publishedAt),
  }
}

const hashOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`

/** Whether a draft may be made of it by itself. */
export const isFresh = ({ publishedAt }: Pick<NewsContent, 'publishedAt'>, now: Date): boolean =>
  now.getTime() - publishedAt.getTime() <= freshDays * day

/** The draft of a news: its beginning and the way to the rest, which stands on the website (C1). */
export function draftOf({
  title,
  summary,
  url,
}: Pick<NewsContent, 'title' | 'summary' | 'url'>): Omit<NewPublication, 'accounts'> {
  const beginning = shortened(summary, most.inDraft)
  const repeats = beginning.toLowerCase().startsWith(title.toLowerCase())
  const text = repeats ? beginning : [title, beginning].filter((part) => part !== '').join('\n\n')
  return { title, text, ...(url && { link: url, origin: { url, title } }) }
}
