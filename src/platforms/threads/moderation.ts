import { fail, ok } from '../../kernel/index.ts'
import type { Answer, Connection, ItemRef, Moderation, Outcome } from '../contract.ts'
import { answerOf, call } from './client.ts'
import { fetchItem } from './reading.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

async function setHidden(connection: Connection, ref: ItemRef, hide: boolean): Promise<Outcome<Answer>> {
  if (ref.kind !== 'comment') return rejected('Bara svar till kontots egna inlägg kan döljas hos Threads.')
  const before = await fetchItem(connection, ref)
  if (!before.ok) return before
  if (before.value.direction === 'drawnUp')
    return rejected('Kommunens egna svar kan inte döljas. Ta bort svaret i appen.')
  if (before.value.state === 'held')
    return rejected('Svaret väntar på godkännande och syns inte för någon än.')
  if ((before.value.state === 'hidden') === hide) return ok(before.value.raw)
  const form = { hide }
  const sent = await call(connection, { method: 'POST', path: `${ref.platformId}/manage_reply`, form })
  if (sent.ok) return ok(answerOf(sent.value))
  if (sent.error.kind !== 'rejected') return sent
  return rejected(
    `Threads tar inte emot det. Bara svar direkt under kontots inlägg kan döljas; svar längre ned döljs med det översta. (${sent.error.detail})`,
  )
}

async function approve(connection: Connection, ref: ItemRef): Promise<Outcome<Answer>> {
  const before = await fetchItem(connection, ref)
  if (!before.ok) return before
  if (before.value.state !== 'held') return ok(before.value.raw)
  const asked = {
    method: 'POST',
    path: `${ref.platformId}/manage_pending_reply`,
    form: { approve: true },
  } as const
  const sent = await call(connection, asked)
  return sent.ok ? ok(answerOf(sent.value)) : sent
}

export const moderation: Moderation = {
  hide: (connection, ref) => setHidden(connection, ref, true),
  unhide: (connection, ref) => setHidden(connection, ref, false),
  approve,
}
