import { isObject } from '../../../kernel/index.ts'
import { versionKey } from '../../version-key.ts'

type Loose = Readonly<Record<string, unknown>>

/** Short links (t.co) as they stand in a text, and what takes each one's place. */
export type Links = ReadonlyMap<string, string>

const said = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const list = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.filter(isObject) : [])

/**
 * The links of `urls`, an entity each. A link to the text's own pictures and films is left out, as X leaves it out where
 * it shows them. API and archive name the members differently.
 */
export function linksIn(urls: unknown, media: unknown = []): Links {
  const whole = list(urls).flatMap((one): [string, string][] => {
    const short = said(one['url']) ?? said(one['shortUrl'])
    const long = said(one['expanded_url']) ?? said(one['expandedUrl']) ?? said(one['expanded'])
    if (short === undefined) return []
    if (said(one['media_key']) !== undefined) return [[short, '']]
    return long === undefined ? [] : [[short, long]]
  })
  const own = list(media).flatMap((one): [string, string][] => {
    const short = said(one['url'])
    return short === undefined ? [] : [[short, '']]
  })
  return new Map([...whole, ...own])
}

const escapes: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }

/**
 * What a reader sees: X gives & < > escaped, and each link as t.co. Readers see the beginning of where a link leads; the
 * whole of that address stands here, since t.co says nothing to who reads the record, and the beginning too little.
 */
export const shownText = (text: string, links: Links): string =>
  text
    .replace(/https?:\/\/t\.co\/\w+|&(?:lt|gt|amp);/g, (found) => escapes[found] ?? links.get(found) ?? found)
    .trim()

/**
 * An edit gives a post a new id, and neither pictures nor alternative text can be changed under the same one. `id`: the
 * version's own. Collecting and importing the same thing give the same key.
 */
export const keyOf = (id: string, text: string): string => versionKey({ id, text })
