import { sql } from 'kysely'
import type { Tx } from '../../../infra/db/index.ts'
import { announce } from '../../../infra/jobs/index.ts'
import { dayOf, type Json, type MunicipalityId } from '../../../kernel/index.ts'
import { type Model, modelFormat, type NumberedModel } from './model.ts'

/** A version of a record that a model learnt from. */
export interface LearnedFrom {
  readonly record: string
  readonly version: number
}

export interface NewModel extends Model {
  readonly number: number
  /** Readable words that weigh most, and the figures of its trial: for the page that shows them. */
  readonly words: Json
  readonly report: Json
  readonly digest: Buffer
  readonly inUse: boolean
  readonly from: readonly LearnedFrom[]
}

/** Keeps a new model in the place of the one before, whose weights and words are destroyed; its figures stay. */
export async function keepModel(
  tx: Tx,
  municipalityId: MunicipalityId,
  model: NewModel,
  now: Date,
): Promise<void> {
  await destroyWeights(tx, municipalityId)
  await tx
    .updateTable('learned_model')
    .set({ in_use: false })
    .where('municipality_id', '=', municipalityId)
    .where('in_use', '=', true)
    .execute()
  const { weights } = model
  await tx
    .insertInto('learned_model')
    .values({
      municipality_id: municipalityId,
      number: model.number,
      trained_at: now,
      format: modelFormat,
      threshold: model.threshold,
      weights: Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength),
      words: JSON.stringify(model.words),
      report: JSON.stringify(model.report),
      digest: model.digest,
      in_use: model.inUse,
    })
    .execute()
  await sql`
    INSERT INTO learned_example (municipality_id, record_id, version)
    SELECT ${municipalityId}::int, record, version
      FROM unnest(${model.from.map(({ record }) => record)}::uuid[],
                  ${model.from.map(({ version }) => version)}::int[]) AS learnt(record, version)`.execute(tx)
}

/** Weights and words are destroyed, and what they were learnt from is no longer known; the figures stay. */
export async function destroyWeights(tx: Tx, municipalityId: MunicipalityId): Promise<void> {
  await tx
    .updateTable('learned_model')
    .set({ weights: null, words: '[]' })
    .where('municipality_id', '=', municipalityId)
    .where('weights', 'is not', null)
    .execute()
  await tx.deleteFrom('learned_example').where('municipality_id', '=', municipalityId).execute()
}

/**
 * Whether anything that the model learnt from is no longer held; then its weights and words are destroyed, and training
 * without it is announced. The database does the first by itself when content is removed (migrations/0028_learned.sql);
 * this finds what was removed while a model was being made, and is asked when a process first loads one.
 */
export async function forgetExamples(tx: Tx, municipalityId: MunicipalityId, now: Date): Promise<boolean> {
  const { rows } = await sql<{ gone: boolean }>`
    SELECT EXISTS (
      SELECT FROM learned_example AS learnt
       WHERE learnt.municipality_id = ${municipalityId}::int
         AND NOT EXISTS (SELECT FROM content AS held
                          WHERE held.municipality_id = learnt.municipality_id
                            AND held.record_id = learnt.record_id AND held.version = learnt.version)
    ) AS gone`.execute(tx)
  if (rows[0]?.gone !== true) return false
  await destroyWeights(tx, municipalityId)
  await announce(tx, municipalityId, 'learned.forgotten', {}, now)
  return true
}

/**
 * The last weights read of each municipality, 256 KiB each, by what they were learnt from: a number may come again, where
 * an older copy of the database is taken into use.
 */
const recent = new Map<MunicipalityId, { readonly digest: Buffer; readonly model: NumberedModel }>()
const mostRecent = 100

/**
 * The model that gives reasons now, or undefined: none is turned on, or what it knew has been destroyed. Then training is
 * announced, so that it is not left off for longer than that takes.
 */
export async function modelInUse(
  tx: Tx,
  municipalityId: MunicipalityId,
  now: Date,
): Promise<NumberedModel | undefined> {
  const row = await tx
    .selectFrom('learned_model')
    .select(['number', 'trained_at', 'threshold', 'format', 'digest'])
    .select(sql<boolean>`weights IS NOT NULL`.as('held'))
    .where('municipality_id', '=', municipalityId)
    .where('in_use', '=', true)
    .executeTakeFirst()
  if (!row) return undefined
  if (!row.held || row.format !== modelFormat) {
    recent.delete(municipalityId)
    await announce(tx, municipalityId, 'learned.forgotten', {}, now)
    return undefined
  }
  const known = recent.get(municipalityId)
  if (known?.model.number === row.number && known.digest.equals(row.digest)) return known.model
  if (await forgetExamples(tx, municipalityId, now)) return undefined
  const model = await loadModel(tx, municipalityId, row)
  if (recent.size >= mostRecent) recent.clear()
  recent.set(municipalityId, { digest: row.digest, model })
  return model
}

async function loadModel(
  tx: Tx,
  municipalityId: MunicipalityId,
  row: { readonly number: number; readonly trained_at: Date; readonly threshold: number },
): Promise<NumberedModel> {
  const { weights } = await tx
    .selectFrom('learned_model')
    .select('weights')
    .where('municipality_id', '=', municipalityId)
    .where('number', '=', row.number)
    .executeTakeFirstOrThrow()
  const bytes = Uint8Array.from(weights ?? [])
  return {
    number: row.number,
    day: dayOf(row.trained_at),
    threshold: row.threshold,
    weights: new Float32Array(bytes.buffer),
  }
}
