import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { newId, type RecordId, Stop, type TaskId } from '../../../kernel/index.ts'
import { acceptRecords, type Item, requireItem } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { groundsAt } from '../../policy/index.ts'
import { policeClassify } from '../rules.ts'
import {
  addRecord,
  byAuthor,
  changeReport,
  insertReport,
  lockReport,
  removeRecord,
  setWitness,
} from '../store.ts'
import type { PoliceReport } from '../types.ts'
import { requireReportable } from './read.ts'

interface Drafting {
  readonly tx: Tx
  readonly report: PoliceReport
  readonly item: Item
  readonly now: Date
}

/** Works on a draft, begun if there is none. What has been made is not changed. @throws Stop. */
async function drafting<T>(
  house: House,
  actor: Actor,
  taskId: TaskId,
  work: (drafting: Drafting) => Promise<T>,
): Promise<T> {
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a report is written by a person')
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const task = await requireReportable(tx, actor, taskId)
    const item = await requireItem(tx, municipalityId, task.recordId)
    const now = house.clock.now()
    if (!(await lockReport(tx, municipalityId, task.recordId))) {
      const { recordId } = task
      const reportId = newId<RecordId>()
      await insertReport(tx, municipalityId, {
        reportId,
        taskId,
        recordId,
        accountId: item.accountId,
        staffId,
        createdAt: now,
      })
      await audit(
        tx,
        actor,
        'policeReports.begin',
        { kind: 'record', id: recordId },
        { report: reportId },
        now,
      )
    }
    const report = await lockReport(tx, municipalityId, task.recordId)
    if (report?.state !== 'draft')
      throw new Stop('conflict', 'Anmälan är redan gjord och kan inte ändras. Ladda om sidan.')
    return work({ tx, report, item, now })
  })
}

export interface Words {
  readonly context: string
  readonly classification: string
  readonly diaryNumber: string
}

/**
 * Saves what has been written and chosen so far. @returns the record that it is about.
 * @throws Stop('invalid') with field 'rubricering'.
 */
export async function saveReport(
  house: House,
  actor: Actor,
  taskId: TaskId,
  draft: Words,
): Promise<RecordId> {
  authorize(actor, 'policeReports.write')
  return drafting(house, actor, taskId, async ({ tx, report, item, now }) => {
    const { context, classification, diaryNumber } = draft
    const known = [
      '',
      policeClassify,
      ...groundsAt(now).flatMap(({ id, group }) => (group === 'must' ? [id] : [])),
    ]
    if (!known.includes(classification))
      throw new Stop('invalid', 'Välj en av rubriceringarna i listan.', {
        rubricering: 'Välj en rubricering',
      })
    await changeReport(tx, actor.municipalityId, report.reportId, {
      context,
      classification,
      diary_number: diaryNumber,
    })
    return item.recordId
  })
}

/** A picture of what was seen, sealed with its address, time and whoever took it; a witness is asked for apart. */
export async function addCapture(
  house: House,
  actor: Actor,
  taskId: TaskId,
  capture: {
    readonly bytes: Uint8Array
    readonly mediaType: string
    readonly url: string
    readonly note: string
  },
): Promise<void> {
  authorize(actor, 'policeReports.write')
  await drafting(house, actor, taskId, async ({ tx, report, item, now }) => {
    const recordId = newId<RecordId>()
    const { bytes, mediaType, url, note } = capture
    await acceptRecords(house, tx, actor.municipalityId, [
      {
        recordId,
        version: 1,
        type: recordTypes.capture,
        fields: {
          about: [{ record: item.recordId, version: item.version }],
          url,
          note,
          takenBy: actor.name,
          addedAt: now.toISOString(),
        },
        parts: [{ name: 'capture', mediaType, bytes }],
      },
    ])
    await addRecord(tx, actor.municipalityId, report.reportId, {
      recordId,
      kind: 'capture',
      note,
      addedAt: now,
    })
  })
}

/** Somebody who has seen it on the platform says that the picture shows what was there; that is a record too. */
export async function witness(
  house: House,
  actor: Actor,
  taskId: TaskId,
  captureId: RecordId,
): Promise<void> {
  authorize(actor, 'policeReports.write')
  await drafting(house, actor, taskId, async ({ tx, report, now }) => {
    const { municipalityId, staffId } = actor
    if (!staffId) throw new Error('a witness is a person')
    if (!(await setWitness(tx, municipalityId, report.reportId, captureId, staffId, now)))
      throw new Stop('notFound', 'Bilden hör inte till anmälan. Ladda om sidan.')
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: newId<RecordId>(),
        version: 1,
        type: recordTypes.decision,
        fields: {
          decision: 'witness',
          about: [{ record: captureId, version: 1 }],
          witness: actor.name,
          words: 'Jag såg det på plattformen och intygar att bilden stämmer.',
        },
        parts: [],
      },
    ])
    await audit(tx, actor, 'policeReports.witness', { kind: 'record', id: captureId }, {}, now)
  })
}

/** Takes something out of the package; a picture itself stays in the archive. */
export async function leaveOut(
  house: House,
  actor: Actor,
  taskId: TaskId,
  recordId: RecordId,
): Promise<void> {
  authorize(actor, 'policeReports.write')
  await drafting(house, actor, taskId, ({ tx, report }) =>
    removeRecord(tx, actor.municipalityId, report.reportId, recordId),
  )
}

/**
 * Looks for what the same sender has written before, by the platform's id and never by what anybody thinks. Only inside
 * a report, with a reason, and never forgotten that it was done.
 */
export async function searchEarlier(
  house: House,
  actor: Actor,
  taskId: TaskId,
  reason: string,
): Promise<number> {
  authorize(actor, 'policeReports.write')
  return drafting(house, actor, taskId, async ({ tx, report, item, now }) => {
    const { municipalityId, staffId } = actor
    if (!staffId) throw new Error('somebody looks')
    const { length } = await byAuthor(tx, actor, item)
    await tx
      .insertInto('police_report_search')
      .values({
        municipality_id: municipalityId,
        search_id: newId(),
        report_id: report.reportId,
        reason,
        staff_id: staffId,
        at: now,
        found: length,
      })
      .execute()
    await audit(
      tx,
      actor,
      'policeReports.search',
      { kind: 'record', id: item.recordId },
      { reason, found: length },
      now,
    )
    return length
  })
}

/** Takes along what the search found and a person has chosen; anything else is passed over. */
export async function takeAlong(
  house: House,
  actor: Actor,
  taskId: TaskId,
  recordIds: readonly string[],
): Promise<void> {
  authorize(actor, 'policeReports.write')
  await drafting(house, actor, taskId, async ({ tx, report, item, now }) => {
    const found = await byAuthor(tx, actor, item)
    for (const { recordId } of found)
      if (recordIds.includes(recordId))
        await addRecord(tx, actor.municipalityId, report.reportId, {
          recordId,
          kind: 'earlier',
          note: 'Tidigare av samma avsändare',
          addedAt: now,
        })
  })
}
