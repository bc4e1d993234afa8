import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type AccountId, type MunicipalityId, municipalityId } from '../../kernel/index.ts'
import type { ItemKind, ItemRef } from '../../platforms/contract.ts'

/** A delivery by its bytes, at a registration. */
export interface DeliveryRef {
  readonly registrationId: string
  readonly sha256: Buffer
}

/** The municipality that a webhook address belongs to, found by index however many there are. */
export async function municipalityOfWebhook(
  { db }: Pick<House, 'db'>,
  connection: string,
): Promise<MunicipalityId | undefined> {
  const { rows } = await sql<{
    id: number | null
  }>`SELECT municipality_of_webhook(${connection}) AS id`.execute(db)
  const id = rows[0]?.id
  return id ? municipalityId(id) : undefined
}

/** A delivery as it came. */
export interface Delivery {
  readonly sha256: Buffer
  readonly bytes: Buffer
  /** JSON: those headers that carry a signature, and no others. */
  readonly headers: string
}

/** What 'deliveries.kept' tells. */
export interface Kept {
  readonly platform: string
  readonly registration: string
  /** SHA-256 in hex. */
  readonly deliveries: readonly string[]
}

/**
 * Keeps those of a registration's deliveries that are not there already and announces them: one statement, which is its own
 * transaction within the municipality, so that an answer waits for one round trip (migrations/0047_keep_deliveries.sql).
 * @returns whether any was new.
 */
export async function keepDeliveries(
  { db }: Pick<House, 'db'>,
  municipality: MunicipalityId,
  { platform, registrationId }: { readonly platform: string; readonly registrationId: string },
  deliveries: readonly Delivery[],
  at: Date,
): Promise<boolean> {
  // In one order, so that two transactions with the same deliveries never wait for each other.
  const inOrder = [...deliveries].sort((a, b) => Buffer.compare(a.sha256, b.sha256))
  const { rows } = await sql<{ kept: boolean }>`SELECT keep_deliveries(${municipality}, ${platform},
      ${registrationId}::uuid, ${inOrder.map(({ sha256 }) => sha256)}::bytea[],
      ${inOrder.map(({ bytes }) => bytes)}::bytea[], ${inOrder.map(({ headers }) => headers)}::jsonb[],
      ${at}::timestamptz) AS kept`.execute(db)
  return rows[0]?.kept === true
}

interface DeliveryRow extends DeliveryRef {
  readonly bytes: Buffer
  readonly receivedAt: Date
  readonly headers: Readonly<Record<string, string>>
}

/** In the order they came. */
export async function deliveriesOf(
  tx: Tx,
  municipality: MunicipalityId,
  refs: readonly DeliveryRef[],
): Promise<DeliveryRow[]> {
  if (refs.length === 0) return []
  const rows = await tx
    .selectFrom('webhook_delivery')
    .select(['registration_id', 'sha256', 'bytes', 'headers', 'received_at'])
    .where('municipality_id', '=', municipality)
    .where('registration_id', 'in', [...new Set(refs.map(({ registrationId }) => registrationId))])
    .where(
      'sha256',
      'in',
      refs.map(({ sha256 }) => sha256),
    )
    .orderBy('received_at')
    .execute()
  return rows.map(({ registration_id: registrationId, sha256, bytes, headers, received_at: receivedAt }) => ({
    registrationId,
    sha256,
    bytes,
    headers: headers as Record<string, string>,
    receivedAt,
  }))
}

/** Says that deliveries of a registration have been read. @returns those of which it was not said already, in hex. */
export async function markRead(
  tx: Tx,
  municipality: MunicipalityId,
  registrationId: string,
  deliveries: readonly Pick<DeliveryRef, 'sha256'>[],
): Promise<ReadonlySet<string>> {
  if (deliveries.length === 0) return new Set()
  const inOrder = [...deliveries].sort((a, b) => Buffer.compare(a.sha256, b.sha256))
  const marked = await tx
    .insertInto('webhook_read')
    .values(
      inOrder.map(({ sha256 }) => ({
        municipality_id: municipality,
        registration_id: registrationId,
        sha256,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('sha256')
    .execute()
  return new Set(marked.map(({ sha256 }) => sha256.toString('hex')))
}

/** An item that a delivery has named. */
export interface NamedItem {
  readonly ref: ItemRef
  readonly delivery: DeliveryRef
}

/** An item that waits to be asked for, with all that have named it, in the order they came. */
export interface WaitingItem {
  readonly ref: ItemRef
  readonly deliveries: readonly DeliveryRef[]
}

/** A statement takes 65,535 values; a delivery may name thousands of items. */
const namedTogether = 1_000

/** Puts items in wait to be asked for. */
export async function addNamed(
  tx: Tx,
  municipality: MunicipalityId,
  accountId: AccountId,
  named: readonly NamedItem[],
  at: Date,
): Promise<void> {
  if (named.length === 0) return
  const keyed = named.map(
    (one) => [`${one.ref.platformId}/${one.delivery.sha256.toString('hex')}`, one] as const,
  )
  // In one order, so that two transactions that name the same items never wait for each other.
  const rows = [...new Map(keyed)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { ref, delivery }]) => ({
      municipality_id: municipality,
      account_id: accountId,
      platform_id: ref.platformId,
      kind: ref.kind,
      parent: ref.parent ?? null,
      registration_id: delivery.registrationId,
      sha256: delivery.sha256,
      named_at: at,
    }))
  for (let from = 0; from < rows.length; from += namedTogether)
    await tx
      .insertInto('event_item')
      .values(rows.slice(from, from + namedTogether))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** Those that have waited longest. @param but items that are passed by. */
export async function waitingItems(
  tx: Tx,
  municipality: MunicipalityId,
  accountId: AccountId,
  most: number,
  but: readonly WaitingItem[],
): Promise<WaitingItem[]> {
  const rows = await tx
    .selectFrom('event_item as item')
    .innerJoin('webhook_delivery as delivery', (join) =>
      join
        .onRef('delivery.municipality_id', '=', 'item.municipality_id')
        .onRef('delivery.registration_id', '=', 'item.registration_id')
        .onRef('delivery.sha256', '=', 'item.sha256'),
    )
    .select(['item.platform_id', 'item.kind', 'item.parent', 'item.registration_id', 'item.sha256'])
    .where('item.municipality_id', '=', municipality)
    .where('item.account_id', '=', accountId)
    .where('item.platform_id', 'in', (eb) =>
      eb
        .selectFrom('event_item')
        .select('platform_id')
        .where('municipality_id', '=', municipality)
        .where('account_id', '=', accountId)
        .where((named) =>
          named.and(
            but.length > 0
              ? [
                  named(
                    'platform_id',
                    'not in',
                    but.map(({ ref }) => ref.platformId),
                  ),
                ]
              : [],
          ),
        )
        .groupBy('platform_id')
        .orderBy((group) => group.fn.min('named_at'))
        .limit(most),
    )
    .orderBy('item.named_at')
    .orderBy('delivery.received_at')
    .execute()
  return [...Map.groupBy(rows, (row) => row.platform_id)].map(([platformId, [first, ...more]]) => ({
    ref: {
      platformId,
      kind: first?.kind as ItemKind,
      ...(first?.parent != null && { parent: first.parent }),
    },
    deliveries: [first, ...more].flatMap((row) =>
      row ? [{ registrationId: row.registration_id, sha256: row.sha256 }] : [],
    ),
  }))
}

/** Takes away those that have been asked for; one that a later delivery has named meanwhile is asked for again. */
export async function removeNamed(
  tx: Tx,
  municipality: MunicipalityId,
  accountId: AccountId,
  done: readonly WaitingItem[],
): Promise<void> {
  if (done.length === 0) return
  await tx
    .deleteFrom('event_item')
    .where('municipality_id', '=', municipality)
    .where('account_id', '=', accountId)
    .where((eb) =>
      eb.or(
        done.map(({ ref, deliveries }) =>
          eb.and([
            eb('platform_id', '=', ref.platformId),
            eb(
              'sha256',
              'in',
              deliveries.map(({ sha256 }) => sha256),
            ),
          ]),
        ),
      ),
    )
    .execute()
}

/** Removes read deliveries past their time; what they brought keeps their bytes. @returns how many, at most `most`. */
export async function disposeDeliveries(tx: Tx, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT dispose_webhook_deliveries(${most}) AS count`.execute(
    tx,
  )
  return rows[0]?.count ?? 0
}
