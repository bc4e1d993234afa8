import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, RecordId } from '../../kernel/index.ts'
import { picturesOf } from './picture-store.ts'
import { repeatedOf } from './repeat-store.ts'
import { isOtherLanguage } from './rules/language.ts'
import { type Label, labels, type Reason, type Screening, type TextScreening } from './types.ts'

export interface ScreenedVersion {
  readonly recordId: RecordId
  readonly version: number
  readonly found: TextScreening
}

export async function keepScreenings(
  tx: Tx,
  municipalityId: MunicipalityId,
  screened: readonly ScreenedVersion[],
  policyVersion: number,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('screening')
    .values(
      screened.map(({ recordId, version, found }) => ({
        municipality_id: municipalityId,
        record_id: recordId,
        version,
        policy_version: policyVersion,
        language: found.language,
        labels: [...found.labels],
        reasons: JSON.stringify(found.reasons),
        at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'record_id', 'version']).doUpdateSet((eb) => ({
        policy_version: eb.ref('excluded.policy_version'),
        language: eb.ref('excluded.language'),
        labels: eb.ref('excluded.labels'),
        reasons: eb.ref('excluded.reasons'),
        at: eb.ref('excluded.at'),
      })),
    )
    .execute()
}

/** Why an item's version got its labels, or undefined before its text has been screened. */
export async function screeningOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
  version: number,
): Promise<Screening | undefined> {
  const row = await tx
    .selectFrom('screening')
    .select(['language', 'labels', 'reasons'])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!row) return undefined
  const pictures = await picturesOf(tx, municipalityId, recordId, version)
  return {
    language: row.language,
    labels: inOrder([
      ...row.labels,
      ...pictures.flatMap(({ findings }) => findings.map(({ label }) => label)),
    ]),
    reasons: row.reasons as unknown as Reason[],
    pictures,
    repeated: await repeatedOf(tx, municipalityId, recordId),
  }
}

/** Each label once, in the fixed order. */
const inOrder = (found: readonly string[]): Label[] => labels.filter((label) => found.includes(label))

/** What is known of some items where they are shown beside others. */
export interface Screened {
  /** Of their texts and pictures; what has not been screened is left out. */
  readonly labels: ReadonlyMap<RecordId, readonly Label[]>
  /** Of those that are not in Swedish (ISO 639): said where their words are shown. */
  readonly languages: ReadonlyMap<string, string>
}

/** A version that is not screened yet keeps what was found in the one before: better veiled too long than too little. */
export async function screenedOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  items: readonly { readonly recordId: RecordId }[],
): Promise<Screened> {
  if (items.length === 0) return { labels: new Map(), languages: new Map() }
  const ids = items.map(({ recordId }) => recordId)
  const rows = await tx
    .selectFrom('screening')
    .select(['record_id', 'version', 'labels', 'language'])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', 'in', ids)
    .orderBy('version')
    .execute()
  const seen = await tx
    .selectFrom('picture')
    .select(['record_id', 'version', 'labels'])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', 'in', ids)
    .where(sql<boolean>`labels <> '{}'`)
    .execute()
  const newest = [...new Map(rows.map((row) => [row.record_id, row])).values()]
  return {
    labels: new Map(
      newest.map(({ record_id, version, labels: own }) => [
        record_id,
        inOrder([
          ...own,
          ...seen.flatMap((one) =>
            one.record_id === record_id && one.version === version ? one.labels : [],
          ),
        ]),
      ]),
    ),
    languages: new Map(
      newest
        .filter(({ language }) => isOtherLanguage(language))
        .map(({ record_id, language }) => [record_id, language]),
    ),
  }
}

/** What screening found in the present versions of items: record → reasons; those not screened yet are left out. */
export async function reasonsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  items: readonly { readonly recordId: RecordId; readonly version: number }[],
): Promise<ReadonlyMap<string, readonly Reason[]>> {
  const rows = await tx
    .selectFrom('screening')
    .select(['record_id', 'version', 'reasons'])
    .where('municipality_id', '=', municipalityId)
    .where(sql<boolean>`record_id = ANY(${items.map(({ recordId }) => recordId)}::uuid[])`)
    .execute()
  const versions = new Map<string, number>(items.map(({ recordId, version }) => [recordId, version]))
  const present = rows.filter((row) => versions.get(row.record_id) === row.version)
  return new Map(present.map((row) => [row.record_id, row.reasons as unknown as Reason[]]))
}
