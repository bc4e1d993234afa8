import { createHash } from 'node:crypto'
import type { Tx } from '../../../infra/db/index.ts'
import { fail, type MunicipalityId, ok, type Result } from '../../../kernel/index.ts'
import { countHit, dropWindowsBefore, hitsIn } from '../store/sign-in.ts'

const dayMilliseconds = 86_400_000

interface Limit {
  /** What is counted, e.g. 'signIn/email/…'; only its hash is kept. */
  readonly key: string
  /** Attempts taken in a window. */
  readonly most: number
  /** In milliseconds. */
  readonly window: number
}

type Counted = Result<void, { readonly until: Date }>

const placeOf = ({ key, window }: Limit, now: Date) => ({
  bucket: createHash('sha256').update(key).digest('base64url'),
  start: new Date(Math.floor(now.getTime() / window) * window),
})

const until = (start: Date, { window }: Limit): Counted => fail({ until: new Date(start.getTime() + window) })

/** Counts one attempt, across all processes; for sign-in and for forms that everyone may send. */
export async function countAttempt(
  tx: Tx,
  municipalityId: MunicipalityId,
  limit: Limit,
  now: Date,
): Promise<Counted> {
  const { bucket, start } = placeOf(limit, now)
  await dropWindowsBefore(tx, municipalityId, new Date(now.getTime() - dayMilliseconds))
  const hits = await countHit(tx, municipalityId, bucket, start)
  return hits <= limit.most ? ok(undefined) : until(start, limit)
}

/** Whether an attempt would be taken now, without counting one. */
export async function attemptsLeft(
  tx: Tx,
  municipalityId: MunicipalityId,
  limit: Limit,
  now: Date,
): Promise<Counted> {
  const { bucket, start } = placeOf(limit, now)
  const hits = await hitsIn(tx, municipalityId, bucket, start)
  return hits < limit.most ? ok(undefined) : until(start, limit)
}
