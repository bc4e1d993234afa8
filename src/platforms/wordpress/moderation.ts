import { fail, ok } from '../../kernel/index.ts'
import type { Answer, Connection, Failure, ItemRef, Moderation, Outcome } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, membersOf } from './client.ts'
import { errorCode } from './failures.ts'
import { idIn } from './mapping.ts'

type Status = 'approved' | 'hold' | 'spam' | 'trash'

const answerOf = (called: Called): Answer => rawOf(called.answer, called.part)
const statusOf = (called: Called): unknown => membersOf(called.json)['status']

const notAComment: Failure = {
  kind: 'rejected',
  detail: 'Bara kommentarer kan döljas och tas bort härifrån. Egna inlägg ändras i WordPress.',
}

/**
 * Puts a comment in a state and looks that the answer says so. A comment that is there already has been ordered before,
 * which is success: WordPress itself answers 500 rest_comment_failed_edit to a change that changes nothing.
 */
async function setStatus(connection: Connection, ref: ItemRef, wanted: Status): Promise<Outcome<Answer>> {
  const id = idIn(ref.platformId, 'comment')
  if (id === undefined) return fail(notAComment)
  const path = `wp/v2/comments/${id}`
  const ordered = await call(connection, { path, method: 'POST', body: { status: wanted }, also: [500] })
  if (!ordered.ok) return ordered
  if (ordered.value.answer.status < 300 && statusOf(ordered.value) === wanted)
    return ok(answerOf(ordered.value))
  const unchanged = errorCode(ordered.value.answer) === 'rest_comment_failed_edit'
  const now = await call(connection, { path, query: { context: 'edit' } })
  if (now.ok && statusOf(now.value) === wanted) return ok(answerOf(now.value))
  if (ordered.value.answer.status === 500 && !(unchanged && now.ok)) {
    return fail({
      kind: 'outcomeUnknown',
      detail: 'WordPress svarade med ett fel (500). Det är okänt om åtgärden utfördes. Läget slås upp.',
    })
  }
  // A site that empties its bin at once answers the order for the bin by deleting for good.
  if (!now.ok && now.error.kind === 'gone' && wanted === 'trash') return ok(answerOf(ordered.value))
  const stands = now.ok ? String(statusOf(now.value)) : 'okänt'
  return fail({
    kind: 'rejected',
    detail: `WordPress tog emot åtgärden men kommentaren har läget ${stands}. Ett tillägg kan ha ändrat den.`,
  })
}

/**
 * WordPress has one way of taking a comment from view and keeping it: putting it back among those that wait
 * for approval. Hiding and holding are therefore the same order, and so are unhiding and approving.
 */
export const moderation: Moderation = {
  hide: (connection, ref) => setStatus(connection, ref, 'hold'),
  unhide: (connection, ref) => setStatus(connection, ref, 'approved'),
  hold: (connection, ref) => setStatus(connection, ref, 'hold'),
  approve: (connection, ref) => setStatus(connection, ref, 'approved'),
  remove: (connection, ref, as) => setStatus(connection, ref, as),
}
