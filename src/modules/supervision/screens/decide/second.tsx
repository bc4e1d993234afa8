import { z } from 'zod'
import { Stop } from '../../../../kernel/index.ts'
import {
  actorOf,
  Choices,
  checkForm,
  emptyForm,
  Facts,
  type FormState,
  faultsOf,
  Said,
  seeOther,
  Text,
  Textarea,
  type WebContext,
  When,
} from '../../../../web/index.ts'
import type { Item } from '../../../archive/index.ts'
import { answerSecond, isReply, type Measure } from '../../../measures/index.ts'
import { type OpenedItem, type OpenedTask, openedTask } from '../../service/item.ts'
import { actHref, addressOf, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import { ItemPictures } from '../item/pictures/shown.tsx'
import { smallForm } from '../item/small-form.tsx'
import { cut, longestShown } from '../rows.tsx'
import { authorOf, measureWords, theKind } from '../words.ts'

/** The answer of a second person, to one or to several. */
export const SecondFields = ({ state }: { state: FormState }) => (
  <>
    <Choices
      kind="radio"
      name="svar"
      legend="Ditt svar"
      choices={[
        { value: 'ja', text: 'Godkänn', detail: 'Det görs på plattformen, och bevisen förseglas.' },
        { value: 'nej', text: 'Säg nej', detail: 'Inget görs. Ärendet ligger kvar i kön.' },
      ]}
      framed
      state={state}
    />
    <Textarea
      name="motivering"
      label="Skäl"
      hint="Krävs när du säger nej. Sparas med beviset."
      rows={3}
      state={state}
    />
  </>
)

/** The same, in a form's schema. */
export const secondFields = {
  svar: z.enum(['ja', 'nej'], { error: 'Välj om du godkänner eller säger nej' }),
  motivering: z.string().trim().max(1_000, 'Skriv högst 1\u00a0000 tecken. Korta skälet.').default(''),
}

/** What the verb found wrong, under the names of this form. */
export async function secondFaults(c: WebContext, thrown: unknown): Promise<FormState> {
  const { errors, ...rest } = await faultsOf(c, thrown)
  const { reason, ...others } = errors
  return { ...rest, errors: reason ? { ...others, motivering: reason } : others }
}

interface Waiting {
  readonly opened: OpenedTask
  readonly item: OpenedItem
  readonly measure: Measure
}

async function waiting(c: WebContext, deps: Deps): Promise<Waiting> {
  const opened = await openedTask(deps.house, actorOf(c), deps.platforms, taskIdOf(c), false)
  const { item, waiting: waits } = opened
  if (!item || !waits)
    throw new Stop('conflict', 'Inget väntar på en andra person här. Gå tillbaka till ärendet.')
  if (!waits.mayAnswer)
    throw new Stop(
      'refused',
      'Du beslutade om åtgärden, eller får inte åtgärda kontot. Någon annan ska godkänna.',
    )
  return { opened, item, measure: waits.measure }
}

/** What the first wants: 'ta bort kommentaren'. */
export const wantedText = ({ kind }: Measure, item: Item): string => {
  if (isReply(kind)) return kind === 'reply' ? 'svara' : 'svara avsändaren'
  return `${measureWords[kind].order} ${theKind[item.kind]}`
}

/** What the second person reads of it: the words of an answer, or the ground of a measure. */
export const wantedFacts = (measure: Measure): readonly (readonly [string, string])[] =>
  isReply(measure.kind)
    ? [['Svaret', measure.note]]
    : [
        ['Grund', measure.groundWording ?? 'Ingen'],
        ['Motivering', measure.note || 'Ingen'],
      ]

function show(c: WebContext, about: Waiting, state: FormState) {
  const { opened, item, measure } = about
  const address = addressOf(c)
  const { taskId } = opened.task
  const first = (measure.staffId && opened.names.get(measure.staffId)) ?? 'En kollega'
  return smallForm(c, {
    title: 'Två personer behövs',
    sub: `${first} vill ${wantedText(measure, item.item)}. Läs, och ta ställning själv.`,
    button: 'Spara ditt svar',
    action: actHref(address, taskId, 'fyra-ogon'),
    back: queueHref(address, taskId),
    state,
    children: (
      <>
        <Said
          by={authorOf(item.item)}
          focus="calm"
          meta={<When at={item.item.publishedAt} />}
          foot={<a href={queueHref(address, taskId)}>Läs den i sin tråd</a>}
        >
          <details class="data">
            <summary>Visa texten</summary>
            <Text lang={item.languages.get(item.item.recordId)}>{cut(item.item.text, longestShown)}</Text>
          </details>
          {item.screening && !item.item.withheld && (
            <ItemPictures item={item.item} screening={item.screening} />
          )}
        </Said>
        <Facts
          layout="stacked"
          facts={[
            ...wantedFacts(measure),
            ['Beslutat', <When at={measure.requestedAt} first />],
            ['Under riktlinjen', `Version ${measure.policyVersion}`],
          ]}
        />
        <SecondFields state={state} />
      </>
    ),
  })
}

/** GET fyra-ogon: what another has decided on, to be approved or not. */
export const secondScreen =
  (deps: Deps): Screen =>
  async (c) =>
    show(c, await waiting(c, deps), emptyForm())

/** POST fyra-ogon. */
export const answerSecondForm =
  (deps: Deps): Screen =>
  async (c) => {
    const about = await waiting(c, deps)
    const checked = await checkForm(c, z.object(secondFields))
    if (!checked.ok) return show(c, about, checked.error)
    const { svar, motivering } = checked.value
    try {
      const answer = { approved: svar === 'ja', reason: motivering }
      await answerSecond(deps.house, actorOf(c), deps.platforms, about.measure.measureId, answer)
    } catch (thrown) {
      return show(c, about, await secondFaults(c, thrown))
    }
    return seeOther(c, queueHref(addressOf(c), about.opened.task.taskId, { gjort: 'fyraogon' }))
  }
