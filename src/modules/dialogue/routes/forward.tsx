import { z } from 'zod'
import {
  actorOf,
  checkForm,
  emptyForm,
  Field,
  type FormState,
  seeOther,
  smallForm,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { forward, requireQuestion } from '../service/answer.ts'
import { type Deps, type Screen, taskIdOf } from './deps.ts'

const show = (c: WebContext, state: FormState) => {
  const id = taskIdOf(c)
  return smallForm(c, {
    title: 'Visa vägen till en annan myndighet',
    sub: 'Det blir ett utkast till svar, som du läser igenom och skickar.',
    button: 'Skriv utkastet',
    action: `/dialog/${id}/annan-myndighet`,
    back: `/dialog/${id}`,
    current: 'dialog',
    state,
    children: (
      <>
        <Field
          name="myndighet"
          label="Myndighet eller organisation"
          hint="Till exempel Trafikverket."
          state={state}
        />
        <Field
          name="kontakt"
          label="Dit vänder man sig"
          hint="En webbadress, ett telefonnummer eller en e-postadress."
          state={state}
        />
      </>
    ),
  })
}

export const forwardScreen =
  (deps: Deps): Screen =>
  async (c) => {
    await requireQuestion(deps.house, actorOf(c), taskIdOf(c))
    return show(c, emptyForm())
  }

const forwarding = z.object({
  myndighet: written('Skriv vem som ansvarar, till exempel Trafikverket.', 120),
  kontakt: written('Skriv vart man vänder sig, till exempel trafikverket.se.', 200),
})

export const forwardForm =
  (deps: Deps): Screen =>
  async (c) => {
    const checked = await checkForm(c, forwarding)
    if (!checked.ok) return show(c, checked.error)
    const { myndighet, kontakt } = checked.value
    await forward(deps.house, actorOf(c), taskIdOf(c), { authority: myndighet, contact: kontakt })
    return seeOther(c, `/dialog/${taskIdOf(c)}`)
  }
