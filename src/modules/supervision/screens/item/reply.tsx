import { z } from 'zod'
import { Stop } from '../../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  keepText,
  numberText,
  readForm,
  Said,
  seeOther,
  Text,
  Textarea,
  textsOf,
  type WebContext,
  When,
  written,
} from '../../../../web/index.ts'
import { signatureOf } from '../../../accounts/index.ts'
import type { Item } from '../../../archive/index.ts'
import { approveReply, replyBy } from '../../../measures/index.ts'
import { stayOpen } from '../../../tasks/index.ts'
import { isVeiled } from '../../rules.ts'
import { type OpenedItem, type OpenedTask, openedTask } from '../../service/item.ts'
import { actHref, addressOf, backHref, onwardHref, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import { excerpt } from '../rows.tsx'
import { SeenFields, seenFields, seenOf, TakenNote } from '../seen.tsx'
import { authorOf } from '../words.ts'
import { smallForm } from './small-form.tsx'

interface Answering {
  readonly opened: OpenedTask
  readonly item: OpenedItem
  readonly signature: string | undefined
  /** User-perceived characters that the platform takes, when it has a limit. */
  readonly most: number | undefined
}

/** Who will read an answer. */
export const seenBy = (kind: Item['kind'], place: string): string =>
  kind === 'message'
    ? 'Bara den som skrev ser svaret. Det blir en allmän handling.'
    : `Svaret syns för alla på ${place} och blir en allmän handling.`

/** What stands under the box where an answer is written. @param most characters, by the platform. */
export const replyHint = (
  kind: Item['kind'],
  place: string,
  signature: string | undefined,
  most: number | undefined,
): string =>
  [
    seenBy(kind, place),
    // The guideline's own words on tone (C3).
    'Var vänlig och personlig, men inte privat.',
    signature && `Det undertecknas ${signature}.`,
    most && `Högst ${numberText(most)} tecken med underskriften.`,
  ]
    .filter(Boolean)
    .join(' ')

/** What is wrong with an answer as it is written; the platform counts the signature too. */
export function replyFault(
  text: string,
  signature: string | undefined,
  most: number | undefined,
): string | undefined {
  const length = graphemes(signature && !text.endsWith(signature) ? `${text}\n${signature}` : text)
  return most !== undefined && length > most
    ? `Korta svaret. Det är ${numberText(length)} tecken med underskriften och får vara ${numberText(most)}`
    : undefined
}

async function answering(c: WebContext, deps: Deps): Promise<Answering> {
  const actor = actorOf(c)
  const opened = await openedTask(deps.house, actor, deps.platforms, taskIdOf(c), false)
  const { item, account, platform } = opened
  if (!item || !account || !platform || !replyBy(platform, item.item))
    throw new Stop('conflict', 'Det går inte att svara på det här härifrån. Svara på plattformen i stället.')
  return {
    opened,
    item,
    signature: signatureOf(item.policy.settings, actor.name, account),
    most: platform.publishing?.limits.graphemes,
  }
}

function show(c: WebContext, { opened, item, signature, most }: Answering, state: FormState) {
  const address = addressOf(c)
  const { taskId } = opened.task
  const place = opened.platform?.name ?? 'plattformen'
  return smallForm(c, {
    title: `Svara ${authorOf(item.item)}`,
    sub: `${place}, som ${opened.account?.name ?? ''}`,
    button: 'Godkänn och skicka svaret',
    action: actHref(address, taskId, 'svara'),
    back: backHref(address, taskId),
    state,
    children: (
      <>
        <input type="hidden" name="version" value={String(state.values['version'] ?? item.item.version)} />
        <SeenFields opened={opened} state={state} />
        <TakenNote opened={opened} />
        <Said by={authorOf(item.item)} focus="calm" meta={<When at={item.item.publishedAt} />}>
          {isVeiled(item.screening?.labels ?? []) ? (
            <p class="ink2">Texten är dold.</p>
          ) : (
            <Text lang={item.languages.get(item.item.recordId)}>{excerpt(item.item.text)}</Text>
          )}
        </Said>
        <Textarea
          name="svar"
          label={`Svara som ${opened.account?.name ?? 'kommunen'}`}
          hint={replyHint(item.item.kind, place, signature, most)}
          rows={5}
          state={state}
        />
      </>
    ),
  })
}

export const replyScreen =
  (deps: Deps): Screen =>
  async (c) => {
    await stayOpen(deps.house, actorOf(c), taskIdOf(c))
    return show(c, await answering(c, deps), emptyForm())
  }

const replyForm = z.object({
  svar: written('Skriv ett svar', 10_000),
  version: z.coerce.number().int().min(1),
  ...seenFields,
})

/** Letters as a reader counts them. */
const graphemes = (text: string): number => [...new Intl.Segmenter('sv').segment(text)].length

/** POST: the answer is approved; the worker sends it, and the item's page shows how it goes. */
export const sendReplyForm =
  (deps: Deps): Screen =>
  async (c) => {
    keepText(c, ['svar'], queueHref(addressOf(c), taskIdOf(c)))
    const form = await answering(c, deps)
    const checked = await checkForm(c, replyForm)
    if (!checked.ok) return show(c, form, checked.error)
    const { svar, version } = checked.value
    const fault = replyFault(svar, form.signature, form.most)
    if (fault) return show(c, form, { values: textsOf(await readForm(c)), errors: { svar: fault } })
    try {
      const { recordId } = form.item.item
      const seen = seenOf(checked.value, form.opened.task.taskId)
      await approveReply(deps.house, actorOf(c), deps.platforms, { recordId, version, text: svar, ...seen })
    } catch (thrown) {
      const faults = await faultsOf(c, thrown)
      const { text, ...others } = faults.errors
      return show(c, await answering(c, deps), {
        ...faults,
        errors: text ? { ...others, svar: text } : others,
      })
    }
    const { opened, item } = form
    return seeOther(c, onwardHref(addressOf(c), opened.task.taskId, item.item.recordId))
  }
