import { z } from 'zod'
import {
  actorOf,
  Choices,
  checkForm,
  countText,
  emptyForm,
  type FormState,
  faultsOf,
  LinkButton,
  seeOther,
  Textarea,
  Veiled,
  When,
} from '../../../../web/index.ts'
import { answerFlags, answerOutcomes, type Flag, type FlagReason } from '../../../flags/index.ts'
import { isVeiled } from '../../rules.ts'
import { openedTask } from '../../service/item.ts'
import { actHref, addressOf, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import type { PaneProps } from '../item/pane.tsx'
import { smallForm } from '../item/small-form.tsx'

const reasonText: Readonly<Record<FlagReason, string>> = {
  threat: 'Hot mot någon',
  hate: 'Hat mot en grupp',
  private: 'Privata uppgifter om någon',
  harm: 'Våld, sex eller övergrepp',
  copyright: 'Någons material utan lov',
  other: 'Något annat',
}

const mostListed = 20

/** What people outside have told us of this. A link they give is text: nobody opens it by mistake, and we never fetch it. */
export const Flags = (props: PaneProps) => {
  const { opened } = props
  const { flags, count } = opened.flags
  if (count === 0) return null
  const open = opened.mayWork && !opened.task.doneAt
  return (
    <section aria-labelledby="h-anm" class="stack-s">
      <h3 id="h-anm">{countText(count, 'anmälan', 'anmälningar')} från allmänheten</h3>
      {!opened.item && (
        <p>
          Vi har inte hittat kommentaren bland det som är hämtat. Titta själv om länken leder till ett av våra
          konton, eller registrera den för hand på kontot.
        </p>
      )}
      <ul class="stack-s">
        {flags.slice(0, mostListed).map((flag) => (
          <OneFlag flag={flag} props={props} />
        ))}
      </ul>
      {count > mostListed && (
        <p class="meta">
          Här står de {mostListed} senaste. Svaret går till alla {count}.
        </p>
      )}
      {open && (
        <p>
          <LinkButton icon="reply" href={actHref(props.address, opened.task.taskId, 'svara-anmalan')} dialog>
            Avsluta med ett svar
          </LinkButton>
        </p>
      )}
    </section>
  )
}

const OneFlag = ({ flag, props }: { flag: Flag; props: PaneProps }) => {
  const { number, reason, receivedAt, link, text, email, flagId } = flag
  return (
    <li>
      <p>
        <b>{reasonText[reason]}</b>{' '}
        <span class="meta">
          · <When at={receivedAt} /> · <a href={`/handlingar/${flagId}`}>{number}</a> ·{' '}
          {email ? 'vill ha svar' : 'anonym'}
        </span>
      </p>
      {link && <p class="mono s written">{link}</p>}
      {text &&
        (isVeiled(props.opened.task.labels) ? (
          <Veiled
            id={`anm-${flagId}`}
            href={queueHref(props.address, props.opened.task.taskId)}
            shown={props.shown}
          >
            {text}
          </Veiled>
        ) : (
          <p class="txt written">{text}</p>
        ))}
    </li>
  )
}

const outcomes: readonly {
  readonly value: (typeof answerOutcomes)[number]
  readonly text: string
  readonly detail: string
}[] = [
  { value: 'stands', text: 'Den får stå', detail: 'Vi har läst den och gör inget åt den.' },
  { value: 'handled', text: 'Vi har tagit hand om det', detail: 'På något annat sätt än med en åtgärd här.' },
  { value: 'gone', text: 'Den fanns inte längre', detail: 'Avsändaren eller plattformen hann före.' },
  { value: 'notOurs', text: 'Den finns inte på våra konton', detail: 'Anmälaren hänvisas till plattformen.' },
]

const answerForm = z.object({
  utfall: z.enum(answerOutcomes, { error: 'Välj vad som hände.' }),
  svar: z.string().trim().max(500, 'Skriv högst 500 tecken. Korta svaret.').default(''),
})

async function form(deps: Deps, c: Parameters<Screen>[0], state: FormState): Promise<Response> {
  const id = taskIdOf(c)
  const address = addressOf(c)
  const { flags } = await openedTask(deps.house, actorOf(c), deps.platforms, id, false)
  return smallForm(c, {
    title: 'Avsluta med ett svar',
    sub: `Svaret visas för ${countText(flags.count, 'anmälare', 'anmälare')} och sparas som ett beslut.`,
    button: 'Avsluta och svara',
    action: actHref(address, id, 'svara-anmalan'),
    back: queueHref(address, id),
    state,
    children: (
      <>
        <Choices kind="radio" name="utfall" legend="Vad hände?" choices={outcomes} framed state={state} />
        <Textarea
          name="svar"
          label="Några ord till anmälaren"
          optional
          hint="Den som har numret kan läsa det. Nämn ingen vid namn, och inget som är hemligt."
          rows={3}
          state={state}
        />
      </>
    ),
  })
}

/** GET svara-anmalan. */
export const answerFlagsScreen =
  (deps: Deps): Screen =>
  (c) =>
    form(deps, c, emptyForm())

/** POST svara-anmalan: the task is done, and those who notified us can read why. */
export const answerFlagsForm =
  (deps: Deps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    const checked = await checkForm(c, answerForm)
    if (!checked.ok) return form(deps, c, checked.error)
    const { utfall, svar } = checked.value
    try {
      await answerFlags(deps.house, actorOf(c), id, { outcome: utfall, text: svar })
    } catch (thrown) {
      return form(deps, c, await faultsOf(c, thrown))
    }
    return seeOther(c, queueHref(addressOf(c), id, { gjort: 'svarat' }))
  }
