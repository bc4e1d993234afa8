import { fieldValue, recordTypes } from '../../../evidence/index.ts'
import type { Rows, Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announcement } from '../../../infra/jobs/outbox.ts'
import {
  type AccountId,
  type Json,
  type MunicipalityId,
  newId,
  type RecordId,
} from '../../../kernel/index.ts'
import type { CollectedItem, ItemState } from '../../../platforms/contract.ts'
import { fieldsOf, goneFields, partsOf, project, publishedAt, toldFields } from '../rules.ts'
import { fieldsOfVersion, type ItemRow, type KnownItem, knownItems, updateItem } from '../store.ts'
import type { GoneItem, IncomingItem, IngestOutcome, Item, NewRecord, VersionRef } from '../types.ts'
import { acceptRecords } from './accept.ts'

interface Context {
  readonly municipalityId: MunicipalityId
  readonly accountId: AccountId
  readonly importId?: string
}

/**
 * Takes what a platform shows into the archive, in the caller's transaction: a new item is version 1, a change is
 * the next version, the same item in the same version is nothing. Announces 'items.recorded'.
 * Two collectors that meet on the same new item: the later one's transaction fails with SQLSTATE 23505, and its next
 * round finds the item known.
 */
export async function ingestItems(
  house: House,
  tx: Tx,
  context: Context,
  incoming: readonly IncomingItem[],
): Promise<IngestOutcome> {
  const ids = [...new Set(incoming.map((one) => one.item.platformId))]
  return takeIn(
    house,
    tx,
    context,
    incoming,
    await knownItems(tx, context.municipalityId, context.accountId, ids),
  )
}

/**
 * As ingestItems, of items that are thought to be new: not looked up first, so that they cost one round trip.
 * @throws what the database says, with SQLSTATE 23505, when one of them is known.
 */
export const ingestNew = (
  house: House,
  tx: Tx,
  context: Context,
  incoming: readonly IncomingItem[],
): Promise<IngestOutcome> => takeIn(house, tx, context, incoming, [])

async function takeIn(
  house: House,
  tx: Tx,
  context: Context,
  incoming: readonly IncomingItem[],
  knownRows: readonly KnownItem[],
): Promise<IngestOutcome> {
  const latest = new Map(incoming.map((one) => [one.item.platformId, one]))
  const known = new Map(knownRows.map((row) => [row.platform_id, row]))
  const fresh: NewRecord[] = []
  const changed: NewRecord[] = []
  const rows: ItemRow[] = []
  const refusals: { record: VersionRef; incoming: IncomingItem }[] = []
  for (const one of latest.values()) {
    const before = known.get(one.item.platformId)
    if (isKnown(before, one.item) || before?.withheld) continue
    const record = recordOf(house, context, one, before)
    if (one.refusals.length > 0)
      refusals.push({ record: { record: record.recordId, version: record.version }, incoming: one })
    const row = itemRow(house, context, record, one.item.versionKey)
    if (before) {
      changed.push(record)
      await updateItem(tx, context.municipalityId, before.record_id, changeOf(row, house.clock.now()))
    } else {
      fresh.push(record)
      rows.push(row)
    }
  }
  const records = [...fresh, ...changed]
  const announcements = recordedNotice(house, context, records.map(refOf))
  await acceptRecords(house, tx, context.municipalityId, records, { items: rows, announcements })
  await recordRefusals(house, tx, context.municipalityId, refusals)
  return {
    new: fresh.map(refOf),
    changed: changed.map(refOf),
    same: latest.size - records.length,
  }
}

/**
 * Those of a page's items that are not known, or known in another version; so that media is fetched for these alone.
 * Of what is withheld nothing more is taken in: see ingestState.
 */
export async function newOrChanged(
  tx: Tx,
  context: Context,
  items: readonly CollectedItem[],
): Promise<CollectedItem[]> {
  const ids = items.map((item) => item.platformId)
  const known = new Map(
    (await knownItems(tx, context.municipalityId, context.accountId, ids)).map((row) => [
      row.platform_id,
      row,
    ]),
  )
  return items.filter((item) => {
    const before = known.get(item.platformId)
    return !isKnown(before, item) && !before?.withheld
  })
}

const isKnown = (before: KnownItem | undefined, item: CollectedItem): boolean =>
  before !== undefined && before.version_key === item.versionKey && before.state !== 'gone'

/**
 * Records that items are no longer on the platform, once each was asked for singly and not found. One that is not known
 * becomes a record of what the platform told of it, where it told of it.
 */
export async function ingestGone(
  house: House,
  tx: Tx,
  context: Context,
  gone: readonly GoneItem[],
): Promise<VersionRef[]> {
  const ids = gone.map(({ ref }) => ref.platformId)
  const known = await knownItems(tx, context.municipalityId, context.accountId, ids)
  const records: NewRecord[] = []
  for (const before of known) {
    if (before.state === 'gone') continue
    const fields = await fieldsOfVersion(tx, context.municipalityId, before.record_id, before.version)
    const told = gone.find(({ ref }) => ref.platformId === before.platform_id)
    const version = before.version + 1
    records.push({
      recordId: before.record_id,
      version,
      type: recordTypes.gone,
      fields: goneFields(fields ?? {}, told?.confirmation ?? ''),
      parts: told?.parts ?? [],
    })
    const goneAt = house.clock.now()
    await updateItem(tx, context.municipalityId, before.record_id, {
      version,
      state: 'gone',
      gone_at: goneAt,
    })
  }
  const missed = missedOf(context, gone, known)
  const refs = [...records, ...missed].map(refOf)
  const announcements = recordedNotice(house, context, refs)
  const items = missed.map((record) => itemRow(house, context, record, ''))
  await acceptRecords(house, tx, context.municipalityId, [...records, ...missed], { items, announcements })
  for (const { recordId } of missed)
    await updateItem(tx, context.municipalityId, recordId, { gone_at: house.clock.now() })
  return refs
}

/** First versions of what was gone before it could be fetched. No version of the platform's has an empty key. */
const missedOf = (context: Context, gone: readonly GoneItem[], known: readonly KnownItem[]): NewRecord[] =>
  gone.flatMap(({ ref, confirmation, told, parts = [] }) =>
    !told || known.some(({ platform_id: id }) => id === ref.platformId)
      ? []
      : {
          recordId: newId<RecordId>(),
          version: 1,
          type: recordTypes.collected,
          fields: toldFields(told, context.accountId, confirmation),
          parts,
        },
  )

/** Of what is withheld: how it stands on the platform, and none of its words or media anew. */
export async function ingestState(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  item: Pick<Item, 'recordId' | 'version'>,
  state: ItemState,
): Promise<void> {
  const { recordId } = item
  const fields = await fieldsOfVersion(tx, municipalityId, recordId, item.version)
  const version = item.version + 1
  await acceptRecords(house, tx, municipalityId, [
    { recordId, version, type: recordTypes.changeSeen, fields: { ...fields, state }, parts: [] },
  ])
  await updateItem(tx, municipalityId, recordId, { version, state, changed_at: house.clock.now() })
}

const refOf = ({ recordId, version }: NewRecord): VersionRef => ({ record: recordId, version })

function recordOf(
  house: House,
  context: Context,
  one: IncomingItem,
  before: KnownItem | undefined,
): NewRecord {
  return {
    recordId: before ? before.record_id : newId<RecordId>(),
    version: before ? before.version + 1 : 1,
    type: before ? recordTypes.changeSeen : recordTypes.collected,
    fields: { ...fieldsOf(one.item, context.accountId, context.importId), ...one.more },
    parts: [...partsOf(one.item, one.media, house.software), ...(one.parts ?? [])],
  }
}

function itemRow(house: House, context: Context, record: NewRecord, versionKey: string): ItemRow {
  const now = house.clock.now()
  const projected = project(textFields(record))
  return {
    ...projected,
    account_id: projected.account_id as AccountId,
    published_at: publishedAt(projected.published_at, now),
    municipality_id: context.municipalityId,
    record_id: record.recordId,
    version: record.version,
    version_key: versionKey,
    collected_at: now,
  }
}

/** The row's own words from the committed values, so that verify derives the same. */
function textFields(record: NewRecord): Record<string, string> {
  const entries = Object.entries(record.fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([name, value]) => [name, fieldValue(value as Json)]))
}

function changeOf(row: ItemRow, now: Date): Partial<ItemRow> {
  const { municipality_id: _m, record_id: _r, collected_at: _c, account_id: _a, ...change } = row
  return { ...change, changed_at: now, gone_at: null }
}

function recordedNotice(house: House, context: Context, records: readonly VersionRef[]): Rows[] {
  if (records.length === 0) return []
  const payload = {
    account: context.accountId,
    records: records.map(({ record, version }) => ({ record, version })),
  }
  return [announcement(context.municipalityId, 'items.recorded', payload, house.clock.now())]
}

async function recordRefusals(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  refusals: readonly { readonly record: VersionRef; readonly incoming: IncomingItem }[],
): Promise<void> {
  const rows = refusals.flatMap(({ record, incoming }) =>
    incoming.refusals.map(({ url, reason }, index) => ({
      municipality_id: municipalityId,
      record_id: record.record,
      version: record.version,
      part: `media-refused-${index + 1}`,
      url,
      reason,
      at: house.clock.now(),
    })),
  )
  if (rows.length > 0) await tx.insertInto('media_refusal').values(rows).execute()
}
