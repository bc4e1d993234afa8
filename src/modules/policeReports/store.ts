import { sql } from 'kysely'
import { type Actor, reaches, scopeOf } from '../../access/index.ts'
import type { Tx } from '../../infra/db/index.ts'
import { type Day, instantOf, type MunicipalityId, type RecordId, type StaffId } from '../../kernel/index.ts'
import { listAccounts } from '../accounts/index.ts'
import { type Item, selectItems, toItem } from '../archive/index.ts'
import type { AuthorSearch, PoliceReport, ReportRecord, ReportState } from './types.ts'

const select = (tx: Tx, municipalityId: MunicipalityId, recordId: RecordId) =>
  tx
    .selectFrom('police_report')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)

export const findReport = async (
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<PoliceReport | undefined> =>
  toReport(await select(tx, municipalityId, recordId).executeTakeFirst())

/** Locked: for whoever is about to change it. */
export const lockReport = async (
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<PoliceReport | undefined> =>
  toReport(await select(tx, municipalityId, recordId).forUpdate().executeTakeFirst())

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirst']>>

function toReport(row: Row): PoliceReport | undefined {
  return (
    row && {
      reportId: row.report_id,
      taskId: row.task_id,
      recordId: row.record_id,
      accountId: row.account_id,
      context: row.context,
      classification: row.classification,
      diaryNumber: row.diary_number,
      state: row.state as ReportState,
      staffId: row.staff_id,
      createdAt: row.created_at,
      madeAt: row.made_at,
      submittedAt: row.submitted_at,
      followUpOn: row.follow_up_on,
      policeNumber: row.police_number,
      outcome: row.outcome,
    }
  )
}

export async function insertReport(
  tx: Tx,
  municipalityId: MunicipalityId,
  report: Pick<PoliceReport, 'reportId' | 'taskId' | 'recordId' | 'accountId' | 'staffId' | 'createdAt'>,
): Promise<void> {
  await tx
    .insertInto('police_report')
    .values({
      municipality_id: municipalityId,
      report_id: report.reportId,
      task_id: report.taskId,
      record_id: report.recordId,
      account_id: report.accountId,
      state: 'draft',
      staff_id: report.staffId,
      created_at: report.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'record_id']).doNothing())
    .execute()
}

export async function changeReport(
  tx: Tx,
  municipalityId: MunicipalityId,
  reportId: RecordId,
  change: Partial<{
    context: string
    classification: string
    diary_number: string
    state: ReportState
    made_at: Date
    submitted_at: Date
    follow_up_on: string | null
    police_number: string
    outcome: string
  }>,
): Promise<void> {
  await tx
    .updateTable('police_report')
    .set(change)
    .where('municipality_id', '=', municipalityId)
    .where('report_id', '=', reportId)
    .execute()
}

export async function recordsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  reportId: RecordId,
): Promise<ReportRecord[]> {
  const rows = await tx
    .selectFrom('police_report_record')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('report_id', '=', reportId)
    .orderBy('added_at')
    .execute()
  return rows.map((row) => ({
    recordId: row.record_id,
    kind: row.kind as ReportRecord['kind'],
    note: row.note,
    addedAt: row.added_at,
    witnessStaffId: row.witness_staff_id,
    witnessedAt: row.witnessed_at,
  }))
}

/** The same record twice is once. */
export async function addRecord(
  tx: Tx,
  municipalityId: MunicipalityId,
  reportId: RecordId,
  record: Pick<ReportRecord, 'recordId' | 'kind' | 'note' | 'addedAt'>,
): Promise<void> {
  await tx
    .insertInto('police_report_record')
    .values({
      municipality_id: municipalityId,
      report_id: reportId,
      record_id: record.recordId,
      kind: record.kind,
      note: record.note,
      added_at: record.addedAt,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'report_id', 'record_id']).doNothing())
    .execute()
}

export async function removeRecord(
  tx: Tx,
  municipalityId: MunicipalityId,
  reportId: RecordId,
  recordId: RecordId,
): Promise<void> {
  await tx
    .deleteFrom('police_report_record')
    .where('municipality_id', '=', municipalityId)
    .where('report_id', '=', reportId)
    .where('record_id', '=', recordId)
    .execute()
}

/** @returns false where the report has no such capture. */
export async function setWitness(
  tx: Tx,
  municipalityId: MunicipalityId,
  reportId: RecordId,
  recordId: RecordId,
  staffId: StaffId,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('police_report_record')
    .set({ witness_staff_id: staffId, witnessed_at: at })
    .where('municipality_id', '=', municipalityId)
    .where('report_id', '=', reportId)
    .where('record_id', '=', recordId)
    .where('kind', '=', 'capture')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function searchesOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  reportId: RecordId,
): Promise<AuthorSearch[]> {
  const rows = await tx
    .selectFrom('police_report_search')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('report_id', '=', reportId)
    .orderBy('at', 'desc')
    .execute()
  return rows.map((row) => ({
    reason: row.reason,
    staffId: row.staff_id,
    at: row.at,
    found: row.found,
  }))
}

/** Made before today and not handed in, or handed in and to be followed up by today. */
export async function waitingReports(
  tx: Tx,
  municipalityId: MunicipalityId,
  today: Day,
): Promise<PoliceReport[]> {
  const rows = await tx
    .selectFrom('police_report')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'made'), eb('made_at', '<', instantOf(today))]),
        eb.and([eb('state', '=', 'submitted'), eb('follow_up_on', '<=', today)]),
      ]),
    )
    .execute()
  return rows.flatMap((row) => toReport(row) ?? [])
}

const mostEarlier = 100

/**
 * What the same sender has written to any account on the same platform that lies within the actor's reach, newest first;
 * by the platform's id of the sender.
 */
export async function byAuthor(tx: Tx, actor: Actor, item: Item): Promise<Item[]> {
  if (!item.authorId) return []
  const { municipalityId } = actor
  const scope = scopeOf(actor, 'items.read')
  const accounts = await listAccounts(tx, municipalityId)
  const platform = accounts.find(({ accountId }) => accountId === item.accountId)?.platform
  const alike = accounts.filter((account) => account.platform === platform && reaches(scope, account))
  const rows = await selectItems(tx, municipalityId)
    .where('author_id', '=', item.authorId)
    .where('direction', '=', 'received')
    .where('record_id', '!=', item.recordId)
    .where(sql<boolean>`account_id = ANY(${alike.map(({ accountId }) => accountId)}::uuid[])`)
    .orderBy('published_at', 'desc')
    .limit(mostEarlier)
    .execute()
  return rows.map(toItem)
}

/** Nothing of these is disposed of until the report is closed. */
export async function hold(
  tx: Tx,
  municipalityId: MunicipalityId,
  reportId: RecordId,
  recordIds: readonly RecordId[],
  at: Date,
): Promise<void> {
  await tx
    .insertInto('record_hold')
    .values(
      recordIds.map((recordId) => ({
        municipality_id: municipalityId,
        record_id: recordId,
        report_id: reportId,
        set_at: at,
        released_at: null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['municipality_id', 'record_id', 'report_id']).doNothing())
    .execute()
}

export async function releaseHolds(
  tx: Tx,
  municipalityId: MunicipalityId,
  reportId: RecordId,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('record_hold')
    .set({ released_at: at })
    .where('municipality_id', '=', municipalityId)
    .where('report_id', '=', reportId)
    .where('released_at', 'is', null)
    .execute()
}
