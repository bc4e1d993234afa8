import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, PublicationId, StaffId } from '../../kernel/index.ts'

/** Who is told about a publication: its author and who approved it, and else those who answer for its accounts. */
export async function peopleBehind(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
): Promise<StaffId[]> {
  const publication = await tx
    .selectFrom('publication')
    .select(['created_by', 'approved_by'])
    .where('municipality_id', '=', municipalityId)
    .where('publication_id', '=', publicationId)
    .executeTakeFirst()
  const accounts = await tx
    .selectFrom('publication_account as place')
    .innerJoin('account', (join) =>
      join
        .onRef('account.municipality_id', '=', 'place.municipality_id')
        .onRef('account.account_id', '=', 'place.account_id'),
    )
    .select(['account.owner_staff_id', 'account.deputy_staff_id'])
    .where('place.municipality_id', '=', municipalityId)
    .where('place.publication_id', '=', publicationId)
    .execute()
  const own = [publication?.created_by, publication?.approved_by]
  const owners = accounts.map((row) => row.owner_staff_id ?? row.deputy_staff_id)
  const working = await workingAmong(tx, municipalityId, [...own, ...owners])
  const first = working.filter((id) => own.includes(id))
  return first.length > 0 ? first : working
}

async function workingAmong(
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly (string | null | undefined)[],
): Promise<StaffId[]> {
  const wanted = [...new Set(ids)].flatMap((id) => id ?? [])
  if (wanted.length === 0) return []
  const rows = await tx
    .selectFrom('staff')
    .select('staff_id')
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', 'in', wanted)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map((row) => row.staff_id as StaffId)
}
