import { z } from 'zod'
import { Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  asked,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  many,
  page,
  seeOther,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { registrationLaw } from '../rules.ts'
import { CorrectScreen } from '../screens/correct.tsx'
import { EntryScreen } from '../screens/entry.tsx'
import { valuesOf } from '../screens/fields.tsx'
import { codeIn, declineCodes } from '../screens/words.tsx'
import { readEntry } from '../service/read.ts'
import { correctEntry, declineEntry, registerEntry } from '../service/register.ts'
import { current, type Deps, entryForm, entryIdOf, type Screen, secretGrounds, wordsIn } from './common.ts'

/** What has just been done, by its code in the address. */
const doneTexts: Readonly<Record<string, string>> = {
  lamnat: 'Registratorn har fått handlingen. Numret syns här och på handlingen när den är diarieförd.',
  diariefort: 'Handlingen är diarieförd, och posten är förseglad.',
  inte: 'Beslutet är sparat och förseglat.',
  rattat: 'Rättelsen är sparad som en ny version.',
}

async function show(c: WebContext, deps: Deps, faults?: FormState): Promise<Response> {
  const { house, gateway } = deps
  const read = await readEntry(house, actorOf(c), entryIdOf(c))
  const { entry } = read
  const values = valuesOf(
    // The first series is the likeliest where nobody has chosen.
    entry.series || entry.committee ? entry : { ...entry, series: read.series[0]?.series ?? null },
  )
  const state = faults ? { ...faults, values: { ...values, ...faults.values } } : emptyForm(values)
  const now = house.clock.now()
  return page(
    c,
    { title: entry.number ?? entry.matter, current, state },
    <EntryScreen
      read={read}
      state={state}
      grounds={secretGrounds(now)}
      law={registrationLaw(now)}
      byHand={{ steps: gateway.steps, slip: gateway.slip({ ...entry, records: read.records }) }}
      done={faults ? undefined : doneTexts[asked(c, 'gjort')]}
    />,
  )
}

/** GET /diarium/:id */
export const entryScreen =
  (deps: Deps): Screen =>
  (c) =>
    show(c, deps)

/** POST /diarium/:id: the registrar enters what was proposed. */
export const registerForm =
  (deps: Deps): Screen =>
  async (c) => {
    const entryId = entryIdOf(c)
    const checked = await checkForm(c, entryForm)
    if (!checked.ok) return show(c, deps, checked.error)
    try {
      const registration = { words: wordsIn(checked.value), typed: checked.value.nummer }
      await registerEntry(deps.house, actorOf(c), deps.gateway, entryId, registration)
    } catch (thrown) {
      return show(c, deps, await faultsOf(c, thrown))
    }
    return seeOther(c, `/diarium/${entryId}?gjort=diariefort`)
  }

const notRegistered = z.object({ som: z.string().default(''), provad: many(z.string()) })

/** POST /diarium/:id/inte */
export const declineForm =
  (deps: Deps): Screen =>
  async (c) => {
    const entryId = entryIdOf(c)
    const checked = await checkForm(c, notRegistered)
    if (!checked.ok) return show(c, deps, checked.error)
    const as = codeIn(declineCodes, checked.value.som)
    try {
      if (!as) throw new Stop('invalid', 'Välj varför.', { som: 'Välj varför den inte behöver diarieföras' })
      const secrecy = checked.value.provad.includes('nej') ? 'no' : 'unknown'
      await declineEntry(deps.house, actorOf(c), entryId, { as, secrecy })
    } catch (thrown) {
      return show(c, deps, await faultsOf(c, thrown))
    }
    return seeOther(c, `/diarium/${entryId}?gjort=inte`)
  }

async function showCorrect(c: WebContext, { house }: Deps, faults?: FormState): Promise<Response> {
  const { entry, mayRegister } = await readEntry(house, actorOf(c), entryIdOf(c))
  if (entry.state !== 'registered' || !mayRegister)
    throw new Stop('refused', 'Bara en registrator rättar, och bara det som är diariefört.')
  const state = faults ?? emptyForm({ ...valuesOf({ ...entry, series: null }), nummer: entry.number ?? '' })
  return page(
    c,
    { title: `Rätta ${entry.number}`, current, state },
    <CorrectScreen entry={entry} state={state} grounds={secretGrounds(house.clock.now())} />,
  )
}

/** GET /diarium/:id/ratta */
export const correctScreen =
  (deps: Deps): Screen =>
  (c) =>
    showCorrect(c, deps)

const correction = entryForm.extend({ varfor: written('Skriv varför posten rättas.', 500) })

/** POST /diarium/:id/ratta */
export const correctForm =
  (deps: Deps): Screen =>
  async (c) => {
    const entryId = entryIdOf(c)
    const checked = await checkForm(c, correction)
    if (!checked.ok) return showCorrect(c, deps, checked.error)
    const { nummer, varfor } = checked.value
    try {
      const change = { words: wordsIn(checked.value), typed: nummer, why: varfor }
      await correctEntry(deps.house, actorOf(c), deps.gateway, entryId, change)
    } catch (thrown) {
      return showCorrect(c, deps, await faultsOf(c, thrown))
    }
    return seeOther(c, `/diarium/${entryId}?gjort=rattat`)
  }
