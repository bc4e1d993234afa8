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

/** @returns whether it was not there already. */
export async function keepDelivery(
  tx: Tx,
  municipality: MunicipalityId,
  { registrationId, sha256 }: DeliveryRef,
  what: { readonly bytes: Buffer; readonly headers: string; readonly at: Date },
): Promise<boolean> {
  const kept = await tx
    .insertInto('webhook_delivery')
    .values({
      municipality_id: municipality,
      registration_id: registrationId,
      sha256,
      bytes: what.bytes,
      headers: what.headers,
      received_at: what.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('sha256')
    .executeTakeFirst()
  return kept !== undefined
}

export async function deliveryOf(
  tx: Tx,
  municipality: MunicipalityId,
  { registrationId, sha256 }: DeliveryRef,
): Promise<{ readonly bytes: Buffer; readonly headers: Readonly<Record<string, string>> } | undefined> {
  const row = await tx
    .selectFrom('webhook_delivery')
    .select(['bytes', 'headers'])
    .where('municipality_id', '=', municipality)
    .where('registration_id', '=', registrationId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row && { bytes: row.bytes, headers: row.headers as Record<string, string> }
}

/** Says that the delivery has been read. @returns false when that was said already. */
export async function markRead(
  tx: Tx,
  municipality: MunicipalityId,
  { registrationId, sha256 }: DeliveryRef,
): Promise<boolean> {
  const marked = await tx
    .insertInto('webhook_read')
    .values({ municipality_id: municipality, registration_id: registrationId, sha256 })
    .onConflict((conflict) => conflict.doNothing())
    .returning('sha256')
    .executeTakeFirst()
  return marked !== undefined
}

/** An item that events have named, with the delivery that named it last. */
export interface NamedItem {
  readonly ref: ItemRef
  readonly delivery: DeliveryRef
}

/** Puts items in wait to be asked for; one that waits already waits on, now for this delivery. */
export async function addNamed(
  tx: Tx,
  municipality: MunicipalityId,
  accountId: AccountId,
  refs: readonly ItemRef[],
  { registrationId, sha256 }: DeliveryRef,
  at: Date,
): Promise<void> {
  // In one order, so that two deliveries that name the same items never wait for each other.
  const inOrder = [...new Map(refs.map((ref) => [ref.platformId, ref])).values()].sort((a, b) =>
    a.platformId < b.platformId ? -1 : 1,
  )
  if (inOrder.length === 0) return
  const rows = inOrder.map(({ platformId, kind, parent }) => ({
    municipality_id: municipality,
    account_id: accountId,
    platform_id: platformId,
    kind,
    parent: parent ?? null,
    registration_id: registrationId,
    sha256,
    named_at: at,
  }))
  await tx
    .insertInto('event_item')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'account_id', 'platform_id']).doUpdateSet({
        registration_id: registrationId,
        sha256,
      }),
    )
    .execute()
}

/** Those that have waited longest. */
export async function namedItems(
  tx: Tx,
  municipality: MunicipalityId,
  accountId: AccountId,
  most: number,
): Promise<NamedItem[]> {
  const rows = await tx
    .selectFrom('event_item')
    .select(['platform_id', 'kind', 'parent', 'registration_id', 'sha256'])
    .where('municipality_id', '=', municipality)
    .where('account_id', '=', accountId)
    .orderBy('named_at')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    ref: {
      platformId: row.platform_id,
      kind: row.kind as ItemKind,
      ...(row.parent !== null && { parent: row.parent }),
    },
    delivery: { registrationId: row.registration_id, sha256: row.sha256 },
  }))
}

/** Takes away those that have been asked for; one that a later delivery named meanwhile stays, and is asked for again. */
export async function removeNamed(
  tx: Tx,
  municipality: MunicipalityId,
  accountId: AccountId,
  done: readonly NamedItem[],
): Promise<void> {
  if (done.length === 0) return
  await tx
    .deleteFrom('event_item')
    .where('municipality_id', '=', municipality)
    .where('account_id', '=', accountId)
    .where((eb) =>
      eb.or(
        done.map(({ ref, delivery }) =>
          eb.and([eb('platform_id', '=', ref.platformId), eb('sha256', '=', delivery.sha256)]),
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
