import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, StaffId } from '../../kernel/index.ts'

/** What a person has said of their own reading. */
export interface Reader {
  /** ISO 639 codes, beside Swedish. */
  readonly languages: readonly string[]
  /** Until when no break is suggested. */
  readonly quietUntil: Date | null
}

export async function readerOf(tx: Tx, municipalityId: MunicipalityId, staffId: StaffId): Promise<Reader> {
  const row = await tx
    .selectFrom('reader')
    .select(['languages', 'quiet_until'])
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', '=', staffId)
    .executeTakeFirst()
  return { languages: row?.languages ?? [], quietUntil: row?.quiet_until ?? null }
}

export async function changeReader(
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId,
  change: Partial<{ languages: string[]; quiet_until: Date }>,
): Promise<void> {
  await tx
    .insertInto('reader')
    .values({ municipality_id: municipalityId, staff_id: staffId, ...change })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'staff_id']).doUpdateSet(change))
    .execute()
}

/** The names of those who work here and read a language. */
export async function readersOf(tx: Tx, municipalityId: MunicipalityId, language: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('reader')
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'reader.municipality_id')
        .onRef('staff.staff_id', '=', 'reader.staff_id'),
    )
    .select('staff.name')
    .where('reader.municipality_id', '=', municipalityId)
    .where('staff.ended_at', 'is', null)
    .where(sql<boolean>`${language} = ANY(reader.languages)`)
    .execute()
  return rows.map((row) => row.name).sort((a, b) => a.localeCompare(b, 'sv'))
}
