import type { Tx } from '../../../infra/db/index.ts'
import type { AccountId, Day, MunicipalityId, StaffId } from '../../../kernel/index.ts'

/** Who shares an account, and what they have learnt. */

/** Replaces an account's deputies after the first. */
export async function writeFurtherDeputies(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  deputies: readonly StaffId[],
): Promise<void> {
  await tx
    .deleteFrom('account_deputy')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
  if (deputies.length === 0) return
  await tx
    .insertInto('account_deputy')
    .values(
      deputies.map((staffId, n) => ({
        municipality_id: municipalityId,
        account_id: accountId,
        place: n + 2,
        staff_id: staffId,
      })),
    )
    .execute()
}

export async function speakersOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<StaffId[]> {
  const rows = await tx
    .selectFrom('account_speaker')
    .select('staff_id')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
  return rows.map((row) => row.staff_id)
}

/** The accounts where somebody is named as one who may speak for the municipality. */
export async function accountsSpokenFor(
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId,
): Promise<AccountId[]> {
  const rows = await tx
    .selectFrom('account_speaker')
    .select('account_id')
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', '=', staffId)
    .execute()
  return rows.map((row) => row.account_id)
}

/** Replaces those who may speak for the municipality on an account. */
export async function writeSpeakers(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  speakers: readonly StaffId[],
): Promise<void> {
  await tx
    .deleteFrom('account_speaker')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
  if (speakers.length === 0) return
  await tx
    .insertInto('account_speaker')
    .values(
      speakers.map((staffId) => ({
        municipality_id: municipalityId,
        account_id: accountId,
        staff_id: staffId,
      })),
    )
    .execute()
}

/** utbildning: what somebody has gone through, and when. */
export interface Training {
  readonly staffId: StaffId
  readonly name: string
  readonly day: Day
}

/** The newest first. */
export async function trainingsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  people: readonly StaffId[],
): Promise<Training[]> {
  if (people.length === 0) return []
  const rows = await tx
    .selectFrom('training')
    .select(['staff_id', 'name', 'day'])
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', 'in', [...people])
    .orderBy('day', 'desc')
    .orderBy('training_id')
    .execute()
  return rows.map(({ staff_id, ...row }) => ({ staffId: staff_id, ...row }))
}

export async function insertTraining(
  tx: Tx,
  municipalityId: MunicipalityId,
  training: Training & { readonly trainingId: string; readonly enteredBy: StaffId | null; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('training')
    .values({
      municipality_id: municipalityId,
      training_id: training.trainingId,
      staff_id: training.staffId,
      name: training.name,
      day: training.day,
      entered_by: training.enteredBy,
      entered_at: training.at,
    })
    .execute()
}
