import { encodeEntry, leafHash, type RecordType } from '../../evidence/index.ts'
import type { EntryTable } from '../../infra/db/schema/index.ts'
import { type AccountId, asId, isObject, type Json, type RecordId } from '../../kernel/index.ts'
import type { CollectedItem, ToldItem } from '../../platforms/contract.ts'
import type { Item, NewPart, VersionRef } from './types.ts'

/** The fields of a collected item, as design/evidence.md names them. */
export function fieldsOf(
  item: CollectedItem,
  accountId: AccountId,
  importId?: string,
): Record<string, Json | undefined> {
  return {
    account: accountId,
    kind: item.kind,
    direction: item.direction,
    platformId: item.platformId,
    parent: item.parent,
    permalink: item.permalink,
    author: item.author,
    authorId: item.authorId,
    text: item.text,
    publishedAt: item.publishedAt,
    state: item.state,
    source: item.source,
    import: importId,
  }
}

/**
 * The parts of a collected item: the untouched bytes, how they came and what tells this version of it from the next, and
 * the media in order.
 */
export function partsOf(item: CollectedItem, media: readonly NewPart[], software: string): NewPart[] {
  const answer = JSON.stringify({ ...item.raw.answer, software, versionKey: item.versionKey })
  return [
    { name: 'raw', mediaType: item.raw.mediaType, bytes: item.raw.bytes },
    { name: 'answer', mediaType: 'application/json', bytes: Buffer.from(answer) },
    ...media,
  ]
}

/** What of an item's row follows from the fields of its latest version; verify derives it again from there. */
interface Projection {
  readonly account_id: string
  readonly kind: string
  readonly direction: string
  readonly platform_id: string
  readonly parent: string | null
  readonly permalink: string | null
  readonly author: string | null
  readonly author_id: string | null
  readonly text: string
  readonly state: string
  readonly published_at: string
  readonly import_id: string | null
}

/**
 * The item row's own words, from a version's committed fields.
 * A disappearance (type 3) keeps what was said and changes the state alone: see goneFields.
 */
export function project(fields: Readonly<Record<string, string>>): Projection {
  return {
    account_id: fields['account'] ?? '',
    kind: fields['kind'] ?? '',
    direction: fields['direction'] ?? '',
    platform_id: fields['platformId'] ?? '',
    parent: fields['parent'] ?? null,
    permalink: fields['permalink'] ?? null,
    author: fields['author'] ?? null,
    author_id: fields['authorId'] ?? null,
    text: fields['text'] ?? '',
    state: fields['state'] ?? '',
    published_at: fields['publishedAt'] ?? '',
    import_id: fields['import'] ?? null,
  }
}

/** Columns of an item's row that are a field word for word. */
export const projectedColumns = [
  'account_id',
  'kind',
  'direction',
  'platform_id',
  'parent',
  'permalink',
  'author',
  'author_id',
  'text',
  'state',
  'import_id',
] as const satisfies readonly (keyof Projection)[]

/** Fields of a disappearance: those of the version before, with the state and how it was confirmed. */
export function goneFields(
  before: Readonly<Record<string, string>>,
  confirmation: string,
): Record<string, Json | undefined> {
  return { ...before, state: 'gone', confirmation }
}

/** Fields of an item that nobody got: what deliveries told of it, and that it is gone. */
export function toldFields(
  told: ToldItem,
  accountId: AccountId,
  confirmation: string,
): Record<string, Json | undefined> {
  const { platformId, kind, direction, parent, author, authorId, text = '', publishedAt = '' } = told
  const fields = {
    account: accountId,
    kind,
    direction,
    platformId,
    parent,
    author,
    authorId,
    text,
    publishedAt,
  }
  return { ...goneFields({}, confirmation), ...fields, source: 'webhook' }
}

/** Whether the item was gone before it could be fetched; what is known of it is what the platform told. */
export const wasMissed = ({ state, version }: Pick<Item, 'state' | 'version'>): boolean =>
  state === 'gone' && version === 1

/** The fields of a stored record version; undefined where they cannot be read. */
export function readFields(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return isObject(read) ? (read as Record<string, string>) : undefined
  } catch {
    return undefined
  }
}

/** The records that a field `about` names; whatever else stands there is passed over. */
export function aboutOf(fields: Readonly<Record<string, string>> | undefined): VersionRef[] {
  const text = fields?.['about']
  if (!text) return []
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    return []
  }
  if (!Array.isArray(list)) return []
  return list.flatMap((one: unknown) => {
    const record =
      isObject(one) && typeof one['record'] === 'string' ? asId<RecordId>(one['record']) : undefined
    const version = isObject(one) ? one['version'] : undefined
    return record && typeof version === 'number' ? [{ record, version }] : []
  })
}

/** The version key that an item's part `answer` tells of; undefined before it did, and where it cannot be read. */
export function versionKeyIn(answer: Uint8Array): string | undefined {
  try {
    const told: unknown = JSON.parse(Buffer.from(answer).toString('utf8'))
    return isObject(told) && typeof told['versionKey'] === 'string' ? told['versionKey'] : undefined
  } catch {
    return undefined
  }
}

const firstInstant = Date.parse('0001-01-01T00:00:00Z')
const lastInstant = Date.parse('9999-12-31T23:59:59Z')

/**
 * A platform's time as an instant the database and the screens can hold. What was said stands untouched in `raw`;
 * a time that cannot be read, or outside the years 1–9999, becomes the time of collection.
 */
export function publishedAt(said: string, collectedAt: Date): Date {
  const at = Date.parse(said)
  return Number.isNaN(at) || at < firstInstant || at > lastInstant ? collectedAt : new Date(at)
}

/** The leaf of an entry row. */
export const leafOf = (
  row: Pick<EntryTable, 'type' | 'time_ms' | 'record_id' | 'version' | 'commitment'>,
): Buffer =>
  leafHash(
    encodeEntry({
      type: row.type as RecordType,
      timeMs: row.time_ms,
      recordId: row.record_id,
      version: row.version,
      commitment: row.commitment,
    }),
  )
