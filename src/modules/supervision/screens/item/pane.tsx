import type { StaffId } from '../../../../kernel/index.ts'
import {
  Badge,
  Button,
  emptyForm,
  Form,
  Icon,
  ItemPane,
  Marked,
  Note,
  Platform,
  Reasons,
  Said,
  sends,
  Text,
  Textarea,
  Thread,
  Veiled,
  When,
  whenText,
} from '../../../../web/index.ts'
import { type Item, wasMissed } from '../../../archive/index.ts'
import type { CollectionHealth } from '../../../collection/index.ts'
import { isVeiled } from '../../rules.ts'
import type { OpenedItem, OpenedTask } from '../../service/item.ts'
import type { DiaryStanding } from '../../types.ts'
import { actHref, type QueueAddress, queueHref } from '../address.ts'
import { Flags } from '../outside/flags.tsx'
import { Trial } from '../outside/trial.tsx'
import { aroundHits } from '../reading/around-hits.ts'
import { BreakNote, type BreakNoteProps } from '../reading/break-note.tsx'
import { cut, longestShown, takenText } from '../rows.tsx'
import { authorOf, kindWord, stateOf, titleOf } from '../words.ts'
import { Live } from './live.tsx'
import { MeasuresBar } from './measures-bar.tsx'
import { ItemPictures } from './pictures/shown.tsx'
import { reasonsOf, spansOf } from './reasons.tsx'

export interface PaneProps {
  readonly opened: OpenedTask
  readonly address: QueueAddress
  readonly now: Date
  readonly me: StaffId | undefined
  /** The reader has asked for the veiled text, and for all of it. */
  readonly shown: boolean
  readonly whole?: boolean
  /** The reader has opened much that is warned of, and ought to rest. */
  readonly pause?: BreakNoteProps['pause']
  /** Of what the task is about; undefined where that is nothing that somebody wrote. */
  readonly diary: DiaryStanding | undefined
  /** For a task about an account. */
  readonly health?: CollectionHealth | undefined
}

const longestBeside = 600

/** A link that may be followed: what a platform says is the address may be anything. */
const followable = (permalink: string | null): string | undefined => {
  const url = permalink ? URL.parse(permalink) : null
  return url && ['https:', 'http:'].includes(url.protocol) ? url.href : undefined
}

const Out = ({ item, platform }: { item: Item; platform: string }) => {
  const href = followable(item.permalink)
  return href ? (
    <a href={href} rel="noreferrer external">
      Öppna på {platform} <Icon name="ext" size="s" />
    </a>
  ) : null
}

const Deadline = ({ opened: { task }, now }: PaneProps) => {
  if (task.doneAt) return <Badge tone="ok">Klart {whenText(task.doneAt, now)}</Badge>
  if (task.urgency === 0)
    return (
      <Badge tone="bad" icon="clock">
        Åtgärda utan dröjsmål
      </Badge>
    )
  if (task.urgency !== 1 || task.kind !== 'item') return null
  return (
    <Badge tone={task.dueAt <= now ? 'bad' : 'warn'} icon="clock">
      {task.dueAt <= now ? 'Skulle ha besvarats ' : 'Besvaras senast '}
      {whenText(task.dueAt, now)}
    </Badge>
  )
}

const HeadLine = ({ opened, now, me }: PaneProps) => {
  const { task, names } = opened
  const taken = takenText(task, opened.present)
  const holder = task.assignedTo && names.get(task.assignedTo)
  return (
    <>
      Kom in <When at={task.createdAt} />
      {task.seenAt && (
        <>
          {' · öppnat första gången '}
          <When at={task.seenAt} />
        </>
      )}
      {holder && ` · ${task.assignedTo === me ? 'hos dig' : `hos ${holder}`}`}
      {task.snoozedUntil && task.snoozedUntil > now && (
        <>
          {' · undanlagt till '}
          <When at={task.snoozedUntil} />
        </>
      )}
      {' · '}
      {taken ?? 'ingen annan har det öppet'}
    </>
  )
}

/** Something else that was said in the thread. */
const Beside = ({ said, props, sub }: { said: Item; props: PaneProps; sub: boolean }) => {
  const labels = props.opened.item?.labels.get(said.recordId) ?? []
  const state = stateOf(said)
  const text = cut(said.text, longestBeside)
  return (
    <Said
      by={said.direction === 'drawnUp' ? (props.opened.account?.name ?? authorOf(said)) : authorOf(said)}
      ours={said.direction === 'drawnUp'}
      sub={sub}
      lang={props.opened.item?.languages.get(said.recordId)}
      meta={
        <>
          <When at={said.publishedAt} />
          {state && ` · ${state.text.toLocaleLowerCase('sv')}`}
        </>
      }
    >
      {isVeiled(labels) && !props.shown ? (
        <p class="ink2">
          Texten är dold.{' '}
          <a href={queueHref(props.address, props.opened.task.taskId, { visa: '1' })}>Visa texterna</a>
        </p>
      ) : (
        text
      )}
    </Said>
  )
}

/** The list's own choices, for a form that asks for this page again. */
const keptOf = ({ address }: PaneProps): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(queueHref(address).split('?')[1] ?? ''))

const ThisItem = (props: PaneProps & { item: OpenedItem }) => {
  const { item: opened, opened: around } = props
  const { item, screening } = opened
  const language = opened.languages.get(item.recordId)
  const state = stateOf(item)
  const labels = screening?.labels ?? around.task.labels
  const spans = item.withheld ? [] : spansOf(screening)
  const warning = screening?.reasons.filter(({ label }) => isVeiled([label])) ?? []
  const part = isVeiled(labels) && !props.whole && !item.withheld ? aroundHits(item.text, warning) : undefined
  const text = part ? (
    <Marked {...part} as="hit" />
  ) : (
    <Marked text={cut(item.text, longestShown)} spans={spans} as="hit" />
  )
  return (
    <Said
      by={item.direction === 'drawnUp' ? (around.account?.name ?? authorOf(item)) : authorOf(item)}
      ours={item.direction === 'drawnUp'}
      sub={item.parent !== null}
      focus={around.task.urgency === 0 && !around.task.doneAt ? 'urgent' : 'calm'}
      meta={
        <>
          <When at={item.publishedAt} />
          {item.changedAt && item.version > 1 && (
            <>
              {' · ändrad '}
              <When at={item.changedAt} />
            </>
          )}
          {state && ` · ${state.text.toLocaleLowerCase('sv')}`}
        </>
      }
      foot={
        <>
          {part && (
            <>
              Bara ställena som gav skäl visas.{' '}
              <a href={queueHref(props.address, around.task.taskId, { visa: 'allt' })}>Läs hela texten</a>
              {' · '}
            </>
          )}
          {!part && item.text.length > longestShown && (
            <>
              <a href={`/handlingar/${item.recordId}`}>Läs hela texten</a>
              {' · '}
            </>
          )}
          <Out item={item} platform={around.platform?.name ?? 'plattformen'} />
        </>
      }
    >
      {isVeiled(labels) && !item.withheld ? (
        <Veiled
          id="texten"
          href={`/ko/${around.task.taskId}`}
          keep={keptOf(props)}
          shown={props.shown}
          lang={language}
        >
          {text}
        </Veiled>
      ) : (
        <Text lang={language}>{text}</Text>
      )}
      {screening && (
        <ItemPictures item={item} screening={screening} opened={around} address={props.address} />
      )}
    </Said>
  )
}

const Missed = ({ item: { item }, opened: { platform } }: PaneProps & { item: OpenedItem }) => {
  const name = platform?.name ?? 'Plattformen'
  return (
    <Note tone="info">
      <p>
        <b>Det togs bort innan Uppsikt hann hämta det.</b>{' '}
        {item.text === ''
          ? `${name} meddelade att det fanns men inte vad som stod.`
          : `Texten är den som stod i meddelandet från ${name}.`}{' '}
        Meddelandet är sparat och förseglat. På plattformen finns inget kvar att åtgärda.
      </p>
    </Note>
  )
}

const TheThread = (props: PaneProps & { item: OpenedItem }) => {
  const { thread, item } = props.item
  return (
    <Thread>
      {thread.root && thread.root.recordId !== item.recordId && (
        <Beside said={thread.root} props={props} sub={false} />
      )}
      {thread.around.map((said) =>
        said.recordId === item.recordId ? <ThisItem {...props} /> : <Beside said={said} props={props} sub />,
      )}
    </Thread>
  )
}

const InternalNote = ({ opened: { task, mayWork }, address }: PaneProps) => (
  <section aria-labelledby="h-not">
    <h3 id="h-not">Intern anteckning</h3>
    {mayWork ? (
      <Form action={actHref(address, task.taskId, 'anteckning')} class="stack-s mt2" extra={sends}>
        <Textarea
          name="anteckning"
          label="Anteckning, syns bara för er"
          quietLabel
          rows={2}
          placeholder="Skriv till en kollega. Anteckningen sparas i ärendet."
          state={emptyForm({ anteckning: task.note })}
        />
        <p>
          <Button small>Spara anteckningen</Button>
        </p>
      </Form>
    ) : (
      <p class="mt2 written">{task.note || 'Ingen anteckning.'}</p>
    )}
  </section>
)

const AccountTrouble = ({ opened: { account }, health }: PaneProps) => (
  <Note tone="bad">
    <p>
      {health?.failingSince ? (
        <>
          <b>{account?.name ?? 'Kontot'} hämtas inte.</b> {health.failureDetail}
        </>
      ) : (
        <>
          <b>Något fungerar inte på {account?.name ?? 'kontot'}.</b>{' '}
          {health?.noEvents?.why ?? 'Kontots sida säger vad som saknas.'}
        </>
      )}
    </p>
    <p>
      {health?.failingSince && (
        <>
          Sedan <When at={health.failingSince} /> kan kommentarer ha kommit som inte syns här.{' '}
        </>
      )}
      {account && <a href={`/register/${account.accountId}`}>Gå till kontot</a>}
    </p>
  </Note>
)

/** One task, opened: head, proof, thread, reasons, note, measures. Always in this order. */
export const Pane = (props: PaneProps) => {
  const { opened, address } = props
  const { task, account, platform, item } = opened
  const where = item ? `${kindWord[item.item.kind]} på ${account?.name ?? 'kontot'}` : (account?.name ?? '')
  return (
    <ItemPane
      title={titleOf(task, item?.item, account)}
      where={
        <>
          {platform && <Platform letters={platform.mark} name={platform.name} />}
          <span>{where.charAt(0).toLocaleUpperCase('sv') + where.slice(1)}</span>
        </>
      }
      deadline={<Deadline {...props} />}
      history={<HeadLine {...props} />}
      back={queueHref(address)}
      measures={<MeasuresBar opened={opened} address={address} diary={props.diary} />}
    >
      <BreakNote pause={props.pause} address={address} />
      {task.kind === 'accountFailing' && <AccountTrouble {...props} />}
      <Flags {...props} />
      <Trial {...props} />
      {item && props.diary && <Live opened={opened} item={item} address={address} diary={props.diary} />}
      {item && wasMissed(item.item) && <Missed {...props} item={item} />}
      {item && <TheThread {...props} item={item} />}
      {item && !item.item.withheld && (
        <section aria-labelledby="h-skal">
          <h3 id="h-skal">Därför ligger den här</h3>
          <div class="mt2">
            <Reasons reasons={reasonsOf(item.screening, item.item.text, item.readers)} />
          </div>
        </section>
      )}
      <InternalNote {...props} />
    </ItemPane>
  )
}
