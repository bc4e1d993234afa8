import type { Tx } from '../../../infra/db/index.ts'
import type { AccountId, DepartmentId, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { Particulars, Processing } from './types.ts'

/** What people have stated of accounts: units, processing of personal data, and what the municipality's all point at. */

/** Names of the units of each account, in Swedish order. */
export async function unitsOfAccounts(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<Map<AccountId, readonly string[]>> {
  const rows = await tx
    .selectFrom('account_unit')
    .innerJoin('unit', (join) =>
      join
        .onRef('unit.municipality_id', '=', 'account_unit.municipality_id')
        .onRef('unit.unit_id', '=', 'account_unit.unit_id'),
    )
    .select(['account_unit.account_id', 'unit.name'])
    .where('account_unit.municipality_id', '=', municipalityId)
    .execute()
  const found = new Map<AccountId, string[]>()
  for (const { account_id, name } of rows.sort((a, b) => a.name.localeCompare(b.name, 'sv'))) {
    const accountId = account_id
    found.set(accountId, [...(found.get(accountId) ?? []), name])
  }
  return found
}

export async function replaceUnits(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  unitIds: readonly string[],
): Promise<void> {
  const key = { municipality_id: municipalityId, account_id: accountId }
  await tx
    .deleteFrom('account_unit')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
  if (unitIds.length > 0)
    await tx
      .insertInto('account_unit')
      .values([...new Set(unitIds)].map((unit_id) => ({ ...key, unit_id })))
      .execute()
}

/** The board (nämnd) that each department answers to, where one is stated. */
export async function boards(tx: Tx, municipalityId: MunicipalityId): Promise<Map<DepartmentId, string>> {
  const rows = await tx
    .selectFrom('department')
    .innerJoin('committee', (join) =>
      join
        .onRef('committee.municipality_id', '=', 'department.municipality_id')
        .onRef('committee.committee_id', '=', 'department.committee_id'),
    )
    .select(['department.department_id', 'committee.name'])
    .where('department.municipality_id', '=', municipalityId)
    .execute()
  return new Map(rows.map((row) => [row.department_id, row.name]))
}

/** What was last stated of each account's processing. */
export async function processings(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<Map<AccountId, Processing>> {
  const rows = await tx
    .selectFrom('account_processing')
    .selectAll()
    .distinctOn('account_id')
    .where('municipality_id', '=', municipalityId)
    .orderBy('account_id')
    .orderBy('processing_id', 'desc')
    .execute()
  return new Map(
    rows.map((row) => [
      row.account_id,
      {
        purpose: row.purpose,
        legalBasis: row.legal_basis,
        people: row.people,
        recipients: row.recipients,
        at: row.at,
      },
    ]),
  )
}

export async function insertProcessing(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  staffId: StaffId | null,
  stated: Processing,
): Promise<void> {
  const { purpose, legalBasis, people, recipients, at } = stated
  await tx
    .insertInto('account_processing')
    .values({
      municipality_id: municipalityId,
      account_id: accountId,
      at,
      purpose,
      legal_basis: legalBasis,
      people,
      recipients,
      staff_id: staffId,
    })
    .execute()
}

export async function particularsOf(tx: Tx, municipalityId: MunicipalityId): Promise<Particulars> {
  const row = await tx
    .selectFrom('municipality_particulars')
    .select(['website', 'data_protection_officer'])
    .where('municipality_id', '=', municipalityId)
    .orderBy('particulars_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { website: row?.website ?? '', dataProtectionOfficer: row?.data_protection_officer ?? '' }
}

/** Host names of the municipality's own website, as it has stated where that is. */
export async function websiteHosts(tx: Tx, municipalityId: MunicipalityId): Promise<readonly string[]> {
  const { website } = await particularsOf(tx, municipalityId)
  return URL.canParse(website) ? [new URL(website).hostname] : []
}

export async function insertParticulars(
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId | null,
  stated: Particulars,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('municipality_particulars')
    .values({
      municipality_id: municipalityId,
      at,
      website: stated.website,
      data_protection_officer: stated.dataProtectionOfficer,
      staff_id: staffId,
    })
    .execute()
}
