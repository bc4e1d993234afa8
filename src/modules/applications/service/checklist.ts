import { type Actor, authorize, may } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { type AccountId, dayOf, type MunicipalityId, Stop } from '../../../kernel/index.ts'
import { type Account, listAccounts, requireAccount } from '../../accounts/index.ts'
import { notify } from '../../notices/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { type ChecklistGone, checklistDue, checklistGone } from '../checklist.ts'
import { type ChecklistItem, checklistFor } from '../plan.ts'
import type { Who } from '../rules.ts'
import { colleagues, holds, stepsOf } from '../store.ts'
import type { LifeStep } from '../types.ts'
import { holdAccount, lifeIn } from './life.ts'
import { takeStep } from './take-step.ts'

/** The checklist of an account in use, as its page shows it. */
export interface ChecklistView {
  readonly account: Account
  readonly items: readonly ChecklistItem[]
  readonly gone: ChecklistGone
  /** Whose part the reader has; undefined: neither's. */
  readonly who: Who | undefined
}

/** Who answers for the account has the employee's part, also as a manager: two people go through it. */
function partOf(actor: Actor, account: Account): Who | undefined {
  if (actor.staffId === undefined) return undefined
  if (actor.staffId === account.ownerStaffId) return 'employee'
  return may(actor, 'applications.mandate', account) ? 'manager' : undefined
}

async function viewIn(house: House, tx: Tx, actor: Actor, account: Account): Promise<ChecklistView> {
  const { settings } = await currentPolicy(tx, actor.municipalityId, house.clock.now())
  return {
    account,
    items: checklistFor(settings),
    gone: checklistGone(await lifeIn(tx, actor, account.accountId)),
    who: partOf(actor, account),
  }
}

/** @throws Stop('notFound'), Stop('refused'). */
export async function readChecklist(
  house: House,
  actor: Actor,
  accountId: AccountId,
): Promise<ChecklistView> {
  authorize(actor, 'applications.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const account = await requireAccount(tx, actor.municipalityId, accountId)
    authorize(actor, 'applications.read', account)
    return viewIn(house, tx, actor, account)
  })
}

/**
 * Who answers for the account, or a manager, has gone through the whole checklist again.
 * @throws Stop 'refused' for anybody else; 'invalid' where something is not ticked; 'conflict' for a closed account.
 */
export async function goThroughChecklist(
  house: House,
  actor: Actor,
  accountId: AccountId,
  ticked: readonly string[],
): Promise<void> {
  authorize(actor, 'applications.write')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await holdAccount(tx, actor, accountId)
    authorize(actor, 'applications.write', account)
    const { items, who } = await viewIn(house, tx, actor, account)
    if (!who)
      throw new Stop(
        'refused',
        'Den som ansvarar för kontot och en chef i förvaltningen går igenom listan. Du är ingen av dem här.',
      )
    const left = items.filter(({ id }) => !ticked.includes(id)).length
    if (left > 0)
      throw new Stop('invalid', 'Inget har sparats.', {
        punkter: `Inte bockat: ${left} av ${items.length}. Ordna det som återstår, och bocka sedan i allt`,
      })
    const detail = { as: who, items: items.map(({ id }) => id), texts: items.map(({ text }) => text) }
    await takeStep(house, tx, actor, { kind: 'ticked', accountId, detail })
    await announce(tx, municipalityId, 'checklist.goneThrough', { account: accountId }, house.clock.now())
  })
}

/** When each account's checklist was gone through, by account. */
export async function checklistsGone(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly AccountId[],
): Promise<Map<AccountId, ChecklistGone>> {
  const own = await stepsOf(tx, municipalityId, { accounts })
  const begun = own.flatMap(({ kind, applicationId }) =>
    kind === 'entered' && applicationId ? [applicationId] : [],
  )
  const before = Map.groupBy(
    await stepsOf(tx, municipalityId, { applications: begun }),
    ({ applicationId }) => applicationId,
  )
  const lives = Map.groupBy(own, ({ accountId }) => accountId as AccountId)
  const earlier = (steps: readonly LifeStep[]): LifeStep[] =>
    steps.flatMap(({ kind, applicationId }) => (kind === 'entered' ? (before.get(applicationId) ?? []) : []))
  return new Map([...lives].map(([id, steps]) => [id, checklistGone([...earlier(steps), ...steps])]))
}

/** By the clock: those whose part is due are told, once for each time that it falls due. */
export async function remindOfChecklists(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const active = (await listAccounts(tx, municipalityId)).filter(({ state }) => state === 'active')
    const gone = await checklistsGone(
      tx,
      municipalityId,
      active.map(({ accountId }) => accountId),
    )
    const people = await colleagues(tx, municipalityId, house.clock.now())
    for (const account of active) {
      const { accountId, ownerStaffId, departmentId, name } = account
      const isOwner = ({ staffId }: { readonly staffId: unknown }): boolean => staffId === ownerStaffId
      const those: Readonly<Record<Who, typeof people>> = {
        employee: people.filter(isOwner),
        manager: people.filter((one) => holds(departmentId, 'manager')(one) && !isOwner(one)),
      }
      for (const who of ['employee', 'manager'] as const) {
        const due = checklistDue(gone.get(accountId) ?? {}, who, account)
        if (due > now) continue
        for (const { staffId } of those[who])
          await notify(
            tx,
            municipalityId,
            {
              to: staffId,
              thing: `checklist/${accountId}/${dayOf(due)}`,
              kind: 'checklistDue',
              severity: 'digest',
              accountId,
              subject: `Dags att gå igenom checklistan för ${name}`,
              line: 'Den ansvariga och en chef går igenom den varje år, var för sig.',
              href: `/register/${accountId}/checklista`,
            },
            now,
          )
      }
    }
  })
}
