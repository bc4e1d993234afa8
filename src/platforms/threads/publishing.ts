import { fail, isObject, type Json, numberText, ok } from '../../kernel/index.ts'
import type { Connection, Draft, ItemRef, Outcome, Published, Publishing, Reply } from '../contract.ts'
import { notUnderstood } from '../graph/failures.ts'
import { answerOf, call, listed, membersOf, userOf } from './client.ts'
import { fields, textIn } from './mapping.ts'
import { isId, itemIn, ownName } from './reading.ts'

/**
 * In two steps, a container that nobody sees and its publication. Threads takes no key: what was published is known
 * again by its words, in the same place, since the first try under the key or in the last two days.
 */

/** A post holds one picture or film, or two to twenty pictures in a row. */
const most = 500
const letters = new Intl.Segmenter('sv')

/** As Threads counts: characters, but an emoji as its UTF-8 bytes (documentation/threads/posts, read 2026-11-29). */
const sizeOf = (text: string): number =>
  [...letters.segment(text)].reduce(
    (sum, { segment }) => sum + (/\p{Extended_Pictographic}/u.test(segment) ? Buffer.byteLength(segment) : 1),
    0,
  )

const limits = { graphemes: most, count: sizeOf, images: 20, altRequired: true, video: true } as const
const altLength = 1_000
const second = 1_000
const sameWithin = 48 * 60 * 60 * second
const clockSlack = 10 * 60 * second
const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

const tooLong = (text: string): string | undefined =>
  sizeOf(text) > limits.graphemes
    ? `Texten är ${numberText(sizeOf(text))} tecken och Threads tar emot ${limits.graphemes}. Korta den.`
    : undefined

function refuses({ images, video }: Draft, text: string): string | undefined {
  if (images.length > 0 && video)
    return 'Härifrån publiceras antingen bilder eller en film på Threads. Ta bort det ena.'
  if (images.length > limits.images)
    return `Inlägget har ${images.length} bilder och Threads tar emot ${limits.images}. Ta bort några.`
  for (const [index, { alt }] of images.entries()) {
    const which = `Bild ${index + 1}`
    if (alt.trim() === '') return `${which} saknar alternativtext. Beskriv bilden för den som inte ser den.`
    if (alt.length > altLength)
      return `${which} har längre alternativtext än Threads tar emot (1\u00a0000 tecken). Korta den.`
  }
  if (video?.captions)
    return 'Threads tar inte emot textning som en egen fil. Lägg texten i själva filmen och ta bort textfilen.'
  const files = video ? [video] : images
  if (files.some(({ publicUrl }) => publicUrl === undefined)) {
    return 'Bilden eller filmen har ingen adress som Threads kan hämta den från. Be den som sköter Uppsikt att ange en publik webbadress.'
  }
  if (text === '' && files.length === 0) return 'Inlägget är tomt. Skriv något först.'
  return tooLong(text)
}

interface Trace {
  readonly since: number
  readonly container?: string
}
const traceKey = (key: string): string => `threads.publication ${key}`

function traceOf({ memory }: Connection, key: string): Trace | undefined {
  const json = memory.get(traceKey(key))
  if (!isObject(json) || typeof json['since'] !== 'number') return undefined
  const { since, container } = json
  return { since, ...(typeof container === 'string' ? { container } : {}) }
}

const remember = ({ memory }: Connection, key: string, trace: Trace): void => {
  memory.set(traceKey(key), { ...trace } as Json)
}

/** From when the same words are what was published under the key. */
const sinceOf = (connection: Connection, key: string): number =>
  traceOf(connection, key)?.since ?? connection.clock.now().getTime() - sameWithin

/** Own words in a list that has the newest first. @param to only answers to this. */
async function look(
  connection: Connection,
  text: string,
  since: number,
  to?: string,
): Promise<Outcome<Published | undefined>> {
  const name = await ownName(connection)
  if (!name.ok) return name
  const [edge, wanted] = to === undefined ? ['threads', fields.post] : ['replies', fields.reply]
  for await (const page of listed(connection, {
    path: `${userOf(connection)}/${edge}`,
    query: { fields: wanted, limit: 50 },
  })) {
    if (!page.ok) return page
    for (const slice of page.value.elements) {
      const item = itemIn(page.value.called, slice, name.value, edge)
      const same = item?.text.trim() === text && (to === undefined || item.parent === to)
      if (item === undefined || !same || Date.parse(item.publishedAt) < since) continue
      const { platformId, permalink, raw } = item
      return ok({ platformId, ...(permalink === undefined ? {} : { permalink }), answer: raw })
    }
    if (page.value.elements.some((one) => Date.parse(textIn(membersOf(one), 'timestamp') ?? '') < since))
      break
  }
  return ok(undefined)
}

type Form = Readonly<Record<string, string | undefined>>

/** A container whose answer is lost publishes nothing: a new one is made. */
async function makeContainer(connection: Connection, form: Form): Promise<Outcome<string>> {
  const path = `${userOf(connection)}/threads`
  const made = await call(connection, { method: 'POST', path, form, intent: 'read' })
  if (!made.ok) return made
  const id = textIn(membersOf(made.value.json), 'id')
  return id !== undefined && isId(id) ? ok(id) : fail(notUnderstood('read', connection.clock.now()))
}

async function begin(connection: Connection, make: () => Promise<Outcome<Form>>): Promise<Outcome<string>> {
  const form = await make()
  return form.ok ? makeContainer(connection, form.value) : form
}

/** Looks once; the job queue comes back for what is not ready. */
async function ready(connection: Connection, container: string): Promise<Outcome<'ready' | 'published'>> {
  const got = await call(connection, { path: container, query: { fields: 'status,error_message' } })
  if (!got.ok) return got
  const status = textIn(membersOf(got.value.json), 'status')
  if (status === 'FINISHED') return ok('ready')
  if (status === 'PUBLISHED') return ok('published')
  const at = new Date(connection.clock.now().getTime() + 30 * second)
  return status === 'IN_PROGRESS'
    ? fail({ kind: 'retryLater', at, detail: 'Threads bearbetar inlägget. Det publiceras när det är klart.' })
    : rejected(
        `Threads kunde inte ta emot inlägget (${String(status).slice(0, 60)}). Kontrollera bilden eller filmen.`,
      )
}

/** What a post with pictures is made of; several are containers of their own first. */
async function withImages(
  connection: Connection,
  images: Draft['images'],
  text: string,
): Promise<Outcome<Form>> {
  const one = ({ publicUrl, alt }: Draft['images'][number]): Form => ({
    media_type: 'IMAGE',
    image_url: publicUrl,
    alt_text: alt,
  })
  const [first, ...more] = images
  if (first && more.length === 0) return ok({ ...one(first), text })
  const children: string[] = []
  for (const image of images) {
    const child = await makeContainer(connection, { ...one(image), is_carousel_item: 'true' })
    if (!child.ok) return child
    children.push(child.value)
  }
  return ok({ media_type: 'CAROUSEL', children: children.join(','), text })
}

/** @param make what is to be published, once it is known not to be there. */
async function put(
  connection: Connection,
  key: string,
  make: () => Promise<Outcome<Form>>,
  text: string,
  to?: string,
): Promise<Outcome<Published>> {
  const before = await look(connection, text, sinceOf(connection, key), to)
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const begun = traceOf(connection, key) ?? { since: connection.clock.now().getTime() - clockSlack }
  remember(connection, key, begun)
  const made = begun.container === undefined ? await begin(connection, make) : ok(begun.container)
  if (!made.ok) return made
  remember(connection, key, { ...begun, container: made.value })
  const state = await ready(connection, made.value)
  if (!state.ok) {
    if (state.error.kind === 'rejected' || state.error.kind === 'gone')
      remember(connection, key, { since: begun.since })
    return state
  }
  // It was published by a try whose answer was lost, and is not in the list yet: looked up, never sent again.
  if (state.value === 'published')
    return fail({ kind: 'outcomeUnknown', detail: 'Threads har publicerat inlägget, men visar det inte än.' })
  const path = `${userOf(connection)}/threads_publish`
  const sent = await call(connection, { method: 'POST', path, form: { creation_id: made.value } })
  if (!sent.ok) return sent
  const id = textIn(membersOf(sent.value.json), 'id')
  if (id === undefined) return fail(notUnderstood('order', connection.clock.now()))
  return ok({ platformId: id, answer: answerOf(sent.value) })
}

function textOf({ text, link }: Draft): string {
  const words = text.toWellFormed().trim()
  return link === undefined || words.includes(link) ? words : `${words}\n\n${link}`.trim()
}

async function publish(connection: Connection, draft: Draft, key: string): Promise<Outcome<Published>> {
  const text = textOf(draft)
  const refusal = refuses(draft, text)
  if (refusal) return rejected(refusal)
  const { images, video } = draft
  const make = async (): Promise<Outcome<Form>> => {
    if (images.length > 0) return withImages(connection, images, text)
    return ok(
      video ? { media_type: 'VIDEO', video_url: video.publicUrl, text } : { media_type: 'TEXT', text },
    )
  }
  return put(connection, key, make, text)
}

async function findPublished(connection: Connection, key: string, draft: Draft): Promise<Outcome<Published>> {
  const found = await look(connection, textOf(draft), sinceOf(connection, key))
  if (!found.ok) return found
  return found.value
    ? ok(found.value)
    : fail({ kind: 'gone', detail: 'Inget inlägg med de orden har publicerats de senaste två dygnen.' })
}

async function answer(
  connection: Connection,
  to: ItemRef,
  said: string,
  key: string,
): Promise<Outcome<Published>> {
  const text = said.toWellFormed().trim()
  if (!isId(to.platformId) || text === '')
    return rejected('Svaret är tomt, eller det som ska besvaras finns inte hos Threads.')
  const refusal = tooLong(text)
  if (refusal) return rejected(refusal)
  const form = { media_type: 'TEXT', text, reply_to_id: to.platformId }
  return put(connection, key, async () => ok(form), text, to.platformId)
}

export const publishing: Publishing = { limits, publish, findPublished }
export const reply: Reply = { public: answer }
