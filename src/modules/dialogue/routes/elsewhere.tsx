import { z } from 'zod'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  seeOther,
  smallForm,
  Textarea,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { requireQuestion } from '../service/answer.ts'
import { answeredElsewhere } from '../service/elsewhere.ts'
import { type Deps, type Screen, taskIdOf } from './deps.ts'

const show = (c: WebContext, state: FormState) => {
  const id = taskIdOf(c)
  return smallForm(c, {
    title: 'Frågan är redan besvarad',
    sub: 'Den lämnar listan och räknas som besvarad. Det du skriver sparas som en handling.',
    button: 'Frågan är besvarad',
    action: `/dialog/${id}/besvarad`,
    back: `/dialog/${id}`,
    current: 'dialog',
    state,
    children: (
      <Textarea
        name="hur"
        label="Hur, och vad svarade du?"
        hint="Till exempel: Ringde kl. 10. Badhuset öppnar 9 på lördag."
        rows={3}
        state={state}
      />
    ),
  })
}

export const elsewhereScreen =
  (deps: Deps): Screen =>
  async (c) => {
    await requireQuestion(deps.house, actorOf(c), taskIdOf(c))
    return show(c, emptyForm())
  }

const answer = z.object({ hur: written('Skriv hur frågan blev besvarad, och vad svaret var.') })

export const elsewhereForm =
  (deps: Deps): Screen =>
  async (c) => {
    const checked = await checkForm(c, answer)
    if (!checked.ok) return show(c, checked.error)
    try {
      await answeredElsewhere(deps.house, actorOf(c), taskIdOf(c), checked.value.hur)
    } catch (thrown) {
      return show(c, await faultsOf(c, thrown))
    }
    return seeOther(c, '/dialog')
  }
