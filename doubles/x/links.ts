import { createHash } from 'node:crypto'
import type { Post } from './state.ts'

const address = /https?:\/\/\S+|(?<!\S)(?:[\w-]+\.)+(?:se|com)(?:\/\S*)?/g

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const shortOf = (seed: string): string =>
  `https://t.co/${createHash('sha256').update(seed).digest('hex').slice(0, 10)}`

/** As a reader sees it: without https, and cut short. */
const displayed = (url: string): string => {
  const bare = url.replace(/^https?:\/\/(?:www\.)?/, '')
  return bare.length > 27 ? `${bare.slice(0, 26)}…` : bare
}

export interface Url {
  readonly start: number
  readonly end: number
  readonly url: string
  readonly expanded_url: string
  readonly display_url: string
  readonly media_key?: string
}

/** The text as X gives it: & < > escaped, each link as t.co, and last a link to the post's own media. */
export function shortened(
  seed: string,
  text: string,
  own: readonly { readonly key: string; readonly page: string }[] = [],
): { readonly text: string; readonly urls: readonly Url[] } {
  let said = ''
  const urls: Url[] = []
  const add = (whole: string, display: string, key?: string): void => {
    const url = shortOf(`${seed}${key ?? whole}`)
    const start = [...said].length
    said += url
    const more = key === undefined ? {} : { media_key: key }
    urls.push({ start, end: start + url.length, url, expanded_url: whole, display_url: display, ...more })
  }
  let from = 0
  for (const { 0: found, index } of text.matchAll(address)) {
    said += escaped(text.slice(from, index))
    add(/^https?:/.test(found) ? found : `http://${found}`, displayed(found))
    from = index + found.length
  }
  said += escaped(text.slice(from))
  const [first] = own
  if (first) {
    said += said === '' ? '' : ' '
    add(first.page, `pic.x.com/${first.key.slice(-6)}`, first.key)
  }
  return { text: said, urls }
}

export const keyOf = (media: { readonly id: string; readonly kind: string }): string =>
  `${media.kind === 'video' ? 7 : 3}_${media.id}`

export function shortenedPost(post: Post, username: string): ReturnType<typeof shortened> {
  const id = post.ids.at(-1) ?? ''
  const own = post.media.map((media) => ({
    key: keyOf(media),
    page: `https://x.com/${username}/status/${id}/${media.kind}/1`,
  }))
  return shortened(id, post.text, own)
}
