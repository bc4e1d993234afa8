import { sql } from 'kysely'
import type { House } from '../infra/house.ts'
import { type MunicipalityId, municipalityId } from '../kernel/index.ts'

/** What of a municipality's the worker's tick has to do; none where nothing waits. */
export interface Waits {
  /** Announcements that no job has taken. */
  readonly announced?: boolean
  /** Accounts whose round is due. */
  readonly due?: boolean
  /** Records without a place in the log. */
  readonly unplaced?: boolean
}

/** Of all municipalities in one question (migrations/0053_waiting.sql): hundreds of them mostly have nothing. */
export async function waitingAt(
  { db, clock }: Pick<House, 'db' | 'clock'>,
  all: readonly { readonly municipalityId: MunicipalityId }[],
): Promise<ReadonlyMap<MunicipalityId, Waits>> {
  const ids = all.map((one) => one.municipalityId)
  const { rows } = await sql<Required<Waits> & { municipality: number }>`SELECT *
    FROM municipalities_waiting(${ids}::int[], ${clock.now()}::timestamptz)`.execute(db)
  return new Map(rows.map(({ municipality, ...waits }) => [municipalityId(municipality), waits]))
}
