import { fail, isObject, ok } from '../../kernel/index.ts'
import type {
  CollectedItem,
  Connection,
  Draft,
  ItemRef,
  Outcome,
  Published,
  Publishing,
  Reply,
} from '../contract.ts'
import { rawOf } from '../raw.ts'
import { call, encoded, ownUrn } from './client.ts'
import { commentsUnder, listed, ownPosts } from './collection.ts'
import { notUnderstood } from './failures.ts'
import { escapeLittle } from './little-text.ts'
import { commentParts, postOf } from './mapping.ts'

const limits = { graphemes: 3_000, images: 0, altRequired: false } as const
const day = 86_400_000
const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })
const sentKey = (key: string): string => `linkedin.sent.${key}`
const recent = (connection: Connection, publishedAt: string): boolean =>
  Date.parse(publishedAt) > connection.clock.now().getTime() - day

/** The account's own post with just this text from the last day: LinkedIn has no key to find it by. */
async function lookFor(connection: Connection, text: string): Promise<Outcome<Published | undefined>> {
  const got = await listed(connection, ownPosts(connection), 0)
  if (!got.ok) return got
  const { called, elements } = got.value
  for (const slice of elements) {
    const post = postOf(slice.value, { own: ownUrn(connection), fetchedAt: connection.clock.now() })
    if (post?.text !== text || !recent(connection, post.publishedAt)) continue
    const { platformId, permalink } = post
    return ok({
      platformId,
      ...(permalink ? { permalink } : {}),
      answer: rawOf(called.answer, called.part, slice.bytes),
    })
  }
  return ok(undefined)
}

async function publish(connection: Connection, draft: Draft, key: string): Promise<Outcome<Published>> {
  if (draft.images.length > 0 || draft.video)
    return rejected(
      'Uppsikt publicerar ännu inte bilder och film på LinkedIn. Ta bort dem, eller publicera för hand.',
    )
  const text = draft.text.toWellFormed()
  if (text.length > limits.graphemes)
    return rejected(`Texten är ${text.length} tecken och LinkedIn tar emot 3 000. Korta den.`)
  const before = await lookFor(connection, text)
  if (!before.ok) return before
  connection.memory.set(sentKey(key), text)
  if (before.value) return ok(before.value)
  const article = { article: { source: draft.link ?? '', title: draft.title || (draft.link ?? '') } }
  const put = await call(connection, '/posts', {
    author: ownUrn(connection),
    commentary: escapeLittle(text),
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    ...(draft.link === undefined ? {} : { content: article }),
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: false,
  })
  if (!put.ok) return put
  const platformId = put.value.answer.headers['x-restli-id']
  if (!platformId) return fail(notUnderstood('order', connection.clock.now()))
  return ok({
    platformId,
    permalink: `https://www.linkedin.com/feed/update/${platformId}/`,
    answer: rawOf(put.value.answer, put.value.part),
  })
}

async function findPublished(connection: Connection, key: string): Promise<Outcome<Published>> {
  const text = connection.memory.get(sentKey(key))
  const found = typeof text === 'string' ? await lookFor(connection, text) : ok(undefined)
  if (!found.ok) return found
  return found.value
    ? ok(found.value)
    : fail({ kind: 'gone', detail: 'Inget sådant inlägg finns bland sidans senaste inlägg hos LinkedIn.' })
}

const asPublished = ({ platformId, raw }: CollectedItem): Published => ({ platformId, answer: raw })

/** LinkedIn has two levels: what answers an answer stands under the comment that began them. */
async function answerPublicly(
  connection: Connection,
  to: ItemRef,
  text: string,
): Promise<Outcome<Published>> {
  const clean = text.toWellFormed()
  const there = await commentsUnder(connection, to.platformId)
  if (!there.ok) return there
  const own = ownUrn(connection)
  const before = there.value.find(
    (item) => item.authorId === own && item.text === clean && recent(connection, item.publishedAt),
  )
  if (before) return ok(asPublished(before))
  const thread = to.kind === 'comment' ? commentParts(to.platformId)?.thread : to.platformId
  if (!thread) return rejected('Det som ska besvaras är ingen kommentar hos LinkedIn.')
  const put = await call(connection, `/socialActions/${encoded(to.platformId)}/comments`, {
    actor: own,
    object: thread,
    message: { text: clean },
    ...(to.kind === 'comment' ? { parentComment: to.platformId } : {}),
  })
  if (!put.ok) return put
  const value = put.value.json.value
  const urn = isObject(value) ? value['commentUrn'] : undefined
  if (typeof urn !== 'string') return fail(notUnderstood('order', connection.clock.now()))
  return ok({ platformId: urn, answer: rawOf(put.value.answer, put.value.part) })
}

export const publishing: Publishing = { limits, publish, findPublished }
export const reply: Reply = { public: answerPublicly }
