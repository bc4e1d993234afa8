import { type Actor, authorize, may, type Permission } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, asId, type RecordId, Stop } from '../../../kernel/index.ts'
import { type Account, findAccount } from '../../accounts/index.ts'
import {
  aboutOf,
  type Item,
  itemsByIds,
  partBytes,
  sealOf,
  threadOf,
  versionsOf,
} from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { filterName, historyOf } from '../../measures/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { screenedOf } from '../../screening/index.ts'
import { isVeiled } from '../../supervision/index.ts'
import { maybeSecret } from '../rules.ts'
import { commitmentOf, lastSigned, refusalsOf } from '../store.ts'
import type { ItemOfRecord, Proof, ReadRecord } from '../types.ts'

/** Versions shown on a record's page; all of them are in its bundle. */
export const versionsShown = 20

/** What a record belongs to, as far as permission goes. */
export interface Belonging {
  readonly item: Item | undefined
  readonly account: Account | undefined
}

/**
 * What a record belongs to: an item to its account; a decision or a round to the account or the item it names.
 * @throws Stop('notFound'); Stop('refused') when that is not within the actor's reach.
 */
export async function authorizeRecord(
  tx: Tx,
  actor: Actor,
  permission: Permission,
  recordId: RecordId,
): Promise<Belonging> {
  const { municipalityId } = actor
  const [item] = await itemsByIds(tx, municipalityId, [recordId])
  const accountId = item?.accountId ?? (await accountNamedBy(tx, actor, recordId))
  const account = accountId && (await findAccount(tx, municipalityId, accountId))
  // What belongs to no account concerns the municipality as a whole.
  authorize(actor, permission, account ?? {})
  return { item, account }
}

async function accountNamedBy(tx: Tx, actor: Actor, recordId: RecordId): Promise<AccountId | undefined> {
  const [newest] = await versionsOf(tx, actor.municipalityId, recordId, 1)
  if (!newest)
    throw new Stop(
      'notFound',
      'Handlingen finns inte, eller hör till en annan kommun. Sök efter den i stället.',
    )
  const named = asId<AccountId>(newest.fields?.['account'] ?? '')
  if (named) return named
  const about = aboutOf(newest.fields).map(({ record }) => record)
  const [item] = await itemsByIds(tx, actor.municipalityId, about.slice(0, 20))
  return item?.accountId
}

/** A record with its versions and proof. The reading is kept in the audit trail. */
export async function readRecord(house: House, actor: Actor, recordId: RecordId): Promise<ReadRecord> {
  authorize(actor, 'items.read')
  const { municipalityId } = actor
  const read = await withMunicipality(house.db, municipalityId, async (tx) => {
    const { item, account } = await authorizeRecord(tx, actor, 'items.read', recordId)
    const versions = await versionsOf(tx, municipalityId, recordId, versionsShown)
    await audit(tx, actor, 'records.read', { kind: 'record', id: recordId }, {}, house.clock.now())
    return {
      recordId,
      versions,
      proof: await proofOf(tx, actor, recordId, versions.at(-1)?.version ?? 1),
      account,
      mayProve: may(actor, 'archive.prove', account ?? {}),
      of: item && (await aroundItem(tx, actor, item)),
    }
  })
  const { of } = read
  return { ...read, of: of && { ...of, history: await measuresTaken(house, actor, recordId) } }
}

async function aroundItem(tx: Tx, actor: Actor, item: Item): Promise<Omit<ItemOfRecord, 'history'>> {
  const { municipalityId } = actor
  const thread = await threadOf(tx, item, municipalityId)
  const shown = [item, ...thread.around, ...(thread.root ? [thread.root] : [])]
  const { labels, languages } = await screenedOf(tx, municipalityId, shown)
  return {
    item,
    thread,
    // Where a picture could not be fetched its address stands: of what nobody may see, that is not shown either.
    refusals: item.withheld ? [] : await refusalsOf(tx, municipalityId, item.recordId),
    veiled: new Set([...labels].flatMap(([id, own]) => (isVeiled(own) ? [id] : []))),
    languages,
    maybeSecret: maybeSecret(labels.get(item.recordId) ?? []),
  }
}

async function measuresTaken(
  house: House,
  actor: Actor,
  recordId: RecordId,
): Promise<ItemOfRecord['history']> {
  const history = await historyOf(house, actor, recordId)
  const names = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    staffNames(
      tx,
      actor.municipalityId,
      history.flatMap(({ measure }) => measure.staffId ?? []),
    ),
  )
  return history.map((one) => ({
    ...one,
    by: one.measure.staffId === null ? filterName : (names.get(one.measure.staffId) ?? ''),
  }))
}

async function proofOf(tx: Tx, actor: Actor, recordId: RecordId, version: number): Promise<Proof> {
  const { municipalityId } = actor
  return {
    seal: await sealOf(tx, municipalityId, recordId, version),
    commitment: (await commitmentOf(tx, municipalityId, recordId, version)) ?? '',
    checkpoint: await lastSigned(tx, municipalityId),
  }
}

/** The bytes of a part, for a person who asks for them. The reading is kept in the audit trail. */
export async function readPart(
  house: House,
  actor: Actor,
  key: { readonly recordId: RecordId; readonly version: number; readonly name: string },
): Promise<{ readonly bytes: Buffer; readonly mediaType: string }> {
  authorize(actor, 'items.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    await authorizeRecord(tx, actor, 'items.read', key.recordId)
    const part = await partBytes(house, tx, actor.municipalityId, key)
    if (!part)
      throw new Stop(
        'notFound',
        'Delen finns inte, eller är gallrad. Gå tillbaka till handlingen och välj där.',
      )
    const detail = { part: key.name, version: key.version }
    await audit(
      tx,
      actor,
      'records.readPart',
      { kind: 'record', id: key.recordId },
      detail,
      house.clock.now(),
    )
    return part
  })
}
