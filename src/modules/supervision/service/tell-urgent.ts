import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import { countText } from '../../../web/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { notify, toldAbout } from '../../notices/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { nextToTell, onDuty } from '../../staffing/index.ts'
import { writeTold } from '../told-store.ts'
import { stepsDue, type UrgentStep, waitsBy } from '../urgent.ts'
import { type Pending, pendingUrgent, urgentAlarm } from '../urgent-store.ts'

/**
 * By the clock: whoever is on duty is told at once of what cannot wait; while nobody opens it the next in line, and then
 * all of communications, as when somebody has opened it and it does not end. Who is told of one thing on an account that nobody has opened is not told of each that comes
 * after it: a flood rings once.
 */
export async function tellUrgent(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const pending = await pendingUrgent(tx, municipalityId, now)
    if (pending.length === 0) return
    const { settings } = await currentPolicy(tx, municipalityId, now)
    const waits = waitsBy(settings)
    for (const [accountId, own] of Map.groupBy(pending, (one) => one.accountId))
      for (const { step, tasks, rings } of stepsDue(own, waits, now)) {
        const taken: boolean[] = []
        for (const { taskId } of tasks)
          taken.push(await writeTold(tx, municipalityId, urgentAlarm(taskId), step, now))
        if (!rings || !taken.includes(true)) continue
        const alike = own.filter(({ openedAt }) => (openedAt !== null) === (step === 'undone'))
        await ring(tx, municipalityId, accountId, { step, own: alike, waited: waits[step] }, now)
      }
  })
}

/** Kinds of notices by which a person knows that something there cannot wait. */
const alarms = ['urgent', 'suspectedAbuse', 'secondPerson']

interface Ring {
  readonly step: UrgentStep
  /** What lies on the account in the same way. */
  readonly own: readonly Pending[]
  /** How long the step waited, in milliseconds. */
  readonly waited: number
}

async function ring(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  { step, own, waited }: Ring,
  now: Date,
): Promise<void> {
  const [oldest] = own
  if (!oldest) return
  const account = await requireAccount(tx, municipalityId, accountId)
  const duty = await onDuty(tx, municipalityId, account, now)
  const told = await toldAbout(tx, municipalityId, accountId, alarms, oldest.since)
  const isForAll = step === 'communications' || step === 'undone'
  const line = isForAll ? duty.line.filter(({ as }) => as === 'communications') : duty.line
  const known = step === 'first' || step === 'undone' ? new Set<StaffId>() : told
  for (const { staffId } of nextToTell({ ...duty, line }, known))
    await notify(
      tx,
      municipalityId,
      {
        ...{
          to: staffId,
          thing: `urgent/${oldest.taskId}/${step}`,
          kind: 'urgent',
          severity: 'alarm',
          accountId,
        },
        ...words(step, account.name, own.length, duty.nobody, waited),
        href: own.length === 1 ? `/ko/${oldest.taskId}` : `/ko?konto=${accountId}`,
      },
      now,
    )
}

/** Never what was written, nor who wrote it: the letter leaves the house. */
function words(step: UrgentStep, account: string, count: number, nobody: boolean, waited: number) {
  if (step === 'first')
    return {
      subject: `Något på ${account} kan inte vänta`,
      line: `${countText(count, 'ärende ska', 'ärenden ska')} åtgärdas utan dröjsmål. ${nobody ? 'Ingen ansvarig eller ersättare är på plats, så larmet går till dig.' : 'Du svarar för kontot nu.'}`,
    }
  const time = timeText(waited)
  if (step === 'undone')
    return {
      subject: `Det som inte kan vänta på ${account} är inte avslutat`,
      line: `Någon öppnade det för mer än ${time} sedan, och det ligger kvar i kön. Se efter om någon tar hand om det.`,
    }
  return {
    subject: `Ingen har öppnat det som inte kan vänta på ${account}`,
    line: `Det har legat i kön i mer än ${time}. Öppna det, eller be den som svarar för kontot att göra det.`,
  }
}

/** 'en halvtimme', '45 minuter', '2 timmar'. */
function timeText(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes === 30) return 'en halvtimme'
  if (minutes % 60 !== 0) return countText(minutes, 'minut', 'minuter')
  return minutes === 60 ? 'en timme' : countText(minutes / 60, 'timme', 'timmar')
}
