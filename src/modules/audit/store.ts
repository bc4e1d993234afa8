import type { Tx } from '../../infra/db/index.ts'
import type { Json, MunicipalityId, StaffId } from '../../kernel/index.ts'
import type { AuditEvent, AuditFilter, AuditSubject } from './types.ts'

/** At most some thousand at once: each has eight parameters, of the 65,535 that a statement may have. */
export async function insertEvents(
  tx: Tx,
  municipalityId: MunicipalityId,
  events: readonly Omit<AuditEvent, 'auditId'>[],
): Promise<void> {
  await tx
    .insertInto('audit_event')
    .values(
      events.map((event) => ({
        municipality_id: municipalityId,
        at: event.at,
        staff_id: event.staffId,
        actor: event.actor,
        verb: event.verb,
        subject_kind: event.subject.kind,
        subject_id: event.subject.id,
        detail: JSON.stringify(event.detail),
      })),
    )
    .execute()
}

/** Newest first. */
export async function listEvents(
  tx: Tx,
  municipalityId: MunicipalityId,
  filter: AuditFilter,
  limit: number,
): Promise<AuditEvent[]> {
  let query = tx.selectFrom('audit_event').selectAll().where('municipality_id', '=', municipalityId)
  if (filter.subject) query = whereSubject(query, filter.subject)
  if (filter.staffId) query = query.where('staff_id', '=', filter.staffId)
  if (filter.before !== undefined) query = query.where('audit_id', '<', filter.before)
  const rows = await query.orderBy('audit_id', 'desc').limit(limit).execute()
  return rows.map((row) => ({
    auditId: row.audit_id,
    at: row.at,
    staffId: row.staff_id,
    actor: row.actor,
    verb: row.verb,
    subject: { kind: row.subject_kind, id: row.subject_id },
    detail: row.detail as Json,
  }))
}

const whereSubject = <Q extends { where(column: 'subject_kind' | 'subject_id', op: '=', value: string): Q }>(
  query: Q,
  subject: AuditSubject,
): Q => query.where('subject_kind', '=', subject.kind).where('subject_id', '=', subject.id)

const newest = 3_000

/**
 * The records of items that a person has opened since an instant, oldest first; for that person alone. Looked for among
 * the newest lines of the trail, which are more than anybody writes in the hours that it is asked for.
 */
export async function readingsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId,
  since: Date,
): Promise<{ readonly recordId: string; readonly at: Date }[]> {
  const last = tx
    .selectFrom('audit_event')
    .select(['at', 'verb', 'staff_id', 'subject_id'])
    .where('municipality_id', '=', municipalityId)
    .orderBy('audit_id', 'desc')
    .limit(newest)
  const rows = await tx
    .selectFrom(last.as('last'))
    .select(['at', 'subject_id'])
    .where('verb', '=', 'items.read')
    .where('staff_id', '=', staffId)
    .where('at', '>=', since)
    .orderBy('at')
    .execute()
  return rows.map((row) => ({ recordId: row.subject_id, at: row.at }))
}
