import { type Actor, may } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId, RecordId, StaffId, TaskId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'
import { type Item, requireItem, sealOf, type Thread, threadOf } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { type Flag, flagsOf } from '../../flags/index.ts'
import { historyOf, isOpen, type Measure, type MeasureStep, permissionFor } from '../../measures/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { currentPolicy, type Policy } from '../../policy/index.ts'
import { type Reconsideration, reconsiderationOf } from '../../reconsiderations/index.ts'
import { isOtherLanguage, type Screening, screenedOf, screeningOf } from '../../screening/index.ts'
import { openForReading, othersAt, type Presence, requireTask, type Task } from '../../tasks/index.ts'
import { type ProofState, proofState } from '../queue-store.ts'
import { readersOf } from '../reader-store.ts'

export type History = readonly { readonly measure: Measure; readonly steps: readonly MeasureStep[] }[]

/** A task opened for reading, with the item it is about; `item` is undefined for tasks about an account alone. */
export interface OpenedTask {
  readonly task: Task
  readonly account: Account | undefined
  readonly platform: Platform | undefined
  readonly item: OpenedItem | undefined
  /** What an author asks us to try again. */
  readonly reconsideration: Reconsideration | undefined
  /** What people outside have told us of it, newest first. */
  readonly flags: { readonly flags: readonly Flag[]; readonly count: number }
  readonly names: ReadonlyMap<StaffId, string>
  /** A measure that waits for its second person, and whether the reader may be that. */
  readonly waiting: { readonly measure: Measure; readonly mayAnswer: boolean } | undefined
  /** Colleagues who have it open. */
  readonly present: readonly Presence[]
  /** Whether the actor may do anything with it. */
  readonly mayWork: boolean
  /** Whether the actor may report it to the police. */
  readonly mayReport: boolean
  /** Whether the reader may open a closed room for somebody whom this is aimed at. */
  readonly mayOpenRoom: boolean
}

export interface OpenedItem {
  readonly item: Item
  readonly thread: Thread
  /** What screening found in those of the thread, itself among them. */
  readonly labels: ReadonlyMap<RecordId, readonly string[]>
  /** Of those that are not in Swedish (ISO 639). */
  readonly languages: ReadonlyMap<string, string>
  readonly screening: Screening | undefined
  /** Who reads the language that it is written in, where that is not Swedish. */
  readonly readers: readonly string[]
  readonly proof: ProofState & { readonly sealedAt: Date | undefined }
  readonly history: History
  readonly policy: Policy
}

/** Whether something is on its way that will change the page by itself. */
export const isUnderWay = ({ proof, history }: OpenedItem): boolean =>
  proof.sealedAt === undefined ||
  history.some(
    ({ measure }) => isOpen(measure.state) && measure.state !== 'byHand' && measure.state !== 'awaitsSecond',
  )

/**
 * The task and all that stands around its item.
 * @param opens whether a person opens it now: it is then marked as seen, and the reading is kept in the audit trail.
 * @throws Stop('notFound'), Stop('refused').
 */
export async function openedTask(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  taskId: TaskId,
  opens: boolean,
): Promise<OpenedTask> {
  const { municipalityId } = actor
  const task = opens
    ? await openForReading(house, actor, taskId)
    : await withMunicipality(house.db, municipalityId, (tx) => requireTask(tx, actor, taskId, 'tasks.read'))
  const history: History = task.recordId ? await historyOf(house, actor, task.recordId) : []
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = task.accountId ? await requireAccount(tx, municipalityId, task.accountId) : undefined
    const found = task.recordId ? await requireItem(tx, municipalityId, task.recordId) : undefined
    const now = house.clock.now()
    const reconsideration = await reconsiderationOf(tx, municipalityId, taskId)
    const flags = await flagsOf(tx, municipalityId, taskId)
    const item = found && (await openedItem(tx, municipalityId, found, history, now))
    if (opens && found)
      await audit(tx, actor, 'items.read', { kind: 'record', id: found.recordId }, { task: taskId }, now)
    // What somebody outside wrote may be of a person too.
    if (opens && (flags.count > 0 || reconsideration))
      await audit(tx, actor, 'tasks.readFromOutside', { kind: 'task', id: taskId }, {}, now)
    const people = [
      task.assignedTo,
      task.doneBy,
      reconsideration?.measure.staffId,
      ...history.flatMap(({ measure, steps }) => [measure.staffId, ...steps.map(({ staffId }) => staffId)]),
    ]
    return {
      task,
      account,
      platform: account && platforms.get(account.platform),
      item,
      flags,
      reconsideration,
      names: await staffNames(tx, municipalityId, people),
      waiting: account && waitingIn(actor, task, history, account),
      present: (await othersAt(tx, municipalityId, [taskId], actor.staffId, now)).get(taskId) ?? [],
      mayOpenRoom: may(actor, 'staffSafety.open'),
      mayReport: account !== undefined && may(actor, 'policeReports.write', account),
      mayWork: may(actor, 'tasks.work', {
        ...(task.departmentId && { departmentId: task.departmentId }),
        ...(task.accountId && { accountId: task.accountId }),
      }),
    }
  })
}

/** What waits for a second person: of a task about that, what it is about. */
function waitingIn(actor: Actor, task: Task, history: History, account: Account): OpenedTask['waiting'] {
  const waiting = history.map(({ measure }) => measure).filter(({ state }) => state === 'awaitsSecond')
  const measure = waiting.find(({ measureId }) => measureId === task.subjectId) ?? waiting[0]
  return (
    measure && {
      measure,
      mayAnswer: actor.staffId !== measure.staffId && may(actor, permissionFor(measure.kind), account),
    }
  )
}

async function openedItem(
  tx: Tx,
  municipalityId: MunicipalityId,
  item: Item,
  history: History,
  now: Date,
): Promise<OpenedItem> {
  const thread = await threadOf(tx, item, municipalityId)
  const others = thread.root ? [thread.root, ...thread.around] : thread.around
  const seal = await sealOf(tx, municipalityId, item.recordId, item.version)
  const screening = await screeningOf(tx, municipalityId, item.recordId, item.version)
  return {
    item,
    thread,
    ...(await screenedOf(tx, municipalityId, [item, ...others])),
    screening,
    readers:
      screening && isOtherLanguage(screening.language)
        ? await readersOf(tx, municipalityId, screening.language)
        : [],
    proof: {
      ...(await proofState(tx, municipalityId, item.recordId, item.version)),
      sealedAt: seal?.sealedAt,
    },
    history,
    policy: await currentPolicy(tx, municipalityId, now),
  }
}
