import type { Tx } from '../../../infra/db/index.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import type { Failure, Platform } from '../../../platforms/contract.ts'
import type { Account } from '../../accounts/index.ts'
import { failureText, nextAttempt } from '../rules.ts'
import { changeState, markHours } from '../store.ts'

/**
 * An account could not be asked: the hour is a gap, the next attempt waits, and the first of failures in a row is told.
 * @param failed since: when failures in a row began, null for the first; items: what came before the failure.
 * @returns when the account is asked again.
 */
export async function recordFailure(
  tx: Tx,
  failed: {
    readonly account: Account
    readonly municipalityId: MunicipalityId
    readonly platform: Platform
    readonly since: Date | null
    readonly startedAt: Date
    readonly now: Date
    readonly items: number
    readonly failure: Failure
  },
): Promise<Date> {
  const { account, municipalityId, platform, since, now, items, failure } = failed
  const { accountId } = account
  const text = failureText(platform.name, failure)
  const failingSince = since ?? failed.startedAt
  const nextAttemptAt = nextAttempt(now, failingSince, failure)
  await changeState(tx, municipalityId, accountId, {
    failingSince,
    failure,
    failureText: text,
    nextAttemptAt,
  })
  await markHours(tx, municipalityId, accountId, [now], { state: 'gap', items, reason: text })
  if (!since) {
    const payload = { account: accountId, kind: failure.kind, detail: text, at: now.toISOString() }
    await announce(tx, municipalityId, 'account.failing', payload, now)
  }
  return nextAttemptAt
}
