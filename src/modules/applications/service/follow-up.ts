import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, dayOf, type MunicipalityId } from '../../../kernel/index.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'
import { type Reached, reachedSince } from '../../insights/index.ts'
import { followUpDue } from '../closing.ts'
import { targetFields } from '../plan.ts'
import { latest } from '../rules.ts'
import { stepsOf } from '../store.ts'
import type { LifeStep } from '../types.ts'
import { holdAccount, lifeIn } from './life.ts'
import type { Platforms } from './read.ts'
import { takeStep } from './take-step.ts'

/** Whether the plan's target groups were reached, in the words of whoever follows it up. */
export const reachedAnswers = ['yes', 'partly', 'no', 'unknown'] as const
export type ReachedAnswer = (typeof reachedAnswers)[number]

export interface FollowUpView {
  readonly account: Account
  /** Label → text, of the plan as it was decided on. */
  readonly plan: readonly (readonly [label: string, text: string])[]
  /** Those of them that say whom the account is for, and how that is seen. */
  readonly targets: readonly (readonly [label: string, text: string])[]
  readonly reached: Reached
}

/** What a follow-up weighs: the plan, and the figures since it was last followed up. @throws Stop 'refused'; 'notFound'. */
export async function readFollowUp(
  house: House,
  actor: Actor,
  platforms: Platforms,
  accountId: AccountId,
): Promise<FollowUpView> {
  authorize(actor, 'applications.write')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const account = await requireAccount(tx, actor.municipalityId, accountId)
    authorize(actor, 'applications.write', account)
    return viewIn(house, tx, actor, platforms, account)
  })
}

async function viewIn(
  house: House,
  tx: Tx,
  actor: Actor,
  platforms: Platforms,
  account: Account,
): Promise<FollowUpView> {
  const steps = await lifeIn(tx, actor, account.accountId)
  const plan = planIn(steps)
  const from = latest(steps, 'entered', 'planFollowedUp')?.at ?? account.createdAt
  return {
    account,
    plan,
    targets: plan.filter(([label]) => targetFields.includes(label)),
    reached: await reachedSince(tx, actor.municipalityId, platforms, account, dayOf(from), house.clock.now()),
  }
}

function planIn(steps: readonly LifeStep[]): FollowUpView['plan'] {
  const plan = latest(steps, 'sent')?.detail['plan']
  return plan && typeof plan === 'object' && !Array.isArray(plan)
    ? Object.entries(plan).map(([label, text]) => [label, String(text)])
    : []
}

/**
 * The plan has been looked at again: whether its target groups were reached, what was seen, and what changes (R15). The
 * figures of that moment are sealed with it.
 * @throws Stop 'refused'; 'notFound'; 'conflict' for a closed account.
 */
export async function followUpPlan(
  house: House,
  actor: Actor,
  platforms: Platforms,
  accountId: AccountId,
  said: { readonly answer: ReachedAnswer; readonly text: string },
): Promise<void> {
  authorize(actor, 'applications.write')
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const account = await holdAccount(tx, actor, accountId)
    authorize(actor, 'applications.write', account)
    const { targets, reached } = await viewIn(house, tx, actor, platforms, account)
    const detail = {
      targetGroupsReached: said.answer,
      text: said.text,
      targetGroups: Object.fromEntries(targets),
      figuresFrom: reached.span.from,
      figuresTo: reached.span.to,
      figures: Object.fromEntries(reached.lines),
    }
    await takeStep(house, tx, actor, { kind: 'planFollowedUp', accountId, detail })
  })
}

/** When each account's plan is next to be followed up; an account without a plan here is not there. */
export async function followUpsDue(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, Date>> {
  const lives = Map.groupBy(await stepsOf(tx, municipalityId, { accounts }), ({ accountId }) => accountId)
  return new Map(
    accounts.flatMap((accountId) => {
      const due = followUpDue(lives.get(accountId) ?? [])
      return due ? [[accountId, due] as const] : []
    }),
  )
}
