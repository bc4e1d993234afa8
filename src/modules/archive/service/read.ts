import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MunicipalityId, type RecordId, Stop } from '../../../kernel/index.ts'
import { selectItems, toItem } from '../store.ts'
import type { Item, RecordVersion } from '../types.ts'
import { isWithheld } from '../withheld-store.ts'

/** @param held until the transaction ends: others who decide about it wait. @throws Stop('notFound'). */
export async function requireItem(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
  held = false,
): Promise<Item> {
  const row = await selectItems(tx, municipalityId)
    .where('record_id', '=', recordId)
    .$if(held, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!row)
    throw new Stop(
      'notFound',
      'Handlingen finns inte, eller hör till en annan kommun. Sök efter den i stället.',
    )
  return toItem(row)
}

/** Items by record id; those that do not exist are left out. */
export async function itemsByIds(
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly string[],
): Promise<Item[]> {
  if (ids.length === 0) return []
  return (
    await selectItems(tx, municipalityId)
      .where('record_id', 'in', ids as readonly RecordId[])
      .execute()
  ).map(toItem)
}

export interface Thread {
  /** The post it all stands under, when we have it. */
  readonly root: Item | undefined
  /** Oldest first, around the item itself; at most `threadItems`. */
  readonly around: readonly Item[]
  readonly total: number
}

const threadItems = 12

/** What an item stands in: the post it is under, what it answers, and what was said beside it. */
export async function threadOf(tx: Tx, item: Item, municipalityId: MunicipalityId): Promise<Thread> {
  const ancestors: Item[] = []
  let parent = item.parent
  while (parent && ancestors.length < 10) {
    const row = await selectItems(tx, municipalityId)
      .where('account_id', '=', item.accountId)
      .where('platform_id', '=', parent)
      .executeTakeFirst()
    if (!row) break
    ancestors.unshift(toItem(row))
    parent = row.parent
  }
  const root = ancestors[0]
  const siblings = item.parent
    ? (
        await selectItems(tx, municipalityId)
          .where('account_id', '=', item.accountId)
          .where('parent', '=', item.parent)
          .orderBy('published_at')
          .orderBy('record_id')
          .limit(200)
          .execute()
      ).map(toItem)
    : []
  const answers = (
    await selectItems(tx, municipalityId)
      .where('account_id', '=', item.accountId)
      .where('parent', '=', item.platformId)
      .orderBy('published_at')
      .limit(20)
      .execute()
  ).map(toItem)
  const at = Math.max(
    0,
    siblings.findIndex((one) => one.recordId === item.recordId),
  )
  const near = siblings.slice(Math.max(0, at - 4), at + 4)
  const all = [
    ...ancestors.slice(1),
    ...near.filter((one) => one.recordId !== item.recordId),
    item,
    ...answers,
  ]
  const around = [...new Map(all.map((one) => [one.recordId, one])).values()]
    .sort((a, b) => a.publishedAt.getTime() - b.publishedAt.getTime())
    .slice(-threadItems)
  return { root, around, total: siblings.length }
}

/**
 * Versions of a record, newest last, with what of each can still be read.
 * @param newest how many, counted from the newest; all unless given.
 */
export async function versionsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
  newest?: number,
): Promise<RecordVersion[]> {
  const found = await tx
    .selectFrom('entry')
    .leftJoin('content', (join) =>
      join
        .onRef('content.municipality_id', '=', 'entry.municipality_id')
        .onRef('content.record_id', '=', 'entry.record_id')
        .onRef('content.version', '=', 'entry.version'),
    )
    .leftJoin('log_index', (join) =>
      join
        .onRef('log_index.municipality_id', '=', 'entry.municipality_id')
        .onRef('log_index.record_id', '=', 'entry.record_id')
        .onRef('log_index.version', '=', 'entry.version'),
    )
    .select(['entry.version', 'entry.type', 'entry.time_ms', 'content.fields', 'log_index.index'])
    .where('entry.municipality_id', '=', municipalityId)
    .where('entry.record_id', '=', recordId)
    .orderBy('entry.version', 'desc')
    .$if(newest !== undefined, (query) => query.limit(newest ?? 0))
    .execute()
  const rows = found.reverse()
  const withheld = await isWithheld(tx, municipalityId, recordId)
  const parts = await tx
    .selectFrom('part')
    .select(['version', 'name', 'media_type', 'bytes'])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .where('version', '>=', rows[0]?.version ?? 1)
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    recordId,
    version: row.version,
    type: row.type,
    acceptedAt: new Date(row.time_ms),
    fields: row.fields && !withheld ? (JSON.parse(row.fields) as Record<string, string>) : undefined,
    parts: parts
      .filter((part) => part.version === row.version && !withheld)
      .map((part) => ({ name: part.name, mediaType: part.media_type, bytes: part.bytes })),
    index: row.index ?? undefined,
    withheld,
  }))
}

/** The bytes of a part, or undefined when there is none by that name, or the record is withheld. */
export async function partBytes(
  house: Pick<House, 'blobs'>,
  tx: Tx,
  municipalityId: MunicipalityId,
  key: { readonly recordId: RecordId; readonly version: number; readonly name: string },
): Promise<{ readonly bytes: Buffer; readonly mediaType: string } | undefined> {
  const row = await tx
    .selectFrom('part')
    .select(['media_type', 'content'])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', key.recordId)
    .where('version', '=', key.version)
    .where('name', '=', key.name)
    .executeTakeFirst()
  if (!row || (await isWithheld(tx, municipalityId, key.recordId))) return undefined
  const bytes =
    row.content ??
    (await house.blobs.get({ municipalityId, recordId: key.recordId, version: key.version, part: key.name }))
  return { bytes, mediaType: row.media_type }
}

/** How far an item's proof has come: sealed when its latest version stands under a signed checkpoint. */
export async function sealOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
  version: number,
): Promise<{ readonly index: number; readonly sealedAt: Date } | undefined> {
  const row = await tx
    .selectFrom('log_index')
    .select(['log_number', 'index'])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!row) return undefined
  const over = await tx
    .selectFrom('checkpoint')
    .select('at')
    .where('municipality_id', '=', municipalityId)
    .where('log_number', '=', row.log_number)
    .where('size', '>', row.index)
    .orderBy('size')
    .limit(1)
    .executeTakeFirst()
  return over && { index: row.index, sealedAt: over.at }
}

/** The newest version of a record; 0 when there is none, so that the next is always one more. */
export async function lastVersion(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<number> {
  const row = await tx
    .selectFrom('entry')
    .select((eb) => eb.fn.max('version').as('last'))
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .executeTakeFirst()
  return row?.last ?? 0
}
