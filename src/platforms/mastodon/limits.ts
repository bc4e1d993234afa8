import { isObject, numberText, ok } from '../../kernel/index.ts'
import type { Connection, Draft, Outcome } from '../contract.ts'
import { call } from './client.ts'

/** What a server takes, from its own configuration; what it does not say is as Mastodon's defaults. */
interface ServerLimits {
  readonly characters: number
  /** A web address counts as this many characters, however long it is. */
  readonly perUrl: number
  readonly attachments: number
  readonly description: number
  readonly imageBytes: number
  readonly videoBytes: number
  readonly mediaTypes: readonly string[]
}

/** A server that has not been configured otherwise. */
export const usual = { characters: 500, attachments: 4, perUrl: 23 } as const

const number = (value: unknown, name: string, otherwise: number): number => {
  const said = isObject(value) ? value[name] : undefined
  return typeof said === 'number' && Number.isSafeInteger(said) && said > 0 ? said : otherwise
}

/** Asked each time: the server may have been changed, and it is one question that costs nobody anything. */
export async function limitsOf(connection: Connection): Promise<Outcome<ServerLimits>> {
  const called = await call(connection, { path: '/api/v2/instance', anonymous: true })
  if (!called.ok) return called
  const configuration = called.value.json.get('configuration')
  const statuses = configuration?.get('statuses')?.value
  const media = configuration?.get('media_attachments')?.value
  const types = isObject(media) ? media['supported_mime_types'] : undefined
  return ok({
    characters: number(statuses, 'max_characters', usual.characters),
    perUrl: number(statuses, 'characters_reserved_per_url', usual.perUrl),
    attachments: number(statuses, 'max_media_attachments', usual.attachments),
    description: number(media, 'description_limit', 1_500),
    imageBytes: number(media, 'image_size_limit', 16 * 1024 * 1024),
    videoBytes: number(media, 'video_size_limit', 99 * 1024 * 1024),
    mediaTypes: Array.isArray(types) ? types.filter((type) => typeof type === 'string') : [],
  })
}

const segments = new Intl.Segmenter('sv', { granularity: 'grapheme' })
const graphemes = (text: string): number => [...segments.segment(text)].length

/** As Mastodon counts: user-perceived characters, a fixed number for a web address, and mentions without their server. */
export function lengthOf(text: string, perUrl: number): number {
  const counted = text
    .replace(/https?:\/\/\S+/g, '')
    .replace(/(@[A-Za-z0-9_.-]{1,60})@[A-Za-z0-9.-]{1,253}/g, '$1')
  return graphemes(counted) + perUrl * (text.match(/https?:\/\/\S+/g) ?? []).length
}

/** Why the server would refuse the text; undefined when it would not. */
export function tooLong(text: string, { characters, perUrl }: ServerLimits): string | undefined {
  const length = lengthOf(text, perUrl)
  return length > characters
    ? `Texten är ${numberText(length)} tecken och Mastodonservern tar emot ${numberText(characters)}. Korta den.`
    : undefined
}

const megabytes = (bytes: number): string => `${numberText(Math.round(bytes / 100_000) / 10)}\u00a0MB`

/** Why the server would refuse a picture or film; undefined when it would not. */
function refusesFile(
  which: string,
  file: { readonly size: number; readonly mediaType: string },
  most: number,
  { mediaTypes }: ServerLimits,
): string | undefined {
  if (file.size > most)
    return `${which} är ${megabytes(file.size)} och Mastodonservern tar emot ${megabytes(most)}. Minska den.`
  return mediaTypes.length > 0 && !mediaTypes.includes(file.mediaType)
    ? `${which} är av en sort som Mastodonservern inte tar emot (${file.mediaType}). Spara den i ett vanligare format.`
    : undefined
}

/** Why the server would refuse the draft, in words for the one who wrote it; undefined when it would not. */
export function refuses(draft: Draft, text: string, limits: ServerLimits): string | undefined {
  const { images, video, link } = draft
  if (images.length > limits.attachments)
    return `Inlägget har ${images.length} bilder och Mastodonservern tar emot ${limits.attachments}. Ta bort några.`
  if (video && images.length > 0)
    return 'Mastodon tar inte emot bilder och film i samma inlägg. Ta bort det ena.'
  if (video?.captions)
    return 'Mastodon tar inte emot textning som en egen fil. Lägg texten i själva filmen och ta bort textfilen.'
  for (const [index, image] of images.entries()) {
    const which = `Bild ${index + 1}`
    if (image.alt.trim() === '')
      return `${which} saknar alternativtext. Beskriv bilden för den som inte ser den.`
    if (graphemes(image.alt) > limits.description)
      return `Alternativtexten till bild ${index + 1} är längre än ${numberText(limits.description)} tecken. Korta den.`
    const fault = refusesFile(which, { ...image, size: image.bytes.length }, limits.imageBytes, limits)
    if (fault) return fault
  }
  const fault = video && refusesFile('Filmen', video, limits.videoBytes, limits)
  if (fault) return fault
  if (link !== undefined && !/^https?:\/\//.test(link)) return 'Länken är ingen webbadress (https).'
  return tooLong(text, limits)
}
