import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId, RecordId, StaffId } from '../../../kernel/index.ts'
import { whenText } from '../../../web/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { notify } from '../../notices/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { nextToTell, onDuty, working } from '../../staffing/index.ts'
import { writeTold } from '../../supervision/index.ts'
import { isHalfGone, severityAt } from '../late.ts'
import { referralOf, type WaitingReferral, waitingReferrals } from '../late-store.ts'

/** By the clock: whoever asked a unit is told, once, when half the time has gone and it has not answered. */
export async function tellReferrals(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    for (const referral of await waitingReferrals(tx, municipalityId, now)) {
      if (!isHalfGone(referral.createdAt, referral.dueAt, now)) continue
      if (!(await writeTold(tx, municipalityId, `referral/${referral.referralId}`, 'half', now))) continue
      const due = whenText(referral.dueAt, now)
      await tellAsker(tx, municipalityId, referral, 'unitSilent', now, (account) => ({
        subject: `Enheten har inte svarat om ${account}`,
        line: `Halva tiden har gått. Svaret ska ges senast ${due}. Påminn enheten, eller svara själv.`,
      }))
    }
  })
}

/** In the transaction of a unit's answer: whoever asked is told. */
export async function tellUnitAnswered(
  tx: Tx,
  municipalityId: MunicipalityId,
  referralId: RecordId,
  now: Date,
): Promise<void> {
  const referral = await referralOf(tx, municipalityId, referralId)
  if (!referral) return
  await tellAsker(tx, municipalityId, referral, 'unitAnswered', now, (account) => ({
    subject: `Enheten har svarat om ${account}`,
    line: 'Läs enhetens svar, och svara den som frågade.',
  }))
}

/** Whoever referred, or, when that person has left, whoever answers for the account now. */
async function tellAsker(
  tx: Tx,
  municipalityId: MunicipalityId,
  { referralId, taskId, accountId, staffId }: WaitingReferral,
  kind: 'unitSilent' | 'unitAnswered',
  now: Date,
  words: (account: string) => { subject: string; line: string },
): Promise<void> {
  const account = await requireAccount(tx, municipalityId, accountId)
  const { settings } = await currentPolicy(tx, municipalityId, now)
  const to: readonly StaffId[] = (await working(tx, municipalityId)).has(staffId)
    ? [staffId]
    : nextToTell(await onDuty(tx, municipalityId, account, now)).map((one) => one.staffId)
  for (const person of to)
    await notify(
      tx,
      municipalityId,
      {
        to: person,
        thing: `referral/${referralId}/${kind}`,
        kind,
        severity: severityAt(now, settings.responseTarget.officeHours),
        accountId,
        ...words(account.name),
        href: `/dialog/${taskId}`,
      },
      now,
    )
}
