import { fail, ok } from '../../kernel/index.ts'
import type { Answer, Connection, Moderation, Outcome } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { call, isIdText } from './client.ts'

/** Blocking what is blocked already succeeds. It also ends what each of the two follows of the other. */
async function blockAuthor(connection: Connection, authorId: string): Promise<Outcome<Answer>> {
  if (!isIdText(authorId))
    return fail({ kind: 'rejected', detail: `${authorId.slice(0, 60)} är inget konto hos Mastodon.` })
  const called = await call(connection, { path: `/api/v1/accounts/${authorId}/block`, post: true })
  return called.ok ? ok(rawOf(called.value.answer, called.value.part)) : called
}

export const moderation: Moderation = { blockAuthor }
