import { type Actor, authorize, type Permission } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type RecordId, Stop } from '../../../kernel/index.ts'
import { findAccount } from '../../accounts/index.ts'
import { acceptRecords, type VersionRef } from '../../archive/index.ts'
import { findEntry, recordsOf, writeEntry } from '../store.ts'
import type { DiaryEntry } from '../types.ts'

/** An entry within the actor's reach. @param find locked, for those who go on to change it. @throws Stop. */
export async function requireEntry(
  tx: Tx,
  actor: Actor,
  permission: Permission,
  entryId: RecordId,
  find = findEntry,
): Promise<DiaryEntry> {
  const { municipalityId } = actor
  const entry = await find(tx, municipalityId, entryId)
  if (!entry) throw new Stop('notFound', 'Posten finns inte i diariet. Gå till diariet och sök efter den.')
  const account = entry.accountId && (await findAccount(tx, municipalityId, entry.accountId))
  authorize(actor, permission, account || {})
  return entry
}

/**
 * A version of an entry: sealed as a record of type 5 under the entry's own id, and written as what it now reads, in the
 * caller's transaction. @param more why there is a new version. @returns the entry as it stands.
 */
export async function sealEntry(
  house: House,
  tx: Tx,
  actor: Actor,
  entry: DiaryEntry,
  more: { readonly correction?: string } = {},
): Promise<DiaryEntry> {
  const { municipalityId } = actor
  const next = { ...entry, version: entry.version + 1 }
  const about: readonly VersionRef[] = await recordsOf(tx, municipalityId, entry.entryId)
  await acceptRecords(house, tx, municipalityId, [
    {
      recordId: next.entryId,
      version: next.version,
      type: recordTypes.diaryEntry,
      fields: {
        about: about.map(({ record, version }) => ({ record, version })),
        account: next.accountId ?? undefined,
        diaryNumber: next.number ?? undefined,
        direction: next.direction,
        day: next.day,
        counterpart: next.counterpart,
        matter: next.matter,
        committee: next.committee,
        secrecy: next.secrecy,
        ground: next.groundId || undefined,
        groundWords: next.groundWords || undefined,
        registeredBy: actor.name,
        ...more,
      },
      parts: [],
    },
  ])
  await writeEntry(tx, municipalityId, next)
  return next
}
