import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { dayOf } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  queryOf,
  type WebContext,
} from '../../../web/index.ts'
import { AbsenceScreen } from '../screens/forms.tsx'
import { StaffingScreen } from '../screens/staffing.tsx'
import { enterAbsence, withdrawAbsence } from '../service/absences.ts'
import { staffingChoices } from '../service/choices.ts'
import { readStaffing } from '../service/read.ts'
import { backTo, current, dayNamed, type Handler, idOf, isNear, perhaps } from './common.ts'

/** What has just been done, by its code in the address. */
const doneTexts: Readonly<Record<string, string>> = {
  franvaro: 'Frånvaron är sparad. Den som tar över får veta det.',
  tillbaka: 'Frånvaron är borttagen. Den som skulle ha tagit över får veta det.',
  pass: 'Passet är sparat.',
  passBorta: 'Passet är borttaget.',
  utbildning: 'Utbildningen är sparad.',
  overlamnat: 'Kontona är överlämnade.',
}

export const showStaffing: Handler = async (house, c) => {
  const { fran, gjort } = queryOf(c)
  const from = typeof fran === 'string' && isNear(fran) ? fran : dayOf(house.clock.now())
  const staffing = await readStaffing(house, actorOf(c), from)
  const done = typeof gjort === 'string' && Object.hasOwn(doneTexts, gjort) ? doneTexts[gjort] : undefined
  return page(c, { title: 'Bemanning och jour', current }, <StaffingScreen staffing={staffing} done={done} />)
}

const absenceForm = z.object({
  person: perhaps,
  fran: dayNamed('den första dagen'),
  till: dayNamed('den sista dagen'),
})

export async function showAbsence(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const actor = actorOf(c)
  const state = faults ?? emptyForm({ person: actor.staffId ?? '' })
  const choices = await staffingChoices(house, actor)
  return page(
    c,
    { title: 'Lägg in frånvaro', current, state },
    <AbsenceScreen choices={choices} self={actor.staffId} state={state} />,
  )
}

export const takeAbsence: Handler = async (house, c) => {
  const form = await checkForm(c, absenceForm)
  if (!form.ok) return showAbsence(house, c, form.error)
  const actor = actorOf(c)
  const { person = actor.staffId, fran: from, till: to } = form.value
  if (!person) throw new Error('a person is signed in')
  try {
    await enterAbsence(house, actor, { staffId: person, from, to })
  } catch (thrown) {
    return showAbsence(house, c, await faultsOf(c, thrown))
  }
  return backTo(c, 'franvaro')
}

export const dropAbsence: Handler = async (house, c) => {
  await withdrawAbsence(house, actorOf(c), idOf(c, 'absence', 'Frånvaron'))
  return backTo(c, 'tillbaka')
}
