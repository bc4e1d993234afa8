import type { Tx } from '../../../infra/db/index.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { Device, Mailbox, Pace, Settings } from '../types.ts'

/** How people and mailboxes have chosen to be told. */

export async function settingsOf(tx: Tx, municipalityId: MunicipalityId): Promise<Map<StaffId, Settings>> {
  const rows = await tx
    .selectFrom('notice_setting')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .execute()
  return new Map(
    rows.map((row) => [
      row.staff_id,
      {
        quietFrom: row.quiet_from,
        quietTo: row.quiet_to,
        quietDaysOff: row.quiet_days_off,
        digestHour: row.digest_hour,
      },
    ]),
  )
}

export async function writeSettings(
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId,
  settings: Settings,
): Promise<void> {
  const values = {
    quiet_from: settings.quietFrom,
    quiet_to: settings.quietTo,
    quiet_days_off: settings.quietDaysOff,
    digest_hour: settings.digestHour,
  }
  await tx
    .insertInto('notice_setting')
    .values({ municipality_id: municipalityId, staff_id: staffId, ...values })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'staff_id']).doUpdateSet(values))
    .execute()
}

export async function findMailbox(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<Mailbox | undefined> {
  const row = await tx
    .selectFrom('official_mailbox')
    .select(['address', 'pace'])
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row && { address: row.address, pace: row.pace as Pace }
}

/** @param mailbox undefined: nobody is told. */
export async function writeMailbox(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  mailbox: Mailbox | undefined,
): Promise<void> {
  await tx
    .deleteFrom('official_mailbox')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
  if (mailbox)
    await tx
      .insertInto('official_mailbox')
      .values({ municipality_id: municipalityId, account_id: accountId, ...mailbox })
      .execute()
}

export async function devicesOf(tx: Tx, municipalityId: MunicipalityId, staffId: StaffId): Promise<Device[]> {
  const rows = await tx
    .selectFrom('notice_device')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', '=', staffId)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({
    deviceId: row.device_id,
    endpoint: row.endpoint,
    p256dh: row.p256dh,
    auth: row.auth,
    label: row.label,
    createdAt: row.created_at,
  }))
}

/** A browser that another person used before is this person's from now on. */
export async function writeDevice(
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId,
  { deviceId, endpoint, createdAt, ...device }: Device,
): Promise<void> {
  const values = { device_id: deviceId, staff_id: staffId, created_at: createdAt, ...device }
  await tx
    .insertInto('notice_device')
    .values({ municipality_id: municipalityId, endpoint, ...values })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'endpoint']).doUpdateSet(values))
    .execute()
}

export async function deleteDevice(
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId,
  deviceId: string,
): Promise<void> {
  await tx
    .deleteFrom('notice_device')
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', '=', staffId)
    .where('device_id', '=', deviceId)
    .execute()
}
