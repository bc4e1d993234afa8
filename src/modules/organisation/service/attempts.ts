import { createHash } from 'node:crypto'
import type { Tx } from '../../../infra/db/index.ts'
import { fail, type MunicipalityId, ok, type Result } from '../../../kernel/index.ts'
import { countHit, dropWindowsBefore } from '../store/sign-in.ts'

const dayMilliseconds = 86_400_000

/**
 * Counts one attempt, across all processes; for sign-in and for forms that everyone may send.
 * @param limit.key what is counted, e.g. 'signIn/email/…'; only its hash is kept.
 * @param limit.most attempts taken in a window; `window` in milliseconds.
 */
export async function countAttempt(
  tx: Tx,
  municipalityId: MunicipalityId,
  limit: { readonly key: string; readonly most: number; readonly window: number },
  now: Date,
): Promise<Result<void, { readonly until: Date }>> {
  const start = Math.floor(now.getTime() / limit.window) * limit.window
  const bucket = createHash('sha256').update(limit.key).digest('base64url')
  await dropWindowsBefore(tx, municipalityId, new Date(now.getTime() - dayMilliseconds))
  const hits = await countHit(tx, municipalityId, bucket, new Date(start))
  return hits <= limit.most ? ok(undefined) : fail({ until: new Date(start + limit.window) })
}
