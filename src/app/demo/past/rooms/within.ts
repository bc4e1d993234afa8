import { withMunicipality } from '../../../../infra/db/index.ts'
import type { DepartmentId } from '../../../../kernel/index.ts'
import type { Past } from '../past.ts'

/** @throws Error for a department that Storlunda does not have. */
export async function departmentOf({ house, municipalityId }: Past, name = ''): Promise<DepartmentId> {
  const row = await withMunicipality(house.db, municipalityId, (tx) =>
    tx
      .selectFrom('department')
      .select('department_id')
      .where('municipality_id', '=', municipalityId)
      .where('name', '=', name)
      .executeTakeFirstOrThrow(),
  )
  return row.department_id
}

/** Time goes on within an act, so that what is done after something else also stands after it. */
export const aMinuteLater = ({ clock }: Past): void => clock.set(new Date(clock.now().getTime() + 60_000))
