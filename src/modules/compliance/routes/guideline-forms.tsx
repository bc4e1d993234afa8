import { z } from 'zod'
import { authorize } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import type { DepartmentId } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  readForm,
  seeOther,
  textsOf,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { accountIdOf } from '../../accounts/index.ts'
import { structure } from '../../organisation/index.ts'
import { readPolicy } from '../../policy/index.ts'
import { checkById } from '../checks/index.ts'
import { readGuideline, readOverview } from '../guideline/reading.ts'
import { monthsOf } from '../guideline/rules.ts'
import { attest, setUnits, stateParticulars, stateProcessing } from '../guideline/stating.ts'
import { AttestScreen, ParticularsScreen, ProcessingForm, UnitsScreen } from '../screens/guideline/forms.tsx'
import { accountOf, current, given, type Handler } from './common.ts'

const back = (c: WebContext, done: string): Response =>
  seeOther(c, `/register/${accountIdOf(c)}/riktlinje?gjort=${done}`)

export async function showAttest(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const account = await accountOf(house, c, 'guideline.attest')
  const wanted = faults ? String(faults.values['krav'] ?? '') : (given(c)['krav'] ?? '')
  const { lines } = await readGuideline(house, actorOf(c), account.accountId)
  const line = lines.find(({ check }) => check.id === wanted)
  // Without a demand in the address there is nothing to attest yet: the list is where one is chosen.
  if (!line?.check.attestedBy) return seeOther(c, `/register/${account.accountId}/riktlinje`)
  if (line.check.attestedBy === 'communications') authorize(actorOf(c), 'guideline.administer', account)
  const months = monthsOf(line.check, (await readPolicy(house, actorOf(c))).settings)
  const state = faults ?? emptyForm({ manader: String(months) })
  return page(
    c,
    { title: line.check.title, current, state },
    <AttestScreen account={account} line={line} months={months} state={state} />,
  )
}

const attestForm = z.object({
  krav: z.string().refine((id) => checkById.get(id)?.attestedBy !== undefined),
  svar: z.enum(['ja', 'nej'], { error: 'Välj om kravet uppfylls eller inte.' }),
  anteckning: written('Skriv vad du såg, till exempel var på kontot det står.', 500),
  manader: z.coerce.number().int().min(1).max(24),
})

export const saveAttestation: Handler = async (house, _platforms, c) => {
  await accountOf(house, c, 'guideline.attest')
  const form = await checkForm(c, attestForm)
  if (!form.ok) return showAttest(house, c, form.error)
  const { krav, svar, anteckning, manader } = form.value
  await attest(house, actorOf(c), accountIdOf(c), {
    checkId: krav,
    met: svar === 'ja',
    months: manader,
    note: anteckning,
  })
  return back(c, 'intygat')
}

export async function showUnits(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const account = await accountOf(house, c, 'guideline.administer')
  const { units } = await readGuideline(house, actorOf(c), account.accountId)
  const state = faults ?? emptyForm({ enheter: units.join('\n') })
  return page(
    c,
    { title: `Enheter för ${account.name}`, current, state },
    <UnitsScreen account={account} state={state} />,
  )
}

export const saveUnits: Handler = async (house, _platforms, c) => {
  const typed = textsOf(await readForm(c))['enheter']
  const names = String(typed ?? '').split('\n')
  try {
    await setUnits(house, actorOf(c), accountIdOf(c), names)
  } catch (thrown) {
    const { values, errors } = await faultsOf(c, thrown)
    const [fault = 'Skriv enheternas namn, ett på varje rad.'] = Object.values(errors)
    return showUnits(house, c, { values, errors: { enheter: fault } })
  }
  return back(c, 'enheter')
}

const long = (instruction: string) => written(instruction, 1_000)
const processingForm = z.object({
  andamal: long('Skriv varför uppgifterna behandlas.'),
  grund: long('Skriv den rättsliga grunden, som dataskyddsombudet har angett den.'),
  personer: long('Skriv vems uppgifter det är, och vilka.'),
  mottagare: long('Skriv vem mer som får uppgifterna, eller att ingen får dem.'),
})

export async function showProcessingForm(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const account = await accountOf(house, c, 'guideline.administer')
  const { processing } = await readGuideline(house, actorOf(c), account.accountId)
  const state =
    faults ??
    emptyForm({
      andamal: processing?.purpose ?? account.purpose,
      grund: processing?.legalBasis ?? '',
      personer: processing?.people ?? '',
      mottagare: processing?.recipients ?? '',
    })
  return page(
    c,
    { title: `Personuppgifter på ${account.name}`, current, state },
    <ProcessingForm account={account} state={state} />,
  )
}

export const saveProcessing: Handler = async (house, _platforms, c) => {
  await accountOf(house, c, 'guideline.administer')
  const form = await checkForm(c, processingForm)
  if (!form.ok) return showProcessingForm(house, c, form.error)
  const { andamal, grund, personer, mottagare } = form.value
  const stated = { purpose: andamal, legalBasis: grund, people: personer, recipients: mottagare }
  await stateProcessing(house, actorOf(c), accountIdOf(c), stated)
  return back(c, 'beskrivet')
}

export async function showParticulars(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const actor = actorOf(c)
  authorize(actor, 'guideline.administer', {})
  const { particulars } = await readOverview(house, actor)
  const { departments, committees } = await structure(house, actor)
  const nameOf = new Map(committees.map(({ committeeId, name }) => [committeeId, name]))
  const held = departments.map(({ departmentId, committeeId }) => [
    `namnd-${departmentId}`,
    nameOf.get(committeeId ?? '') ?? '',
  ])
  const state =
    faults ??
    emptyForm({
      webbplats: particulars.website,
      ombud: particulars.dataProtectionOfficer,
      ...Object.fromEntries(held),
    })
  return page(
    c,
    { title: 'Kommunens uppgifter', current, state },
    <ParticularsScreen departments={departments} state={state} />,
  )
}

const particularsForm = z.looseObject({
  webbplats: z.string().trim().max(300).default(''),
  ombud: z.string().trim().max(300).default(''),
})

export const saveParticulars: Handler = async (house, _platforms, c) => {
  const actor = actorOf(c)
  authorize(actor, 'guideline.administer', {})
  const form = await checkForm(c, particularsForm)
  if (!form.ok) return showParticulars(house, c, form.error)
  const { webbplats, ombud, ...rest } = form.value
  const { departments } = await structure(house, actor)
  const boards = new Map<DepartmentId, string>(
    departments.flatMap(({ departmentId }) => {
      const typed = rest[`namnd-${departmentId}`]
      return typeof typed === 'string' && typed.trim() ? [[departmentId, typed]] : []
    }),
  )
  try {
    await stateParticulars(house, actor, { website: webbplats, dataProtectionOfficer: ombud, boards })
  } catch (thrown) {
    const { values, errors } = await faultsOf(c, thrown)
    const { website, ...others } = errors
    return showParticulars(house, c, {
      values,
      errors: { ...others, ...(website && { webbplats: website }) },
    })
  }
  return seeOther(c, '/register/riktlinje?gjort=uppgifter')
}
