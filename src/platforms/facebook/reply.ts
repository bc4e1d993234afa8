import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, ItemRef, Outcome, Published, Reply } from '../contract.ts'
import { answerOf, type GraphCall, listPage, notUnderstood, pages } from '../graph/index.ts'
import { rawOf } from '../raw.ts'
import { call, facebookGraph, isId, pageOf } from './client.ts'

const day = 86_400_000
const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** Facebook has no key for an order: the page's own same words in the same place within a day are the same reply. */
async function saidAlready(
  connection: Connection,
  asked: GraphCall,
  text: string,
): Promise<Outcome<Published | undefined>> {
  const earliest = connection.clock.now().getTime() - day
  for await (const page of pages(facebookGraph, connection, asked)) {
    if (!page.ok) return page
    const { called, elements } = page.value
    for (const slice of elements) {
      const raw = slice.value
      if (!isObject(raw)) continue
      // The newest stand first: what is older than a day is another reply.
      if (Date.parse(String(raw['created_time'])) < earliest) return ok(undefined)
      if (raw['message'] !== text || !isObject(raw['from']) || raw['from']['id'] !== pageOf(connection))
        continue
      return ok({ platformId: String(raw['id']), answer: rawOf(called.answer, called.part, slice.bytes) })
    }
  }
  return ok(undefined)
}

async function send(connection: Connection, asked: GraphCall, idName: string): Promise<Outcome<Published>> {
  const done = await call(connection, { ...asked, method: 'POST' })
  if (!done.ok) return done
  const id = done.value.json.get(idName)?.value
  return typeof id === 'string' && isId(id)
    ? ok({ platformId: id, answer: answerOf(done.value) })
    : fail(notUnderstood('order', connection.clock.now()))
}

async function publicly(connection: Connection, to: ItemRef, text: string): Promise<Outcome<Published>> {
  if (!isId(to.platformId) || to.kind === 'message')
    return rejected('Ett meddelande besvaras enskilt, inte öppet.')
  const path = `${to.platformId}/comments`
  const query = {
    fields: 'id,message,created_time,from',
    filter: 'stream',
    order: 'reverse_chronological',
    limit: 100,
  }
  const before = await saidAlready(connection, { path, query }, text)
  if (!before.ok) return before
  return before.value ? ok(before.value) : send(connection, { path, form: { message: text } }, 'id')
}

/** Messages between the page and one conversation, the newest first. */
const messagesOf = (thread: string): GraphCall => ({
  path: `${thread}/messages`,
  query: { fields: 'id,message,created_time,from', limit: 100 },
})

const toRecipient = (
  connection: Connection,
  recipient: object,
  text: string,
  more: object = {},
): Promise<Outcome<Published>> => {
  const form = { recipient: JSON.stringify(recipient), message: JSON.stringify({ text }), ...more }
  return send(connection, { path: `${pageOf(connection)}/messages`, form }, 'message_id')
}

async function answerComment(connection: Connection, to: ItemRef, text: string): Promise<Outcome<Published>> {
  const query = { fields: 'can_reply_privately,private_reply_conversation,created_time' }
  const now = await call(connection, { path: to.platformId, query })
  if (!now.ok) return now
  const thread = now.value.json.get('private_reply_conversation')?.get('id')?.value
  if (typeof thread === 'string' && isId(thread)) {
    const before = await saidAlready(connection, messagesOf(thread), text)
    if (!before.ok) return before
    return before.value
      ? ok(before.value)
      : rejected('Kommentaren har redan fått ett enskilt svar, och Facebook tillåter bara ett.')
  }
  const written = Date.parse(String(now.value.json.get('created_time')?.value))
  if (written < connection.clock.now().getTime() - 7 * day) {
    return rejected(
      'Kommentaren är äldre än sju dagar. Så länge går det att svara enskilt på Facebook. Svara öppet i stället.',
    )
  }
  if (now.value.json.get('can_reply_privately')?.value === false) {
    return rejected('Facebook tillåter inget enskilt svar på den här kommentaren. Svara öppet i stället.')
  }
  return toRecipient(connection, { comment_id: to.platformId }, text)
}

async function answerMessage(connection: Connection, to: ItemRef, text: string): Promise<Outcome<Published>> {
  const message = await call(connection, { path: to.platformId, query: { fields: 'from' } })
  if (!message.ok) return message
  const person = message.value.json.get('from')?.get('id')?.value
  if (typeof person !== 'string' || person === pageOf(connection))
    return rejected('Meddelandet är sidans eget, eller saknar avsändare. Svara i Facebook.')
  const asked = {
    path: `${pageOf(connection)}/conversations`,
    query: { platform: 'MESSENGER', user_id: person, fields: 'id' },
  }
  const threads = await listPage(facebookGraph, connection, asked, null)
  if (!threads.ok) return threads
  const thread = threads.value.elements[0]?.get('id')?.value
  if (typeof thread === 'string' && isId(thread)) {
    const before = await saidAlready(connection, messagesOf(thread), text)
    if (!before.ok) return before
    if (before.value) return ok(before.value)
  }
  return toRecipient(connection, { id: person }, text, { messaging_type: 'RESPONSE' })
}

export const reply: Reply = {
  public: publicly,
  private: async (connection, to, text) => {
    if (!isId(to.platformId) || to.kind === 'post')
      return rejected('Enskilt svar går att ge på kommentarer och meddelanden.')
    return to.kind === 'message' ? answerMessage(connection, to, text) : answerComment(connection, to, text)
  },
}
