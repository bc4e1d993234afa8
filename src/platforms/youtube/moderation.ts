import { fail, ok } from '../../kernel/index.ts'
import type { Answer, Connection, ItemRef, Moderation, Outcome } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { cost } from './budget.ts'
import { type Called, callWhole, itemsIn, textIn } from './client.ts'
import { isChannelId } from './mapping.ts'
import {
  commentById,
  fetchItem,
  moderationLists,
  paths,
  perPage,
  type SeenComment,
  threadIn,
} from './reading.ts'

type Status = 'published' | 'heldForReview' | 'rejected'

const answerOf = ({ answer, part }: Called): Answer => rawOf(answer, part)

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** What YouTube says alike of a comment that is not there, that is not ours, and that cannot be changed. */
const unclear = new Set(['forbidden', 'processingFailure', 'commentNotFound'])

/** One order for up to fifty comments (fifty units, however many they are); answered with 204 and nothing more. */
const setStatus = (connection: Connection, ids: readonly string[], moderationStatus: Status, ban?: true) =>
  callWhole(connection, {
    method: 'POST',
    path: `${paths.comments}/setModerationStatus`,
    query: { id: ids, moderationStatus, banAuthor: ban },
    quota: { units: cost.write, use: 'order' },
    intent: 'order',
  })

async function order(connection: Connection, ref: ItemRef, status: Status): Promise<Outcome<Answer>> {
  if (ref.kind !== 'comment') {
    return rejected('Det är en egen film. Egna filmer döljs och tas bort i YouTube Studio.')
  }
  const done = await setStatus(connection, [ref.platformId], status)
  if (done.ok) return ok(answerOf(done.value))
  if (!unclear.has(done.error.reason ?? '')) return fail(done.error.failure)
  const now = await commentById(connection, ref.platformId, 'order')
  if (!now.ok) return now
  const { called, seen } = now.value
  // Removed since before, by us or by the one who wrote it: that it is not there is the proof.
  if (seen === undefined && status === 'rejected') return ok(answerOf(called))
  if (seen === undefined) {
    return fail({ kind: 'gone', detail: 'YouTube har inte kvar kommentaren, så den går inte att ändra.' })
  }
  const item = status === 'rejected' ? await fetchItem(connection, ref) : undefined
  return item?.ok && item.value.state === 'removed' ? ok(answerOf(called)) : fail(done.error.failure)
}

/** Pages of each list that are looked through for somebody's comment. */
const longestSearch = 10

/**
 * A comment by the author, to hang the ban on: one that waits for a decision if there is one, so that as little as
 * possible of what the public sees goes away with it; otherwise the newest.
 */
async function commentBy(connection: Connection, author: string): Promise<Outcome<SeenComment | undefined>> {
  for (const moderationStatus of moderationLists.toReversed()) {
    let pageToken: string | undefined
    for (let page = 0; page < longestSearch; page++) {
      const got = await callWhole(connection, {
        path: paths.threads,
        query: {
          part: ['snippet', 'replies'],
          allThreadsRelatedToChannelId: connection.settings['channelId'],
          moderationStatus,
          order: 'time',
          textFormat: 'plainText',
          maxResults: perPage.comments,
          pageToken,
        },
        quota: { units: cost.list, use: 'order' },
      })
      if (!got.ok) return fail(got.error.failure)
      const threads = itemsIn(got.value).flatMap((slice) => threadIn(got.value, slice))
      const comments = threads.flatMap(({ top, inline }) => [top, ...inline])
      const found = comments.find(({ facts }) => facts.authorId === author)
      if (found) return ok(found)
      pageToken = textIn(got.value, 'nextPageToken')
      if (pageToken === undefined) break
    }
  }
  return ok(undefined)
}

/** YouTube bans an author only together with one of their comments being removed, and has no way back by API. */
async function blockAuthor(connection: Connection, author: string): Promise<Outcome<Answer>> {
  if (!isChannelId(author))
    return rejected(`${author.slice(0, 100)} är inget id för en kanal på YouTube (UC…).`)
  if (author === connection.settings['channelId']) return rejected('Kanalen kan inte spärra sig själv.')
  const comment = await commentBy(connection, author)
  if (!comment.ok) return comment
  if (comment.value === undefined) {
    return rejected(
      'YouTube spärrar bara den som har en kommentar kvar på kanalen, och ingen sådan hittades. Spärra i stället i YouTube Studio: Inställningar, Community, Dolda användare.',
    )
  }
  const done = await setStatus(connection, [comment.value.facts.id], 'rejected', true)
  return done.ok ? ok(answerOf(done.value)) : fail(done.error.failure)
}

/** Hidden and held are one thing at YouTube: the comment waits for review, seen by nobody but the channel and its author. */
export const moderation: Moderation = {
  hide: (connection, ref) => order(connection, ref, 'heldForReview'),
  hold: (connection, ref) => order(connection, ref, 'heldForReview'),
  unhide: (connection, ref) => order(connection, ref, 'published'),
  approve: (connection, ref) => order(connection, ref, 'published'),
  // There is no spam folder to put anything in: comments.markAsSpam is still in the contract and does nothing.
  remove: (connection, ref) => order(connection, ref, 'rejected'),
  blockAuthor,
}
