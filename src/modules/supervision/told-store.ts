import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId } from '../../kernel/index.ts'

/** Which steps of an alarm are taken; kept in the transaction of its notices, also where there was nobody to tell. */

/** What has been told of an alarm. */
export async function toldOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  alarm: string,
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('alarm_told')
    .select('told')
    .where('municipality_id', '=', municipalityId)
    .where('alarm', '=', alarm)
    .execute()
  return new Set(rows.map(({ told }) => told))
}

/** @returns whether it was new: of two who write the same at once, one is told so. */
export async function writeTold(
  tx: Tx,
  municipalityId: MunicipalityId,
  alarm: string,
  told: string,
  at: Date,
): Promise<boolean> {
  const result = await tx
    .insertInto('alarm_told')
    .values({ municipality_id: municipalityId, alarm, told, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}
