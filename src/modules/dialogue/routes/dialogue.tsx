import { z } from 'zod'
import { may } from '../../../access/index.ts'
import { asId, type TaskId } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  type FormState,
  faultsOf,
  fragment,
  isPartial,
  keepText,
  page,
  QueueView,
  queryOf,
  readForm,
  seeOther,
  textsOf,
  type WebContext,
} from '../../../web/index.ts'
import { signatureOf } from '../../accounts/index.ts'
import { leaveItem, openedTask, replyFault, seenFields, seenOf, titleOf } from '../../supervision/index.ts'
import { DialogueHead, DialogueList, dialogueHref, viewNames } from '../screens/list.tsx'
import { DialoguePane } from '../screens/pane.tsx'
import { openDialogue, saveDraft, sendAnswer, useSavedReply } from '../service/answer.ts'
import { dialoguePage } from '../service/list.ts'
import { type DialogueView, dialogueViews } from '../types.ts'
import { type Deps, type Screen, taskIdOf } from './deps.ts'

const viewOf = (c: WebContext): DialogueView =>
  dialogueViews.find((view) => viewNames[view].slug === queryOf(c)['urval']) ?? 'unanswered'

/** GET /dialog and /dialog/:id: the list and what is open in it, or the pane alone for script. */
export const dialogueScreen =
  (deps: Deps): Screen =>
  (c) =>
    show(c, deps, c.req.param('id') ? taskIdOf(c) : undefined, undefined)

async function show(
  c: WebContext,
  deps: Deps,
  id: TaskId | undefined,
  state: FormState | undefined,
): Promise<Response> {
  const actor = actorOf(c)
  const view = viewOf(c)
  const now = deps.house.clock.now()
  const dialogue = id && (await openDialogue(deps.house, actor, deps.platforms, id))
  const opened = dialogue?.opened
  const pane = dialogue && (
    <DialoguePane
      dialogue={dialogue}
      back={dialogueHref(view)}
      now={now}
      me={actor.name}
      mayReply={may(actor, 'dialogue.reply')}
      shown={queryOf(c)['visa'] === '1'}
      state={state}
    />
  )
  if (pane && isPartial(c)) return fragment(c, pane, state)
  const found = await dialoguePage(deps.house, actor, view)
  const list = { view, page: found, open: id, now, me: actor.staffId, platforms: deps.platforms }
  return page(
    c,
    {
      title: opened ? titleOf(opened.task, opened.item?.item, opened.account) : 'Dialog',
      current: 'dialog',
      full: true,
      state,
    },
    <>
      <DialogueHead page={found} view={view} mayReply={may(actorOf(c), 'dialogue.reply')} />
      <QueueView
        opened={id !== undefined}
        list={<DialogueList {...list} />}
        pane={pane ?? <p class="pane-in ink2">Välj en fråga i listan.</p>}
      />
    </>,
  )
}

const answerForm = z.object({
  gor: z.enum(['skicka', 'spara', 'hamta']),
  svar: z.string().trim().max(10_000, 'Skriv högst 10\u00a0000 tecken').default(''),
  version: z.coerce.number().int().min(1),
  sparat: z.string().default(''),
  ...seenFields,
})

/** POST /dialog/:id: saves the draft, puts a saved answer in it, or sends the answer. */
export const actOnAnswer =
  (deps: Deps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const id = taskIdOf(c)
    keepText(c, ['svar'], dialogueHref(viewOf(c), id))
    const checked = await checkForm(c, answerForm)
    if (!checked.ok) return show(c, deps, id, checked.error)
    const { gor, svar, version, sparat } = checked.value
    const here = dialogueHref(viewOf(c), id)
    try {
      if (gor !== 'skicka') {
        await saveDraft(deps.house, actor, id, svar)
        if (gor === 'hamta') await useSavedReply(deps.house, actor, id, asId(sparat) ?? '')
        return seeOther(c, here)
      }
      const fault = await faultOf(c, deps, id, svar)
      if (fault) return show(c, deps, id, { values: textsOf(await readForm(c)), errors: { svar: fault } })
      const seen = seenOf(checked.value, id)
      await sendAnswer(deps.house, actor, deps.platforms, id, { text: svar, version, ...seen })
    } catch (thrown) {
      const { task } = await openedTask(deps.house, actor, deps.platforms, id, false)
      // Done with, it is answered no more: the page that says by whom shows the text.
      if (task.doneAt) throw thrown
      const faults = await faultsOf(c, thrown)
      const { text, ...others } = faults.errors
      return show(c, deps, id, { ...faults, errors: text ? { ...others, svar: text } : others })
    }
    return seeOther(c, `/ko/${id}`)
  }

async function faultOf(c: WebContext, deps: Deps, id: TaskId, text: string): Promise<string | undefined> {
  if (text === '') return 'Skriv ett svar'
  const { platform, account, item } = await openedTask(deps.house, actorOf(c), deps.platforms, id, false)
  const signature = item && account && signatureOf(item.policy.settings, actorOf(c).name, account)
  return replyFault(text, signature, platform?.publishing?.limits.graphemes)
}

/** POST inget-svar: looked at, and no answer is needed. */
export const noAnswer =
  (deps: Deps): Screen =>
  async (c) => {
    keepText(c, [], dialogueHref(viewOf(c), taskIdOf(c)))
    const checked = await checkForm(c, z.object({ version: z.coerce.number().int().min(1).optional() }))
    await leaveItem(deps.house, actorOf(c), taskIdOf(c), checked.ok ? checked.value.version : undefined)
    return seeOther(c, dialogueHref(viewOf(c)))
  }
