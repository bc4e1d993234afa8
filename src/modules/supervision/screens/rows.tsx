import type { Child } from 'hono/jsx'
import type { StaffId, TaskId } from '../../../kernel/index.ts'
import { addDays, dayOf, instantOf, timeOfDay } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { Badge, dayText, QueueRow, State, sentence, timeText, When, whenText } from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import type { Item } from '../../archive/index.ts'
import { languageName } from '../../screening/index.ts'
import type { Presence, Task } from '../../tasks/index.ts'
import { isVeiled } from '../rules.ts'
import type { QueueEntry } from '../service/queue.ts'
import { itemTitle, labelWord, outcomeWord, stateOf, titleOf } from './words.ts'

export interface RowContext {
  readonly now: Date
  readonly me: StaffId | undefined
  readonly names: ReadonlyMap<StaffId, string>
  readonly present: ReadonlyMap<TaskId, readonly Presence[]>
  readonly platforms: ReadonlyMap<string, Platform>
}

/** Two letters and a name; an account whose platform is no longer in the catalogue is shown by its code. */
export const platformOf = (
  platforms: ReadonlyMap<string, Platform>,
  account: Account | undefined,
): { readonly letters: string; readonly name: string } => {
  const platform = account && platforms.get(account.platform)
  return { letters: platform?.mark ?? '–', name: platform?.name ?? account?.platform ?? 'Uppsikt' }
}

/** When it is due, in words and shape. Plain items only have a day, and so has what is due when a day is over. */
export function dueState(task: Task, now: Date) {
  if (task.doneAt) return <State tone="quiet">{outcomeWord(task.outcome)}</State>
  if (task.kind === 'accountFailing')
    return (
      <State tone="bad" icon="warn">
        Sedan <When at={task.createdAt} />
      </State>
    )
  if (task.urgency === 0)
    return (
      <State tone="bad" icon="clock">
        Utan dröjsmål
      </State>
    )
  if (task.urgency === 1 && timeOfDay(task.dueAt) !== 0) {
    const late = task.dueAt <= now
    return (
      <State tone={late ? 'bad' : 'warn'} icon="clock">
        {late ? `Försenat, ${whenText(task.dueAt, now)}` : <When at={task.dueAt} first />}
      </State>
    )
  }
  const late = task.dueAt <= now
  // Due at midnight after the day: the day itself is what is said.
  const day = instantOf(addDays(dayOf(task.dueAt), -1))
  return (
    <State tone={late ? 'warn' : 'quiet'} icon="clock">
      {late ? `Sedan ${dayText(day, now)}` : sentence(dayText(day, now))}
    </State>
  )
}

const mostBadges = 3

export const LabelBadges = ({ labels }: { labels: readonly string[] }) => (
  <>
    {labels.slice(0, mostBadges).map((label) => {
      const { text, tone, icon } = labelWord(label)
      return (
        <Badge tone={tone} icon={icon}>
          {text}
        </Badge>
      )
    })}
    {labels.length > mostBadges && <Badge tone="quiet">{`${labels.length - mostBadges} till`}</Badge>}
  </>
)

export const StateBadge = ({ item }: { item: Item }) => {
  const words = stateOf(item)
  return words ? (
    <Badge tone={words.tone} icon={words.icon}>
      {words.text}
    </Badge>
  ) : null
}

/** 'Jonas Bergwall har det öppet sedan 14.02', when colleagues have a task that is still to be done open. */
export function takenText(task: Task, present: readonly Presence[] = []): string | undefined {
  const [first] = present
  if (!first || task.doneAt) return undefined
  const others = present.length > 1 ? ` och ${present.length - 1} till` : ''
  return `${first.name}${others} har det öppet sedan ${timeText(first.since)}`
}

interface TaskRowProps {
  entry: QueueEntry
  href: string
  current: boolean
  pick: boolean
  context: RowContext
  /** Badges of the room that lists it. */
  more?: Child
}

export const TaskRow = ({
  entry: { task, item, account, labels = [] },
  href,
  current,
  pick,
  context,
  more,
}: TaskRowProps) => {
  const holder = task.assignedTo && !task.doneAt ? context.names.get(task.assignedTo) : undefined
  return (
    <QueueRow
      href={href}
      title={titleOf(task, item, account)}
      platform={platformOf(context.platforms, account)}
      account={account?.name ?? ''}
      due={dueState(task, context.now)}
      text={item ? excerpt(item.text) : undefined}
      lang={task.language ?? undefined}
      veiled={item ? isVeiled(task.labels.concat(labels)) : false}
      badges={
        <>
          {task.language && (
            <Badge tone="info" icon="words">
              {sentence(languageName(task.language))}
            </Badge>
          )}
          <LabelBadges
            labels={task.language ? task.labels.filter((one) => one !== 'otherLanguage') : task.labels}
          />
          {item?.kind === 'message' && (
            <Badge tone="info" icon="mail">
              Privat meddelande
            </Badge>
          )}
          {item && <StateBadge item={item} />}
          {holder && (
            <Badge tone="quiet" icon="user">
              {task.assignedTo === context.me ? 'Hos dig' : `Hos ${holder}`}
            </Badge>
          )}
          {more}
        </>
      }
      taken={takenText(task, context.present.get(task.taskId))}
      seen={task.seenAt !== null}
      current={current}
      pick={pick ? { name: 'val', value: task.taskId, form: 'valda' } : undefined}
      pane="pane"
    />
  )
}

const longestExcerpt = 240

/** Enough for two lines; what people wrote can be very long. */
export const excerpt = (text: string): string => cut(text, longestExcerpt)

/** As much of a text as one reads here: all of what anybody writes by hand. */
export const longestShown = 8_000

export const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text

/** One of all that has come in; opens the record itself. */
export const ItemRow = ({
  item,
  labels,
  account,
  platforms,
}: {
  item: Item
  labels: readonly string[]
  account: Account | undefined
  platforms: ReadonlyMap<string, Platform>
}) => (
  <QueueRow
    href={`/handlingar/${item.recordId}`}
    title={itemTitle(item, account)}
    platform={platformOf(platforms, account)}
    account={account?.name ?? ''}
    due={
      <span class="meta">
        <When at={item.publishedAt} first />
      </span>
    }
    text={excerpt(item.text)}
    veiled={isVeiled(labels)}
    badges={
      <>
        <LabelBadges labels={labels} />
        {item.direction === 'drawnUp' && <Badge tone="quiet">Vårt eget</Badge>}
        <StateBadge item={item} />
      </>
    }
    seen
  />
)
