import { addDays, type Day, dayOf, instantOf } from '../../../kernel/index.ts'
import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import {
  countText,
  Empty,
  Head,
  LinkButton,
  longDayText,
  Note,
  Panel,
  State,
  sentence,
  type TaskLine,
  Tasks,
  useRendering,
  When,
} from '../../../web/index.ts'
import { needsPerson } from '../rules.ts'
import type { Listed, PublicationList } from '../service/read.ts'
import { PublishingTabs } from '../tabs.tsx'
import { Slot, slotsOn } from './slots.tsx'
import { nameOf, stateLook } from './words.ts'

type Platforms = ReadonlyMap<string, PlatformPart>

interface ListProps {
  list: PublicationList
  platforms: Platforms
  /** Its Monday. */
  week: Day
  done: string | undefined
}

/** What needs somebody, what waits, what is planned, what is out. */
export const ListScreen = ({ list, platforms, week, done }: ListProps) => {
  const { listed, mayWrite } = list
  const stuck = listed.filter(({ whole }) => needsPerson(whole))
  const among = (...states: string[]) =>
    listed.filter((one) => states.includes(one.whole.publication.state) && !stuck.includes(one))
  return (
    <>
      <Head title="Publicering" sub={<Situation list={list} stuck={stuck.length} />}>
        <LinkButton icon="clock" href="/publicering/kalender">
          Kalender
        </LinkButton>
        {mayWrite && (
          <LinkButton kind="primary" icon="plus" href="/publicering/ny">
            Nytt inlägg
          </LinkButton>
        )}
      </Head>
      <PublishingTabs current="/publicering" />
      {done && (
        <div role="status">
          <Note tone="ok">
            <p>{done}</p>
          </Note>
        </div>
      )}
      <div class="stack mt4">
        {listed.length === 0 && (
          <Empty kind="notBegun" title="Inget är skrivet ännu">
            <p>Skriv ett inlägg en gång och publicera det på flera konton, genast eller vid en tid.</p>
          </Empty>
        )}
        <Section id="h-behover" title="Behöver åtgärdas" listed={stuck} />
        <Section id="h-vantar" title="Väntar på godkännande" listed={among('waiting')} />
        <Section id="h-utkast" title="Utkast" listed={among('draft')} />
        <Week listed={listed} platforms={platforms} week={week} />
        <Section
          id="h-ute"
          title="Ute eller avbrutet, de senaste 30 dagarna"
          listed={among('sending', 'finished', 'cancelled')}
        />
      </div>
    </>
  )
}

const Situation = ({ list: { listed }, stuck }: { list: PublicationList; stuck: number }) => {
  const count = (state: string) => listed.filter(({ whole }) => whole.publication.state === state).length
  const waiting = count('waiting')
  const planned = count('planned')
  const parts = [
    stuck > 0 && `${countText(stuck, 'inlägg', 'inlägg')} behöver åtgärdas`,
    waiting > 0 && `${countText(waiting, 'inlägg', 'inlägg')} väntar på godkännande`,
    planned > 0 && `${countText(planned, 'inlägg', 'inlägg')} är ${planned === 1 ? 'planerat' : 'planerade'}`,
  ].filter((part) => part !== false)
  return <>{parts.length > 0 ? `${sentence(parts.join(', '))}.` : 'Inget väntar och inget är planerat.'}</>
}

const Section = ({ id, title, listed }: { id: string; title: string; listed: readonly Listed[] }) =>
  listed.length > 0 && (
    <Panel id={id} title={title} flush>
      <Tasks tasks={listed.slice(0, 50).map(lineOf)} />
    </Panel>
  )

function lineOf({ whole, accounts, by }: Listed): TaskLine {
  const { publication, places } = whole
  const bad = places.filter(({ state }) => state === 'failed').length
  const byHand = places.filter(({ state }) => state === 'byHand').length
  const look =
    bad > 0
      ? ({ tone: 'bad', text: `Kom inte ut på ${countText(bad, 'konto', 'konton')}` } as const)
      : byHand > 0
        ? ({ tone: 'warn', text: 'Dags att publicera för hand' } as const)
        : stateLook[publication.state]
  const isComing =
    publication.plannedAt !== null && ['draft', 'waiting', 'planned'].includes(publication.state)
  const isDraft = publication.state === 'draft' || publication.state === 'waiting'
  return {
    href: `/publicering/${publication.publicationId}`,
    title: nameOf(publication),
    tone: look.tone,
    icon: 'send',
    detail: [accounts.map(({ name }) => name).join(', ') || 'Inget konto valt', by].join(' · '),
    due: (
      <State tone={look.tone}>
        {look.text}
        {isComing ? ', ska ut ' : isDraft ? ', ändrat ' : ' '}
        <When at={publication.plannedAt ?? publication.changedAt} />
      </State>
    ),
  }
}

/** The week's number by ISO 8601: that of its Thursday. */
function weekNumber(monday: Day): number {
  const thursday = addDays(monday, 3)
  const first = Date.parse(`${thursday.slice(0, 4)}-01-01T00:00:00Z`)
  return Math.floor((Date.parse(`${thursday}T00:00:00Z`) - first) / (7 * 86_400_000)) + 1
}

const Week = ({
  listed,
  platforms,
  week,
}: {
  listed: readonly Listed[]
  platforms: Platforms
  week: Day
}) => {
  const { now } = useRendering()
  const today = dayOf(now)
  const days = Array.from({ length: 7 }, (_, n) => addDays(week, n))
  return (
    <Panel
      id="h-vecka"
      title={`Vecka ${weekNumber(week)}`}
      flush
      aside={
        <div class="row">
          <LinkButton
            small
            icon="left"
            label="Förra veckan"
            href={`/publicering?vecka=${addDays(week, -7)}#h-vecka`}
          />
          <LinkButton small href="/publicering#h-vecka">
            I dag
          </LinkButton>
          <LinkButton
            small
            icon="right"
            label="Nästa vecka"
            href={`/publicering?vecka=${addDays(week, 7)}#h-vecka`}
          />
        </div>
      }
    >
      <div class="week">
        {days.map((day) => (
          <div class={day === today ? 'today' : undefined}>
            <h3>
              {day === today && 'I dag, '}
              {dayName(day, day === today)}
            </h3>
            {slotsOn(listed, day).map((one) => (
              <Slot one={one} platforms={platforms} />
            ))}
          </div>
        ))}
      </div>
    </Panel>
  )
}

/** 'Måndag 16' */
const dayName = (day: Day, inside: boolean): string => {
  const words = longDayText(instantOf(day)).split(' ').slice(0, 2).join(' ')
  return inside ? words : sentence(words)
}
