import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type RecordId, type StaffId, Stop, type TaskId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { type Item, itemsByIds, requireItem } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { standingIn } from '../../diary/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { groundsAt } from '../../policy/index.ts'
import { screenedOf } from '../../screening/index.ts'
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
  readonly events: readonly Event[]
  readonly suggestions: ReturnType<typeof suggested>
  readonly lacks: readonly Lack[]
  readonly names: ReadonlyMap<StaffId, string>
  /** Where the item stands in the diary: its number is the report's own. */
  readonly diary: DiaryStanding
}

/** The report as it is opened on the screen. */
export interface OpenedReport extends ReportPage {
  /** What the same sender has written before: only of a draft, once somebody has asked with a reason. */
  readonly earlier: readonly Item[]
  /** What screening has found in those. */
  readonly labels: ReadonlyMap<RecordId, readonly string[]>
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
    // What the diary has given goes before what somebody has written; what is made under a number keeps it.
    const given = (found?.state === 'draft' || found?.diaryNumber === '') && diary.entry?.number
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
      events: eventsOf({ ...opened, item }, platform?.name ?? 'plattformen'),
      suggestions: suggested(groundsAt(house.clock.now()), measured, item.screening?.labels ?? []),
      lacks: report
        ? lacksOf(report, records, {
            isSealed: item.proof.sealedAt !== undefined,
            isInDiary: diary.entry !== undefined && diary.entry.state !== 'declined',
          })
        : [],
      diary,
      names: new Map([...opened.names, ...(await staffNames(tx, municipalityId, people))]),
    }
  })
}

/**
 * Opens a report. Each opening is kept, and how much of what the same sender has written before it showed.
 * @throws Stop('notFound'), Stop('refused').
 */
export async function openReport(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  taskId: TaskId,
): Promise<OpenedReport> {
  authorize(actor, 'policeReports.write')
  const page = await readReport(house, actor, platforms, taskId)
  const { item } = page.opened.item
  const isAsked = page.report?.state === 'draft' && page.searches.length > 0
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const earlier = isAsked ? await byAuthor(tx, actor, item) : []
    const { labels } = await screenedOf(tx, actor.municipalityId, earlier)
    const about = { kind: 'record', id: item.recordId } as const
    await audit(tx, actor, 'policeReports.read', about, { earlier: earlier.length }, house.clock.now())
    return { ...page, earlier, labels }
  })
}
