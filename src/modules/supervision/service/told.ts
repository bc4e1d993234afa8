import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'

/** Which steps of an alarm are taken; kept in the transaction of its notices, also where there was nobody to tell. */

export async function wasTold(
  tx: Tx,
  municipalityId: MunicipalityId,
  alarm: string,
  told: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom('alarm_told')
    .select('at')
    .where('municipality_id', '=', municipalityId)
    .where('alarm', '=', alarm)
    .where('told', '=', told)
    .executeTakeFirst()
  return row !== undefined
}

export async function writeTold(
  tx: Tx,
  municipalityId: MunicipalityId,
  alarm: string,
  told: string,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('alarm_told')
    .values({ municipality_id: municipalityId, alarm, told, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
