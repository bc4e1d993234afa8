import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  countText,
  Empty,
  type Figure,
  Figures,
  Head,
  LinkButton,
  longDayText,
  Matrix,
  MatrixLegend,
  numberText,
  Panel,
  State,
  sentence,
  type TaskLine,
  Tasks,
  timeText,
  When,
  whenText,
} from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import { watchesOf } from '../../compliance/index.ts'
import { settingWords } from '../../policy/index.ts'
import { dueState, titleOf } from '../../supervision/index.ts'
import { type Situation, situationOf } from '../rules.ts'
import type { Overview, Waiting } from '../types.ts'
import { Connections } from './connections.tsx'
import { GapList } from './gaps.tsx'
import { FailedNotices, ThisWeek } from './people.tsx'
import { periodQuery } from './words.ts'

type Platforms = ReadonlyMap<string, PlatformPart>

interface OverviewProps {
  overview: Overview
  platforms: Platforms
  may: {
    readonly confirm: boolean
    readonly supervision: boolean
    readonly register: boolean
    readonly explainDay: (account: Account) => boolean
    readonly explainGap: (account: Account) => boolean
  }
}

/** What must I do before what time, has somebody watched every account, is anything broken. */
export const OverviewScreen = ({ overview, platforms, may }: OverviewProps) => {
  const { now } = overview
  return (
    <>
      <Head
        title="Lägesbild"
        sub={`${sentence(longDayText(now))}, kl. ${timeText(now)}. ${situationText(situationOf(overview), now)}`}
      >
        {may.confirm && overview.coverage.accounts.length > 0 && (
          <LinkButton kind="primary" icon="eye" href="/ko/runda">
            Starta tillsynsrunda
          </LinkButton>
        )}
      </Head>
      <Figures figures={figuresIn(overview)} />
      <div class="cols cols-2-1 mt5">
        <div class="stack">
          <NeedsYou overview={overview} platforms={platforms} may={may} />
          {overview.coverage.accounts.length > 0 && (
            <Watching overview={overview} platforms={platforms} mayRead={may.supervision} />
          )}
        </div>
        <div class="stack">
          {overview.failedNotices.length > 0 && <FailedNotices failed={overview.failedNotices} />}
          {overview.staffing && <ThisWeek staffing={overview.staffing} />}
          <Connections overview={overview} platforms={platforms} />
          <GapList overview={overview} platforms={platforms} mayExplain={may.explainGap} />
          <Archive overview={overview} />
        </div>
      </div>
    </>
  )
}

const words = ['Noll', 'En', 'Två', 'Tre', 'Fyra', 'Fem', 'Sex', 'Sju', 'Åtta', 'Nio', 'Tio', 'Elva', 'Tolv']

/** 'Två saker', 'Ett konto', '14 konton'. */
const many = (count: number, one: string, several: string, neuter = false): string =>
  count === 1 ? `${neuter ? 'Ett' : 'En'} ${one}` : `${words[count] ?? numberText(count)} ${several}`

/** How things are, in one sentence. */
function situationText(situation: Situation, now: Date): string {
  switch (situation.kind) {
    case 'notCollected': {
      const down = `${many(situation.accounts, 'konto', 'konton', true)} hämtas inte.`
      return situation.urgent > 0 ? `${down} ${many(situation.urgent, 'sak', 'saker')} är brådskande.` : down
    }
    case 'urgent':
      return `${many(situation.urgent, 'sak', 'saker')} är brådskande.`
    case 'late':
      return situation.questions === 1
        ? 'En fråga är försenad.'
        : `Minst en av ${numberText(situation.questions)} frågor är försenad.`
    case 'dueToday':
      return `En fråga ska besvaras ${whenText(situation.at, now)}.`
    case 'missed':
      return `${many(situation.days, 'konto', 'konton', true)} sågs inte i går.`
    case 'rounds':
      return `Inget är brådskande. ${many(situation.left, 'konto', 'konton', true)} väntar på dagens runda.`
    case 'queue':
      return `Inget är brådskande. ${countText(situation.todo, 'ärende', 'ärenden')} finns i kön.`
    case 'notBegun':
      return 'Inget konto är med ännu.'
    case 'calm':
      return 'Inget väntar. Alla konton är sedda.'
  }
}

function figuresIn(overview: Overview): Figure[] {
  const { queue, coverage, now } = overview
  const unexplained = overview.gaps.filter(({ explanation }) => explanation === null)
  const first = unexplained[0]
  const name = overview.health.find(({ account }) => account.accountId === first?.accountId)?.account.name
  const left = coverage.accounts.length - coverage.coveredToday
  return [
    ...(queue ? queueFigures(queue, now) : []),
    {
      name: 'Uppsikt i dag',
      value: numberText(coverage.coveredToday),
      unit: `av ${countText(coverage.accounts.length, 'konto', 'konton')}`,
      meaning:
        coverage.accounts.length === 0
          ? { tone: 'quiet', text: 'Inget konto är med ännu' }
          : left === 0
            ? { tone: 'ok', text: 'Följer planen' }
            : { tone: 'warn', icon: 'clock', text: `${countText(left, 'väntar', 'väntar')} i dag` },
      href: '#uppsikt',
    },
    {
      name: 'Insamling, 24 timmar',
      value: numberText(unexplained.length),
      unit: unexplained.length === 1 ? 'oförklarad lucka' : 'oförklarade luckor',
      meaning: first
        ? {
            tone: 'warn',
            text: unexplained.length > 1 ? `Senast ${name ?? 'ett konto'}` : (name ?? 'Ett konto'),
          }
        : { tone: 'ok', text: 'Allt är hämtat eller förklarat' },
      href: '#luckor',
    },
  ]
}

function queueFigures({ counts, firstQuestionDue }: NonNullable<Overview['queue']>, now: Date): Figure[] {
  const capped = (count: number): string => (count > 10_000 ? 'fler än 10\u00a0000' : numberText(count))
  const oldest = counts.oldestUrgentAt
  return [
    {
      name: 'I kön',
      value: capped(counts.todo),
      unit: counts.urgent > 0 ? `varav ${numberText(counts.urgent)} brådskande` : undefined,
      meaning: oldest
        ? { tone: 'bad', text: `Äldst brådskande: ${agoText(oldest, now)}` }
        : { tone: 'ok', text: 'Inget är brådskande' },
      href: '/ko',
    },
    {
      name: 'Frågor utan svar',
      value: capped(counts.questions),
      meaning: firstQuestionDue
        ? firstQuestionDue <= now
          ? { tone: 'bad', icon: 'clock', text: `Försenad sedan ${whenText(firstQuestionDue, now)}` }
          : { tone: 'warn', icon: 'clock', text: `Nästa svar senast ${whenText(firstQuestionDue, now)}` }
        : { tone: 'ok', text: 'Alla är besvarade' },
      href: '/ko?skal=question',
    },
  ]
}

/** '44 min', '3 tim', '2 dagar'; never broken before the unit. */
export function agoText(then: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - then.getTime()) / 60_000))
  if (minutes < 60) return `${minutes}\u00a0min`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)}\u00a0tim`
  return countText(Math.floor(minutes / 1440), 'dag', 'dagar')
}

const NeedsYou = (props: OverviewProps) => {
  const { overview, may } = props
  const lines = linesIn(props)
  const { queue, coverage, now } = overview
  return (
    <Panel
      id="h-nu"
      title="Det här behöver dig nu"
      flush
      aside={lines.length > 0 && <span class="meta">Ordnat efter frist</span>}
      footer={
        queue &&
        queue.counts.todo > 0 && (
          <a href="/ko">Visa hela kön, {countText(queue.counts.todo, 'ärende', 'ärenden')}</a>
        )
      }
    >
      {lines.length > 0 ? (
        <Tasks tasks={lines} />
      ) : coverage.accounts.length === 0 ? (
        <Empty kind="notBegun" title="Inget konto är med ännu" level={3}>
          {may.register ? (
            <p>
              <a href="/register/nytt">Lägg till det första kontot</a>
            </p>
          ) : (
            <p>Kommunikation lägger till kontona. När de är med syns läget här.</p>
          )}
        </Empty>
      ) : (
        <Empty kind="done" title="Inget väntar på dig" level={3}>
          <p>
            Vi såg efter <When at={now} />.
          </p>
        </Empty>
      )}
    </Panel>
  )
}

/** What waits, by deadline: what is urgent, what has a time, what falls due today. */
function linesIn({ overview, platforms, may }: OverviewProps): TaskLine[] {
  const { queue, coverage, now } = overview
  const missed = overview.missed.filter(({ account }) => may.explainDay(account))
  const waiting = queue?.waiting ?? []
  const today = (
    <State tone="warn" icon="clock">
      I dag
    </State>
  )
  const left = coverage.accounts.length - coverage.coveredToday
  const told = new Set(
    waiting.flatMap(({ task }) => (task.kind === 'accountFailing' ? [task.accountId] : [])),
  )
  const down = overview.health.filter(
    ({ standing, account }) =>
      (standing === 'failing' || standing === 'still') && !told.has(account.accountId),
  )
  return [
    ...down.slice(0, 3).map(
      ({ account, standing }): TaskLine => ({
        href: `/register/${account.accountId}`,
        title: `${nameOf(account, platforms)} hämtas inte`,
        detail: standing === 'still' ? 'Hämtningen står still' : 'Se vad som behövs på kontots sida',
        tone: 'bad',
        icon: 'plug',
        due: (
          <State tone="bad" icon="clock">
            Nu
          </State>
        ),
      }),
    ),
    ...waiting.filter(({ task }) => task.urgency < 2).map((one) => waitingLine(one, platforms, now)),
    ...missed.slice(0, 3).map(
      ({ account, day }): TaskLine => ({
        href: `/ko/runda/${account.accountId}/forklara?dag=${day}`,
        title: `Ingen tittade på ${nameOf(account, platforms)} i går`,
        detail: 'Förklara dagen, eller be ersättaren göra en runda',
        tone: 'warn',
        icon: 'gap',
        due: today,
      }),
    ),
    ...(left > 0 && may.confirm
      ? [
          {
            href: '/ko/runda',
            title: `${many(left, 'konto', 'konton', true)} väntar på dagens runda`,
            detail: 'Gå igenom det som har kommit sedan sist',
            tone: 'info',
            icon: 'eye',
            due: today,
          } as const,
        ]
      : []),
    ...waiting.filter(({ task }) => task.urgency === 2).map((one) => waitingLine(one, platforms, now)),
  ]
}

const nameOf = (
  account: { readonly name: string; readonly platform: string },
  platforms: Platforms,
): string => {
  const platform = platforms.get(account.platform)
  return platform ? `${account.name}, ${platform.name}` : account.name
}

function waitingLine({ task, item, account }: Waiting, platforms: Platforms, now: Date): TaskLine {
  const broken = task.kind === 'accountFailing'
  return {
    href: broken && task.accountId ? `/register/${task.accountId}` : `/ko/${task.taskId}`,
    title: titleOf(task, item, account),
    detail: (
      <>
        {account && nameOf(account, platforms)}
        {item && (
          <>
            {account && ' · '}
            <When at={item.publishedAt} />
          </>
        )}
      </>
    ),
    tone: task.urgency === 0 ? 'bad' : task.urgency === 1 ? 'warn' : 'quiet',
    icon: broken ? 'plug' : task.urgency === 0 ? 'stop' : task.urgency === 1 ? 'talk' : 'words',
    due: dueState(task, now),
  }
}

const Watching = ({
  overview,
  platforms,
  mayRead,
}: {
  overview: Overview
  platforms: Platforms
  mayRead: boolean
}) => {
  const { coverage, policy } = overview
  return (
    <Panel
      id="uppsikt"
      title="Uppsikt per konto och dag"
      aside={<MatrixLegend />}
      flush
      footer={
        <>
          Riktlinjen: {settingWords.supervision.says(policy)}{' '}
          {mayRead && (
            <>
              Välj en dag för att se vem som tittade, när, och vad som gjordes.{' '}
              <a href="/oversikt/uppsikt">Visa som underlag för revisionen</a>
            </>
          )}
        </>
      }
    >
      <Matrix
        caption="Uppsikt per konto, de senaste 14 dagarna"
        days={coverage.days}
        dayHref={
          mayRead ? (day) => `/oversikt/uppsikt?${periodQuery({ from: day, to: day })}#rundor` : undefined
        }
        rows={coverage.accounts.map(({ account, cells }) => ({
          account: account.name,
          platform: platforms.get(account.platform)?.name ?? account.platform,
          href: `/register/${account.accountId}`,
          days: watchesOf(cells),
        }))}
      />
    </Panel>
  )
}

/** What anyone may check of the archive. */
const Archive = ({ overview: { log } }: { overview: Overview }) => (
  <Panel id="h-arkiv" title="Arkivet">
    {log ? (
      <p>
        Loggen har {countText(log.size, 'post', 'poster')}. Den senaste kontrollpunkten är signerad{' '}
        <When at={log.at} /> och är <a href="/log/checkpoint">öppen för alla att läsa</a>.
      </p>
    ) : (
      <p>Inget är förseglat ännu. Det första som samlas in förseglas inom en minut.</p>
    )}
  </Panel>
)
