import { actorOf, emptyForm, seeOther, smallForm } from '../../../web/index.ts'
import { moveOut, requireQuestion } from '../service/answer.ts'
import { type Deps, type Screen, taskIdOf } from './deps.ts'

/** GET /dialog/:id/annan-vag: what a prepared answer would do, before it stands in the draft. */
export const anotherWayScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    await requireQuestion(deps.house, actorOf(c), id)
    return smallForm(c, {
      title: 'Be om en annan väg',
      sub: 'Svaret ber avsändaren använda e-tjänst eller e-post, och inte skriva personuppgifter här.',
      button: 'Skriv utkastet',
      action: `/dialog/${id}/annan-vag`,
      back: `/ko/${id}`,
      current: 'dialog',
      state: emptyForm(),
      children: (
        <p>
          Det blir ett utkast, som du läser igenom, ändrar och skickar som ett vanligt svar. Ett utkast som du
          redan har börjat på ersätts. Det som avsändaren har skrivit finns kvar som handling.
        </p>
      ),
    })
  }

/** POST /dialog/:id/annan-vag */
export const anotherWayForm =
  (deps: Deps): Screen =>
  async (c) => {
    await moveOut(deps.house, actorOf(c), taskIdOf(c))
    return seeOther(c, `/dialog/${taskIdOf(c)}`)
  }
