import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Draft, Outcome, Published, Publishing } from '../contract.ts'
import { answerOf, notUnderstood, pages } from '../graph/index.ts'
import { rawOf } from '../raw.ts'
import { captionFile } from './captions.ts'
import { call, facebookGraph, fields, isId, pageOf } from './client.ts'

const limits = {
  graphemes: 63_206,
  images: 10,
  altRequired: true,
  video: true,
  captions: true,
  link: 'cardAlone',
} as const
const hour = 3_600_000
/** The same words within this are the same publication: Facebook has no key that it keeps. */
const sameWithin = 48 * hour

const createdIn = (raw: Readonly<Record<string, unknown>>): number => Date.parse(String(raw['created_time']))

/** A post shows pictures, a film or a link's card, one of them: a link beside the others is put after the text. */
function textOf({ title, text, link, images, video }: Draft): string {
  const words = (title && !video ? `${title}\n\n${text}` : text).trim()
  const isBeside = link !== undefined && (images.length > 0 || video !== undefined)
  return isBeside && !words.includes(link) ? `${words}\n\n${link}`.trim() : words
}

/** Why the draft cannot be published as it is, in words for the one who wrote it; undefined when it can. */
function refuses({ images, video }: Draft, text: string): string | undefined {
  if (text === '') return 'Inlägget saknar text. Skriv en text.'
  if (images.length > 0 && video)
    return 'Härifrån publiceras antingen bilder eller en film på Facebook. Ta bort det ena.'
  if (images.length > limits.images)
    return `Inlägget har ${images.length} bilder och härifrån publiceras högst ${limits.images}. Ta bort några.`
  const wordless = images.findIndex(({ alt }) => alt.trim() === '')
  return wordless < 0
    ? undefined
    : `Bild ${wordless + 1} saknar alternativtext. Beskriv bilden för den som inte ser den.`
}

/** What the page published with these words lately; the feed has the newest first. */
async function find(connection: Connection, text: string): Promise<Outcome<Published | undefined>> {
  const asked = {
    path: `${pageOf(connection)}/feed`,
    query: { fields: fields.post, include_hidden: true, limit: 100 },
  }
  const earliest = connection.clock.now().getTime() - sameWithin
  for await (const page of pages(facebookGraph, connection, asked)) {
    if (!page.ok) return page
    const { called, elements } = page.value
    for (const slice of elements) {
      const raw = slice.value
      if (!isObject(raw) || raw['message'] !== text || !isObject(raw['from'])) continue
      if (raw['from']['id'] !== pageOf(connection) || !(createdIn(raw) > earliest)) continue
      const link = raw['permalink_url']
      const permalink = typeof link === 'string' && URL.canParse(link) ? { permalink: link } : {}
      const answer = rawOf(called.answer, called.part, slice.bytes)
      return ok({ platformId: String(raw['id']), ...permalink, answer })
    }
    if (elements.some(({ value }) => isObject(value) && createdIn(value) < earliest)) break
  }
  return ok(undefined)
}

/** Photos are sent without being shown: one that nothing came of is seen by nobody. */
async function upload(
  connection: Connection,
  image: Draft['images'][number],
  index: number,
): Promise<Outcome<string>> {
  const got = await call(connection, {
    method: 'POST',
    path: `${pageOf(connection)}/photos`,
    form: { published: false, alt_text_custom: image.alt },
    file: {
      field: 'source',
      filename: `bild-${index + 1}`,
      mediaType: image.mediaType,
      content: image.bytes,
    },
    intent: 'read',
    timeoutMilliseconds: 120_000,
  })
  if (!got.ok) return got
  const id = got.value.json.get('id')?.value
  return typeof id === 'string' ? ok(id) : fail(notUnderstood('read', connection.clock.now()))
}

async function publishPost(connection: Connection, draft: Draft, text: string): Promise<Outcome<Published>> {
  const media: Record<string, string> = {}
  for (const [index, image] of draft.images.entries()) {
    const photo = await upload(connection, image, index)
    if (!photo.ok) return photo
    media[`attached_media[${index}]`] = JSON.stringify({ media_fbid: photo.value })
  }
  const card = draft.link && draft.images.length === 0 ? { link: draft.link } : {}
  const form = { message: text, ...card, ...media }
  const done = await call(connection, { method: 'POST', path: `${pageOf(connection)}/feed`, form })
  if (!done.ok) return done
  const id = done.value.json.get('id')?.value
  if (typeof id !== 'string' || !isId(id)) return fail(notUnderstood('order', connection.clock.now()))
  return ok({ platformId: id, permalink: `https://www.facebook.com/${id}`, answer: answerOf(done.value) })
}

/** The film first, then its captions; what became of the captions never makes the film published twice. */
async function publishVideo(
  connection: Connection,
  draft: Draft,
  video: NonNullable<Draft['video']>,
  text: string,
): Promise<Outcome<Published>> {
  const sent = await call(connection, {
    method: 'POST',
    path: `${pageOf(connection)}/videos`,
    form: { description: text, ...(draft.title ? { title: draft.title } : {}) },
    file: { field: 'source', filename: 'film.mp4', mediaType: video.mediaType, content: video },
    timeoutMilliseconds: 600_000,
  })
  if (!sent.ok) return sent
  const id = sent.value.json.get('id')?.value
  if (typeof id !== 'string' || !isId(id)) return fail(notUnderstood('order', connection.clock.now()))
  if (video.captions) {
    const { file, locale } = captionFile(video.captions)
    const told = await call(connection, {
      method: 'POST',
      path: `${id}/captions`,
      form: { default_locale: locale },
      file,
    })
    if (!told.ok) {
      const detail = `Filmen är publicerad, men undertexterna kom inte med. Lägg till dem i Facebook. (${told.error.detail})`
      return fail({ kind: 'outcomeUnknown', detail })
    }
  }
  const film = await call(connection, { path: id, query: { fields: 'id,post_id' } })
  const post = film.ok ? film.value.json.get('post_id')?.value : undefined
  const whole = typeof post === 'string' ? (post.includes('_') ? post : `${pageOf(connection)}_${post}`) : id
  return ok({
    platformId: whole,
    permalink: `https://www.facebook.com/${whole}`,
    answer: answerOf(sent.value),
  })
}

async function publish(connection: Connection, draft: Draft): Promise<Outcome<Published>> {
  const text = textOf(draft)
  const refusal = refuses(draft, text)
  if (refusal) return fail({ kind: 'rejected', detail: refusal })
  const before = await find(connection, text)
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  return draft.video
    ? publishVideo(connection, draft, draft.video, text)
    : publishPost(connection, draft, text)
}

async function findPublished(
  connection: Connection,
  _key: string,
  draft: Draft,
): Promise<Outcome<Published>> {
  const found = await find(connection, textOf(draft))
  if (!found.ok) return found
  if (found.value) return ok(found.value)
  return fail({
    kind: 'gone',
    detail: 'Inget inlägg med de orden har publicerats på sidan de senaste två dygnen.',
  })
}

export const publishing: Publishing = {
  limits,
  publish,
  findPublished,
}
