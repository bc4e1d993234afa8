import type { Platform } from '../../../../platforms/contract.ts'
import { Button, Form, LinkButton, sends } from '../../../../web/index.ts'
import type { Item } from '../../../archive/index.ts'
import {
  isAlready,
  isOpen,
  isReply,
  keptByFilter,
  type ModerationKind,
  replyBy,
  waitsForPerson,
  wayOf,
} from '../../../measures/index.ts'
import { awaitsAnswer } from '../../../tasks/index.ts'
import type { History, OpenedItem, OpenedTask } from '../../service/item.ts'
import type { DiaryStanding } from '../../types.ts'
import { actHref, type QueueAddress } from '../address.ts'
import { measureWords } from '../words.ts'
import { DiaryLink } from './diary.tsx'

export const allKinds: readonly ModerationKind[] = [
  'hide',
  'hold',
  'approve',
  'unhide',
  'removeAsTrash',
  'removeAsSpam',
]

/**
 * What can be done with an item on its platform now. Of two orders with the same effect one is offered: hiding before
 * holding, and giving back by the word that fits how it was taken away.
 */
export function possibleMeasures(
  platform: Platform | undefined,
  item: Item,
  history: History,
): ModerationKind[] {
  if (!platform || item.state === 'gone') return []
  const { state } = item
  const done = history.map(({ measure }) => measure)
  const kept = keptByFilter(done)
  const can = allKinds.filter(
    (kind) =>
      wayOf(platform, kind) !== 'unavailable' && (kind === kept || !isAlready(platform, kind, state, done)),
  )
  const hiddenByUs = history.some(({ measure }) => measure.kind === 'hide' && measure.state === 'done')
  const twin: Partial<Record<ModerationKind, ModerationKind>> = {
    hold: 'hide',
    ...(hiddenByUs || item.state === 'hidden' ? { approve: 'unhide' } : { unhide: 'approve' }),
  }
  return can.filter((kind) => {
    const other = twin[kind]
    return !(other && can.includes(other))
  })
}

/**
 * In the order of the buttons, the first the strongest. Of what the word filter has hidden, showing it comes first and
 * keeping it hidden last; of what cannot wait it is the other way round, so that no thumb shows a threat again.
 */
export const offered = (
  possible: readonly ModerationKind[],
  kept: ModerationKind | undefined,
  cannotWait: boolean,
): ModerationKind[] => {
  const rest = possible.filter((kind) => kind !== 'removeAsSpam' && kind !== kept)
  const keeping = possible.filter((kind) => kind === kept)
  return cannotWait ? [...keeping, ...rest] : [...rest, ...keeping]
}

/** Why measures wait, as the id of the sentence that says so; undefined when they need not. */
const waitsFor = ({ proof }: OpenedItem): string | undefined =>
  proof.index === undefined ? 'vantar' : undefined

interface BarProps {
  readonly opened: OpenedTask
  readonly address: QueueAddress
  /** undefined: the task is about nothing that somebody wrote. */
  readonly diary: DiaryStanding | undefined
}

/** Buttons at the bottom of the pane: platform measures first, then what only concerns the queue. */
export const MeasuresBar = ({ opened, address, diary }: BarProps) => {
  const { task, mayWork } = opened
  if (opened.item?.item.withheld) return <WithheldBar opened={opened} address={address} />
  const waits = opened.item !== undefined && waitsForPerson(opened.item.history.map(({ measure }) => measure))
  if (!mayWork)
    return (
      <>
        <p class="meta">Du kan läsa ärendet men inte åtgärda det.</p>
        {opened.item && diary && <DiaryLink diary={diary} recordId={opened.item.item.recordId} />}
        {opened.item && opened.mayReport && <ReportLink opened={opened} />}
        {opened.item && opened.mayOpenRoom && <RoomLink opened={opened} />}
      </>
    )
  return (
    <>
      {opened.item && <PlatformMeasures opened={opened} item={opened.item} address={address} diary={diary} />}
      {task.doneAt ? (
        !['reconsideration', 'secondPerson', 'byHand'].includes(task.kind) && (
          <Form action={actHref(address, task.taskId, 'ta-upp')} extra={sends}>
            <Button icon="queue">Ta upp igen</Button>
          </Form>
        )
      ) : (
        <>
          {!waits && !awaitsAnswer(task) && (
            <Form action={actHref(address, task.taskId, 'lat-sta')} extra={sends}>
              <ReadVersion item={opened.item?.item} />
              <Button icon="check" shortcut="l">
                {opened.item ? 'Låt stå' : 'Avsluta'}
              </Button>
            </Form>
          )}
          <LinkButton icon="user" shortcut="e" href={actHref(address, task.taskId, 'tilldela')} dialog>
            Tilldela
          </LinkButton>
          <LinkButton icon="clock" shortcut="z" href={actHref(address, task.taskId, 'snooza')} dialog>
            Senare
          </LinkButton>
        </>
      )}
      {opened.item && (
        <LinkButton kind="quiet" icon="lock" href={actHref(address, task.taskId, 'overgrepp')}>
          Misstänkt övergrepp mot barn
        </LinkButton>
      )}
    </>
  )
}

/** Nothing is done with what nobody may see but by its own routine. */
const WithheldBar = ({ opened, address }: Omit<BarProps, 'diary'>) =>
  opened.mayWork ? (
    <>
      <LinkButton kind="primary" icon="lock" href={actHref(address, opened.task.taskId, 'overgrepp')}>
        Stegen
      </LinkButton>
      <LinkButton icon="user" shortcut="e" href={actHref(address, opened.task.taskId, 'tilldela')} dialog>
        Tilldela
      </LinkButton>
    </>
  ) : (
    <p class="meta">Innehållet är spärrat. Du kan inte göra något här.</p>
  )

/** Which words the person read: what has come since is not left unread. */
export const ReadVersion = ({ item }: { item: Item | undefined }) =>
  item ? <input type="hidden" name="version" value={String(item.version)} /> : null

const ReportLink = ({ opened }: Pick<BarProps, 'opened'>) => (
  <LinkButton icon="police" href={`/ko/${opened.task.taskId}/polisanmalan`}>
    Polisanmäl
  </LinkButton>
)

/** A prepared answer that asks the sender to write another way; read, changed and sent by a person. */
const OutOfChannel = ({ opened }: Pick<BarProps, 'opened'>) => (
  <LinkButton icon="mail" href={`/dialog/${opened.task.taskId}/annan-vag`} dialog>
    Be om en annan väg
  </LinkButton>
)

const RoomLink = ({ opened }: Pick<BarProps, 'opened'>) => (
  <LinkButton icon="lock" href={`/personalskydd/ny?arende=${opened.task.taskId}`} dialog>
    Stöd en hotad medarbetare
  </LinkButton>
)

const PlatformMeasures = ({ opened, item, address, diary }: BarProps & { item: OpenedItem }) => {
  const { task, platform } = opened
  const running = item.history.some(({ measure }) => !isReply(measure.kind) && isOpen(measure.state))
  const possible = running ? [] : possibleMeasures(platform, item.item, item.history)
  const kept = keptByFilter(item.history.map(({ measure }) => measure))
  const kinds = offered(possible, kept, task.urgency === 0)
  const waits = waitsFor(item)
  const canReply =
    replyBy(platform, item.item) !== undefined &&
    item.item.state !== 'gone' &&
    !item.history.some(({ measure }) => isReply(measure.kind) && isOpen(measure.state))
  // A message is incoming mail before it is anything else (A3).
  const isMail = item.item.kind === 'message' && item.item.direction === 'received'
  const { recordId } = item.item
  return (
    <>
      {isMail && diary && <DiaryLink diary={diary} recordId={recordId} first />}
      {isMail && canReply && <OutOfChannel opened={opened} />}
      {kinds.map((kind, at) => {
        const { icon, shortcut } = measureWords[kind]
        const verb = kind === kept ? 'Låt vara dold' : measureWords[kind].verb
        const look = { kind: at === 0 && !isMail ? ('primary' as const) : undefined, icon, shortcut }
        return waits ? (
          <Button {...look} blockedBy={waits}>
            {verb}
          </Button>
        ) : (
          <LinkButton {...look} href={actHref(address, task.taskId, 'atgard', { val: kind })} dialog>
            {verb}
          </LinkButton>
        )
      })}
      {waits && (
        <span class="vh" id={waits}>
          Åtgärder väntar tills beviset har fått sin plats i loggen.
        </span>
      )}
      {!isMail && diary && <DiaryLink diary={diary} recordId={recordId} />}
      {opened.mayReport && <ReportLink opened={opened} />}
      {opened.mayOpenRoom && <RoomLink opened={opened} />}
      {canReply && (
        <LinkButton icon="reply" shortcut="s" href={actHref(address, task.taskId, 'svara')} dialog>
          Svara
        </LinkButton>
      )}
    </>
  )
}
