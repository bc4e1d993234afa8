import { sql } from 'kysely'
import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { newId, type RecordId, type StaffId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import type { PicturePart } from '../picture-store.ts'
import { type HashKind, parseHashList } from '../rules/pictures/hash-list.ts'

/** A picture that a person here has marked, to be known again. */
export interface PictureMark {
  readonly markId: string
  readonly recordId: RecordId
  readonly measure: string
  readonly measuredAt: Date
  readonly by: string
  readonly at: Date
}

/** hashlista that somebody has given the municipality. */
export interface HashList {
  readonly listId: string
  readonly name: string
  readonly source: string
  readonly hashes: number
  readonly by: string
  readonly at: Date
}

/** What pictures are known by: our own marks, and lists, newest first. */
export async function knownPictures(
  house: House,
  actor: Actor,
): Promise<{ readonly marks: readonly PictureMark[]; readonly lists: readonly HashList[] }> {
  authorize(actor, 'pictures.administer', {})
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const marks = await tx
      .selectFrom('picture_mark as mark')
      .innerJoin('staff', (join) =>
        join
          .onRef('staff.municipality_id', '=', 'mark.municipality_id')
          .onRef('staff.staff_id', '=', 'mark.staff_id'),
      )
      .select(['mark.mark_id', 'mark.record_id', 'measure_kind', 'measured_at', 'mark.at', 'staff.name'])
      .where('mark.municipality_id', '=', municipalityId)
      .where('withdrawn_at', 'is', null)
      .orderBy('mark.at', 'desc')
      .limit(200)
      .execute()
    const lists = await tx
      .selectFrom('picture_list as list')
      .innerJoin('staff', (join) =>
        join
          .onRef('staff.municipality_id', '=', 'list.municipality_id')
          .onRef('staff.staff_id', '=', 'list.staff_id'),
      )
      .select(['list.list_id', 'list.name', 'list.source', 'list.hashes', 'list.at', 'staff.name as by'])
      .where('list.municipality_id', '=', municipalityId)
      .orderBy('list.at', 'desc')
      .execute()
    return {
      marks: marks.map((row) => ({
        markId: row.mark_id,
        recordId: row.record_id,
        measure: row.measure_kind,
        measuredAt: row.measured_at,
        by: row.name,
        at: row.at,
      })),
      lists: lists.map(({ list_id, ...row }) => ({ listId: list_id, ...row })),
    }
  })
}

export interface NewHashList {
  readonly name: string
  readonly source: string
  readonly kind: HashKind
  /** The file's text. */
  readonly text: string
}

/** @throws Stop('invalid') with the fault on the field 'fil'. */
export async function importHashList(house: House, actor: Actor, given: NewHashList): Promise<void> {
  authorize(actor, 'pictures.administer', {})
  const { municipalityId } = actor
  const { name, source, kind } = given
  const hashes = parseHashList(given.text, kind)
  if (!hashes.ok) throw new Stop('invalid', hashes.error, { fil: hashes.error })
  const listId = newId<string>()
  const at = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await tx
      .insertInto('picture_list')
      .values({
        municipality_id: municipalityId,
        list_id: listId,
        name,
        source,
        hashes: hashes.value.length,
        pdq: kind === 'pdq' ? Buffer.from(hashes.value.join(''), 'hex') : null,
        staff_id: personOf(actor),
        at,
      })
      .execute()
    if (kind !== 'pdq')
      await sql`
        INSERT INTO picture_hash (municipality_id, list_id, kind, hash)
        SELECT ${municipalityId}::int, ${listId}::uuid, ${kind}, decode(hash, 'hex')
          FROM unnest(${[...hashes.value]}::text[]) AS hash`.execute(tx)
    const detail = { name, kind, hashes: hashes.value.length }
    await audit(tx, actor, 'pictures.importList', { kind: 'pictureList', id: listId }, detail, at)
  })
}

/** What the list has found stays said on the items. @throws Stop('notFound'). */
export async function removeHashList(house: House, actor: Actor, listId: string): Promise<void> {
  authorize(actor, 'pictures.administer', {})
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('picture_list')
      .where('municipality_id', '=', municipalityId)
      .where('list_id', '=', listId)
      .executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw new Stop('notFound', 'Listan finns inte längre. Ladda om sidan.')
    await audit(tx, actor, 'pictures.removeList', { kind: 'pictureList', id: listId }, {}, house.clock.now())
  })
}

/**
 * "Den här bilden igen": the picture is told of wherever it comes, from now on. Marking it twice is marking it once.
 * @param measured what was done with the item it stands in, and when.
 * @throws Stop('conflict') when it has not been looked at.
 */
export async function markPicture(
  tx: Tx,
  actor: Actor,
  key: PicturePart,
  measured: { readonly kind: string; readonly at: Date },
  at: Date,
): Promise<void> {
  const { municipalityId } = actor
  const picture = await tx
    .selectFrom('picture')
    .select(['sha256', 'pdq'])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', key.recordId)
    .where('version', '=', key.version)
    .where('part', '=', key.part)
    .executeTakeFirst()
  if (!picture) throw new Stop('conflict', 'Bilden är inte granskad ännu. Vänta en stund och försök igen.')
  await tx
    .insertInto('picture_mark')
    .values({
      municipality_id: municipalityId,
      mark_id: newId<string>(),
      record_id: key.recordId,
      version: key.version,
      part: key.part,
      sha256: picture.sha256,
      pdq: picture.pdq,
      measure_kind: measured.kind,
      measured_at: measured.at,
      staff_id: personOf(actor),
      at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await audit(tx, actor, 'pictures.mark', { kind: 'record', id: key.recordId }, { part: key.part }, at)
}

/** @throws Stop('notFound'). */
export async function withdrawMark(house: House, actor: Actor, markId: string): Promise<void> {
  authorize(actor, 'pictures.administer', {})
  const { municipalityId } = actor
  const at = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const row = await tx
      .updateTable('picture_mark')
      .set({ withdrawn_at: at, withdrawn_by: personOf(actor) })
      .where('municipality_id', '=', municipalityId)
      .where('mark_id', '=', markId)
      .where('withdrawn_at', 'is', null)
      .returning(['record_id', 'part'])
      .executeTakeFirst()
    if (!row) throw new Stop('notFound', 'Märkningen finns inte längre. Ladda om sidan.')
    await audit(
      tx,
      actor,
      'pictures.withdrawMark',
      { kind: 'record', id: row.record_id },
      { part: row.part },
      at,
    )
  })
}

function personOf(actor: Actor): StaffId {
  if (!actor.staffId) throw new Error('a picture is marked by a person')
  return actor.staffId
}
