import { z } from 'zod'
import { Stop } from '../../../../kernel/index.ts'
import {
  actorOf,
  Choices,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  LinkButton,
  Note,
  seeOther,
  Textarea,
  When,
  written,
} from '../../../../web/index.ts'
import { decideTrial } from '../../../reconsiderations/index.ts'
import { openedTask } from '../../service/item.ts'
import { actHref, addressOf, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import type { PaneProps } from '../item/pane.tsx'
import { smallForm } from '../item/small-form.tsx'
import { doneWord } from '../words.ts'

/** What an author asks us to try again: what was done, by whom and why, and what the author says of it. */
export const Trial = ({ opened, address, me }: PaneProps) => {
  const { reconsideration, names, task, mayWork } = opened
  if (!reconsideration) return null
  const { measure, text, receivedAt, decision } = reconsideration
  const mine = measure.staffId === me
  return (
    <section aria-labelledby="h-prov" class="stack-s">
      <h3 id="h-prov">Begäran om ny prövning</h3>
      <p class="txt written">{text}</p>
      <p class="meta">
        Kom in <When at={receivedAt} />, nummer {measure.number}
      </p>
      <dl class="facts">
        <div>
          <dt>Första beslutet</dt>
          <dd>
            {doneWord(measure.kind, opened.item?.item.kind ?? 'comment')} <When at={measure.requestedAt} /> av{' '}
            {(measure.staffId && names.get(measure.staffId)) ?? 'en kollega'}
          </dd>
        </div>
        <div>
          <dt>Grund</dt>
          <dd>{measure.groundWording}</dd>
        </div>
        <div>
          <dt>Motivering</dt>
          <dd>{measure.note || 'Ingen'}</dd>
        </div>
        <div>
          <dt>Kommentaren</dt>
          <dd>
            <a href={`/handlingar/${measure.recordId}`}>Läs den i arkivet</a>
          </dd>
        </div>
      </dl>
      {decision && <p>{decision.text}</p>}
      {!task.doneAt && mayWork && mine && (
        <Note tone="info">
          <p>
            <b>Du fattade det första beslutet.</b> Någon annan ska pröva det. Tilldela en kollega.
          </p>
        </Note>
      )}
      {!task.doneAt && mayWork && !mine && (
        <p>
          <LinkButton icon="scale" href={actHref(address, task.taskId, 'prova-igen')} dialog>
            Besluta
          </LinkButton>
        </p>
      )}
    </section>
  )
}

const form = z.object({
  beslutet: z.enum(['star', 'fel'], { error: 'Välj om beslutet står fast eller inte.' }),
  besked: written('Skriv till avsändaren varför, i en eller två meningar.', 1_000),
})

async function ask(deps: Deps, c: Parameters<Screen>[0], state: FormState): Promise<Response> {
  const id = taskIdOf(c)
  const address = addressOf(c)
  const { reconsideration } = await openedTask(deps.house, actorOf(c), deps.platforms, id, false)
  if (reconsideration?.measure.staffId === actorOf(c).staffId)
    throw new Stop(
      'refused',
      'Du fattade det första beslutet. Gå tillbaka till ärendet och tilldela det till någon annan, som prövar det.',
    )
  return smallForm(c, {
    title: 'Pröva igen',
    sub: 'Läs kommentaren och begäran först. Beslutet sparas som handling och kan inte ändras.',
    button: 'Besluta och svara avsändaren',
    action: actHref(address, id, 'prova-igen'),
    back: queueHref(address, id),
    state,
    children: (
      <>
        <Choices
          kind="radio"
          name="beslutet"
          legend="Vad beslutar du?"
          choices={[
            { value: 'star', text: 'Beslutet står fast', detail: 'Kommentaren syns inte.' },
            {
              value: 'fel',
              text: 'Vi gjorde fel',
              detail:
                'Plattformen får order att visa den igen. Kan den inte det får avsändaren skriva den på nytt.',
            },
          ]}
          framed
          state={state}
        />
        <Textarea
          name="besked"
          label="Besked till avsändaren"
          hint="Den som har numret kan läsa det. Nämn ingen vid namn, och inget som är hemligt."
          rows={4}
          state={state}
        />
      </>
    ),
  })
}

/** GET prova-igen. */
export const decideTrialScreen =
  (deps: Deps): Screen =>
  (c) =>
    ask(deps, c, emptyForm())

/** POST prova-igen: decided by somebody other than who took the measure. */
export const decideTrialForm =
  (deps: Deps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    const checked = await checkForm(c, form)
    if (!checked.ok) return ask(deps, c, checked.error)
    const { beslutet, besked } = checked.value
    try {
      await decideTrial(deps.house, actorOf(c), deps.platforms, id, {
        wrong: beslutet === 'fel',
        text: besked,
      })
    } catch (thrown) {
      return ask(deps, c, await faultsOf(c, thrown))
    }
    return seeOther(c, queueHref(addressOf(c), id, { gjort: 'provat' }))
  }
