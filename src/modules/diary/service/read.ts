import { type Actor, authorize, may, type Permission, type Subject, scopeOf } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { OfficeHours, RecordId } from '../../../kernel/index.ts'
import { listAccounts } from '../../accounts/index.ts'
import { itemsByIds, type VersionRef } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { type DiaryStanding, reachOf } from '../../supervision/index.ts'
import { isLate, recordTitle } from '../rules.ts'
import {
  committeesOf,
  entryOfRecord,
  listSeries,
  type ReachedAccounts,
  recordsOf,
  registeredEntries,
  typesOf,
  waitingEntries,
} from '../store.ts'
import type { DiaryEntry, DiaryFilter, LinkedRecord, ListedEntry, ReadEntry } from '../types.ts'
import { requireEntry } from './sealed.ts'

/** Entries on a page. */
export const pageSize = 50
const mostWaiting = 200
/** Of a list that leaves the house. */
const mostSent = 10_000

const reachIn = async (tx: Tx, actor: Actor, permission: Permission): Promise<ReachedAccounts> =>
  reachOf(scopeOf(actor, permission), await listAccounts(tx, actor.municipalityId))

export interface DiaryPage {
  /** What waits for the registrar, what came in first first. */
  readonly waiting: readonly DiaryEntry[]
  /** By which it is told what has waited too long. */
  readonly officeHours: OfficeHours
  readonly entries: readonly ListedEntry[]
  /** The last of this page, when there are more. */
  readonly next: DiaryEntry | undefined
  readonly committees: readonly string[]
}

/** The diary as far as the actor reaches. */
export async function readDiary(house: House, actor: Actor, filter: DiaryFilter): Promise<DiaryPage> {
  authorize(actor, 'diary.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const reach = await reachIn(tx, actor, 'diary.read')
    const found = await registeredEntries(tx, municipalityId, reach, filter, pageSize + 1)
    return {
      waiting: await waitingEntries(tx, municipalityId, reach, mostWaiting),
      officeHours: (await currentPolicy(tx, municipalityId, house.clock.now())).settings.responseTarget
        .officeHours,
      entries: found.slice(0, pageSize),
      next: found.length > pageSize ? found[pageSize - 1] : undefined,
      committees: await committeesOf(tx, municipalityId, reach),
    }
  })
}

/** All that the filter leaves, for a list that is printed or opened elsewhere. */
export async function wholeDiary(house: House, actor: Actor, filter: DiaryFilter): Promise<ListedEntry[]> {
  authorize(actor, 'diary.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) =>
    registeredEntries(tx, municipalityId, await reachIn(tx, actor, 'diary.read'), filter, mostSent),
  )
}

/** One entry. The reading is kept in the audit trail. @throws Stop('notFound'), Stop('refused'). */
export async function readEntry(house: House, actor: Actor, entryId: RecordId): Promise<ReadEntry> {
  authorize(actor, 'diary.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const entry = await requireEntry(tx, actor, 'diary.read', entryId)
    await audit(tx, actor, 'diary.read', { kind: 'record', id: entryId }, {}, house.clock.now())
    return {
      entry,
      records: await linkedRecords(tx, actor, entry),
      names: await staffNames(tx, municipalityId, [entry.proposedBy, entry.settledBy]),
      series: await listSeries(tx, municipalityId),
      mayRegister: await mayRegister(tx, actor, entry),
    }
  })
}

/** What an entry points at, each by its kind, first what it is about; a text is never told. */
async function linkedRecords(tx: Tx, actor: Actor, entry: DiaryEntry): Promise<LinkedRecord[]> {
  const { municipalityId } = actor
  const isSubject = ({ record }: VersionRef): number => Number(record === entry.recordId)
  const refs = (await recordsOf(tx, municipalityId, entry.entryId)).sort(
    (a, b) => isSubject(b) - isSubject(a),
  )
  const ids = refs.map(({ record }) => record)
  const items = new Map((await itemsByIds(tx, municipalityId, ids)).map((item) => [item.recordId, item]))
  const types = await typesOf(tx, municipalityId, ids)
  return refs.map((ref) => ({ ...ref, title: recordTitle(items.get(ref.record), types.get(ref.record)) }))
}

async function mayRegister(tx: Tx, actor: Actor, entry: DiaryEntry): Promise<boolean> {
  const account = (await listAccounts(tx, actor.municipalityId)).find(
    ({ accountId }) => accountId === entry.accountId,
  )
  return may(actor, 'diary.register', account ?? {})
}

/** What waits for the actor, for the menu; late: some of it for more than a working day. */
export async function waitingFor(
  house: House,
  actor: Actor,
): Promise<{ readonly count: number; readonly late: boolean }> {
  authorize(actor, 'diary.register')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const reach = await reachIn(tx, actor, 'diary.register')
    const waiting = await waitingEntries(tx, municipalityId, reach, mostWaiting)
    const now = house.clock.now()
    const { officeHours } = (await currentPolicy(tx, municipalityId, now)).settings.responseTarget
    return {
      count: waiting.length,
      late: waiting.some(({ proposedAt }) => isLate(proposedAt, officeHours, now)),
    }
  })
}

/** Where a record stands, for the pages of modules below; src/app hands it to them. */
export const diaryLookup =
  (house: House) =>
  (actor: Actor, recordId: RecordId, subject: Subject): Promise<DiaryStanding> =>
    withMunicipality(house.db, actor.municipalityId, (tx) => standingIn(tx, actor, recordId, subject))

/** In the caller's transaction. */
export async function standingIn(
  tx: Tx,
  actor: Actor,
  recordId: RecordId,
  subject: Subject,
): Promise<DiaryStanding> {
  const entry = may(actor, 'diary.read', subject)
    ? await entryOfRecord(tx, actor.municipalityId, recordId)
    : undefined
  return {
    entry: entry && { entryId: entry.entryId, state: entry.state, number: entry.number ?? '' },
    mayPropose: may(actor, 'diary.propose', subject),
  }
}
