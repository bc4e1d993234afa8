import { type Actor, authorize } from '../../../access/index.ts'
import type { BundleFile } from '../../../evidence/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import { makePdf } from '../../../infra/documents/index.ts'
import type { House } from '../../../infra/house.ts'
import { addDays, dayOf, type RecordId, Stop, type TaskId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { acceptRecords, lastVersion, makeBundle, partBytes } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { followEntry } from '../../diary/index.ts'
import { blocksOf } from '../document.ts'
import { followUpDays } from '../rules.ts'
import { changeReport, findReport, hold, lockReport, releaseHolds } from '../store.ts'
import type { PoliceReport } from '../types.ts'
import { saveReport, type Words } from './draft.ts'
import { readExhibits } from './exhibits.ts'
import { type ReportPage, readReport, requireReportable } from './read.ts'

/** Everything that the police get beside the report itself. */
const recordsIn = ({ opened, records }: ReportPage): RecordId[] => {
  const { item } = opened
  return [
    ...new Set([
      item.item.recordId,
      ...(item.thread.root ? [item.thread.root.recordId] : []),
      ...item.thread.around.map(({ recordId }) => recordId),
      ...item.history.map(({ measure }) => measure.measureId),
      ...item.history.flatMap(({ steps }) => steps.flatMap(({ recordId }) => (recordId ? [recordId] : []))),
      ...records.map(({ recordId }) => recordId),
    ]),
  ]
}

/** The report as it would be now, to be read before it is made. */
export async function previewReport(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  taskId: TaskId,
): Promise<Buffer> {
  authorize(actor, 'policeReports.write')
  const page = await readReport(house, actor, platforms, taskId)
  return documentOf(house, actor, page)
}

async function documentOf(house: House, actor: Actor, page: ReportPage): Promise<Buffer> {
  const name = await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const row = await tx
      .selectFrom('municipality')
      .select('name')
      .where('municipality_id', '=', actor.municipalityId)
      .executeTakeFirstOrThrow()
    return row.name
  })
  const now = house.clock.now()
  const blocks = blocksOf(page, await readExhibits(house, actor, page), actor.name, now)
  return makePdf({ title: 'Polisanmälan', from: name, blocks }, now)
}

/**
 * Makes the report: sealed with its PDF/A as a drawn-up record, and everything in it held from disposal until the report
 * is closed.
 * @param words what stands in the form where the button was pressed. @throws Stop('conflict') while something is lacking.
 */
export async function makeReport(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  taskId: TaskId,
  words?: Words,
): Promise<void> {
  authorize(actor, 'policeReports.write')
  const before = await readReport(house, actor, platforms, taskId)
  // Pressed twice, or the first answer never came.
  if (before.report && before.report.state !== 'draft') return
  if (words) await saveReport(house, actor, taskId, words)
  const page = words ? await readReport(house, actor, platforms, taskId) : before
  const { report } = page
  if (!report || page.lacks.length > 0)
    throw new Stop('conflict', 'Något saknas innan anmälan kan göras. Listan längst ner säger vad.')
  const pdf = await documentOf(house, actor, page)
  const { municipalityId } = actor
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const current = await lockReport(tx, municipalityId, report.recordId)
    if (current?.state !== 'draft') return
    const { item } = page.opened.item
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: report.reportId,
        version: 1,
        type: recordTypes.drawnUp,
        fields: {
          about: [{ record: item.recordId, version: item.version }],
          document: 'policeReport',
          diaryNumber: report.diaryNumber,
          classification: report.classification,
          context: report.context,
          by: actor.name,
        },
        parts: [{ name: 'report', mediaType: 'application/pdf', bytes: pdf }],
      },
    ])
    await hold(tx, municipalityId, report.reportId, [...recordsIn(page), report.reportId], now)
    await followEntry(house, tx, actor, item.recordId, { record: report.reportId, version: 1 })
    await changeReport(tx, municipalityId, report.reportId, {
      ...{ state: 'made', made_at: now, diary_number: report.diaryNumber },
    })
    await audit(
      tx,
      actor,
      'policeReports.make',
      { kind: 'record', id: item.recordId },
      { report: report.reportId },
      now,
    )
  })
}

/** The report as it was sealed. @throws Stop('notFound') before it is made. */
export async function reportPdf(house: House, actor: Actor, taskId: TaskId): Promise<Buffer> {
  authorize(actor, 'policeReports.write')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    return sealedPdf(house, tx, actor, await requireMade(tx, actor, taskId, findReport))
  })
}

async function sealedPdf(
  house: House,
  tx: Tx,
  { municipalityId }: Actor,
  report: PoliceReport,
): Promise<Buffer> {
  const key = { recordId: report.reportId, version: 1, name: 'report' }
  const part = await partBytes(house, tx, municipalityId, key)
  if (!part) throw new Stop('notFound', 'Anmälan finns inte längre som dokument.')
  return part.bytes
}

/** Locked by those who go on to change it; reading the document needs no lock. */
async function requireMade(tx: Tx, actor: Actor, taskId: TaskId, find = lockReport): Promise<PoliceReport> {
  const { recordId } = await requireReportable(tx, actor, taskId)
  const report = await find(tx, actor.municipalityId, recordId)
  if (!report || report.state === 'draft')
    throw new Stop('conflict', 'Anmälan är inte gjord ännu. Gör den först.')
  return report
}

/** The package for the police: the report, to be read first, and everything in it with its proof. */
export async function reportBundle(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  taskId: TaskId,
): Promise<BundleFile[]> {
  authorize(actor, 'policeReports.write')
  const page = await readReport(house, actor, platforms, taskId)
  const { report } = page
  if (!report || report.state === 'draft')
    throw new Stop('conflict', 'Anmälan är inte gjord ännu. Gör den först.')
  const records = [...recordsIn(page), report.reportId]
  const files = await makeBundle(house, actor, { records, withhold: [], parts: [] })
  const pdf = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    sealedPdf(house, tx, actor, report),
  )
  return [{ path: 'polisanmalan.pdf', content: pdf }, ...files]
}

/** The report has been handed to the police. */
export async function submitReport(
  house: House,
  actor: Actor,
  taskId: TaskId,
  followUpOn: string | undefined,
): Promise<void> {
  authorize(actor, 'policeReports.write')
  const now = house.clock.now()
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const report = await requireMade(tx, actor, taskId)
    if (report.state !== 'made') return
    await changeReport(tx, actor.municipalityId, report.reportId, {
      state: 'submitted',
      submitted_at: now,
      follow_up_on: followUpOn ?? addDays(dayOf(now), followUpDays),
    })
    await audit(tx, actor, 'policeReports.submit', { kind: 'record', id: report.recordId }, {}, now)
  })
}

/** What the police have said; with an outcome the report is closed, and nothing is held for it any longer. */
export async function followUp(
  house: House,
  actor: Actor,
  taskId: TaskId,
  answer: {
    readonly policeNumber: string
    readonly outcome: string
    readonly followUpOn: string | undefined
  },
): Promise<void> {
  authorize(actor, 'policeReports.write')
  const { municipalityId } = actor
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const report = await requireMade(tx, actor, taskId)
    if (report.state === 'made') throw new Stop('conflict', 'Skriv först att anmälan är inlämnad.')
    const { policeNumber, outcome, followUpOn } = answer
    const isSame = report.policeNumber === policeNumber && report.outcome === outcome
    if (isSame && (followUpOn ?? report.followUpOn) === report.followUpOn) return
    const closed = outcome !== ''
    await changeReport(tx, municipalityId, report.reportId, {
      police_number: policeNumber,
      outcome,
      state: closed ? 'closed' : 'submitted',
      follow_up_on: closed ? null : (followUpOn ?? report.followUpOn),
    })
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: report.reportId,
        version: (await lastVersion(tx, municipalityId, report.reportId)) + 1,
        type: recordTypes.drawnUp,
        fields: {
          document: 'policeReport',
          step: 'followedUp',
          diaryNumber: report.diaryNumber,
          policeNumber,
          outcome,
          by: actor.name,
        },
        parts: [],
      },
    ])
    if (closed) await releaseHolds(tx, municipalityId, report.reportId, now)
    await audit(tx, actor, 'policeReports.followUp', { kind: 'record', id: report.recordId }, { closed }, now)
  })
}
