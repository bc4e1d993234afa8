import { permissions } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { dayOf, instantOf, type MunicipalityId, type StaffId } from '../../../kernel/index.ts'
import { countText } from '../../../web/index.ts'
import { listAccounts } from '../../accounts/index.ts'
import { notify } from '../../notices/index.ts'
import { rolesHeld } from '../../organisation/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { isLate } from '../rules.ts'
import { waitingEntries } from '../store.ts'

const mostCounted = 1_000

/**
 * By the clock: the registrars are told in the morning of what has waited for them more than a working day, once a day
 * while it does. Judged as it was at midnight, so that the morning's letter and no other brings it.
 */
export async function tellWaiting(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  const today = dayOf(now)
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const waiting = await waitingEntries(tx, municipalityId, 'all', mostCounted)
    const { officeHours } = (await currentPolicy(tx, municipalityId, now)).settings.responseTarget
    const late = waiting.filter(({ proposedAt }) => isLate(proposedAt, officeHours, instantOf(today)))
    if (late.length === 0) return
    const accounts = await listAccounts(tx, municipalityId)
    const departments = new Map<string, string>(accounts.map((one) => [one.accountId, one.departmentId]))
    const counts = new Map<StaffId, number>()
    const registrars = await rolesHeld(tx, municipalityId, now, ...permissions['diary.register'])
    for (const { staffId, departmentId } of registrars) {
      const reached = late.filter(
        ({ accountId }) =>
          departmentId === null || (accountId !== null && departments.get(accountId) === departmentId),
      )
      counts.set(staffId, Math.max(counts.get(staffId) ?? 0, reached.length))
    }
    for (const [to, count] of counts)
      if (count > 0)
        await notify(
          tx,
          municipalityId,
          {
            ...{ to, thing: `diary/${today}`, kind: 'diaryWaiting', severity: 'digest', href: '/diarium' },
            subject: `${countText(count, 'handling', 'handlingar')} väntar på att diarieföras`,
            line: 'De har väntat mer än en arbetsdag. Diarieför dem, eller besluta att de hålls ordnade.',
          },
          now,
        )
  })
}
