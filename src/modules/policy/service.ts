import { type Actor, authorize, systemActor } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { announce } from '../../infra/jobs/outbox.ts'
import { type MunicipalityId, Stop } from '../../kernel/index.ts'
import { audit } from '../audit/index.ts'
import { presetById, presets } from './rulebook.ts'
import { checkedSettings } from './rules.ts'
import { insertVersion, listVersions, policyAt, policyVersion, versionsAfter } from './store.ts'
import type { Policy, PolicySettings } from './types.ts'

const longestNote = 2000

/**
 * The first version of a new municipality's policy: a preset as it stands.
 * @param presetId one of `presets`.
 * @throws Stop('invalid') when there is no such preset; Stop('conflict') when there is a policy already.
 */
export async function beginPolicy(
  tx: Tx,
  municipalityId: MunicipalityId,
  presetId: string,
  at: Date,
): Promise<void> {
  const preset = presetById(presetId)
  if (!preset) {
    const ids = presets.map((one) => one.id).join(', ')
    throw new Stop('invalid', `Det finns ingen riktlinje som heter ${presetId}. Välj en av: ${ids}.`)
  }
  await keep(tx, systemActor(municipalityId), {
    version: 1,
    preset: preset.id,
    settings: preset.settings,
    note: `Börjar från riktlinjen ${preset.name}`,
    staffId: null,
    validFrom: at,
  })
}

/**
 * The policy in force at an instant; what was done keeps the version it was done under. Before the first version the
 * first one counts, so that imported years can be judged.
 * @throws Error when the municipality has no policy, which `addMunicipality` always gives it.
 */
export async function currentPolicy(tx: Tx, municipalityId: MunicipalityId, at: Date): Promise<Policy> {
  const policy = (await policyAt(tx, municipalityId, at)) ?? (await policyVersion(tx, municipalityId, 1))
  if (!policy) throw new Error(`municipality ${municipalityId} has no policy`)
  return policy
}

/** The policies in force from an instant on: of what was asked each day, whatever is asked now. */
export async function policiesSince(
  tx: Tx,
  municipalityId: MunicipalityId,
  since: Date,
): Promise<(at: Date) => Policy> {
  const first = await currentPolicy(tx, municipalityId, since)
  const later = await versionsAfter(tx, municipalityId, since)
  return (at) => later.findLast(({ validFrom }) => validFrom <= at) ?? first
}

/** The policy in force, for whoever may read it (everyone on the staff). */
export async function readPolicy(house: House, actor: Actor): Promise<Policy> {
  authorize(actor, 'policy.read')
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    currentPolicy(tx, actor.municipalityId, house.clock.now()),
  )
}

/** A version, with the name of whoever changed it. */
export type PastPolicy = Policy & { readonly by: string }

/** Every version, newest first. */
export async function policyHistory(house: House, actor: Actor): Promise<PastPolicy[]> {
  authorize(actor, 'policy.read')
  return withMunicipality(house.db, actor.municipalityId, (tx) => listVersions(tx, actor.municipalityId))
}

interface PolicyChange {
  /** The version that the change was made from: somebody else's later change is not written over. */
  readonly from: number
  readonly settings: PolicySettings
  /** Why: kept with the version. */
  readonly note: string
}

/**
 * A new version of the whole policy, in force from now. The version before stays as it was.
 * Announces 'policy.changed' {version}, so that the archive seals it as a decision.
 * @returns the new version's number.
 * @throws Stop 'refused'; 'invalid' with fields; 'conflict' when somebody else changed it meanwhile.
 */
export async function changePolicy(house: House, actor: Actor, change: PolicyChange): Promise<number> {
  // The policy is the whole municipality's: a role in one department does not change it.
  authorize(actor, 'policy.change', {})
  const settings = checkedSettings(change.settings)
  const note = change.note.trim()
  if (!note || note.length > longestNote) {
    throw new Stop('invalid', 'Skriv varför riktlinjen ändras, till exempel vilket beslut det bygger på.', {
      note: 'Skriv varför, med högst 2\u00a0000 tecken',
    })
  }
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const before = await currentPolicy(tx, municipalityId, now)
    if (before.version !== change.from) throw changedMeanwhile()
    if (JSON.stringify(before.settings) === JSON.stringify(settings)) {
      throw new Stop('invalid', 'Ingenting är ändrat. Ändra ett värde, eller gå tillbaka till riktlinjen.')
    }
    const version = before.version + 1
    await keep(tx, actor, {
      version,
      preset: before.preset,
      settings,
      note,
      staffId: actor.staffId ?? null,
      validFrom: now,
    })
    return version
  })
}

const changedMeanwhile = (): Stop =>
  new Stop(
    'conflict',
    'En kollega har ändrat riktlinjen medan du skrev. Öppna riktlinjen på nytt, se vad som är ändrat och gör din ändring igen.',
  )

async function keep(tx: Tx, actor: Actor, policy: Policy): Promise<void> {
  const { municipalityId } = actor
  if (!(await insertVersion(tx, municipalityId, policy))) throw changedMeanwhile()
  const { version, validFrom } = policy
  await audit(tx, actor, 'policy.change', { kind: 'policy', id: String(version) }, {}, validFrom)
  await announce(tx, municipalityId, 'policy.changed', { version }, validFrom)
}
