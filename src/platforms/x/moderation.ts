import { fail, ok } from '../../kernel/index.ts'
import type { Answer, Connection, ItemRef, Moderation, Outcome } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { call } from './client.ts'
import { notUnderstood } from './failures.ts'
import { newestOf } from './reading/items.ts'

/** The same order twice gives the same answer at X, so an order may be sent again after an unknown outcome. */
async function setHidden(connection: Connection, ref: ItemRef, hidden: boolean): Promise<Outcome<Answer>> {
  if (ref.kind !== 'comment') {
    return fail({ kind: 'rejected', detail: 'Bara svar i trådar som kommunen har börjat kan döljas på X.' })
  }
  const post = await newestOf(connection, ref.platformId)
  if (!post.ok) return post
  const id = post.value.slice.get('id')?.value
  const path = `/2/tweets/${String(id)}/hidden`
  const called = await call(connection, { path, method: 'PUT', body: { hidden } })
  if (!called.ok) return called
  const said = called.value.json.get('data')?.get('hidden')?.value
  if (said !== hidden) return fail(notUnderstood('order', connection.clock.now()))
  return ok(rawOf(called.value.answer, called.value.part))
}

export const moderation: Moderation = {
  answerConfirms: true,
  hide: (connection, ref) => setHidden(connection, ref, true),
  unhide: (connection, ref) => setHidden(connection, ref, false),
}
