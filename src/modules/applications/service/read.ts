import { type Actor, authorize, may, type Permission } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { Stop } from '../../../kernel/index.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { isAllowed, listAccounts, platformDecisions } from '../../accounts/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { type Around, endedAs, latest, nextPart, standing } from '../rules.ts'
import { type Colleague, colleagues, findApplication, listApplications } from '../store.ts'
import type { Application, Ended, Part, PartStanding } from '../types.ts'

export type Platforms = ReadonlyMap<string, Platform>

/** An application with everything that says how it stands. */
export interface ApplicationView {
  readonly application: Application
  readonly platform: Platform
  readonly around: Around
  readonly standing: readonly PartStanding[]
  readonly ended: Ended | undefined
  /** Everybody who works here, for choosing among. */
  readonly people: readonly Colleague[]
}

const mostListed = 200

/** The last 200 applications that the actor may read, newest first. */
export async function applicationsFor(
  house: House,
  actor: Actor,
  platforms: Platforms,
): Promise<(Omit<ApplicationView, 'people'> & { readonly next: Part | undefined })[]> {
  authorize(actor, 'applications.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const all = await listApplications(tx, actor.municipalityId, mostListed)
    const aroundOf = await surroundings(house, tx, actor, platforms)
    return all
      .filter((application) => may(actor, 'applications.read', application))
      .map((application) => {
        const { platform, around } = aroundOf(application)
        const found = standing(application, around)
        const ended = endedAs(application)
        const next = ended ? undefined : nextPart(found)
        return { application, platform, around, standing: found, ended, next }
      })
  })
}

/** @throws Stop('notFound'), Stop('refused'). */
export async function readApplication(
  house: House,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
): Promise<ApplicationView> {
  authorize(actor, 'applications.read')
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    viewOf(house, tx, actor, platforms, applicationId, 'applications.read'),
  )
}

/** As readApplication, in the caller's transaction, for those who hold another permission. */
export async function viewOf(
  house: House,
  tx: Tx,
  actor: Actor,
  platforms: Platforms,
  applicationId: string,
  permission: Permission,
): Promise<ApplicationView> {
  const lock = permission !== 'applications.read'
  const application = await findApplication(tx, actor.municipalityId, applicationId, lock)
  if (!application)
    throw new Stop('notFound', 'Ansökan finns inte, eller hör till en annan kommun. Gå till ansökningarna.')
  authorize(actor, permission, { departmentId: application.departmentId })
  const { platform, around } = (await surroundings(house, tx, actor, platforms))(application)
  return {
    application,
    platform,
    around,
    standing: standing(application, around),
    ended: endedAs(application),
    people: await colleagues(tx, actor.municipalityId, house.clock.now()),
  }
}

async function surroundings(house: House, tx: Tx, { municipalityId }: Actor, platforms: Platforms) {
  const { settings } = await currentPolicy(tx, municipalityId, house.clock.now())
  const decided = await platformDecisions(tx, municipalityId)
  const connected = new Map(
    (await listAccounts(tx, municipalityId)).map((account) => [account.accountId, account.connected]),
  )
  return (application: Application): { readonly platform: Platform; readonly around: Around } => {
    const platform = platformIn(platforms, application.platform)
    const decision = decided.get(platform.id)
    const use = isAllowed(platform, decision) ? 'allowed' : decision ? 'refused' : 'missing'
    const entered = latest(application.steps, 'entered')?.accountId
    return {
      platform,
      around: { settings, platform, use, connected: entered ? connected.get(entered) : undefined },
    }
  }
}
