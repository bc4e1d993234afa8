import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, asId, type StaffId, Stop } from '../../../kernel/index.ts'
import { enterIn } from '../../accounts/index.ts'
import { accountBefore, kindIn, latest, textIn } from '../rules.ts'
import { type Platforms, viewOf } from './read.ts'
import { takeStep } from './take-step.ts'

/**
 * The account that was approved is there: it is entered in the register with the name, purpose, owner and deputy of its
 * application. It is connected on its own page.
 * @param url where it is; null when it has no page of its own.
 * @throws Stop 'refused'; 'notFound'; 'conflict' when it is not approved, or entered already.
 */
export async function enterApproved(
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  url: string | null,
): Promise<AccountId> {
  authorize(actor, 'accounts.register')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const view = await viewOf(house, tx, actor, platforms, applicationId, 'accounts.register')
    const { application } = view
    if (view.ended || !latest(application.steps, 'decided'))
      throw new Stop('conflict', 'Ansökan är inte beviljad, eller kontot är redan infört. Gå till ansökan.')
    if (accountBefore(application))
      throw new Stop('conflict', 'Kontot finns redan i registret. Koppla planen till det i stället.')
    const person = (field: string): StaffId | null => {
      const id = asId<StaffId>(textIn(application, field))
      return view.people.some(({ staffId }) => staffId === id) ? (id ?? null) : null
    }
    const account = {
      platform: application.platform,
      name: textIn(application, 'kontonamn'),
      shortName: textIn(application, 'kortnamn'),
      url,
      department: application.department,
      purpose: textIn(application, 'syfte'),
      ...kindIn(application),
      ownerStaffId: person('ansvarig'),
      deputyStaffId: person('ersattare'),
    }
    const [accountId] = await enterIn(tx, actor, [account], house.clock.now())
    if (!accountId) throw new Error('one account was entered')
    const detail = { number: application.name, ...account }
    await takeStep(house, tx, actor, { kind: 'entered', applicationId, accountId, detail })
    return accountId
  })
}
