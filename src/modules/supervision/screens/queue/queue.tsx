import { may } from '../../../../access/index.ts'
import { actorOf, asked, fragment, isPartial, numberText, page, QueueView } from '../../../../web/index.ts'
import { collectionHealth } from '../../../collection/index.ts'
import type { TaskCounts } from '../../../tasks/index.ts'
import { type OpenedTask, openedTask } from '../../service/item.ts'
import { lookedLast, queuePage } from '../../service/queue.ts'
import { breakFor } from '../../service/reading.ts'
import { addressOf, questionOf } from '../address.ts'
import { type QueueDeps, type Screen, taskIdOf } from '../deps.ts'
import { Pane } from '../item/pane.tsx'
import { BreakNote } from '../reading/break-note.tsx'
import { toldBy } from '../toast.tsx'
import { titleOf } from '../words.ts'
import { QueueBar, QueueHead } from './frame.tsx'
import { incomingScreen } from './incoming.tsx'
import { TaskList } from './list.tsx'

/** The open one first: it is what tells one tab from another. */
const titleText = (opened: OpenedTask | undefined, counts: TaskCounts): string =>
  opened
    ? [titleOf(opened.task, opened.item?.item, opened.account), opened.account?.name]
        .filter(Boolean)
        .join(', ')
    : `Kö, ${numberText(counts.todo)} att göra`

/** GET /ko, and GET /ko/:id: list and pane, or the pane alone for script. */
export const queueScreen =
  (deps: QueueDeps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const address = addressOf(c)
    const id = c.req.param('id') ? taskIdOf(c) : undefined
    const now = deps.house.clock.now()
    const opened = id && (await openedTask(deps.house, actor, deps.platforms, id, true))
    const health =
      opened?.task.kind === 'accountFailing'
        ? (await collectionHealth(deps.house, actor)).find((one) => one.accountId === opened.task.accountId)
        : undefined
    const pause = await breakFor(deps.house, actor)
    const visa = asked(c, 'visa')
    const diary = opened?.item && (await deps.diary(actor, opened.item.item.recordId, opened.account ?? {}))
    const pane = opened && (
      <Pane
        opened={opened}
        diary={diary}
        address={address}
        now={now}
        me={actor.staffId}
        shown={visa === '1' || visa === 'allt'}
        whole={visa === 'allt'}
        pause={pause}
        health={health}
      />
    )
    if (pane && isPartial(c)) return fragment(c, pane)
    if (address.view === 'incoming' && !id) return incomingScreen(c, deps, address)
    const found = await queuePage(deps.house, actor, questionOf(address))
    const empty = found.entries.length === 0 ? await lookedLast(deps.house, actor, found.accounts) : undefined
    const told = await toldBy(c, actor, deps)
    const list = { address, accounts: found.accounts, counts: found.counts, seconds: found.seconds }
    const { names, present } = found
    const context = { now, me: actor.staffId, names, present, platforms: deps.platforms }
    return page(
      c,
      { title: titleText(opened, found.counts), current: 'ko', full: true },
      <>
        <QueueHead counts={found.counts} actor={actor} />
        <QueueBar {...list} />
        <QueueView
          opened={id !== undefined}
          list={
            <TaskList
              {...list}
              found={found}
              open={id}
              context={context}
              told={told}
              mayWork={may(actor, 'tasks.work')}
              empty={empty}
            />
          }
          pane={
            pane ?? (
              <div class="pane-in">
                <BreakNote pause={pause} address={address} />
                <p class="ink2">Välj ett ärende i listan.</p>
              </div>
            )
          }
        />
      </>,
    )
  }
