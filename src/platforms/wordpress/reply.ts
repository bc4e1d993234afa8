import { fail, ok } from '../../kernel/index.ts'
import type { Connection, ItemRef, Outcome, Published, Reply } from '../contract.ts'
import { escapeHtml } from '../html-entities.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, membersOf } from './client.ts'
import { errorCode, notJson } from './failures.ts'
import { keyTrace } from './key.ts'
import { commentId, idIn, isNumber, storedText } from './mapping.ts'
import { type Listed, listedIn } from './rounds/walk.ts'

/** Where a reply is to stand. */
interface Place {
  readonly post: number
  readonly parent: number
}

async function placeOf(connection: Connection, to: ItemRef): Promise<Outcome<Place>> {
  const post = idIn(to.platformId, 'post')
  if (post !== undefined) return ok({ post, parent: 0 })
  const comment = idIn(to.platformId, 'comment')
  if (comment === undefined) {
    return fail({ kind: 'rejected', detail: 'Det går inte att svara på detta hos WordPress.' })
  }
  const asked = await call(connection, { path: `wp/v2/comments/${comment}`, query: { context: 'edit' } })
  if (!asked.ok) return asked
  const under = membersOf(asked.value.json)['post']
  return isNumber(under)
    ? ok({ post: under, parent: comment })
    : fail(notJson('read', connection.clock.now()))
}

const agent = (key: string): string => `Uppsikt reply/${keyTrace(key)}`

const publishedAs = (called: Called, listed: Omit<Listed, 'slice'>): Published => {
  const { link } = listed.members
  return {
    platformId: commentId(listed.id),
    ...(typeof link === 'string' ? { permalink: link } : {}),
    answer: rawOf(called.answer, called.part),
  }
}

/**
 * The reply given under the key, if there is one. The key stands in author_user_agent, which the public never sees.
 * @param same also take a reply without the key, of the same words: WordPress refuses to take those twice.
 */
async function findReply(
  connection: Connection,
  place: Place,
  key: string,
  same?: string,
): Promise<Outcome<Published | undefined>> {
  const under = { post: place.post, parent: place.parent, context: 'edit', status: 'any' }
  const query = { ...under, orderby: 'id', order: 'desc', per_page: 100 }
  const asked = await call(connection, { path: 'wp/v2/comments', query })
  if (!asked.ok) return asked
  const listed = listedIn(asked.value)
  if (listed === undefined) return fail(notJson('read', connection.clock.now()))
  const found =
    listed.find(({ members }) => members['author_user_agent'] === agent(key)) ??
    listed.find(({ members }) => same !== undefined && wordsOf(members) === storedText(same))
  return ok(found && publishedAs(asked.value, found))
}

function wordsOf(members: Record<string, unknown>): string | undefined {
  const content = members['content']
  const raw = typeof content === 'object' && content !== null && 'raw' in content ? content.raw : undefined
  return typeof raw === 'string' ? storedText(raw) : undefined
}

async function replyPublicly(
  connection: Connection,
  to: ItemRef,
  text: string,
  key: string,
): Promise<Outcome<Published>> {
  const place = await placeOf(connection, to)
  if (!place.ok) return place
  const before = await findReply(connection, place.value, key)
  if (!before.ok) return before
  if (before.value) return ok(before.value)
  const content = escapeHtml(text)
  const body = { ...place.value, content, status: 'approved', author_user_agent: agent(key) }
  const sent = await call(connection, { path: 'wp/v2/comments', method: 'POST', body, also: [409] })
  if (!sent.ok) return sent
  const members = membersOf(sent.value.json)
  if (sent.value.answer.status === 409) {
    const twin = await findReply(connection, place.value, key, content)
    if (!twin.ok) return twin
    const code = errorCode(sent.value.answer) ?? '409'
    return twin.value
      ? ok(twin.value)
      : fail({
          kind: 'rejected',
          detail: `WordPress tar inte emot svaret (${code}). Ändra texten och försök igen.`,
        })
  }
  const { id, status } = members
  if (!isNumber(id)) return fail(notJson('order', connection.clock.now()))
  if (status !== 'approved') {
    return fail({
      kind: 'rejected',
      detail: `Svaret togs emot men syns inte (läge ${String(status)}). Godkänn det i WordPress.`,
    })
  }
  return ok(publishedAs(sent.value, { id, members }))
}

export const reply: Reply = { public: replyPublicly }
