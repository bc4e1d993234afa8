import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId, TaskId } from '../../../kernel/index.ts'
import { countText } from '../../../web/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { notify, toldAbout } from '../../notices/index.ts'
import { currentPolicy, type PolicySettings } from '../../policy/index.ts'
import { nextToTell, onDuty } from '../../staffing/index.ts'
import { toldOf, writeTold } from '../told-store.ts'

const hour = 60 * 60_000
const steps = ['next', 'communications'] as const
type Step = (typeof steps)[number]

/** Hours that a failing account may stay unseen before more are told. Whoever is on duty is told at once (tell-owner.ts). */
const hoursBy = ({ alarms }: PolicySettings): Readonly<Record<Step, number>> => ({
  next: alarms.failingNextAfterHours,
  communications: alarms.failingCommunicationsAfterHours,
})

export interface Escalation {
  readonly task: TaskId
  readonly account: AccountId
  readonly step: Step
}

/** Health tasks that nobody has opened in time, with who is next in line and has not been told. */
export const escalationsDue = (house: House, municipalityId: MunicipalityId): Promise<Escalation[]> =>
  withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now().getTime()
    const hours = hoursBy((await currentPolicy(tx, municipalityId, new Date(now))).settings)
    const rows = await unseen(tx, municipalityId)
      .where('created_at', '<=', new Date(now - hours.next * hour))
      .execute()
    const due: Escalation[] = []
    for (const { task_id: task, account_id: account, created_at: since } of rows)
      for (const step of steps)
        if (
          now - since.getTime() >= hours[step] * hour &&
          !(await toldOf(tx, municipalityId, `task/${task}`)).has(step)
        )
          due.push({ task, account, step })
    return due
  })

const unseen = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('task')
    .select(['task_id', 'account_id', 'created_at'])
    .where('municipality_id', '=', municipalityId)
    .where('kind', '=', 'accountFailing')
    .where('done_at', 'is', null)
    .where('seen_at', 'is', null)
    // A task of this kind is about an account.
    .$narrowType<{ account_id: AccountId }>()

/** Tells the next in line who does not know yet, and at last all of communications; each step once for each failure. */
export async function escalate(
  house: House,
  municipalityId: MunicipalityId,
  { task, account: accountId, step }: Escalation,
): Promise<void> {
  const now = house.clock.now()
  const alarm = `task/${task}`
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const still = await unseen(tx, municipalityId).where('task_id', '=', task).executeTakeFirst()
    if (!still || !(await writeTold(tx, municipalityId, alarm, step, now))) return
    const account = await requireAccount(tx, municipalityId, accountId)
    const hours = hoursBy((await currentPolicy(tx, municipalityId, now)).settings)[step]
    const duty = await onDuty(tx, municipalityId, account, now)
    const line = step === 'next' ? duty.line : duty.line.filter((one) => one.as === 'communications')
    // The alarm and the task come of one announcement, in whichever order.
    const since = new Date(still.created_at.getTime() - hour / 12)
    const told = await toldAbout(tx, municipalityId, accountId, ['accountFailing', 'escalation'], since)
    for (const { staffId } of nextToTell({ ...duty, line }, told))
      await notify(
        tx,
        municipalityId,
        {
          to: staffId,
          thing: `${alarm}/${step}`,
          kind: 'escalation',
          severity: 'alarm',
          accountId,
          subject: `Ingen har tagit hand om felet på ${account.name}`,
          line: `Ingen har öppnat ärendet på ${countText(hours, 'timme', 'timmar')}. Öppna det, eller be den som ansvarar för kontot att göra det.`,
          href: `/register/${accountId}`,
        },
        now,
      )
  })
}
