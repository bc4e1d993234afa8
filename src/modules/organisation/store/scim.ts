import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId, StaffId } from '../../../kernel/index.ts'

/** The only one of that external id; undefined when SCIM has named none or many so. */
export async function staffByExternalId(
  tx: Tx,
  id: MunicipalityId,
  externalId: string,
): Promise<StaffId | undefined> {
  const rows = await tx
    .selectFrom('scim_user')
    .select('staff_id')
    .where('municipality_id', '=', id)
    .where('external_id', '=', externalId)
    .limit(2)
    .execute()
  return rows.length === 1 ? (rows[0]?.staff_id as StaffId) : undefined
}
