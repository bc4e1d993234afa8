import { fail, isObject, numberText, ok } from '../../kernel/index.ts'
import type { Connection, ItemRef, Outcome, Published, Reply } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { call, encoded, ownUrn } from './client.ts'
import { fetchItem } from './collection.ts'
import { notUnderstood } from './failures.ts'
import { commentParts } from './mapping.ts'
import { commentsUnder, newReading } from './reading.ts'
import { isOthers, remember } from './sent.ts'

const day = 86_400_000
const longest = 1_250
const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

interface Target {
  /** What the answer is written under, and what stands above it in the collection. */
  readonly under: string
  readonly thread: string
  readonly comment: boolean
}

/** LinkedIn has two levels: what answers an answer stands under the comment that began them. */
async function targetOf(connection: Connection, to: ItemRef): Promise<Outcome<Target>> {
  if (to.kind === 'post') return ok({ under: to.platformId, thread: to.platformId, comment: false })
  const parts = commentParts(to.platformId)
  if (!parts) return rejected('Det som ska besvaras är ingen kommentar hos LinkedIn.')
  const got = await fetchItem(connection, { platformId: to.platformId, kind: 'comment' })
  if (!got.ok) return got
  const { parent = '' } = got.value
  return ok({
    under: commentParts(parent) ? parent : to.platformId,
    thread: parts.thread,
    comment: true,
  })
}

async function answerPublicly(
  connection: Connection,
  to: ItemRef,
  text: string,
  key: string,
): Promise<Outcome<Published>> {
  const clean = text.toWellFormed().trim()
  if (clean === '') return rejected('Svaret är tomt.')
  if ([...clean].length > longest)
    return rejected(
      `Svaret är ${numberText([...clean].length)} tecken och LinkedIn tar emot 1\u00a0250. Korta det.`,
    )
  const target = await targetOf(connection, to)
  if (!target.ok) return target
  const { under, thread, comment } = target.value
  const there = await commentsUnder(connection, under, newReading(), 1)
  if (!there.ok) return there
  const own = ownUrn(connection)
  const earliest = connection.clock.now().getTime() - day
  const before = there.value.find(
    (item) =>
      item.authorId === own &&
      item.text.trim() === clean &&
      Date.parse(item.publishedAt) > earliest &&
      !isOthers(connection, key, item.platformId),
  )
  if (before) {
    remember(connection, key, { text: clean, platformId: before.platformId })
    return ok({ platformId: before.platformId, answer: before.raw })
  }
  const put = await call(connection, {
    path: `/socialActions/${encoded(under)}/comments`,
    body: {
      actor: own,
      object: thread,
      message: { text: clean },
      ...(comment ? { parentComment: under } : {}),
    },
  })
  if (!put.ok) return put
  const value = put.value.json.value
  const platformId = isObject(value) ? value['commentUrn'] : undefined
  if (typeof platformId !== 'string') return fail(notUnderstood('order', connection.clock.now()))
  remember(connection, key, { text: clean, platformId })
  return ok({ platformId, answer: rawOf(put.value.answer, put.value.part) })
}

export const reply: Reply = { public: answerPublicly }
