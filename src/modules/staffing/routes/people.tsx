import { z } from 'zod'
import { may } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, asId, type StaffId } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  many,
  page,
  readForm,
  seeOther,
  textsOf,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { endStaff } from '../../organisation/index.ts'
import { deputyFields, HandOverScreen, PeopleScreen, TrainingScreen } from '../screens/forms.tsx'
import { recordTraining, setAccountPeople } from '../service/account-people.ts'
import { accountSharing, staffingChoices } from '../service/choices.ts'
import { handOver, toHandOver } from '../service/hand-over.ts'
import { backTo, current, day, type Handler, idOf, path, perhaps, someone } from './common.ts'

const peopleForm = z.object({
  ersattare2: perhaps,
  ersattare3: perhaps,
  ersattare4: perhaps,
  talar: many(someone),
})

export async function showPeople(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const actor = actorOf(c)
  const { account, deputies, speakers } = await accountSharing(house, actor, idOf(c, 'id', 'Kontot'))
  const chosen = Object.fromEntries(deputyFields.map((name, n) => [name, deputies[n] ?? '']))
  const state = faults ?? emptyForm({ ...chosen, talar: speakers })
  const choices = await staffingChoices(house, actor)
  return page(
    c,
    { title: `Personer på ${account.name}`, current, state },
    <PeopleScreen account={account} choices={choices} state={state} />,
  )
}

export const takePeople: Handler = async (house, c) => {
  const form = await checkForm(c, peopleForm)
  if (!form.ok) return showPeople(house, c, form.error)
  const accountId = idOf<AccountId>(c, 'id', 'Kontot')
  const deputies = deputyFields.flatMap((name) => form.value[name] ?? [])
  try {
    await setAccountPeople(house, actorOf(c), accountId, { deputies, speakers: form.value.talar })
  } catch (thrown) {
    return showPeople(house, c, await faultsOf(c, thrown))
  }
  return seeOther(c, `/register/${accountId}?gjort=ansvar`)
}

const trainingForm = z.object({
  person: someone,
  namn: written('Skriv vad utbildningen heter, till exempel Offentlighet och sekretess.', 200),
  dag: day,
})

export async function showTraining(
  house: House,
  c: WebContext,
  state: FormState = emptyForm(),
): Promise<Response> {
  const choices = await staffingChoices(house, actorOf(c))
  return page(
    c,
    { title: 'För in en utbildning', current, state },
    <TrainingScreen choices={choices} state={state} />,
  )
}

export const takeTraining: Handler = async (house, c) => {
  const form = await checkForm(c, trainingForm)
  if (!form.ok) return showTraining(house, c, form.error)
  const { person, namn, dag } = form.value
  try {
    await recordTraining(house, actorOf(c), { staffId: person, name: namn, day: dag })
  } catch (thrown) {
    return showTraining(house, c, await faultsOf(c, thrown))
  }
  return backTo(c, 'utbildning')
}

/** Whose accounts: those of the person in the address, or one's own. */
function leavingOf(c: WebContext): StaffId {
  const own = actorOf(c).staffId
  const staffId = c.req.param('staff') === undefined ? own : idOf<StaffId>(c, 'staff', 'Personen')
  if (!staffId) throw new Error('a person is signed in')
  return staffId
}

export async function showHandOver(
  house: House,
  c: WebContext,
  state: FormState = emptyForm(),
): Promise<Response> {
  const actor = actorOf(c)
  const staffId = leavingOf(c)
  const accounts = await toHandOver(house, actor, staffId)
  const choices = await staffingChoices(house, actor)
  const name = choices.people.find((one) => one.staffId === staffId)?.name ?? ''
  const self = staffId === actor.staffId
  return page(
    c,
    { title: 'Lämna över', current, state },
    <HandOverScreen
      who={{ staffId, name, self }}
      accounts={accounts}
      choices={choices}
      action={self ? `${path}/lamna-over` : `${path}/lamna-over/${staffId}`}
      mayEnd={may(actor, 'staff.change')}
      state={state}
    />,
  )
}

export const takeHandOver: Handler = async (house, c) => {
  const actor = actorOf(c)
  const staffId = leavingOf(c)
  const values = textsOf(await readForm(c))
  const successors = new Map(
    Object.entries(values).flatMap(([name, value]) => {
      const accountId = asId<AccountId>(name)
      const successor = asId<StaffId>(String(value))
      return accountId && successor ? [[accountId, successor] as const] : []
    }),
  )
  try {
    await handOver(house, actor, staffId, successors)
    if (values['avsluta'] === 'ja' && staffId !== actor.staffId) await endStaff(house, actor, staffId)
  } catch (thrown) {
    return showHandOver(house, c, await faultsOf(c, thrown))
  }
  return backTo(c, 'overlamnat')
}
