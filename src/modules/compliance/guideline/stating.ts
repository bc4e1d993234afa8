import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { type AccountId, type DepartmentId, dayOf, Stop } from '../../../kernel/index.ts'
import { requireAccount } from '../../accounts/index.ts'
import { audit } from '../../audit/index.ts'
import { answersTo, unitByName } from '../../organisation/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { checkById } from '../checks/index.ts'
import { judgeAgain } from './judging.ts'
import { monthsLater, monthsOf } from './rules.ts'
import { insertParticulars, insertProcessing, replaceUnits } from './stated-store.ts'
import { insertAttestation } from './store.ts'
import type { Particulars, Processing } from './types.ts'

/**
 * A person says that a demand is met, or that it is not, from today and for so many months; the check's own limit is
 * never passed.
 * @throws Stop 'refused'; 'notFound'; 'invalid' with fields.
 */
export async function attest(
  house: House,
  actor: Actor,
  accountId: AccountId,
  input: {
    readonly checkId: string
    readonly met: boolean
    readonly months: number
    readonly note: string
  },
): Promise<void> {
  authorize(actor, 'guideline.attest')
  const { municipalityId, staffId } = actor
  const check = checkById.get(input.checkId)
  if (!check?.attestedBy)
    throw new Stop('notFound', 'Det kravet prövas av uppgifterna i Uppsikt och kan inte intygas.')
  const needed = check.attestedBy === 'communications' ? 'guideline.administer' : 'guideline.attest'
  const note = input.note.trim()
  if (!note || note.length > 500)
    throw new Stop('invalid', 'Skriv vad du såg, med högst 500 tecken.', {
      note: 'Skriv vad du såg, till exempel var på kontot det står',
    })
  if (staffId === undefined) throw new Error('only a person attests')
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    authorize(actor, needed, await requireAccount(tx, municipalityId, accountId))
    const most = monthsOf(check, (await currentPolicy(tx, municipalityId, now)).settings)
    const months = Math.min(most, Math.max(1, input.months))
    const validUntil = monthsLater(dayOf(now), months)
    const attested = { checkId: check.id, met: input.met, validUntil, note, at: now }
    await insertAttestation(tx, municipalityId, accountId, staffId, attested)
    const about = { kind: 'account', id: accountId }
    await audit(tx, actor, 'guideline.attest', about, { check: check.id, met: input.met, validUntil }, now)
  })
  await judgeAgain(house, municipalityId, accountId)
}

const mostUnits = 20

/** Which units an account is for, by name; those that do not exist in its department are made. @throws Stop. */
export async function setUnits(
  house: House,
  actor: Actor,
  accountId: AccountId,
  names: readonly string[],
): Promise<void> {
  authorize(actor, 'guideline.administer')
  const { municipalityId } = actor
  const wanted = [...new Set(names.map((name) => name.trim()).filter(Boolean))]
  if (wanted.length > mostUnits)
    throw new Stop('invalid', `Skriv högst ${mostUnits} enheter.`, {
      units: `Skriv högst ${mostUnits} enheter`,
    })
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'guideline.administer', account)
    const ids: string[] = []
    for (const name of wanted) ids.push(await unitByName(tx, municipalityId, account.departmentId, name))
    await replaceUnits(tx, municipalityId, accountId, ids)
    const about = { kind: 'account', id: accountId }
    await audit(tx, actor, 'guideline.units', about, { units: wanted }, house.clock.now())
  })
  await judgeAgain(house, municipalityId, accountId)
}

/** What personal data an account processes, why and on what basis; what was stated before stays. @throws Stop. */
export async function stateProcessing(
  house: House,
  actor: Actor,
  accountId: AccountId,
  stated: Omit<Processing, 'at'>,
): Promise<void> {
  authorize(actor, 'guideline.administer')
  const { municipalityId } = actor
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    authorize(actor, 'guideline.administer', await requireAccount(tx, municipalityId, accountId))
    await insertProcessing(tx, municipalityId, accountId, actor.staffId ?? null, { ...stated, at: now })
    await audit(tx, actor, 'guideline.processing', { kind: 'account', id: accountId }, {}, now)
  })
  await judgeAgain(house, municipalityId, accountId)
}

/** What all accounts point at, and which board each department answers to; all are judged again soon. @throws Stop. */
export async function stateParticulars(
  house: House,
  actor: Actor,
  stated: Particulars & { readonly boards: ReadonlyMap<DepartmentId, string> },
): Promise<void> {
  authorize(actor, 'guideline.administer', {})
  const { municipalityId } = actor
  const { website, dataProtectionOfficer, boards } = stated
  if (website !== '' && !(/^https?:\/\//iu.test(website) && URL.canParse(website)))
    throw new Stop('invalid', 'Webbplatsens adress går inte att använda.', {
      website: 'Skriv adressen med https://, till exempel https://www.kommun.se',
    })
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const whole = { website, dataProtectionOfficer }
    await insertParticulars(tx, municipalityId, actor.staffId ?? null, whole, now)
    for (const [departmentId, name] of boards)
      if (name.trim() !== '') await answersTo(tx, municipalityId, departmentId, name)
    const about = { kind: 'municipality', id: String(municipalityId) }
    await audit(tx, actor, 'guideline.particulars', about, { website }, now)
    await announce(tx, municipalityId, 'guideline.stated', {}, now)
  })
}
