import { createHash } from 'node:crypto'
import { fail, type Json, limits, ok } from '../../kernel/index.ts'
import type { Connection, Draft, ItemRef, Outcome, Published, Publishing, Reply } from '../contract.ts'
import type { FormFile } from '../films/multipart.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, isId, list } from './client.ts'
import { notUnderstood } from './failures.ts'
import { lengthOf, limitsOf, refuses, tooLong, usual } from './limits.ts'
import type { Status } from './mapping.ts'
import { fetchStatus, ownId, type Seen, seenIn } from './reading.ts'

/** What is about to be sent, in the form that Mastodon can be asked about afterwards. */
interface Sending {
  readonly text: string
  readonly replyTo: string | null
  readonly visibility: string
}

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** Mastodon forgets an Idempotency-Key after an hour; what is older than that is known by its text, this far back. */
const lookBack = 48 * 3_600_000
const mediaKey = (key: string): string => `mastodon.media.${key}`

/** Text without what the server changes in it: where mentioned accounts live, and blanks. */
const bare = (text: string): string =>
  text
    .replace(/(@[A-Za-z0-9_.-]{1,60})@[A-Za-z0-9.-]{1,253}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()

const isSame = (status: Status, sending: Sending): boolean =>
  bare(status.text) === bare(sending.text) &&
  (status.parent ?? null) === sending.replyTo &&
  status.visibility === sending.visibility

const publishedAs = (called: Called, status: Status): Published => ({
  platformId: status.id,
  ...(status.address === undefined ? {} : { permalink: status.address }),
  answer: rawOf(called.answer, called.part),
})

/** An own status of late with the same words, in the same place, for the same readers. The newest come first. */
async function look(connection: Connection, sending: Sending): Promise<Outcome<Published | undefined>> {
  const own = await ownId(connection)
  if (!own.ok) return own
  const path = `/api/v1/accounts/${own.value}/statuses`
  const oldest = connection.clock.now().getTime() - lookBack
  let older: string | undefined
  for (let count = 0; count < limits.pagesPerRound; count++) {
    const page = await list(connection, path, { limit: 40, exclude_reblogs: true, max_id: older })
    if (!page.ok) return page
    const { called, elements } = page.value
    const seen = elements.flatMap((one) => seenIn(connection, own.value, called, one, ''))
    const lately = seen.filter(({ status }) => Date.parse(status.createdAt) >= oldest)
    const same = lately.find(({ status }) => isSame(status, sending))
    if (same) return ok({ ...publishedAs(called, same.status), answer: same.item.raw })
    older = page.value.older
    if (older === undefined || lately.length < seen.length) break
  }
  return ok(undefined)
}

/** Sends, unless it already stands there. The key makes the server itself give the same status for an hour. */
async function send(
  connection: Connection,
  sending: Sending,
  key: string,
  more: Readonly<Record<string, Json>>,
): Promise<Outcome<Published>> {
  const called = await call(connection, {
    path: '/api/v1/statuses',
    body: {
      status: sending.text,
      visibility: sending.visibility,
      ...(sending.replyTo === null ? {} : { in_reply_to_id: sending.replyTo }),
      ...more,
    },
    // Hashed: the key is ours, and may be longer than a header takes.
    idempotencyKey: createHash('sha256').update(key).digest('hex'),
  })
  if (!called.ok) return called
  const [seen] = seenIn(connection, '', called.value, called.value.json, '')
  return seen
    ? ok(publishedAs(called.value, seen.status))
    : fail(notUnderstood('order', connection.clock.now()))
}

const processing = 206

/** An uploaded file is worked on by the server: not usable yet is 202 when it is sent and 206 when it is asked for. */
async function upload(
  connection: Connection,
  file: Omit<FormFile, 'field'>,
  description: string | undefined,
): Promise<Outcome<string>> {
  const form = {
    fields: description ? [['description', description] as const] : [],
    file: { field: 'file', ...file },
  }
  // A file that no status points at is thrown away: nothing is published yet, so trying again is safe.
  const sent = await call(connection, { path: '/api/v2/media', form, intent: 'read' })
  if (!sent.ok) return sent
  const id = sent.value.json.get('id')?.value
  return isId(id) ? ok(id) : fail(notUnderstood('read', connection.clock.now()))
}

const idsIn = (json: Json | undefined): string[] => (Array.isArray(json) ? json.filter(isId) : [])

/** The identifiers of the draft's files, once the server is done with them. What is uploaded is remembered by the key. */
async function mediaOf(connection: Connection, draft: Draft, key: string): Promise<Outcome<string[]>> {
  const files = [
    ...draft.images.map(({ bytes, mediaType, alt }) => ({
      file: { filename: 'bild', mediaType, content: bytes },
      description: alt,
    })),
    ...(draft.video
      ? [
          {
            file: { filename: 'film', mediaType: draft.video.mediaType, content: draft.video },
            description: draft.title,
          },
        ]
      : []),
  ]
  const ids = idsIn(connection.memory.get(mediaKey(key)))
  for (const { file, description } of files.slice(ids.length)) {
    const id = await upload(connection, file, description)
    if (!id.ok) return id
    ids.push(id.value)
    connection.memory.set(mediaKey(key), [...ids])
  }
  for (const id of ids) {
    const state = await call(connection, { path: `/api/v1/media/${id}` })
    if (!state.ok) {
      // Thrown away or impossible to work on: the next try sends it anew.
      connection.memory.delete(mediaKey(key))
      return state.error.kind === 'gone' ? rejected('Mastodonservern har kastat filen. Försök igen.') : state
    }
    if (state.value.answer.status === processing) {
      return fail({
        kind: 'retryLater',
        at: new Date(connection.clock.now().getTime() + 10_000),
        detail: 'Mastodonservern arbetar med filmen eller bilden. Inlägget publiceras när den är klar.',
      })
    }
  }
  return ok(ids)
}

function textOf({ text, link }: Draft): string {
  const clean = text.toWellFormed()
  return link === undefined || clean.includes(link) ? clean : `${clean}\n\n${link}`.trim()
}

const publicly = (draft: Draft): Sending => ({ text: textOf(draft), replyTo: null, visibility: 'public' })

/** ISO 639-1 of a BCP 47 tag. */
const languageOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? tag

async function publish(connection: Connection, draft: Draft, key: string): Promise<Outcome<Published>> {
  const allowed = await limitsOf(connection)
  if (!allowed.ok) return allowed
  const text = textOf(draft)
  const refusal = refuses(draft, text, allowed.value)
  if (refusal) return rejected(refusal)
  const sending = publicly(draft)
  const before = await look(connection, sending)
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const media = await mediaOf(connection, draft, key)
  if (!media.ok) return media
  return send(connection, sending, key, {
    language: languageOf(draft.language),
    ...(media.value.length > 0 ? { media_ids: media.value } : {}),
  })
}

async function findPublished(
  connection: Connection,
  _key: string,
  draft: Draft,
): Promise<Outcome<Published>> {
  const found = await look(connection, publicly(draft))
  if (!found.ok) return found
  return found.value
    ? ok(found.value)
    : fail({
        kind: 'gone',
        detail: 'Inlägget finns inte bland det som kontot har publicerat de senaste två dygnen.',
      })
}

/** A reply names the one it answers: otherwise the person is not told, and may not see it. */
function replyText({ item, status }: Seen, own: string, text: string): string {
  const clean = text.toWellFormed()
  return status.authorId === own ? clean : `@${item.author ?? status.acct} ${clean}`
}

const answering =
  (readers: 'asAsked' | 'direct') =>
  async (connection: Connection, to: ItemRef, text: string, key: string): Promise<Outcome<Published>> => {
    const allowed = await limitsOf(connection)
    if (!allowed.ok) return allowed
    const own = await ownId(connection)
    if (!own.ok) return own
    const asked = await fetchStatus(connection, to.platformId)
    if (!asked.ok) return asked
    const { status } = asked.value
    if (readers === 'direct' && status.authorId === own.value)
      return rejected('Det är kommunens eget inlägg. Ett privat svar måste gå till någon annan.')
    const whole = replyText(asked.value, own.value, text)
    const refusal = tooLong(whole, allowed.value)
    if (refusal) return rejected(refusal)
    // What was written to us in confidence is answered to the same readers, never to more.
    const visibility = readers === 'direct' ? 'direct' : status.visibility
    const sending = { text: whole, replyTo: status.id, visibility }
    const before = await look(connection, sending)
    if (!before.ok) return before
    return before.value ? ok(before.value) : send(connection, sending, key, {})
  }

export const publishing: Publishing = {
  limits: {
    graphemes: usual.characters,
    count: (text) => lengthOf(text, usual.perUrl),
    images: usual.attachments,
    altRequired: true,
    video: true,
  },
  publish,
  findPublished,
}

export const reply: Reply = { public: answering('asAsked'), private: answering('direct') }
