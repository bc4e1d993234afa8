import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, Json, MunicipalityId, StaffId } from '../../kernel/index.ts'
import {
  nothingSaid,
  type PoliticianLink,
  type PublicAccount,
  type PublicLookOf,
  type PublicSettings,
  publicSettingsSchema,
} from './types.ts'

/** Accounts with nothing but what everyone may know, by department and name. */
export async function publicAccounts(tx: Tx, municipalityId: MunicipalityId): Promise<PublicAccount[]> {
  const rows = await tx
    .selectFrom('account')
    .innerJoin('department', (join) =>
      join
        .onRef('department.municipality_id', '=', 'account.municipality_id')
        .onRef('department.department_id', '=', 'account.department_id'),
    )
    .leftJoin('committee', (join) =>
      join
        .onRef('committee.municipality_id', '=', 'department.municipality_id')
        .onRef('committee.committee_id', '=', 'department.committee_id'),
    )
    .leftJoin('public_account', (join) =>
      join
        .onRef('public_account.municipality_id', '=', 'account.municipality_id')
        .onRef('public_account.account_id', '=', 'account.account_id'),
    )
    .select([
      'account.account_id',
      'platform',
      'account.name',
      'url',
      'purpose',
      'department.name as department',
      'committee.name as committee',
      'account.state',
      'account.closed_at',
      'watched',
      'account.closed_reason',
    ])
    .where('account.municipality_id', '=', municipalityId)
    // An account for staff alone is not for everyone to find; one that nobody has said anything of is.
    .where(({ eb, or }) => or([eb('account.audience', 'is', null), eb('account.audience', '=', 'public')]))
    .execute()
  return rows
    .map((row) => ({
      id: row.account_id,
      platform: row.platform,
      name: row.name,
      url: row.url,
      department: row.department,
      purpose: row.purpose,
      committee: row.committee,
      watched: row.watched ?? '',
      state: row.state as PublicAccount['state'],
      closedAt: row.closed_at,
      closedReason: row.closed_reason ?? '',
    }))
    .sort((a, b) => a.department.localeCompare(b.department, 'sv') || a.name.localeCompare(b.name, 'sv'))
}

export async function politicianLinks(tx: Tx, municipalityId: MunicipalityId): Promise<PoliticianLink[]> {
  const rows = await tx
    .selectFrom('politician_link')
    .select(['link_id', 'name', 'seat', 'channel', 'url'])
    .where('municipality_id', '=', municipalityId)
    .execute()
  return rows
    .map(({ link_id, ...row }) => ({ linkId: link_id, ...row }))
    .sort((a, b) => a.name.localeCompare(b.name, 'sv'))
}

export async function publicLook(tx: Tx, municipalityId: MunicipalityId): Promise<PublicLookOf> {
  const row = await tx
    .selectFrom('public_setting')
    .select(['settings', 'changed_at', sql<boolean>`logotype IS NOT NULL`.as('has_logotype')])
    .where('municipality_id', '=', municipalityId)
    .executeTakeFirst()
  if (!row) return { settings: nothingSaid, hasLogotype: false, changedAt: null }
  // A setting that is newer than what is stored has its first value.
  const settings = publicSettingsSchema.parse({
    ...nothingSaid,
    ...(row.settings as { [key: string]: Json }),
  })
  return { settings, hasLogotype: row.has_logotype, changedAt: row.changed_at }
}

export interface Logotype {
  readonly bytes: Buffer
  readonly mediaType: string
}

export async function findLogotype(tx: Tx, municipalityId: MunicipalityId): Promise<Logotype | undefined> {
  const row = await tx
    .selectFrom('public_setting')
    .select(['logotype', 'logotype_type'])
    .where('municipality_id', '=', municipalityId)
    .executeTakeFirst()
  return row?.logotype && row.logotype_type
    ? { bytes: row.logotype, mediaType: row.logotype_type }
    : undefined
}

/** @param logotype null takes it away; undefined leaves the one there is. */
export async function saveLook(
  tx: Tx,
  municipalityId: MunicipalityId,
  settings: PublicSettings,
  logotype: Logotype | null | undefined,
  by: StaffId | null,
  now: Date,
): Promise<void> {
  const picture =
    logotype === undefined
      ? {}
      : { logotype: logotype?.bytes ?? null, logotype_type: logotype?.mediaType ?? null }
  const row = { settings: JSON.stringify(settings), ...picture, changed_at: now, changed_by: by }
  await tx
    .insertInto('public_setting')
    .values({ municipality_id: municipalityId, ...row })
    .onConflict((conflict) => conflict.column('municipality_id').doUpdateSet(row))
    .execute()
}

export async function insertLink(
  tx: Tx,
  municipalityId: MunicipalityId,
  link: PoliticianLink,
  by: StaffId | null,
  now: Date,
): Promise<void> {
  const { linkId, name, seat, channel, url } = link
  await tx
    .insertInto('politician_link')
    .values({
      municipality_id: municipalityId,
      link_id: linkId,
      name,
      seat,
      channel,
      url,
      added_at: now,
      added_by: by,
    })
    .execute()
}

/** @returns whether there was such a link. */
export async function deleteLink(tx: Tx, municipalityId: MunicipalityId, linkId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('politician_link')
    .where('municipality_id', '=', municipalityId)
    .where('link_id', '=', linkId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

export async function saveWatched(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  watched: string,
): Promise<void> {
  await tx
    .insertInto('public_account')
    .values({ municipality_id: municipalityId, account_id: accountId, watched })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'account_id']).doUpdateSet({ watched }))
    .execute()
}
