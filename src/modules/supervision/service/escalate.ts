import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { addressesOf, headsOf, sendLetter } from './tell-owner.ts'
import { wasTold, writeTold } from './told.ts'

const hour = 60 * 60_000
/** How long a failing account may stay unseen before the next in line is told. The owner is told at once (tell-owner.ts). */
const steps = { deputy: 4 * hour, head: 8 * hour } as const
type Step = keyof typeof steps

export interface Escalation {
  readonly task: string
  readonly account: AccountId
  readonly step: Step
}

/** Health tasks that nobody has opened in time, with who is next in line and has not been told. */
export const escalationsDue = (house: House, municipalityId: MunicipalityId): Promise<Escalation[]> =>
  withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now().getTime()
    const rows = await unseen(tx, municipalityId)
      .where('created_at', '<=', new Date(now - steps.deputy))
      .execute()
    const due: Escalation[] = []
    for (const { task_id: task, account_id: account, created_at: since } of rows)
      for (const step of Object.keys(steps) as Step[])
        if (
          now - since.getTime() >= steps[step] &&
          !(await wasTold(tx, municipalityId, `task/${task}`, step))
        )
          due.push({ task, account: account as AccountId, step })
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

/** Tells the next in line, once for each failure. */
export async function escalate(
  house: House,
  municipalityId: MunicipalityId,
  { task, account: accountId, step }: Escalation,
): Promise<void> {
  const alarm = `task/${task}`
  const found = await withMunicipality(house.db, municipalityId, async (tx) => {
    const still = await unseen(tx, municipalityId).where('task_id', '=', task).executeTakeFirst()
    if (!still || (await wasTold(tx, municipalityId, alarm, step))) return undefined
    const account = await requireAccount(tx, municipalityId, accountId)
    const deputies = account.deputyStaffId ? [account.deputyStaffId] : []
    const people =
      step === 'deputy'
        ? await addressesOf(tx, municipalityId, deputies)
        : await headsOf(tx, municipalityId, account.departmentId)
    return { account, people }
  })
  if (!found) return
  const { account, people } = found
  const opening = `Något fungerar inte på ${account.name}, och ingen har öppnat ärendet på ${steps[step] / hour} timmar.`
  const detail = 'Ärendet ligger i kön. Öppna det, eller be den som ansvarar för kontot att göra det.'
  for (const person of people)
    await sendLetter(
      house,
      person,
      account,
      `Ingen har tagit hand om felet på ${account.name}`,
      opening,
      detail,
    )
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, (tx) => writeTold(tx, municipalityId, alarm, step, now))
}
