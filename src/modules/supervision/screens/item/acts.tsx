import { z } from 'zod'
import { type RecordId, Stop, type TaskId } from '../../../../kernel/index.ts'
import {
  actorOf,
  announce,
  checkForm,
  fragment,
  isPartial,
  keepText,
  seeOther,
  type WebContext,
} from '../../../../web/index.ts'
import { reopen, saveNote } from '../../../tasks/index.ts'
import { isUnderWay, openedTask } from '../../service/item.ts'
import { knowPictureAgain } from '../../service/know-again.ts'
import { leaveItem } from '../../service/leave-item.ts'
import { pageSize, tasksAsked } from '../../service/queue.ts'
import { addressOf, type QueueAddress, questionOf, queueHref, roundHref } from '../address.ts'
import { type Deps, type QueueDeps, type Screen, taskIdOf } from '../deps.ts'
import { Live } from './live.tsx'
import { MeasuresBar } from './measures-bar.tsx'

/** GET /ko/:id/laget: proof and history as they are now, with the buttons that go with them; script asks for it. */
export const liveScreen =
  (deps: QueueDeps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    const address = addressOf(c)
    const actor = actorOf(c)
    const opened = await openedTask(deps.house, actor, deps.platforms, id, false)
    if (!isPartial(c) || !opened.item) return seeOther(c, queueHref(address, id))
    const last = opened.item.history.at(-1)?.measure
    if (last?.finishedAt && !isUnderWay(opened.item))
      announce(c, last.state === 'done' ? 'Åtgärden är genomförd' : 'Åtgärden gick inte att genomföra')
    const diary = await deps.diary(actor, opened.item.item.recordId, opened.account ?? {})
    return fragment(
      c,
      <>
        <Live opened={opened} item={opened.item} address={address} diary={diary} />
        <div hx-swap-oob="innerHTML:#pane .measures">
          <MeasuresBar opened={opened} address={address} diary={diary} />
        </div>
      </>,
    )
  }

/** The task after this in the list as it stands before this leaves it; the one before where this is the last. */
async function neighbour(
  c: WebContext,
  deps: Deps,
  id: TaskId,
  address: QueueAddress,
): Promise<TaskId | undefined> {
  const tasks = await tasksAsked(deps.house, actorOf(c), questionOf(address), pageSize)
  const at = tasks.findIndex((task) => task.taskId === id)
  return at < 0 ? undefined : (tasks[at + 1] ?? tasks[at - 1])?.taskId
}

/** POST lat-sta: nothing is to be done; the list stands, and the next one is opened. */
export const leaveTask =
  (deps: Deps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    const address = addressOf(c)
    keepText(c, [], queueHref(address, id))
    const next = await neighbour(c, deps, id, address)
    const checked = await checkForm(c, z.object({ version: z.coerce.number().int().min(1).optional() }))
    try {
      await leaveItem(deps.house, actorOf(c), id, checked.ok ? checked.value.version : undefined)
    } catch (thrown) {
      // Somebody was first: the list stands, says who, and the next one is opened all the same.
      const { task } = await openedTask(deps.house, actorOf(c), deps.platforms, id, false)
      if (!(thrown instanceof Stop && thrown.ending === 'conflict' && task.doneAt)) throw thrown
    }
    const recordId = address.round && (await recordAbout(c, deps, id))
    if (address.round && recordId)
      return seeOther(c, `${roundHref(address.round.accountId, recordId)}&lat=${id}`)
    return seeOther(c, queueHref(address, next, { lat: id }))
  }

const recordAbout = async (c: WebContext, deps: Deps, id: TaskId): Promise<RecordId | null> =>
  (await openedTask(deps.house, actorOf(c), deps.platforms, id, false)).task.recordId

/** POST ta-upp: into the queue again. */
export const reopenTask =
  (deps: Deps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    await reopen(deps.house, actorOf(c), id)
    return seeOther(c, queueHref(addressOf(c), id, { gjort: 'upptagen' }))
  }

/** POST anteckning. */
export const noteTask =
  (deps: Deps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    const checked = await checkForm(c, z.object({ anteckning: z.string().trim().max(10_000).default('') }))
    if (!checked.ok)
      throw new Stop('invalid', 'Anteckningen sparades inte. Den får ha högst 10\u00a0000 tecken. Korta den.')
    await saveNote(deps.house, actorOf(c), id, checked.value.anteckning)
    return seeOther(c, queueHref(addressOf(c), id, { gjort: 'anteckning' }))
  }

/** POST kann-igen: a picture is told of when it comes again. */
export const knowAgain =
  (deps: Deps): Screen =>
  async (c) => {
    const id = taskIdOf(c)
    const checked = await checkForm(c, z.object({ bild: z.string().default('') }))
    await knowPictureAgain(deps.house, actorOf(c), id, checked.ok ? checked.value.bild : '')
    return seeOther(c, queueHref(addressOf(c), id, { gjort: 'markt' }))
  }
