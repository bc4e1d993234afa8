import { fail, ok } from '../../kernel/index.ts'
import type { Answer, Connection, ItemRef, Moderation, Outcome } from '../contract.ts'
import { answerOf } from '../graph/index.ts'
import { call, callWhole, confirmGone, isId, pageOf } from './client.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })
const noId = rejected('Det är inget id hos Facebook.')

/**
 * Comments and visitors' posts alike have is_hidden; to set what is set already does no harm. Why one cannot be hidden is
 * asked when it was refused: only comments say.
 */
async function setHidden(connection: Connection, ref: ItemRef, hide: boolean): Promise<Outcome<Answer>> {
  if (!isId(ref.platformId)) return noId
  if (ref.kind === 'message')
    return rejected('Ett meddelande syns bara för avsändaren och kommunen. Det kan inte döljas.')
  const done = await call(connection, { method: 'POST', path: ref.platformId, form: { is_hidden: hide } })
  if (done.ok) return ok(answerOf(done.value))
  if (done.error.kind !== 'rejected' || ref.kind !== 'comment') return done
  const now = await call(connection, { path: ref.platformId, query: { fields: 'can_hide' } })
  return now.ok && now.value.json.get('can_hide')?.value === false
    ? rejected(
        'Facebook låter inte sidan dölja den här kommentaren. Sidans egna kommentarer kan bara tas bort.',
      )
    : done
}

/** What is gone already is removed; Facebook has no bin, so 'spam' is the same. */
async function remove(connection: Connection, ref: ItemRef): Promise<Outcome<Answer>> {
  if (!isId(ref.platformId)) return noId
  if (ref.kind === 'message') return rejected('Meddelanden kan inte tas bort genom Facebooks API.')
  const done = await callWhole(connection, { method: 'DELETE', path: ref.platformId })
  if (done.ok) return ok(answerOf(done.value))
  const gone = await confirmGone(connection, done.error)
  if (!gone.ok) return gone
  return gone.value ? ok(gone.value) : fail(done.error.failure)
}

async function blockAuthor(connection: Connection, authorId: string): Promise<Outcome<Answer>> {
  if (!/^\d{1,30}$/.test(authorId)) return rejected('Det är inget person-id hos Facebook.')
  if (authorId === pageOf(connection)) return rejected('Sidan kan inte blockera sig själv.')
  const form = { user: JSON.stringify([authorId]) }
  const done = await call(connection, { method: 'POST', path: `${pageOf(connection)}/blocked`, form })
  return done.ok ? ok(answerOf(done.value)) : done
}

export const moderation: Moderation = {
  hide: (connection, ref) => setHidden(connection, ref, true),
  unhide: (connection, ref) => setHidden(connection, ref, false),
  remove,
  blockAuthor,
}
