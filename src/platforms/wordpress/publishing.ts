import type { Streamed } from '../../infra/http/index.ts'
import { fail, ok } from '../../kernel/index.ts'
import type { Connection, Draft, Outcome, Published, Publishing } from '../contract.ts'
import { asWebVtt } from '../films/captions.ts'
import { escapeHtml } from '../html-entities.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, membersOf } from './client.ts'
import { errorCode, failureOfAnswer, notJson } from './failures.ts'
import { keyTrace } from './key.ts'
import { isNumber, postId } from './mapping.ts'
import { listedIn } from './rounds/walk.ts'

const limits = { images: 10, altRequired: true, video: true, captions: true, link: 'card' } as const
/** How many of the newest posts are looked through for a key: an unknown outcome is looked up soon after. */
const lookedThrough = 3

interface Uploaded {
  readonly id: number
  readonly url: string
  readonly alt: string
}

/** 'Vägarbete på Storgatan' → 'vagarbete-pa-storgatan', as WordPress itself makes addresses. */
const slugWords = (title: string): string =>
  title
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, (gap) => (/^[̀-ͯ]+$/.test(gap) ? '' : '-'))
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')

const publishedAs = (called: Called, id: number, link: unknown): Published => ({
  platformId: postId(id),
  ...(typeof link === 'string' ? { permalink: link } : {}),
  answer: rawOf(called.answer, called.part),
})

async function look(connection: Connection, key: string): Promise<Outcome<Published | undefined>> {
  const states = 'publish,future,draft,pending,private'
  for (let page = 1; page <= lookedThrough; page++) {
    const query = { context: 'edit', status: states, orderby: 'id', order: 'desc', per_page: 100, page }
    const asked = await call(connection, { path: 'wp/v2/posts', query, also: [400] })
    if (!asked.ok) return asked
    if (asked.value.answer.status === 400) {
      // The list ended on the page before; any other 400 is no answer to whether it is there.
      if (errorCode(asked.value.answer) === 'rest_post_invalid_page_number') return ok(undefined)
      return fail(failureOfAnswer(asked.value.answer, 'read', connection.clock.now()))
    }
    const listed = listedIn(asked.value)
    if (listed === undefined) return fail(notJson('read', connection.clock.now()))
    const found = listed.find(({ members }) => String(members['slug']).includes(`-${keyTrace(key)}`))
    if (found) return ok(publishedAs(asked.value, found.id, found.members['link']))
    if (listed.length < 100) break
  }
  return ok(undefined)
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'text/vtt': 'vtt',
}

/** Uploads a file once: its name carries the key, and is looked for first. */
async function upload(
  connection: Connection,
  file: { readonly content: Uint8Array | Streamed; readonly mediaType: string; readonly alt: string },
  name: string,
): Promise<Outcome<Uploaded>> {
  const { content, mediaType, alt } = file
  const ending = endings[mediaType]
  if (ending === undefined)
    return fail({ kind: 'rejected', detail: `WordPress tar inte emot filer av sorten ${mediaType}.` })
  const before = await call(connection, { path: 'wp/v2/media', query: { slug: name, context: 'edit' } })
  if (!before.ok) return before
  const known = listedIn(before.value)?.[0]?.members
  let members = known
  if (members === undefined) {
    const sent = await call(connection, {
      path: 'wp/v2/media',
      method: 'POST',
      file: { content, mediaType, name: `${name}.${ending}` },
      query: alt === '' ? {} : { alt_text: alt },
    })
    if (!sent.ok) return sent
    members = membersOf(sent.value.json)
  }
  const { id, source_url: url } = members
  if (!isNumber(id) || typeof url !== 'string') return fail(notJson('order', connection.clock.now()))
  return ok({ id, url, alt })
}

interface Film extends Uploaded {
  readonly captions: (Uploaded & { readonly language: string }) | undefined
}

/** Browsers show WebVTT and nothing else. */
async function uploadFilm(
  connection: Connection,
  video: NonNullable<Draft['video']>,
  name: string,
): Promise<Outcome<Film>> {
  const { mediaType, captions } = video
  const film = await upload(connection, { content: video, mediaType, alt: '' }, `${name}-film`)
  if (!film.ok) return film
  if (!captions) return ok({ ...film.value, captions: undefined })
  const text = { content: asWebVtt(captions), mediaType: 'text/vtt', alt: '' }
  const sent = await upload(connection, text, `${name}-undertexter`)
  return sent.ok ? ok({ ...film.value, captions: { ...sent.value, language: captions.language } }) : sent
}

/** What stands in a block's comment: two dashes would end it. */
const blockJson = (attributes: object): string =>
  JSON.stringify(attributes)
    .replace(/--/g, '\\u002d\\u002d')
    .replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)

function filmBlock({ id, url, captions }: Film): string {
  const track = captions && {
    src: captions.url,
    label: 'Undertexter',
    srcLang: captions.language,
    kind: 'captions',
  }
  const under = track
    ? `<track src="${escapeHtml(track.src)}" label="${track.label}" srclang="${escapeHtml(track.srcLang)}" kind="${track.kind}"/>`
    : ''
  const attributes = blockJson({ id, ...(track && { tracks: [track] }) })
  const figure = `<figure class="wp-block-video"><video controls src="${escapeHtml(url)}">${under}</video></figure>`
  return `<!-- wp:video ${attributes} -->\n${figure}\n<!-- /wp:video -->`
}

/** The blocks that WordPress's editor would make of the same text, so that it can be edited there. */
function contentOf(draft: Draft, inText: readonly Uploaded[], film: Film | undefined): string {
  const paragraph = (html: string) => `<!-- wp:paragraph -->\n<p>${html}</p>\n<!-- /wp:paragraph -->`
  const blocks = draft.text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => paragraph(escapeHtml(part).replace(/\n/g, '<br>')))
  for (const { id, url, alt } of inText) {
    const image = `<img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}" class="wp-image-${id}"/>`
    const figure = `<figure class="wp-block-image">${image}</figure>`
    blocks.push(`<!-- wp:image {"id":${id}} -->\n${figure}\n<!-- /wp:image -->`)
  }
  if (film) blocks.push(filmBlock(film))
  if (draft.link !== undefined) {
    const address = escapeHtml(draft.link)
    blocks.push(paragraph(`<a href="${address}">${address}</a>`))
  }
  return blocks.join('\n\n')
}

/** What WordPress itself would take: our own bounds, so that what is published can be read by everybody. */
function refuses({ images: pictures }: Draft): string | undefined {
  if (pictures.length > limits.images)
    return `Inlägget har ${pictures.length} bilder och härifrån publiceras högst ${limits.images}. Ta bort några.`
  const wordless = pictures.findIndex(({ alt }) => alt.trim() === '')
  return wordless < 0
    ? undefined
    : `Bild ${wordless + 1} saknar alternativtext. Beskriv bilden för den som inte ser den.`
}

async function publish(connection: Connection, draft: Draft, key: string): Promise<Outcome<Published>> {
  const refusal = refuses(draft)
  if (refusal) return fail({ kind: 'rejected', detail: refusal })
  const before = await look(connection, key)
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const images: Uploaded[] = []
  for (const [index, image] of draft.images.entries()) {
    const done = await upload(
      connection,
      { ...image, content: image.bytes },
      `uppsikt-${keyTrace(key)}-${index + 1}`,
    )
    if (!done.ok) return done
    images.push(done.value)
  }
  const film = draft.video
    ? await uploadFilm(connection, draft.video, `uppsikt-${keyTrace(key)}`)
    : ok(undefined)
  if (!film.ok) return film
  const [featured, ...inText] = images
  const title = draft.title ?? ''
  const slug = `${slugWords(title) || 'nyhet'}-${keyTrace(key)}`
  const body = {
    title: escapeHtml(title),
    content: contentOf(draft, inText, film.value),
    status: 'publish',
    slug,
    ...(featured ? { featured_media: featured.id } : {}),
  }
  const sent = await call(connection, { path: 'wp/v2/posts', method: 'POST', body })
  if (!sent.ok) return sent
  const { id, status, link } = membersOf(sent.value.json)
  if (!isNumber(id)) return fail(notJson('order', connection.clock.now()))
  if (status !== 'publish') {
    return fail({
      kind: 'rejected',
      detail: `Inlägget togs emot men publicerades inte (läge ${String(status)}). Publicera det i WordPress.`,
    })
  }
  return ok(publishedAs(sent.value, id, link))
}

async function findPublished(connection: Connection, key: string): Promise<Outcome<Published>> {
  const found = await look(connection, key)
  if (!found.ok) return found
  return found.value
    ? ok(found.value)
    : fail({
        kind: 'gone',
        detail: 'Inget inlägg med den här nyckeln finns bland de senaste på webbplatsen.',
      })
}

export const publishing: Publishing = {
  limits,
  publish,
  findPublished,
}
