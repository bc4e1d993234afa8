import { z } from 'zod'
import { asId, type MeasureId, Stop } from '../../../../kernel/index.ts'
import {
  actorOf,
  asked,
  Choices,
  checkForm,
  Dialog,
  emptyForm,
  type FormState,
  faultsOf,
  fragment,
  isPartial,
  LinkButton,
  Note,
  page,
  seeOther,
  Textarea,
  type WebContext,
  written,
} from '../../../../web/index.ts'
import { signatureOf } from '../../../accounts/index.ts'
import { isRecordedByHand } from '../../../collection/index.ts'
import { approveReply, isRemoval, type Measure, type ReplyKind, wayOf } from '../../../measures/index.ts'
import { groundById } from '../../../policy/index.ts'
import { type OpenedItem, type OpenedTask, openedTask } from '../../service/item.ts'
import { actHref, addressOf, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import { replyFault } from '../item/reply.tsx'
import { smallForm } from '../item/small-form.tsx'
import { authorOf } from '../words.ts'

interface Telling {
  readonly opened: OpenedTask
  readonly item: OpenedItem
  readonly measure: Measure
  /** How the author can be reached from here; none: a person copies the text. */
  readonly ways: readonly ReplyKind[]
  readonly draft: string
}

const yours = { comment: 'din kommentar', post: 'ditt inlägg', message: 'ditt meddelande' } as const

/** The reason by the group of its ground, and the number at which another person tries it. None of what was written. */
function draftOf(measure: Measure, { item }: OpenedItem, publicUrl: string): string {
  const what = `${isRemoval(measure.kind) ? 'tagit bort' : 'dolt'} ${yours[item.kind]}`
  const rule = groundById(measure.groundId ?? '', measure.requestedAt)?.title
  const reason = rule ? `våra förhållningsregler: ${rule.toLocaleLowerCase('sv')}` : 'våra förhållningsregler'
  return `Hej! Vi har ${what}. Skälet är ${reason}. Tycker du att vi gjorde fel? Be oss pröva igen: ${publicUrl}/provning/${measure.number}`
}

async function telling(c: WebContext, deps: Deps): Promise<Telling> {
  const opened = await openedTask(deps.house, actorOf(c), deps.platforms, taskIdOf(c), false)
  const { item, platform } = opened
  const wanted = asId<MeasureId>(asked(c, 'atgard'))
  const measure = item?.history.find((one) => one.measure.measureId === wanted)?.measure
  if (!item || !platform || !measure?.number || measure.state !== 'done')
    throw new Stop(
      'conflict',
      'Det finns ingen åtgärd att berätta om här. Avsändaren får skäl och nummer när något är dolt eller borttaget enligt kommunens egna regler.',
    )
  const reachable = item.item.state !== 'gone' && !isRecordedByHand(item.item)
  const all: readonly ReplyKind[] = ['privateReply', 'reply']
  return {
    opened,
    item,
    measure,
    ways: reachable ? all.filter((kind) => wayOf(platform, kind) === 'automatic') : [],
    draft: draftOf(measure, item, deps.house.publicUrl),
  }
}

const ways: Readonly<Record<ReplyKind, { text: string; detail: string }>> = {
  privateReply: { text: 'Som meddelande, bara till avsändaren', detail: 'Ingen annan läser det.' },
  reply: {
    text: 'Som svar under kommentaren',
    detail: 'Alla kan läsa det. Den som läser numret kan be om ny prövning med det. Skriv inte vad som stod.',
  },
}

function show(c: WebContext, about: Telling, state: FormState) {
  const { opened, item, ways: can, measure } = about
  const address = addressOf(c)
  const { taskId } = opened.task
  if (can.length === 0) return showCopy(c, about)
  const place = opened.platform?.name ?? 'plattformen'
  return smallForm(c, {
    title: `Berätta för ${authorOf(item.item)}`,
    sub: `${place}, som ${opened.account?.name ?? ''}. Inget skickas förrän du godkänner det.`,
    button: 'Godkänn och skicka',
    action: actHref(address, taskId, 'beratta', { atgard: measure.measureId }),
    back: queueHref(address, taskId),
    state,
    children: (
      <>
        <Choices
          kind="radio"
          name="hur"
          legend="Hur?"
          choices={can.map((kind) => ({ value: kind, ...ways[kind] }))}
          framed
          state={state}
        />
        <Textarea
          name="text"
          label="Det här skickas"
          hint="Läs och ändra. Det blir en allmän handling, och undertecknas som riktlinjen säger."
          rows={6}
          state={state}
        />
      </>
    ),
  })
}

/** The platform takes no answer from here: the words, to be sent there by hand. */
function showCopy(c: WebContext, { opened, item, draft }: Telling): Response | Promise<Response> {
  const back = queueHref(addressOf(c), opened.task.taskId)
  const place = opened.platform?.name ?? 'Plattformen'
  const title = `Berätta för ${authorOf(item.item)}`
  const screen = (
    <Dialog
      as={isPartial(c) ? 'part' : 'page'}
      title={title}
      sub={place}
      back={back}
      footer={
        <LinkButton href={back} extra={{ 'data-close': '' }}>
          Tillbaka
        </LinkButton>
      }
    >
      <div class="stack">
        <Note tone="info">
          <p>
            <b>{place} tar inte emot något härifrån.</b> Kan du nå avsändaren där eller på annat sätt: ändra
            texten som du vill, kopiera den och skicka den själv.
          </p>
        </Note>
        <Textarea
          name="text"
          label="Text att kopiera"
          hint="Den sparas inte här. Behåll numret, så att avsändaren kan be oss pröva igen."
          rows={6}
          state={emptyForm({ text: draft })}
        />
      </div>
    </Dialog>
  )
  return isPartial(c) ? fragment(c, screen) : page(c, { title, current: 'ko' }, screen)
}

/** GET beratta?atgard=…: a draft of the reason. */
export const tellAuthorScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const about = await telling(c, deps)
    const [only, ...more] = about.ways
    return show(c, about, emptyForm({ text: about.draft, ...(only && more.length === 0 && { hur: only }) }))
  }

const form = z.object({
  hur: z.string().default(''),
  text: written('Skriv något', 10_000),
})

/** POST beratta: approved by a person, and sent and sealed like any answer. */
export const tellAuthorForm =
  (deps: Deps): Screen =>
  async (c) => {
    const about = await telling(c, deps)
    const checked = await checkForm(c, form)
    if (!checked.ok) return show(c, about, checked.error)
    const { hur, text } = checked.value
    const kind = about.ways.find((way) => way === hur)
    const { account, platform } = about.opened
    const signature = account && signatureOf(about.item.policy.settings, actorOf(c).name, account)
    const errors: Record<string, string> = {}
    if (!kind) errors['hur'] = 'Välj hur avsändaren ska få veta'
    const fault = kind === 'reply' && replyFault(text, signature, platform?.publishing?.limits.graphemes)
    if (fault) errors['text'] = fault
    if (!kind || Object.keys(errors).length > 0) return show(c, about, { values: { hur, text }, errors })
    try {
      const { recordId, version } = about.item.item
      await approveReply(deps.house, actorOf(c), deps.platforms, { recordId, version, text, kind })
    } catch (thrown) {
      return show(c, about, await faultsOf(c, thrown))
    }
    return seeOther(c, queueHref(addressOf(c), about.opened.task.taskId))
  }
