import { z } from 'zod'
import { authorize } from '../../../../access/index.ts'
import { withMunicipality } from '../../../../infra/db/index.ts'
import { type Day, dayOf, daysIn, instantOf, isDay } from '../../../../kernel/index.ts'
import {
  actorOf,
  asked,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  firstOf,
  longDayText,
  Select,
  seeOther,
  sentence,
  Textarea,
  type WebContext,
  written,
} from '../../../../web/index.ts'
import { requireAccount } from '../../../accounts/index.ts'
import { supervisionCoverage } from '../../service/overview.ts'
import { explainMissedDay } from '../../service/rounds.ts'
import type { Deps, Screen } from '../deps.ts'
import { smallForm } from '../item/small-form.tsx'
import { accountIdOf } from './round.tsx'

const daysBack = 60
const mostDaysBack = 366

/** As far back as the day that the person came for. */
function daysTo(day: Day, today: Day): number {
  const days = isDay(day) ? daysIn({ from: day, to: today }) : 0
  return Math.min(Math.max(days, daysBack), mostDaysBack)
}

async function show(c: WebContext, deps: Deps, state: FormState): Promise<Response> {
  const accountId = accountIdOf(c)
  const actor = actorOf(c)
  const account = await withMunicipality(deps.house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountId),
  )
  authorize(actor, 'supervision.explain', account)
  const days = daysTo(firstOf(state.values['day']), dayOf(deps.house.clock.now()))
  const { accounts } = await supervisionCoverage(deps.house, actor, days)
  const own = accounts.find((row) => row.account.accountId === accountId)
  const missed = (own?.cells ?? []).filter((cell) => cell.state === 'missed').map((cell) => cell.day)
  return smallForm(c, {
    title: 'Förklara en missad dag',
    sub: 'Dagen räknas fortfarande som missad. Förklaringen står bredvid den.',
    button: 'Spara förklaringen',
    action: `/ko/runda/${accountId}/forklara`,
    back: `/ko/runda/${accountId}`,
    state,
    children: (
      <>
        {missed.length === 0 ? (
          <p>{`På ${account.name} är ingen dag missad utan förklaring.`}</p>
        ) : (
          <>
            <Select name="day" label="Dag" state={state} options={[...missed].reverse().map(dayOption)} />
            <Textarea
              name="text"
              label="Varför tittade ingen?"
              hint="Till exempel: Ordinarie var sjuk och ersättaren fick inte veta det."
              rows={3}
              state={state}
            />
          </>
        )}
      </>
    ),
  })
}

const dayOption = (day: Day) => ({ value: day, text: sentence(longDayText(instantOf(day))) })

export const explainScreen =
  (deps: Deps): Screen =>
  (c) =>
    show(c, deps, emptyForm({ day: asked(c, 'dag') }))

const explanation = z.object({
  day: z.iso.date('Välj en dag som har varit'),
  text: written('Skriv varför, till exempel att den som har bevakningen var sjuk'),
})

/** POST: the figure stays; the explanation stands beside it. */
export const explainDay =
  (deps: Deps): Screen =>
  async (c) => {
    const accountId = accountIdOf(c)
    const checked = await checkForm(c, explanation)
    if (!checked.ok) return show(c, deps, checked.error)
    try {
      await explainMissedDay(deps.house, actorOf(c), { accountId, ...checked.value })
    } catch (thrown) {
      return show(c, deps, await faultsOf(c, thrown))
    }
    return seeOther(c, '/ko/runda?gjort=forklarad')
  }
