import { asId, type RecordId, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  asked,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  seeOther,
  type WebContext,
} from '../../../web/index.ts'
import { registrationLaw } from '../rules.ts'
import { valuesOf } from '../screens/fields.tsx'
import { NewEntryScreen } from '../screens/new.tsx'
import { codeIn, secrecyCodes } from '../screens/words.tsx'
import { type Draft, draftEntry, proposeEntry } from '../service/propose.ts'
import { enterInDiary } from '../service/register.ts'
import { current, type Deps, entryForm, type Screen, secretGrounds, wordsIn } from './common.ts'

/** The record in the address. @throws Stop('notFound'). */
function recordIdOf(c: WebContext): RecordId {
  const id = asId<RecordId>(asked(c, 'handling'))
  if (!id)
    throw new Stop(
      'notFound',
      'Adressen säger inte vilken handling det gäller. Öppna handlingen och välj Till diariet.',
    )
  return id
}

function filled(c: WebContext, { words, secrecy, number, series }: Draft): FormState {
  const chosen = codeIn(secrecyCodes, asked(c, 'sekretess')) ?? secrecy
  const values = valuesOf({
    ...words,
    ...(chosen && { secrecy: chosen }),
    ...(series[0] && { series: series[0].series }),
  })
  return emptyForm({ ...values, nummer: number })
}

function show(
  c: WebContext,
  { house }: Deps,
  recordId: RecordId,
  draft: Draft,
  state: FormState,
): Response | Promise<Response> {
  const now = house.clock.now()
  return page(
    c,
    { title: 'Till diariet', current, state },
    <NewEntryScreen
      draft={draft}
      recordId={recordId}
      state={state}
      grounds={secretGrounds(now)}
      law={registrationLaw(now)}
    />,
  )
}

/** GET /diarium/ny?handling=: what is known is filled in; a record that is there already leads to its entry. */
export const newScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const recordId = recordIdOf(c)
    const draft = await draftEntry(deps.house, actorOf(c), recordId)
    if (draft.entry) return seeOther(c, `/diarium/${draft.entry.entryId}`)
    return show(c, deps, recordId, draft, filled(c, draft))
  }

/** POST /diarium/ny?handling= */
export const newForm =
  (deps: Deps): Screen =>
  async (c) => {
    const { house, gateway } = deps
    const actor = actorOf(c)
    const recordId = recordIdOf(c)
    const draft = await draftEntry(house, actor, recordId)
    const checked = await checkForm(c, entryForm)
    if (!checked.ok) return show(c, deps, recordId, draft, checked.error)
    const proposal = { recordId, words: wordsIn(checked.value), note: checked.value.anteckning }
    try {
      const entryId = draft.mayRegister
        ? await enterInDiary(house, actor, gateway, proposal, checked.value.nummer)
        : await proposeEntry(house, actor, proposal)
      return seeOther(c, `/diarium/${entryId}?gjort=${draft.mayRegister ? 'diariefort' : 'lamnat'}`)
    } catch (thrown) {
      return show(c, deps, recordId, draft, await faultsOf(c, thrown))
    }
  }
