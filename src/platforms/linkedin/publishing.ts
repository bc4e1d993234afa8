import { fail, type Json, numberText, ok } from '../../kernel/index.ts'
import type { Connection, Draft, Outcome, Published, Publishing } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { call, ownUrn } from './client.ts'
import { notUnderstood } from './failures.ts'
import { escapeLittle, postAddress, postOf } from './mapping.ts'
import { uploadedFor } from './media.ts'
import { listed, ownPosts } from './reading.ts'
import { isOthers, remember } from './sent.ts'

const limits = {
  graphemes: 3_000,
  images: 20,
  altRequired: true,
  video: true,
  captions: true,
  link: 'cardAlone',
} as const
const altLength = 4_086
const film = { least: 75_000, most: 500_000_000 }
const day = 86_400_000
const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

interface Seen {
  readonly published: Published
  readonly text: string
  readonly at: number
}

/** The page's own posts of late, as far as its 50 that were changed last reach. */
async function ownLately(connection: Connection, days: number): Promise<Outcome<Seen[]>> {
  const got = await listed(connection, ownPosts(connection), 0)
  if (!got.ok) return got
  const { called, elements } = got.value
  const now = connection.clock.now()
  return ok(
    elements.flatMap((slice): Seen[] => {
      const post = postOf(slice.value, { own: ownUrn(connection), fetchedAt: now })
      const at = Date.parse(post?.publishedAt ?? '')
      if (post?.direction !== 'drawnUp' || at <= now.getTime() - days * day) return []
      const { platformId, text } = post
      const answer = rawOf(called.answer, called.part, slice.bytes)
      return [{ published: { platformId, permalink: postAddress(platformId), answer }, text, at }]
    }),
  )
}

/** The page's own post with just this text from the last days, that was not sent under another key. */
async function lookFor(
  connection: Connection,
  text: string,
  key: string,
  days: number,
): Promise<Outcome<Published | undefined>> {
  const got = await ownLately(connection, days)
  if (!got.ok) return got
  const found = got.value.find(
    (seen) => seen.text.trim() === text.trim() && !isOthers(connection, key, seen.published.platformId),
  )
  if (found) remember(connection, key, { text, platformId: found.published.platformId })
  return ok(found?.published)
}

/** A post holds one kind of content, so a link beside pictures or a film goes into the text. */
function textOf({ text, link, images, video }: Draft): string {
  const clean = text.toWellFormed()
  if (link === undefined || (images.length === 0 && !video) || clean.includes(link)) return clean
  return `${clean}\n\n${link}`.trim()
}

/** Why LinkedIn would refuse it, in words for the one who wrote it; undefined when it would not. */
function refuses({ images, video, link }: Draft, text: string): string | undefined {
  const length = [...text].length
  if (length > limits.graphemes)
    return `Texten är ${numberText(length)} tecken och LinkedIn tar emot 3\u00a0000. Korta den.`
  if (link !== undefined && !/^https?:\/\//.test(link)) return 'Länken är ingen webbadress (https).'
  if (images.length > 0 && video)
    return 'Ett inlägg på LinkedIn har antingen bilder eller film. Ta bort det ena.'
  if (images.length > limits.images) return 'LinkedIn tar emot 20 bilder. Ta bort några.'
  for (const [index, { alt, mediaType }] of images.entries()) {
    const which = `Bild ${index + 1}`
    if (alt.trim() === '') return `${which} saknar alternativtext. Beskriv bilden för den som inte ser den.`
    if (alt.length > altLength)
      return `${which} har längre alternativtext än LinkedIn tar emot (4\u00a0086 tecken). Korta den.`
    if (!/^image\/(jpeg|png|gif)$/.test(mediaType))
      return `${which} är varken JPG, PNG eller GIF. Spara om den i något av dem.`
  }
  if (video && video.mediaType !== 'video/mp4') return 'LinkedIn tar bara emot film i MP4. Spara om den.'
  if (video && (video.size < film.least || video.size > film.most))
    return 'LinkedIn tar emot film mellan 75\u00a0kB och 500\u00a0MB. Ändra filmens storlek.'
  return undefined
}

/** What the post holds beside its text. */
function contentOf({ title, text, link, images, video }: Draft, urns: readonly string[]): Json | undefined {
  const [first] = urns
  if (video && first) return { media: { id: first, title: title || text.slice(0, 100) } }
  const pictures = images.map(({ alt }, index) => ({ id: urns[index] ?? '', altText: alt.toWellFormed() }))
  if (pictures.length > 1) return { multiImage: { images: pictures } }
  if (pictures[0]) return { media: pictures[0] }
  return link === undefined ? undefined : { article: { source: link, title: title || link } }
}

async function publish(connection: Connection, draft: Draft, key: string): Promise<Outcome<Published>> {
  const text = textOf(draft)
  const refusal = refuses(draft, text)
  if (refusal) return rejected(refusal)
  const before = await lookFor(connection, text, key, 1)
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const files = await uploadedFor(connection, draft, key)
  if (!files.ok) return files
  remember(connection, key, { text, platformId: null })
  const content = contentOf(draft, files.value)
  const body = {
    author: ownUrn(connection),
    commentary: escapeLittle(text),
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    ...(content === undefined ? {} : { content }),
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: false,
  }
  const put = await call(connection, { path: '/posts', body })
  if (!put.ok) return put
  const platformId = put.value.answer.headers['x-restli-id']
  if (!platformId) return fail(notUnderstood('order', connection.clock.now()))
  remember(connection, key, { text, platformId })
  return ok({
    platformId,
    permalink: postAddress(platformId),
    answer: rawOf(put.value.answer, put.value.part),
  })
}

const gone = fail({
  kind: 'gone',
  detail: 'Inget sådant inlägg finns bland sidans senaste inlägg hos LinkedIn.',
} as const)

/** What was published under the key, by the draft's words: LinkedIn keeps no key of ours. */
async function findPublished(connection: Connection, key: string, draft: Draft): Promise<Outcome<Published>> {
  const found = await lookFor(connection, textOf(draft), key, 2)
  if (!found.ok) return found
  return found.value ? ok(found.value) : gone
}

export const publishing: Publishing = { limits, publish, findPublished }
