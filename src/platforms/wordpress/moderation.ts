import { fail, ok } from '../../kernel/index.ts'
import type { Answer, Connection, Failure, ItemRef, Moderation, Outcome } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, membersOf } from './client.ts'
import { idIn } from './mapping.ts'

type Status = 'approved' | 'hold' | 'spam' | 'trash'

const answerOf = (called: Called): Answer => rawOf(called.answer, called.part)
const statusOf = (called: Called): unknown => membersOf(called.json)['status']

const notAComment: Failure = {
  kind: 'rejected',
  detail: 'Bara kommentarer kan döljas och tas bort härifrån. Egna inlägg ändras i WordPress.',
}

/** Whose comment it is, said again with every order: see setStatus. */
function sender(called: Called): Record<string, string> {
  const { author_ip: ip, author_user_agent: agent } = membersOf(called.json)
  return {
    ...(typeof ip === 'string' && ip !== '' ? { author_ip: ip } : {}),
    ...(typeof agent === 'string' && agent !== '' ? { author_user_agent: agent } : {}),
  }
}

const wrongState = (called: Called): Failure => ({
  kind: 'rejected',
  detail: `WordPress tog emot åtgärden men kommentaren har läget ${String(statusOf(called))}. Ett tillägg kan ha ändrat den.`,
})

const noBin: Failure = {
  kind: 'rejected',
  detail:
    'Webbplatsen har ingen papperskorg och skulle radera kommentaren för gott. Välj skräppost, eller dölj den.',
}

/**
 * Puts a comment in a state and looks that the answer says so. A comment that is there already has been ordered before.
 * WordPress writes our own address and program over the commenter's at every change through REST
 * (WP_REST_Comments_Controller::prepare_item_for_database), so the commenter's own are sent along to be kept.
 */
async function setStatus(connection: Connection, ref: ItemRef, wanted: Status): Promise<Outcome<Answer>> {
  const id = idIn(ref.platformId, 'comment')
  if (id === undefined) return fail(notAComment)
  const path = `wp/v2/comments/${id}`
  const before = await call(connection, { path, query: { context: 'edit' } })
  if (!before.ok) return before
  if (statusOf(before.value) === wanted) return ok(answerOf(before.value))
  const body = { status: wanted, ...sender(before.value) }
  const ordered =
    wanted === 'trash'
      ? await call(connection, { path, method: 'DELETE', also: [501] })
      : await call(connection, { path, method: 'POST', body })
  if (!ordered.ok) return ordered
  // The bin is ordered by DELETE, because the other way deletes for good where a site keeps no bin.
  if (ordered.value.answer.status === 501) return fail(noBin)
  return statusOf(ordered.value) === wanted ? ok(answerOf(ordered.value)) : fail(wrongState(ordered.value))
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
