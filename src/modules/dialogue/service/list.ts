import { type Actor, authorize, scopeOf } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { dayOf, type StaffId, type TaskId } from '../../../kernel/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { itemsByIds } from '../../archive/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { type QueueEntry, reachOf } from '../../supervision/index.ts'
import { othersAt, type Presence, type TaskFilter, tasksFor } from '../../tasks/index.ts'
import { referredTasks } from '../referral-store.ts'
import { referralState } from '../rules.ts'
import { answerFigures } from '../store.ts'
import type { AnswerFigures, DialogueView, ReferralState } from '../types.ts'

export interface DialogueEntry extends QueueEntry {
  /** Where the newest of its referrals stands; undefined when there is none. */
  readonly referral: { readonly unit: string; readonly state: ReferralState } | undefined
}

export interface DialoguePage {
  readonly entries: readonly DialogueEntry[]
  readonly more: boolean
  readonly names: ReadonlyMap<StaffId, string>
  /** Colleagues who have one of them open. */
  readonly present: ReadonlyMap<TaskId, readonly Presence[]>
  readonly figures: AnswerFigures
}

const shown = 100
const figureDays = 30
const dayMilliseconds = 24 * 60 * 60_000

/** What waits for an answer, next due first; or one of the other views of it. */
export async function dialoguePage(house: House, actor: Actor, view: DialogueView): Promise<DialoguePage> {
  authorize(actor, 'tasks.read')
  const { municipalityId } = actor
  const now = house.clock.now()
  const referred = await withMunicipality(house.db, municipalityId, (tx) => referredTasks(tx, municipalityId))
  const newest = new Map(referred.map((one) => [one.taskId, one]))
  const found = await tasksFor(house, actor, {
    kind: 'item',
    ...filterOf(view, [...newest.keys()]),
    limit: shown + 1,
  })
  const today = dayOf(now)
  const tasks = found
    .slice(0, shown)
    .filter(
      (task) => view !== 'answered' || (task.outcome === 'replied' && dayOf(task.doneAt ?? now) === today),
    )
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const accounts = await listAccounts(tx, municipalityId)
    const byId = new Map<string, Account>(accounts.map((account) => [account.accountId, account]))
    const recordIds = tasks.flatMap((task) => task.recordId ?? [])
    const items = new Map(
      (await itemsByIds(tx, municipalityId, recordIds)).map((item) => [item.recordId, item]),
    )
    const reach = reachOf(scopeOf(actor, 'tasks.read'), accounts)
    const since = new Date(now.getTime() - figureDays * dayMilliseconds)
    return {
      entries: tasks.map((task) => {
        const referral = newest.get(task.taskId)
        return {
          task,
          item: task.recordId ? items.get(task.recordId) : undefined,
          account: task.accountId ? byId.get(task.accountId) : undefined,
          referral: referral && { unit: referral.unit, state: referralState(referral, now) },
        }
      }),
      more: found.length > shown,
      names: await staffNames(
        tx,
        municipalityId,
        tasks.map((task) => task.assignedTo),
      ),
      present: await othersAt(
        tx,
        municipalityId,
        tasks.map(({ taskId }) => taskId),
        actor.staffId,
        now,
      ),
      figures: { days: figureDays, ...(await answerFigures(tx, municipalityId, reach, since, now)) },
    }
  })
}

function filterOf(view: DialogueView, referred: readonly TaskId[]): Omit<TaskFilter, 'limit'> {
  switch (view) {
    case 'unanswered':
      return { selection: 'todo', urgency: 1 }
    case 'mine':
      return { selection: 'mine', urgency: 1 }
    case 'referred':
      return { selection: 'todo', taskIds: referred }
    case 'praise':
      return { selection: 'todo', label: 'praise' }
    case 'answered':
      return { selection: 'done' }
  }
}
