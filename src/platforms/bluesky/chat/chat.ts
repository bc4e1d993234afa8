import { fail, isObject, type Json, ok } from '../../../kernel/index.ts'
import type { CollectedItem, Connection, Outcome, Proof } from '../../contract.ts'
import type { JsonSlice } from '../../json-slice.ts'
import { publishedTime } from '../../published-time.ts'
import { rawOf } from '../../raw.ts'
import { versionKey } from '../../version-key.ts'
import { type Called, call, type Session } from '../client.ts'
import { listIn } from '../reading.ts'

/**
 * Direct messages (lexicons chat.bsky.convo). They are read only by an app password that was made with permission for
 * them. Each conversation has a revision that moves with whatever happens in it, so a quiet look is one question.
 */

/** Conversations looked through, and pages of one conversation, in a round. */
const most = { convoPages: 5, messagePages: 20, singlePages: 10 } as const
/** A password without permission is not tried anew in each round. */
const notAgainFor = 6 * 60 * 60_000
const refusedKey = 'bluesky.chat.refused'

const ask = (
  connection: Connection,
  method: string,
  query: Readonly<Record<string, string | number | undefined>>,
) => call(connection, { host: 'pds', method: `chat.bsky.convo.${method}`, query, signedIn: true, chat: true })

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const nextIn = (called: Called): string | undefined => text(called.json.get('cursor')?.value) || undefined

interface Convo {
  readonly id: string
  readonly rev: string
  /** Handles by DID. */
  readonly names: ReadonlyMap<string, string>
}

const namesIn = (profiles: unknown): [string, string][] =>
  (Array.isArray(profiles) ? profiles : [])
    .filter(isObject)
    .map((one): [string, string] => [text(one['did']), text(one['handle'])])
    .filter(([did, handle]) => did !== '' && handle !== '')

/** Ids of conversations and messages are short and plain; anything else is no address. */
const isId = (id: string): boolean => /^[\w:.~-]{1,100}$/.test(id)

function convoIn({ value }: JsonSlice): Convo[] {
  if (!isObject(value)) return []
  const [id, rev] = [text(value['id']), text(value['rev'])]
  return isId(id) && rev !== '' ? [{ id, rev, names: new Map(namesIn(value['members'])) }] : []
}

interface SeenMessage {
  readonly id: string
  readonly rev: string
  readonly deleted: boolean
  readonly slice: JsonSlice
}

function messageIn(slice: JsonSlice): SeenMessage[] {
  const { value } = slice
  if (!isObject(value) || text(value['$type']).endsWith('#systemMessageView')) return []
  const [id, rev] = [text(value['id']), text(value['rev'])]
  return isId(id) ? [{ id, rev, deleted: typeof value['text'] !== 'string', slice }] : []
}

const messageId = (convo: string, message: string): string => `chat/${convo}/${message}`

function messageParts(platformId: string): { readonly convo: string; readonly message: string } | undefined {
  const [, convo, message] = /^chat\/([^/]+)\/([^/]+)$/.exec(platformId) ?? []
  return convo && message && isId(convo) && isId(message) ? { convo, message } : undefined
}

const source = 'chat.bsky.convo.getMessages'

function itemOf(session: Session, called: Called, convo: Convo, { id, slice }: SeenMessage): CollectedItem {
  const value = isObject(slice.value) ? slice.value : {}
  const sender = isObject(value['sender']) ? text(value['sender']['did']) : ''
  const related = new Map([...convo.names, ...namesIn(called.json.get('relatedProfiles')?.value)])
  const author = related.get(sender)
  const said = text(value['text'])
  return {
    platformId: messageId(convo.id, id),
    kind: 'message',
    direction: sender === session.did ? 'drawnUp' : 'received',
    ...(author ? { author } : {}),
    ...(sender ? { authorId: sender } : {}),
    text: said,
    publishedAt: publishedTime(text(value['sentAt']) || undefined, new Date(called.part.fetchedAt)),
    state: 'visible',
    versionKey: versionKey({ text: said }),
    media: [],
    source,
    raw: rawOf(called.answer, called.part, slice.bytes),
  }
}

export interface NewMessages {
  readonly items: readonly CollectedItem[]
  /** Taken back by whoever wrote them. */
  readonly gone: readonly string[]
  /** The revision up to which everything has been read. */
  readonly mark: string
}

/** Conversations in which something has happened since the mark. The newest come first. */
async function movedSince(connection: Connection, mark: string): Promise<Outcome<readonly Convo[]>> {
  const moved: Convo[] = []
  let cursor: string | undefined
  for (let page = 0; page < most.convoPages; page++) {
    const called = await ask(connection, 'listConvos', { limit: 100, cursor })
    if (!called.ok) return called
    const listed = listIn(connection, called.value, 'convos')
    if (!listed.ok) return listed
    const convos = listed.value.flatMap(convoIn)
    moved.push(...convos.filter(({ rev }) => rev > mark))
    cursor = nextIn(called.value)
    if (cursor === undefined || convos.some(({ rev }) => rev <= mark) || listed.value.length === 0) break
  }
  return ok(moved)
}

/** What has come since the mark; the mark as it was, and nothing, where the chat may not be read. */
export async function newMessages(
  connection: Connection,
  session: Session,
  mark: string,
): Promise<NewMessages> {
  const nothing = { items: [], gone: [], mark }
  const now = connection.clock.now().getTime()
  const refusedAt = connection.memory.get(refusedKey)
  if (typeof refusedAt === 'number' && Math.abs(now - refusedAt) < notAgainFor) return nothing
  const moved = await movedSince(connection, mark)
  if (!moved.ok) {
    // The rest of the round stands, and `probe` tells it.
    if (moved.error.kind === 'rejected') connection.memory.set(refusedKey, now)
    return nothing
  }
  const items: CollectedItem[] = []
  const gone: string[] = []
  for (const convo of moved.value) {
    let cursor: string | undefined
    for (let page = 0; page < most.messagePages; page++) {
      const called = await ask(connection, 'getMessages', { convoId: convo.id, limit: 100, cursor })
      if (!called.ok) return nothing
      const listed = listIn(connection, called.value, 'messages')
      if (!listed.ok) return nothing
      const messages = listed.value.flatMap(messageIn)
      const fresh = messages.filter(({ rev }) => rev > mark)
      items.push(
        ...fresh.filter(({ deleted }) => !deleted).map((one) => itemOf(session, called.value, convo, one)),
      )
      // A message that is taken back keeps its place in the conversation, with or without a new revision.
      gone.push(...messages.filter(({ deleted }) => deleted).map(({ id }) => messageId(convo.id, id)))
      cursor = nextIn(called.value)
      if (cursor === undefined || listed.value.length === 0 || fresh.length < messages.length) break
    }
  }
  const revs = moved.value.map(({ rev }) => rev)
  return { items, gone, mark: [mark, ...revs].sort().at(-1) ?? mark }
}

/** One message as it is now: no question asks for one alone, so its conversation is read back to it. */
export async function fetchMessage(
  connection: Connection,
  session: Session,
  platformId: string,
): Promise<Outcome<CollectedItem>> {
  const at = messageParts(platformId)
  if (!at) return fail({ kind: 'rejected', detail: 'Det är inget meddelande hos Bluesky.' })
  const convo = { id: at.convo, rev: '', names: new Map<string, string>() }
  let cursor: string | undefined
  for (let page = 0; page < most.singlePages; page++) {
    const called = await ask(connection, 'getMessages', { convoId: at.convo, limit: 100, cursor })
    if (!called.ok) return called
    const listed = listIn(connection, called.value, 'messages')
    if (!listed.ok) return listed
    const one = listed.value.flatMap(messageIn).find(({ id }) => id === at.message)
    if (one?.deleted) return fail({ kind: 'gone', detail: 'Bluesky visar att meddelandet är borttaget.' })
    if (one) return ok(itemOf(session, called.value, convo, one))
    cursor = nextIn(called.value)
    if (cursor === undefined || listed.value.length === 0) break
  }
  return fail({
    kind: 'rejected',
    detail:
      'Meddelandet fanns inte bland de senaste tusen i konversationen, så det är okänt om det finns kvar.',
  })
}

/** Whether the app password may read the chat. */
export async function probeChat(connection: Connection): Promise<Outcome<readonly Proof[]>> {
  const called = await ask(connection, 'listConvos', { limit: 1 })
  if (called.ok) {
    connection.memory.delete(refusedKey)
    return ok([{ capability: 'messages', works: true, detail: 'Chatten går att läsa.' }])
  }
  if (called.error.kind !== 'rejected') return called
  const detail =
    'Applösenordet får inte läsa chatten. Skapa ett nytt i Bluesky och kryssa i att det får komma åt direktmeddelanden, och lägg in det på kontot.'
  return ok([{ capability: 'messages', works: false, detail }])
}

/** The mark in a round's cursor. */
export const markIn = (cursor: Json | null): string => (isObject(cursor) ? text(cursor['chat']) : '')
