import { fail, ok } from '../../kernel/index.ts'
import type { CollectedItem, Connection, ItemRef, Outcome } from '../contract.ts'
import { notUnderstood } from '../graph/failures.ts'
import type { JsonSlice } from '../json-slice.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, listed, membersOf, type Page } from './client.ts'
import {
  fields,
  type MappedItem,
  type MappingContext,
  mapComment,
  mapMentionedComment,
  mapMessage,
  mapOthersMedia,
  mapOwnMedia,
  mapStory,
  placeOf,
  textIn,
} from './mapping.ts'

/** Items out of answers: singly, and page by page. */

export const igUser = ({ settings }: Connection): string => settings['igUserId'] ?? ''
export const pageOf = ({ settings }: Connection): string => settings['pageId'] ?? ''

/** The account, and the token that must not stand in what is kept. */
export type Own = Omit<MappingContext, 'fetchedAt'> & { readonly token: string }

const nameKey = 'instagram.username'

/** Whose account it is. Its name is asked for once in a process: own comments are told from others' by it. */
export async function ownContext(connection: Connection): Promise<Outcome<Own>> {
  const igUserId = igUser(connection)
  const token = connection.secrets['token'] ?? ''
  const known = connection.memory.get(nameKey)
  if (typeof known === 'string') return ok({ igUserId, token, username: known })
  const got = await call(connection, { path: igUserId, query: { fields: 'id,username' } })
  if (!got.ok) return got
  const username = textIn(membersOf(got.value.json), 'username')
  if (username === undefined) return fail(notUnderstood('read', connection.clock.now()))
  connection.memory.set(nameKey, username)
  return ok({ igUserId, token, username })
}

type MapItem = (members: Readonly<Record<string, unknown>>, context: MappingContext) => MappedItem | undefined

/** One thing in an answer as an item; undefined when it has no id. */
export function itemIn(
  called: Called,
  slice: JsonSlice,
  own: Own,
  how: { readonly source: string; readonly map: MapItem },
): CollectedItem | undefined {
  const context = { ...own, fetchedAt: new Date(called.part.fetchedAt) }
  const mapped = how.map(membersOf(slice), context)
  if (mapped === undefined) return undefined
  return {
    ...mapped,
    source: how.source,
    raw: rawOf(called.answer, called.part, withoutToken(slice.bytes, own.token)),
  }
}

/**
 * A list inside an item (a message's attachments) may end in the address of its next page, which holds the token.
 * That must not be sealed for ever: then, and only then, the bytes are not as they came, and the token is gone.
 */
function withoutToken(bytes: Uint8Array, token: string): Uint8Array {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (token === '' || !whole.includes(token)) return bytes
  return Buffer.from(whole.toString('utf8').replaceAll(token, 'TOKEN'))
}

export const ownPosts = { source: 'instagram/media', map: mapOwnMedia }
export const messages = { source: 'instagram/messages', map: mapMessage }
export const tagged = {
  source: 'instagram/tags',
  map: (members: Readonly<Record<string, unknown>>, context: MappingContext) =>
    mapOthersMedia(members, context, 'tag'),
}
export const commentsUnder = (post?: string) => ({
  source: 'instagram/comments',
  map: (members: Readonly<Record<string, unknown>>, context: MappingContext) =>
    mapComment(members, context, post),
})
const mentionedPosts = {
  source: 'instagram/mentioned_media',
  map: (members: Readonly<Record<string, unknown>>, context: MappingContext) =>
    mapOthersMedia(members, context, 'mention'),
}
const mentionedComments = { source: 'instagram/mentioned_comment', map: mapMentionedComment }

/** Posts by others in which the account is tagged, page by page. */
export const tagPages = (connection: Connection): AsyncGenerator<Outcome<Page>> =>
  listed(connection, { path: `${igUser(connection)}/tags`, query: { fields: fields.tagged, limit: 50 } })

export const stories = { source: 'instagram/stories', map: mapStory }

/** The account's stories of the last day. */
export const storyPages = (connection: Connection): AsyncGenerator<Outcome<Page>> =>
  listed(connection, { path: `${igUser(connection)}/stories`, query: { fields: fields.media, limit: 50 } })

const unreadable = (platformId: string): Outcome<never> =>
  fail({ kind: 'rejected', detail: `${platformId.slice(0, 60)} är inget id hos Instagram.` })

/**
 * "Not there" is also what Graph says when the access has lost its right to the account. So the account is asked for
 * before anything is called gone.
 */
async function trulyGone<T>(connection: Connection, outcome: Outcome<T>): Promise<Outcome<T>> {
  if (outcome.ok || outcome.error.kind !== 'gone') return outcome
  const account = await call(connection, { path: igUser(connection), query: { fields: 'id' } })
  if (account.ok) return outcome
  if (account.error.kind !== 'gone') return account
  return fail({
    kind: 'reauthorise',
    detail:
      'Instagram visar inte längre kontot för den här åtkomsten. Kontrollera att kontot är kopplat till Facebooksidan, och förnya kontots åtkomstnyckel.',
  })
}

async function single(
  connection: Connection,
  asked: { readonly path: string; readonly fields: string; readonly inside?: string },
  how: { readonly source: string; readonly map: MapItem },
): Promise<Outcome<CollectedItem>> {
  const own = await ownContext(connection)
  if (!own.ok) return own
  const query = { fields: asked.fields }
  const got = await trulyGone(connection, await call(connection, { path: asked.path, query }))
  if (!got.ok) return got
  const slice = asked.inside === undefined ? got.value.json : got.value.json.get(asked.inside)
  const item = slice && itemIn(got.value, slice, own.value, how)
  return item ? ok(item) : fail(notUnderstood('read', connection.clock.now()))
}

const outOf = {
  tag: {
    pages: tagPages,
    how: tagged,
    gone: 'Kontot är inte längre taggat i inlägget, eller så är det borttaget.',
  },
  story: {
    pages: storyPages,
    how: stories,
    gone: 'Händelsen visas inte längre. Instagram visar en händelse i ett dygn, om ingen tar bort den innan.',
  },
} as const

/** What is only told of in a list. */
async function fetchListed(
  connection: Connection,
  platformId: string,
  { pages, how, gone }: (typeof outOf)[keyof typeof outOf],
): Promise<Outcome<CollectedItem>> {
  const own = await ownContext(connection)
  if (!own.ok) return own
  for await (const page of pages(connection)) {
    if (!page.ok) return page
    for (const slice of page.value.elements) {
      const item = itemIn(page.value.called, slice, own.value, how)
      if (item?.platformId === platformId) return ok(item)
    }
  }
  return fail({ kind: 'gone', detail: gone })
}

async function fetchMessage(connection: Connection, id: string): Promise<Outcome<CollectedItem>> {
  const got = await single(connection, { path: id, fields: fields.message }, messages)
  if (got.ok || got.error.kind !== 'gone') return got
  return fail({
    kind: 'rejected',
    detail:
      'Instagram visar bara de tjugo senaste meddelandena i en konversation. Det går därför inte att se om meddelandet är kvar. Öppna konversationen i Instagram.',
  })
}

/** One item as it is now. A hidden comment, which has dropped out of the lists, is answered here. */
export async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  const at = placeOf(ref)
  if (at === undefined) return unreadable(ref.platformId)
  const { place, id } = at
  if (ref.kind === 'message') return fetchMessage(connection, id)
  if (place === 'tag' || place === 'story') return fetchListed(connection, ref.platformId, outOf[place])
  if (place === 'own') {
    const how = ref.kind === 'post' ? ownPosts : commentsUnder()
    return single(connection, { path: id, fields: ref.kind === 'post' ? fields.media : fields.comment }, how)
  }
  const [inside, argument, inner, how] =
    ref.kind === 'post'
      ? (['mentioned_media', 'media_id', fields.mentionedMedia, mentionedPosts] as const)
      : (['mentioned_comment', 'comment_id', fields.mentionedComment, mentionedComments] as const)
  const asked = `${inside}.${argument}(${id}){${inner}}`
  return single(connection, { path: igUser(connection), fields: asked, inside }, how)
}
