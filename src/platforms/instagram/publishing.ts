import { fail, isObject, type Json, numberText, ok } from '../../kernel/index.ts'
import type { Connection, Draft, Outcome, Published, Publishing } from '../contract.ts'
import { notUnderstood } from '../graph/failures.ts'
import { rawOf } from '../raw.ts'
import { call, listed, membersOf, upload } from './client.ts'
import { failureOfContainer } from './failures.ts'
import { fields, textIn } from './mapping.ts'
import { igUser, itemIn, ownContext, ownPosts } from './reading.ts'

/**
 * Instagram publishes in two steps: a container, which nobody sees, and then its publication. A container that is not
 * ready is kept in memory under the key, so that the next try goes on with it. Instagram takes no key, so what was
 * published is known again by its words and its time; see README.md.
 */

const limits = {
  graphemes: 2_200,
  images: 10,
  altRequired: true,
  video: true,
  needs: 'image',
  deadLinks: true,
  hashtags: 5,
} as const
const second = 1_000
/** A publication with the same words that is older than this is another publication. */
const sameWithin = 48 * 60 * 60 * second
/** Our clock and Instagram's may differ so much, and what has just been published must still be found. */
const clockSlack = 10 * 60 * second
const waits = { image: 10 * second, video: 60 * second, quota: 60 * 60 * second }

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** A link in a caption cannot be followed, but it can be read. */
function captionOf({ text, link }: Draft): string {
  const words = text.toWellFormed().trim()
  return link === undefined || words.includes(link) ? words : `${words}\n\n${link}`.trim()
}

function refuses(draft: Draft): string | undefined {
  const { images, video } = draft
  if (images.length === 0 && video === undefined) {
    return 'Instagram tar inte emot inlägg utan bild eller film. Lägg till en bild.'
  }
  if (images.length > 0 && video !== undefined) {
    return 'Härifrån publiceras antingen bilder eller en film på Instagram, inte båda i samma inlägg. Ta bort det ena.'
  }
  if (video?.captions) {
    return 'Instagram tar inte emot textning som en egen fil. Lägg texten i själva filmen och ta bort textfilen.'
  }
  if (images.length > limits.images) {
    return `Inlägget har ${images.length} bilder och Instagram tar emot ${limits.images}. Ta bort några.`
  }
  for (const [index, { alt, mediaType, publicUrl }] of images.entries()) {
    const which = `Bild ${index + 1}`
    if (alt.trim() === '') return `${which} saknar alternativtext. Beskriv bilden för den som inte ser den.`
    if (!mediaType.startsWith('image/')) return `${which} är ingen bild (${mediaType}).`
    if (publicUrl === undefined) {
      return `${which} har ingen adress som Instagram kan hämta den från. Be den som sköter Uppsikt att ange en publik webbadress för installationen.`
    }
  }
  const caption = captionOf(draft)
  const length = [...new Intl.Segmenter('sv').segment(caption)].length
  if (length > limits.graphemes) {
    return `Texten är ${numberText(length)} tecken och Instagram tar emot ${numberText(limits.graphemes)}. Korta den.`
  }
  const tags = caption.match(/#[\p{L}\p{N}_]+/gu)?.length ?? 0
  return tags > limits.hashtags
    ? `Texten har ${tags} hashtaggar och Instagram tar emot ${limits.hashtags}.`
    : undefined
}

/** The newest own post with these words that is no older than the moment; the list has the newest first. */
async function look(
  connection: Connection,
  caption: string,
  since: number,
): Promise<Outcome<Published | undefined>> {
  const own = await ownContext(connection)
  if (!own.ok) return own
  const asked = { path: `${igUser(connection)}/media`, query: { fields: fields.media, limit: 25 } }
  for await (const page of listed(connection, asked)) {
    if (!page.ok) return page
    for (const slice of page.value.elements) {
      const item = itemIn(page.value.called, slice, own.value, ownPosts)
      if (item === undefined || item.text.trim() !== caption || Date.parse(item.publishedAt) < since) continue
      const { platformId, permalink } = item
      return ok({ platformId, ...(permalink === undefined ? {} : { permalink }), answer: item.raw })
    }
    if (page.value.elements.some((one) => Date.parse(textIn(membersOf(one), 'timestamp') ?? '') < since))
      break
  }
  return ok(undefined)
}

/** What is remembered of a key in this process: when the first try was, and the container so far. */
interface Trace {
  readonly since: number
  readonly container?: string
  /** A film whose bytes have been taken by Instagram. */
  readonly sent?: true
}

const traceKey = (key: string): string => `instagram.publication ${key}`

function traceOf({ memory }: Connection, key: string): Trace | undefined {
  const json = memory.get(traceKey(key))
  if (!isObject(json) || typeof json['since'] !== 'number') return undefined
  const { since, container, sent } = json
  return {
    since,
    ...(typeof container === 'string' ? { container } : {}),
    ...(sent === true ? { sent } : {}),
  }
}

/** From when the same words are what was published under the key. */
const sinceOf = (connection: Connection, key: string): number =>
  traceOf(connection, key)?.since ?? connection.clock.now().getTime() - sameWithin

const remember = ({ memory }: Connection, key: string, trace: Trace): void => {
  memory.set(traceKey(key), { ...trace } as Json)
}

/** The account's share of publications for a day, as Instagram counts it. */
async function quotaLeft(connection: Connection): Promise<Outcome<void>> {
  const query = { fields: 'config,quota_usage' }
  const got = await call(connection, { path: `${igUser(connection)}/content_publishing_limit`, query })
  if (!got.ok) return got
  const first = got.value.json.get('data')?.elements()[0]
  const members = first ? membersOf(first) : {}
  const { config, quota_usage: used } = members
  const total = isObject(config) ? config['quota_total'] : undefined
  if (typeof used !== 'number' || typeof total !== 'number' || used < total) return ok(undefined)
  const at = new Date(connection.clock.now().getTime() + waits.quota)
  const detail = `Kontot har publicerat så många inlägg som Instagram tar emot på ett dygn (${total}). Ett nytt försök görs om en timme.`
  return fail({ kind: 'retryLater', at, detail })
}

/** A container nobody sees: one whose answer was lost is left to end by itself, and a new one is made. */
async function makeContainer(
  connection: Connection,
  params: Readonly<Record<string, string | boolean | readonly string[]>>,
): Promise<Outcome<string>> {
  const asked = {
    method: 'POST',
    path: `${igUser(connection)}/media`,
    body: { ...params },
    intent: 'read',
  } as const
  const made = await call(connection, asked)
  if (!made.ok) return made
  const id = textIn(membersOf(made.value.json), 'id')
  return id !== undefined && /^\d{1,30}$/.test(id)
    ? ok(id)
    : fail(notUnderstood('read', connection.clock.now()))
}

async function containerFor(connection: Connection, draft: Draft, caption: string): Promise<Outcome<string>> {
  if (draft.video !== undefined) {
    const { publicUrl } = draft.video
    const source = publicUrl === undefined ? { upload_type: 'resumable' } : { video_url: publicUrl }
    return makeContainer(connection, { media_type: 'REELS', caption, ...source })
  }
  const [only] = draft.images
  if (draft.images.length === 1 && only !== undefined) {
    return makeContainer(connection, { image_url: only.publicUrl ?? '', alt_text: only.alt, caption })
  }
  const children: string[] = []
  for (const { publicUrl, alt } of draft.images) {
    const params = { image_url: publicUrl ?? '', alt_text: alt, is_carousel_item: true }
    const child = await makeContainer(connection, params)
    if (!child.ok) return child
    children.push(child.value)
  }
  return makeContainer(connection, { media_type: 'CAROUSEL', children, caption })
}

/** Looks once at how far Instagram has come: the job queue comes back for what is not ready. */
async function ready(
  connection: Connection,
  container: string,
  film: boolean,
): Promise<Outcome<'ready' | 'published'>> {
  const got = await call(connection, { path: container, query: { fields: 'status_code,status' } })
  if (!got.ok) return got
  const members = membersOf(got.value.json)
  const code = textIn(members, 'status_code')
  if (code === 'FINISHED') return ok('ready')
  if (code === 'PUBLISHED') return ok('published')
  if (code !== 'IN_PROGRESS') return fail(failureOfContainer(code, textIn(members, 'status')))
  const at = new Date(connection.clock.now().getTime() + (film ? waits.video : waits.image))
  const what = film ? 'filmen' : 'bilden'
  return fail({
    kind: 'retryLater',
    at,
    detail: `Instagram bearbetar ${what}. Inlägget publiceras när den är klar.`,
  })
}

async function sendFilm(
  connection: Connection,
  key: string,
  trace: Trace & { readonly container: string },
  film: Draft['video'],
): Promise<Outcome<void>> {
  if (film === undefined || film.publicUrl !== undefined || trace.sent) return ok(undefined)
  const sent = await upload(connection, trace.container, film)
  if (!sent.ok) return sent
  remember(connection, key, { ...trace, sent: true })
  return ok(undefined)
}

async function publish(connection: Connection, draft: Draft, key: string): Promise<Outcome<Published>> {
  const refusal = refuses(draft)
  if (refusal) return rejected(refusal)
  const caption = captionOf(draft)
  const before = await look(connection, caption, sinceOf(connection, key))
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const begun = traceOf(connection, key) ?? { since: connection.clock.now().getTime() - clockSlack }
  remember(connection, key, begun)
  if (begun.container === undefined) {
    const left = await quotaLeft(connection)
    if (!left.ok) return left
  }
  const container =
    begun.container === undefined ? await containerFor(connection, draft, caption) : ok(begun.container)
  if (!container.ok) return container
  const trace = { ...begun, container: container.value }
  remember(connection, key, trace)
  const film = await sendFilm(connection, key, trace, draft.video)
  if (!film.ok) return film
  const state = await ready(connection, container.value, draft.video !== undefined)
  if (!state.ok) {
    if (state.error.kind === 'rejected' || state.error.kind === 'gone')
      remember(connection, key, { since: begun.since })
    return state
  }
  if (state.value === 'published') return findPublished(connection, key, draft)
  return finish(connection, container.value)
}

async function finish(connection: Connection, container: string): Promise<Outcome<Published>> {
  const path = `${igUser(connection)}/media_publish`
  const sent = await call(connection, { method: 'POST', path, body: { creation_id: container } })
  if (!sent.ok) return sent
  const id = textIn(membersOf(sent.value.json), 'id')
  if (id === undefined) return fail(notUnderstood('order', connection.clock.now()))
  return ok({ platformId: id, answer: rawOf(sent.value.answer, sent.value.part) })
}

async function findPublished(connection: Connection, key: string, draft: Draft): Promise<Outcome<Published>> {
  const found = await look(connection, captionOf(draft), sinceOf(connection, key))
  if (!found.ok) return found
  return found.value
    ? ok(found.value)
    : fail({
        kind: 'gone',
        detail: 'Inget inlägg med de orden har publicerats på kontot de senaste två dygnen.',
      })
}

export const publishing: Publishing = { limits, publish, findPublished }
