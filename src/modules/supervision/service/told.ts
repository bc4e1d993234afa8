import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'

/** Who has been told of an alarm; kept after the letter is sent, so that a crash sends it twice rather than never. */

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
