import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type RecordId, type StaffId, Stop, type TaskId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { type Item, itemsByIds, requireItem } from '../../archive/index.ts'
import { standingIn } from '../../diary/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { groundsAt } from '../../policy/index.ts'
import { type DiaryStanding, type OpenedItem, type OpenedTask, openedTask } from '../../supervision/index.ts'
import { requireTask, type Task } from '../../tasks/index.ts'
import { eventsOf } from '../events.ts'
import { lacksOf, suggested } from '../rules.ts'
import { byAuthor, findReport, recordsOf, searchesOf } from '../store.ts'
import type { AuthorSearch, Event, Lack, PoliceReport, ReportRecord } from '../types.ts'

export interface ReportPage {
  readonly opened: OpenedTask & { readonly item: OpenedItem }
  /** undefined until somebody has begun one. */
  readonly report: PoliceReport | undefined
  readonly records: readonly (ReportRecord & { readonly item: Item | undefined })[]
  readonly searches: readonly AuthorSearch[]
  /** What the same sender has written before; only once somebody has asked with a reason. */
  readonly earlier: readonly Item[]
  readonly events: readonly Event[]
  readonly suggestions: ReturnType<typeof suggested>
  readonly lacks: readonly Lack[]
  readonly names: ReadonlyMap<StaffId, string>
  /** Where the item stands in the diary: its number is the report's own. */
  readonly diary: DiaryStanding
}

/** The task that a report is about, when the actor may report. @throws Stop. */
export async function requireReportable(
  tx: Tx,
  actor: Actor,
  taskId: TaskId,
): Promise<Task & { readonly recordId: RecordId }> {
  const task = await requireTask(tx, actor, taskId, 'tasks.read')
  const { recordId, departmentId, accountId } = task
  authorize(actor, 'policeReports.write', {
    ...(departmentId && { departmentId }),
    ...(accountId && { accountId }),
  })
  if (!recordId)
    throw new Stop('notFound', 'Ärendet gäller inget som någon har skrivit. Gå tillbaka till kön.')
  if ((await requireItem(tx, actor.municipalityId, recordId)).withheld)
    throw new Stop(
      'conflict',
      'Innehållet är spärrat och läggs inte i en anmälan härifrån. Ring polisen, och skriv in det under stegen i ärendet.',
    )
  return { ...task, recordId }
}

/** A report to the police with all that stands around it. @throws Stop('notFound'), Stop('refused'). */
export async function readReport(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  taskId: TaskId,
): Promise<ReportPage> {
  authorize(actor, 'policeReports.write')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, (tx) => requireReportable(tx, actor, taskId))
  const opened = await openedTask(house, actor, platforms, taskId, false)
  const { item, platform } = opened
  if (!item) throw new Stop('notFound', 'Ärendet gäller inget som någon har skrivit. Gå tillbaka till kön.')
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const diary = await standingIn(tx, actor, item.item.recordId, opened.account ?? {})
    const found = await findReport(tx, municipalityId, item.item.recordId)
    // What the diary has given goes before what somebody has written; what is made stays as it was made.
    const given = found?.state === 'draft' && diary.entry?.number
    const report = found && { ...found, ...(given && { diaryNumber: given }) }
    const records = report ? await recordsOf(tx, municipalityId, report.reportId) : []
    const searches = report ? await searchesOf(tx, municipalityId, report.reportId) : []
    const items = new Map(
      (
        await itemsByIds(
          tx,
          municipalityId,
          records.map((one) => one.recordId),
        )
      ).map((one) => [one.recordId, one]),
    )
    const people = [
      ...records.map((one) => one.witnessStaffId),
      ...searches.map((one) => one.staffId),
      report?.staffId,
    ]
    const measured = item.history.map(({ measure }) => measure.groundId)
    return {
      opened: { ...opened, item },
      report,
      records: records.map((one) => ({ ...one, item: items.get(one.recordId) })),
      searches,
      earlier:
        searches.length > 0
          ? await byAuthor(tx, actor, await requireItem(tx, municipalityId, item.item.recordId))
          : [],
      events: eventsOf({ ...opened, item }, platform?.name ?? 'plattformen'),
      suggestions: suggested(groundsAt(house.clock.now()), measured, item.screening?.labels ?? []),
      lacks: report ? lacksOf(report, records, item.proof.sealedAt !== undefined) : [],
      diary,
      names: new Map([...opened.names, ...(await staffNames(tx, municipalityId, people))]),
    }
  })
}
