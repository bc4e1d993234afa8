import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { countText } from '../../../web/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { notify, toldAbout } from '../../notices/index.ts'
import { nextToTell, onDuty } from '../../staffing/index.ts'
import { writeTold } from '../told-store.ts'
import { stepsDue, type UrgentStep } from '../urgent.ts'
import { type Unopened, unopenedUrgent, urgentAlarm } from '../urgent-store.ts'

/**
 * By the clock: whoever is on duty is told at once of what cannot wait; while nobody opens it the next in line, and then
 * all of communications. Who is told of one thing on an account that nobody has opened is not told of each that comes
 * after it: a flood rings once.
 */
export async function tellUrgent(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const unopened = await unopenedUrgent(tx, municipalityId)
    for (const [accountId, own] of Map.groupBy(unopened, (one) => one.accountId))
      for (const { step, tasks, rings } of stepsDue(own, now)) {
        const taken: boolean[] = []
        for (const { taskId } of tasks)
          taken.push(await writeTold(tx, municipalityId, urgentAlarm(taskId), step, now))
        if (rings && taken.includes(true)) await ring(tx, municipalityId, accountId, step, own, now)
      }
  })
}

/** Kinds of notices by which a person knows that something there cannot wait. */
const alarms = ['urgent', 'suspectedAbuse', 'secondPerson']

async function ring(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  step: UrgentStep,
  own: readonly Unopened[],
  now: Date,
): Promise<void> {
  const [oldest] = own
  if (!oldest) return
  const account = await requireAccount(tx, municipalityId, accountId)
  const duty = await onDuty(tx, municipalityId, account, now)
  const told = await toldAbout(tx, municipalityId, accountId, alarms, oldest.since)
  const line = step === 'communications' ? duty.line.filter(({ as }) => as === 'communications') : duty.line
  for (const { staffId } of nextToTell({ ...duty, line }, step === 'first' ? new Set() : told))
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
        ...words(step, account.name, own.length, duty.nobody),
        href: own.length === 1 ? `/ko/${oldest.taskId}` : `/ko?konto=${accountId}`,
      },
      now,
    )
}

/** Never what was written, nor who wrote it: the letter leaves the house. */
function words(step: UrgentStep, account: string, count: number, nobody: boolean) {
  if (step === 'first')
    return {
      subject: `Något på ${account} kan inte vänta`,
      line: `${countText(count, 'ärende ska', 'ärenden ska')} åtgärdas utan dröjsmål. ${nobody ? 'Ingen ansvarig eller ersättare är på plats, så larmet går till dig.' : 'Du svarar för kontot nu.'}`,
    }
  const waited = step === 'next' ? 'en halvtimme' : 'en timme'
  return {
    subject: `Ingen har öppnat det som inte kan vänta på ${account}`,
    line: `Det har legat i kön i mer än ${waited}. Öppna det, eller be den som svarar för kontot att göra det.`,
  }
}
