import { type Insertable, sql } from 'kysely'
import type { RecordType } from '../../evidence/index.ts'
import { insertTogether, type Rows, type Tx } from '../../infra/db/index.ts'
import type {
  ContentTable,
  EntryPendingTable,
  EntryTable,
  ItemTable,
  PartTable,
} from '../../infra/db/schema/index.ts'
import type { AccountId, MunicipalityId, RecordId } from '../../kernel/index.ts'
import type { Item } from './types.ts'

export interface RecordRows {
  readonly entries: Insertable<EntryTable>[]
  readonly contents: Insertable<ContentTable>[]
  readonly parts: Insertable<PartTable>[]
  readonly pending: Insertable<EntryPendingTable>[]
}

const columns = {
  item: [
    'municipality_id',
    'record_id',
    'version',
    'account_id',
    'kind',
    'direction',
    'platform_id',
    'version_key',
    'parent',
    'permalink',
    'author',
    'author_id',
    'text',
    'state',
    'published_at',
    'collected_at',
    'import_id',
  ],
  entry: ['municipality_id', 'record_id', 'version', 'type', 'time_ms', 'commitment'],
  content: ['municipality_id', 'record_id', 'version', 'salt', 'fields', 'manifest'],
  entry_pending: ['municipality_id', 'record_id', 'version'],
  part: ['municipality_id', 'record_id', 'version', 'name', 'media_type', 'bytes', 'content'],
} as const satisfies Record<string, readonly string[]>

/** What is inserted in the same statement as the records. */
export interface Along {
  /** Rows of the items that some of the records are the first version of. */
  readonly items?: readonly ItemRow[]
  readonly announcements?: readonly Rows[]
}

/** Record versions in one statement; keeps its number of values far below what one may carry. */
const mostTogether = 250

/**
 * All rows of some record versions, and what goes with them, in one statement: a live item costs
 * one round trip. More than some hundred are divided.
 */
export async function insertRecords(tx: Tx, rows: RecordRows, along: Along = {}): Promise<void> {
  const { items = [], announcements = [] } = along
  const most = Math.max(rows.entries.length, rows.parts.length / 2, items.length)
  const turns = Math.ceil(most / mostTogether)
  const share = <T>(all: readonly T[], turn: number): readonly T[] => {
    const each = Math.ceil(all.length / turns)
    return all.slice(turn * each, (turn + 1) * each)
  }
  for (let turn = 0; turn < turns; turn += 1) {
    await insertTogether(tx, [
      { table: 'item', columns: columns.item, rows: share(items, turn) },
      { table: 'entry', columns: columns.entry, rows: share(rows.entries, turn) },
      { table: 'content', columns: columns.content, rows: share(rows.contents, turn) },
      { table: 'entry_pending', columns: columns.entry_pending, rows: share(rows.pending, turn) },
      { table: 'part', columns: columns.part, rows: share(rows.parts, turn) },
      ...(turn === turns - 1 ? announcements : []),
    ])
  }
}

export type ItemRow = Insertable<ItemTable>

/** What stands for the words of an item that is shown to nobody. */
const withheldText = 'Innehållet är spärrat och visas inte för någon.'

/** Of a row of `item`: whether it is shown to nobody. */
const isWithheld = sql<boolean>`EXISTS (SELECT FROM withheld_record w
  WHERE w.municipality_id = item.municipality_id AND w.record_id = item.record_id)`.as('withheld')

export interface KnownItem {
  readonly record_id: RecordId
  readonly version: number
  readonly version_key: string
  readonly platform_id: string
  readonly state: string
  readonly withheld: boolean
}

/** What is known of these ids on an account, locked against another collector of the same account. */
export function knownItems(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  platformIds: readonly string[],
): Promise<KnownItem[]> {
  if (platformIds.length === 0) return Promise.resolve([])
  return tx
    .selectFrom('item')
    .select(['record_id', 'version', 'version_key', 'platform_id', 'state'])
    .select(isWithheld)
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .where('platform_id', 'in', platformIds)
    .orderBy('record_id')
    .forUpdate()
    .execute()
}

/** Those of the ids that are known on the account; one array, so that thousands can be asked for at once. */
export async function knownIds(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  platformIds: readonly string[],
): Promise<string[]> {
  if (platformIds.length === 0) return []
  const rows = await tx
    .selectFrom('item')
    .select('platform_id')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .where('platform_id', '=', sql<string>`ANY(${[...platformIds]})`)
    .execute()
  return rows.map((row) => row.platform_id)
}

/** How many items an account has, counted to `most`. */
export async function countItems(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  most: number,
): Promise<number> {
  const some = tx
    .selectFrom('item')
    .select('platform_id')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .limit(most)
    .as('some')
  const { held } = await tx
    .selectFrom(some)
    .select((eb) => eb.fn.countAll<string>().as('held'))
    .executeTakeFirstOrThrow()
  return Number(held)
}

/** The item's next version, written over the last in the projection; the versions themselves stand. */
export async function updateItem(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
  row: Partial<Omit<ItemRow, 'municipality_id' | 'record_id'>>,
): Promise<void> {
  await tx
    .updateTable('item')
    .set(row)
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .execute()
}

/** The fields of one version, or undefined after disposal. */
export async function fieldsOfVersion(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
  version: number,
): Promise<Record<string, string> | undefined> {
  const row = await tx
    .selectFrom('content')
    .select('fields')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .where('version', '=', version)
    .executeTakeFirst()
  return row ? (JSON.parse(row.fields) as Record<string, string>) : undefined
}

const itemColumns = [
  'record_id',
  'version',
  'account_id',
  'kind',
  'direction',
  'platform_id',
  'version_key',
  'parent',
  'permalink',
  'author',
  'author_id',
  'text',
  'state',
  'published_at',
  'collected_at',
  'changed_at',
  'gone_at',
] as const

/** Items by a condition on the table `item`; every reading of items goes through here. */
export const selectItems = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('item')
    .select(itemColumns)
    .select(isWithheld)
    .where('item.municipality_id', '=', municipalityId)

type SelectedItem = Awaited<ReturnType<ReturnType<typeof selectItems>['execute']>>[number]

export const toItem = (row: SelectedItem): Item => ({
  recordId: row.record_id,
  version: row.version,
  accountId: row.account_id,
  kind: row.kind as Item['kind'],
  direction: row.direction as Item['direction'],
  platformId: row.platform_id,
  versionKey: row.version_key,
  parent: row.parent,
  permalink: row.withheld ? null : row.permalink,
  author: row.author,
  authorId: row.author_id,
  text: row.withheld ? withheldText : row.text,
  state: row.state as Item['state'],
  publishedAt: row.published_at,
  collectedAt: row.collected_at,
  changedAt: row.changed_at,
  goneAt: row.gone_at,
  withheld: row.withheld,
})

/** The ids of records of a type in which a field has this very value. Read singly: for the few that are decisions. */
export async function recordsWith(
  tx: Tx,
  municipalityId: MunicipalityId,
  type: RecordType,
  field: { readonly name: string; readonly value: string },
): Promise<RecordId[]> {
  const rows = await tx
    .selectFrom('entry')
    .innerJoin('content', (join) =>
      join
        .onRef('content.municipality_id', '=', 'entry.municipality_id')
        .onRef('content.record_id', '=', 'entry.record_id')
        .onRef('content.version', '=', 'entry.version'),
    )
    .select('entry.record_id')
    .where('entry.municipality_id', '=', municipalityId)
    .where('entry.type', '=', type)
    .where(sql<string>`content.fields::jsonb->>${field.name}`, '=', field.value)
    .execute()
  return rows.map((row) => row.record_id)
}
