import { fail, ok } from '../../kernel/index.ts'
import type { Answer, Connection, ItemRef, Moderation, Outcome } from '../contract.ts'
import { isNotThere } from '../graph/failures.ts'
import { answerOf, call, callWhole } from './client.ts'
import { placeOf } from './mapping.ts'
import { fetchItem, pageOf } from './reading.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** A comment under one of the account's own posts: the only thing there that Instagram lets an account hide. */
function ownComment(ref: ItemRef): string | undefined {
  const at = placeOf(ref)
  return ref.kind === 'comment' && at?.place === 'own' ? at.id : undefined
}

async function setHidden(connection: Connection, ref: ItemRef, hide: boolean): Promise<Outcome<Answer>> {
  const id = ownComment(ref)
  if (id === undefined) {
    return rejected(
      'Instagram låter kommunen dölja kommentarer till sina egna inlägg, men inte det här. Anmäl det i appen om det bryter mot reglerna.',
    )
  }
  const before = await fetchItem(connection, ref)
  if (!before.ok) return before
  if (before.value.direction === 'drawnUp') {
    return rejected(
      'Kommunens egna kommentarer går inte att dölja hos Instagram. Ta bort kommentaren i stället.',
    )
  }
  if ((before.value.state === 'hidden') === hide) return ok(before.value.raw)
  const sent = await call(connection, { method: 'POST', path: id, query: { hide: String(hide) } })
  return sent.ok ? ok(answerOf(sent.value)) : sent
}

/** What is already gone is taken away: the answer that says so is the outcome. */
async function remove(connection: Connection, ref: ItemRef): Promise<Outcome<Answer>> {
  const at = placeOf(ref)
  if (at?.place !== 'own' || ref.kind === 'message') {
    return rejected(
      'Instagram låter kommunen ta bort kommentarer till sina egna inlägg, men inte det här. Anmäl det i appen om det bryter mot reglerna.',
    )
  }
  const sent = await callWhole(connection, { method: 'DELETE', path: at.id })
  if (sent.ok) return ok(answerOf(sent.value))
  const { failure, error, answer } = sent.error
  return answer && isNotThere(error) ? ok(answer) : fail(failure)
}

async function blockAuthor(connection: Connection, authorId: string): Promise<Outcome<Answer>> {
  if (!/^\d{1,30}$/.test(authorId)) {
    return rejected(
      'Avsändarens id hos Instagram saknas, så personen kan inte blockeras härifrån. Blockera i appen Instagram.',
    )
  }
  const sent = await call(connection, {
    method: 'POST',
    path: `${pageOf(connection)}/moderate_conversations`,
    body: { user_ids: [{ id: authorId }], actions: ['BLOCK_USER'] },
  })
  if (sent.ok) return ok(answerOf(sent.value))
  if (sent.error.kind !== 'rejected' && sent.error.kind !== 'gone') return sent
  return rejected(
    `Instagram blockerar härifrån bara den som har skrivit ett meddelande till kontot. Blockera personen i appen Instagram i stället. (${sent.error.detail})`,
  )
}

export const moderation: Moderation = {
  hide: (connection, ref) => setHidden(connection, ref, true),
  unhide: (connection, ref) => setHidden(connection, ref, false),
  remove: (connection, ref) => remove(connection, ref),
  blockAuthor,
}
