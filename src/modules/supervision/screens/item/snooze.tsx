import { z } from 'zod'
import { withMunicipality } from '../../../../infra/db/index.ts'
import {
  addDays,
  clockTime,
  type Day,
  dayOf,
  instantOf,
  isDay,
  type OfficeHours,
  officeTimes,
  weekday,
  workingDayAfter,
} from '../../../../kernel/index.ts'
import {
  actorOf,
  Choices,
  checkForm,
  emptyForm,
  Field,
  type FormState,
  faultsOf,
  seeOther,
  sentence,
  type WebContext,
  whenText,
} from '../../../../web/index.ts'
import { currentPolicy } from '../../../policy/index.ts'
import { snooze } from '../../../tasks/index.ts'
import { openedTask } from '../../service/item.ts'
import { actHref, addressOf, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import { smallForm } from './small-form.tsx'

/** Working times to put a task away until: they say themselves when they are. */
function snoozeTimes(now: Date, office: OfficeHours): { readonly value: string; readonly at: Date }[] {
  const today = dayOf(now)
  const sunday = addDays(today, 7 - weekday(today))
  const after = (day: Day, count: number): Day => workingDayAfter(day, count, office.closedDays)
  const days = [...new Set([after(today, 1), after(today, 2), after(sunday, 1)])].sort()
  return days.map((day) => ({ value: day, at: instantOf(day, officeTimes(office, day).open) }))
}

async function officeOf(c: WebContext, deps: Deps): Promise<OfficeHours> {
  const { municipalityId } = actorOf(c)
  const { settings } = await withMunicipality(deps.house.db, municipalityId, (tx) =>
    currentPolicy(tx, municipalityId, deps.house.clock.now()),
  )
  return settings.responseTarget.officeHours
}

async function snoozeForm(c: WebContext, deps: Deps, state: FormState): Promise<Response> {
  const id = taskIdOf(c)
  const address = addressOf(c)
  await openedTask(deps.house, actorOf(c), deps.platforms, id, false)
  const now = deps.house.clock.now()
  const times = snoozeTimes(now, await officeOf(c, deps))
  return smallForm(c, {
    title: 'Lägg undan till en arbetstid',
    sub: 'Ärendet kommer tillbaka i kön av sig själv. Fristen ändras inte.',
    button: 'Lägg undan ärendet',
    action: actHref(address, id, 'snooza'),
    back: queueHref(address, id),
    state,
    children: (
      <>
        <Choices
          kind="radio"
          name="till"
          legend="Till"
          framed
          choices={[
            ...times.map(({ value, at }) => ({ value, text: sentence(whenText(at, now)) })),
            { value: 'egen', text: 'En egen tid' },
          ]}
          state={state}
        />
        <div class="grid-2">
          <Field name="dag" type="date" label="Dag" optional state={state} />
          <Field name="tid" type="time" label="Klockslag" optional state={state} />
        </div>
      </>
    ),
  })
}

export const snoozeScreen =
  (deps: Deps): Screen =>
  (c) =>
    snoozeForm(c, deps, emptyForm())

const snoozed = z.object({
  till: z.string().default(''),
  dag: z.string().default(''),
  tid: z.string().default(''),
})

export const snoozeTask =
  (deps: Deps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    const checked = await checkForm(c, snoozed)
    if (!checked.ok) return snoozeForm(c, deps, checked.error)
    const { till, dag, tid } = checked.value
    const own = till === 'egen'
    const day = own ? dag : till
    const time = clockTime(own ? tid : (await officeOf(c, deps)).start)
    if (!isDay(day) || time === undefined) {
      const errors: Record<string, string> = own
        ? { dag: 'Skriv dag och klockslag, till exempel 2026-11-23 och 08.30' }
        : { till: 'Välj till när' }
      return snoozeForm(c, deps, { values: checked.value, errors })
    }
    try {
      await snooze(deps.house, actorOf(c), id, instantOf(day, time))
    } catch (thrown) {
      const faults = await faultsOf(c, thrown)
      return snoozeForm(c, deps, {
        ...faults,
        errors: { till: Object.values(faults.errors)[0] ?? 'Välj en tid' },
      })
    }
    return seeOther(c, queueHref(addressOf(c), undefined, { gjort: 'undanlagd' }))
  }
