import { type Actor, authorize } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type Json, maskPersonalNumbers } from '../../kernel/index.ts'
import { safeDetail } from './rules.ts'
import { insertEvents, listEvents } from './store.ts'
import type { AuditEvent, AuditFilter, AuditSubject } from './types.ts'

const usualPage = 50
const largestPage = 200

/**
 * Writes who did (or read) what, in the transaction of what was done.
 * @param detail ids and codes; personal numbers are masked.
 * @throws Error when `detail` has a field that is named as a secret.
 */
export async function audit(
  tx: Tx,
  actor: Actor,
  verb: string,
  subject: AuditSubject,
  detail: { readonly [key: string]: Json },
  at: Date,
): Promise<void> {
  await auditEach(tx, actor, verb, [{ subject, detail }], at)
}

/** As audit, for the same verb done to several subjects at once: at most a thousand. */
export async function auditEach(
  tx: Tx,
  actor: Actor,
  verb: string,
  done: readonly { readonly subject: AuditSubject; readonly detail: { readonly [key: string]: Json } }[],
  at: Date,
): Promise<void> {
  const by = { at, staffId: actor.staffId ?? null, actor: maskPersonalNumbers(actor.name), verb }
  const events = done.map(({ subject, detail }) => ({ ...by, subject, detail: safeDetail(detail) }))
  await insertEvents(tx, actor.municipalityId, events)
}

/** A page of the trail, newest first; `more` tells whether older lines follow. */
export async function auditTrail(
  house: House,
  actor: Actor,
  filter: AuditFilter = {},
): Promise<{ readonly events: AuditEvent[]; readonly more: boolean }> {
  // The trail is of the whole municipality: a role in one department does not open it.
  authorize(actor, 'audit.read', {})
  const limit = Math.min(Math.max(filter.limit ?? usualPage, 1), largestPage)
  const found = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    listEvents(tx, actor.municipalityId, filter, limit + 1),
  )
  return { events: found.slice(0, limit), more: found.length > limit }
}
