import { type Actor, authorize, may } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, Stop } from '../../../kernel/index.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import { requireAccount, setKindIn } from '../../accounts/index.ts'
import { accountBefore, endedAs, kindIn, latest } from '../rules.ts'
import { findApplication, stepsOf } from '../store.ts'
import { holdAccount } from './life.ts'
import { beginIn } from './plan.ts'
import { type Platforms, viewOf } from './read.ts'
import { takeStep } from './take-step.ts'

/**
 * The plan of an account that came here without an application (R5): an application like any other, about an account
 * that is there already.
 * @returns its id; the same one again while it goes on. @throws Stop 'refused'; 'notFound'; 'conflict' for an account that
 * is closed or has its plan.
 */
export async function beginPlan(
  house: House,
  actor: Actor,
  platforms: Platforms,
  accountId: AccountId,
): Promise<string> {
  authorize(actor, 'applications.write')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await holdAccount(tx, actor, accountId)
    authorize(actor, 'applications.write', account)
    const steps = await stepsOf(tx, municipalityId, { accounts: [accountId] })
    if (latest(steps, 'entered')) throw new Stop('conflict', 'Kontot har redan en plan. Ladda om sidan.')
    const begun = latest(steps, 'begun')?.applicationId
    const before = begun ? await findApplication(tx, municipalityId, begun) : undefined
    if (before && !endedAs(before)) return before.applicationId
    const platform = platformIn(platforms, account.platform)
    return beginIn(house, tx, actor, {
      platform: platform.id,
      departmentId: account.departmentId,
      accountId,
      texts: {
        kontonamn: account.name,
        kortnamn: account.shortName,
        syfte: account.purpose.trim(),
        ansvarig: account.ownerStaffId ?? '',
        ersattare: account.deputyStaffId ?? '',
        lasare: account.audience ?? '',
        blogg: account.blog ? 'ja' : '',
      },
    })
  })
}

/** The application in which an account's plan is being written; undefined: none, or none that the actor may read. */
export async function planInHand(
  house: House,
  actor: Actor,
  accountId: AccountId,
): Promise<string | undefined> {
  authorize(actor, 'accounts.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    if (!may(actor, 'applications.read', account)) return undefined
    const begun = latest(await stepsOf(tx, municipalityId, { accounts: [accountId] }), 'begun')?.applicationId
    const application = begun ? await findApplication(tx, municipalityId, begun) : undefined
    return application && !endedAs(application) ? application.applicationId : undefined
  })
}

/**
 * The plan is decided on, and is the account's from now on. Who answers for the account, and its purpose, stay as the
 * register has them.
 * @throws Stop 'refused'; 'notFound'; 'conflict' when it is not approved, or the account is closed.
 */
export async function tiePlan(
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
): Promise<void> {
  authorize(actor, 'accounts.register')
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const { application, ended } = await viewOf(
      house,
      tx,
      actor,
      platforms,
      applicationId,
      'accounts.register',
    )
    const accountId = accountBefore(application)
    if (!accountId || ended || !latest(application.steps, 'decided'))
      throw new Stop('conflict', 'Planen är inte beviljad, eller hör redan till kontot. Gå till ansökan.')
    const account = await holdAccount(tx, actor, accountId)
    // Whom it is for is taken from the plan where the register did not know.
    if (account.audience === null) {
      const kind = kindIn(application)
      const known = { ...kind, blog: kind.blog || account.blog }
      await setKindIn(tx, actor, accountId, known, house.clock.now())
    }
    const detail = { number: application.name, text: 'Planen skrevs när kontot redan var i bruk.' }
    await takeStep(house, tx, actor, { kind: 'entered', applicationId, accountId, detail })
  })
}
