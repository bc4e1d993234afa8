import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { type AccountId, asId, type DepartmentId } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  type WebContext,
} from '../../../web/index.ts'
import { OneShiftScreen, ShiftScreen } from '../screens/forms.tsx'
import { staffingChoices } from '../service/choices.ts'
import { addShifts, giveShift, readShift, removeShift } from '../service/rota.ts'
import { backTo, current, day, type Handler, idOf, perhaps, time } from './common.ts'

/** 'alla', 'f-<department>' or 'k-<account>'. */
const reach = z
  .string({ error: 'Välj vad passet gäller.' })
  .transform((text) => ({
    accountId: text.startsWith('k-') ? (asId<AccountId>(text.slice(2)) ?? null) : null,
    departmentId: text.startsWith('f-') ? (asId<DepartmentId>(text.slice(2)) ?? null) : null,
    all: text === 'alla',
  }))
  .refine((of) => of.all || of.accountId || of.departmentId, 'Välj vad passet gäller.')

const shiftForm = z.object({
  person: perhaps,
  galler: reach,
  dag: day,
  fran: time,
  till: time,
  veckor: z.coerce.number().int().min(1).max(26),
})

export async function showNewShift(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const state = faults ?? emptyForm({ fran: '17:00', till: '21:00', veckor: '1' })
  const choices = await staffingChoices(house, actorOf(c))
  return page(c, { title: 'Lägg in pass', current, state }, <ShiftScreen choices={choices} state={state} />)
}

export const takeShift: Handler = async (house, c) => {
  const form = await checkForm(c, shiftForm)
  if (!form.ok) return showNewShift(house, c, form.error)
  const { person, galler, dag, fran, till, veckor } = form.value
  const { accountId, departmentId } = galler
  try {
    await addShifts(house, actorOf(c), {
      ...{ staffId: person ?? null, accountId, departmentId },
      ...{ day: dag, from: fran, to: till, weeks: veckor },
    })
  } catch (thrown) {
    return showNewShift(house, c, await faultsOf(c, thrown))
  }
  return backTo(c, 'pass')
}

export async function showShift(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const actor = actorOf(c)
  const shift = await readShift(house, actor, idOf(c, 'shift', 'Passet'))
  const choices = await staffingChoices(house, actor)
  const about =
    choices.accounts.find((one) => one.accountId === shift.accountId)?.name ??
    choices.accounts.find((one) => one.departmentId === shift.departmentId)?.department ??
    'Alla konton'
  const state = faults ?? emptyForm({ person: shift.staffId ?? '' })
  return page(
    c,
    { title: 'Pass', current, state },
    <OneShiftScreen shift={shift} about={about} choices={choices} state={state} />,
  )
}

export const changeShift: Handler = async (house, c) => {
  const form = await checkForm(c, z.object({ person: perhaps }))
  if (!form.ok) return showShift(house, c, form.error)
  try {
    await giveShift(house, actorOf(c), idOf(c, 'shift', 'Passet'), form.value.person ?? null)
  } catch (thrown) {
    return showShift(house, c, await faultsOf(c, thrown))
  }
  return backTo(c, 'pass')
}

export const dropShift: Handler = async (house, c) => {
  await removeShift(house, actorOf(c), idOf(c, 'shift', 'Passet'))
  return backTo(c, 'passBorta')
}
