import { fail, isObject, ok } from '../../kernel/index.ts'
import type { CollectedItem, Connection, ItemRef, Outcome, Published, Reply } from '../contract.ts'
import { notUnderstood } from '../graph/failures.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, listed, membersOf } from './client.ts'
import { fields, mentionId, placeOf, textIn } from './mapping.ts'
import { commentsUnder, fetchItem, igUser, itemIn, messages, ownContext, pageOf } from './reading.ts'

/**
 * Instagram takes no key with a reply. A reply is known again by its place and its words: the account's own words in
 * the same place are the same reply, so that asking twice never gives two.
 */

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

const published = (item: CollectedItem): Published => ({
  platformId: item.platformId,
  ...(item.permalink === undefined ? {} : { permalink: item.permalink }),
  answer: item.raw,
})

const sameWords = (a: string, b: string): boolean => a.normalize('NFC').trim() === b.normalize('NFC').trim()

/** Pages looked through for a reply that may have been given; more than any conversation with one person has. */
const pagesLookedThrough = 20

async function findUnder(
  connection: Connection,
  path: string,
  text: string,
): Promise<Outcome<Published | undefined>> {
  const own = await ownContext(connection)
  if (!own.ok) return own
  let pages = 0
  for await (const page of listed(connection, { path, query: { fields: fields.comment, limit: 50 } })) {
    if (!page.ok) return page
    for (const slice of page.value.elements) {
      const item = itemIn(page.value.called, slice, own.value, commentsUnder())
      if (item?.direction === 'drawnUp' && sameWords(item.text, text)) return ok(published(item))
    }
    if (++pages >= pagesLookedThrough) break
  }
  return ok(undefined)
}

function idIn(connection: Connection, called: Called, name: string): Outcome<string> {
  const id = textIn(membersOf(called.json), name)
  return id === undefined ? fail(notUnderstood('order', connection.clock.now())) : ok(id)
}

async function send(
  connection: Connection,
  asked: {
    readonly path: string
    readonly query?: Readonly<Record<string, string>>
    readonly body: Record<string, unknown>
  },
): Promise<Outcome<Published>> {
  const sent = await call(connection, { method: 'POST', ...asked })
  if (!sent.ok) return sent
  const id = idIn(connection, sent.value, 'id')
  return id.ok ? ok({ platformId: id.value, answer: rawOf(sent.value.answer, sent.value.part) }) : id
}

interface Looked {
  readonly found?: Published
  /** Whether all that could hold it was shown. */
  readonly whole: boolean
}

/** What the account has written under a post that names it. Under a comment that does, Instagram shows no answers. */
async function lookUnderMention(
  connection: Connection,
  to: ItemRef,
  id: string,
  text: string,
): Promise<Outcome<Looked>> {
  if (to.kind !== 'post') return ok({ whole: false })
  const own = await ownContext(connection)
  if (!own.ok) return own
  const asked = `mentioned_media.media_id(${id}){id,${fields.underMention}}`
  const got = await call(connection, { path: igUser(connection), query: { fields: asked } })
  if (!got.ok) return got
  const comments = got.value.json.get('mentioned_media')?.get('comments')
  for (const slice of comments?.get('data')?.elements() ?? []) {
    const item = itemIn(got.value, slice, own.value, commentsUnder())
    if (item?.direction !== 'drawnUp' || !sameWords(item.text, text)) continue
    return ok({ found: { ...published(item), platformId: mentionId(item.platformId) }, whole: true })
  }
  return ok({ whole: comments?.get('paging')?.get('next') === undefined })
}

/** How long it is remembered that an answer under a key may have been sent, also over a restart. */
const remembered = 30 * 86_400_000

/** Under another's post, where the account is named: looked for before it is sent; what cannot be seen is sent once. */
async function answerMention(
  connection: Connection,
  to: ItemRef,
  id: string,
  text: string,
  key: string,
): Promise<Outcome<Published>> {
  const item = await fetchItem(connection, to)
  if (!item.ok) return item
  const media = to.kind === 'post' ? id : (item.value.parent ?? '').replace(mentionId(''), '')
  if (media === '') return rejected('Instagram säger inte vilket inlägg kommentaren hör till. Svara i appen.')
  const before = await lookUnderMention(connection, to, id, text)
  if (!before.ok) return before
  if (before.value.found) return ok(before.value.found)
  const { clock, quota } = connection
  const [once, now] = [`instagram.mention ${key}`, clock.now()]
  const isFirst = await quota.take(once, 1, 1, new Date(now.getTime() + remembered))
  if (!isFirst && !before.value.whole) {
    return fail({
      kind: 'outcomeUnknown',
      detail:
        'Svaret kan redan ha skickats, och Instagram visar det inte för oss. Öppna inlägget i Instagram och se om svaret står där.',
    })
  }
  const target = to.kind === 'post' ? { media_id: media } : { media_id: media, comment_id: id }
  const sent = await send(connection, {
    path: `${igUser(connection)}/mentions`,
    body: { ...target, message: text },
  })
  // It was not sent: what is remembered ends now.
  if (!sent.ok && sent.error.kind !== 'outcomeUnknown') await quota.take(once, 0, 1, now)
  return sent.ok ? ok({ ...sent.value, platformId: mentionId(sent.value.platformId) }) : sent
}

async function answerPublicly(
  connection: Connection,
  to: ItemRef,
  text: string,
  key: string,
): Promise<Outcome<Published>> {
  const at = placeOf(to)
  if (at === undefined || to.kind === 'message') {
    return rejected('Ett meddelande besvaras med ett meddelande, inte offentligt.')
  }
  if (at.place === 'tag') {
    return rejected(
      'Instagram tar inte emot kommentarer till inlägg där kontot bara är taggat. Svara i appen.',
    )
  }
  const words = text.toWellFormed().trim()
  if (words === '') return rejected('Svaret är tomt. Skriv något först.')
  if (at.place === 'story') return rejected('En händelse på Instagram kan inte kommenteras.')
  if (at.place === 'mention') return answerMention(connection, to, at.id, words, key)
  const item = await fetchItem(connection, to)
  if (!item.ok) return item
  if (item.value.state === 'hidden') {
    return rejected('Kommentaren är dold, och då tar Instagram inte emot svar. Visa den först.')
  }
  const path = to.kind === 'post' ? `${at.id}/comments` : `${threadOf(item.value, at.id)}/replies`
  const before = await findUnder(connection, path, words)
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  return send(connection, { path, body: { message: words } })
}

/** Answers to an answer are kept under the comment on the first level: an answer's parent is a comment, not the post. */
function threadOf(item: CollectedItem, id: string): string {
  const members: unknown = JSON.parse(Buffer.from(item.raw.bytes).toString('utf8'))
  return (isObject(members) ? textIn(members, 'parent_id') : undefined) ?? id
}

const day = 86_400_000
/** Instagram's window for a private reply to a comment, and for answering a message. */
const windows = { comment: 7 * day, message: day }
const longestBytes = 1_000

/** The account's own message with these words to this person since the moment. */
async function findSent(
  connection: Connection,
  person: string,
  text: string,
  since: number,
): Promise<Outcome<Published | undefined>> {
  const own = await ownContext(connection)
  if (!own.ok) return own
  const query = { platform: 'INSTAGRAM', user_id: person, fields: 'id,updated_time' }
  for await (const threads of listed(connection, { path: `${pageOf(connection)}/conversations`, query })) {
    if (!threads.ok) return threads
    for (const thread of threads.value.elements) {
      const id = textIn(membersOf(thread), 'id')
      if (id === undefined) continue
      for await (const page of listed(connection, {
        path: `${id}/messages`,
        query: { fields: fields.message, limit: 20 },
      })) {
        if (!page.ok) return page
        for (const slice of page.value.elements) {
          const item = itemIn(page.value.called, slice, own.value, messages)
          const ours = item?.direction === 'drawnUp' && sameWords(item.text, text)
          if (ours && Date.parse(item.publishedAt) >= since) return ok(published(item))
        }
        break
      }
    }
    break
  }
  return ok(undefined)
}

async function answerPrivately(
  connection: Connection,
  to: ItemRef,
  text: string,
): Promise<Outcome<Published>> {
  const at = placeOf(to)
  if (at?.place !== 'own' || to.kind === 'post') {
    return rejected('Privata svar kan ges till kommentarer på kontots egna inlägg och till meddelanden.')
  }
  const words = text.toWellFormed().trim()
  const bytes = Buffer.byteLength(words)
  if (words === '') return rejected('Svaret är tomt. Skriv något först.')
  if (bytes > longestBytes) {
    return rejected(
      `Svaret är ${bytes} byte och Instagram tar emot ${longestBytes} i ett meddelande. Korta det.`,
    )
  }
  const item = await fetchItem(connection, to)
  if (!item.ok) return item
  const { authorId, publishedAt, direction } = item.value
  if (direction === 'drawnUp') return rejected('Det är kommunens eget, så det finns ingen att svara.')
  if (authorId !== undefined) {
    const before = await findSent(connection, authorId, words, Date.parse(publishedAt))
    if (!before.ok) return before
    if (before.value) return ok(before.value)
  }
  const age = connection.clock.now().getTime() - Date.parse(publishedAt)
  if (age > windows[to.kind]) {
    return rejected(
      to.kind === 'comment'
        ? 'Det har gått mer än sju dagar sedan kommentaren skrevs, och då tar Instagram inte emot ett privat svar. Svara offentligt.'
        : 'Det har gått mer än ett dygn sedan meddelandet kom, och då tar Instagram bara emot svar i appen. Svara där.',
    )
  }
  if (to.kind === 'message' && authorId === undefined) {
    return rejected('Instagram säger inte vem som skrev meddelandet. Svara i appen.')
  }
  const recipient = to.kind === 'comment' ? { comment_id: at.id } : { id: authorId }
  const body = {
    recipient,
    message: { text: words },
    ...(to.kind === 'message' ? { messaging_type: 'RESPONSE' } : {}),
  }
  const sent = await call(connection, { method: 'POST', path: `${pageOf(connection)}/messages`, body })
  if (!sent.ok) return sent
  const id = idIn(connection, sent.value, 'message_id')
  return id.ok ? ok({ platformId: id.value, answer: rawOf(sent.value.answer, sent.value.part) }) : id
}

export const reply: Reply = { public: answerPublicly, private: answerPrivately }
