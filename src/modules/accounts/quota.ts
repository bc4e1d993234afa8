import { sql } from 'kysely'
import { withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import type { MunicipalityId } from '../../kernel/index.ts'
import type { Quota } from '../../platforms/contract.ts'

/**
 * A quota kept in the database, in transactions of its own: what is taken stays taken whatever the taker then does.
 * @param holderId a registration, or an account that has none.
 */
export const storedQuota = (house: House, municipalityId: MunicipalityId, holderId: string): Quota => ({
  async take(name, units, most, until) {
    if (units > most) return false
    const before = sql<number>`CASE WHEN quota_use.until > ${house.clock.now()} THEN quota_use.units ELSE 0 END`
    // One statement: the row's lock makes takers wait for each other, and each sees what the one before it took.
    const taken = await withMunicipality(house.db, municipalityId, (tx) =>
      tx
        .insertInto('quota_use')
        .values({ municipality_id: municipalityId, holder_id: holderId, name, units, until })
        .onConflict((conflict) =>
          conflict
            .columns(['municipality_id', 'holder_id', 'name'])
            .doUpdateSet({ units: sql<number>`${before} + ${units}::bigint`, until })
            .where(sql<boolean>`${before} + ${units}::bigint <= ${most}::bigint`),
        )
        .returning('name')
        .executeTakeFirst(),
    )
    return taken !== undefined
  },
})
