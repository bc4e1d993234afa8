import { addDays, type Day, instantOf } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { Empty, Head, LinkButton, longDayText, Panel, sentence } from '../../../web/index.ts'
import type { PublicationList } from '../service/read.ts'
import { Slot, slotsOn } from './slots.tsx'

interface CalendarProps {
  list: PublicationList
  platforms: ReadonlyMap<string, Platform>
  /** The first day of the month. */
  first: Day
}

/** A month as a list: the days on which something leaves. */
export const CalendarScreen = ({ list, platforms, first }: CalendarProps) => {
  const month = first.slice(0, 7)
  const days = Array.from({ length: 31 }, (_, n) => addDays(first, n)).filter((day) => day.startsWith(month))
  const used = days
    .map((day) => ({ day, slots: slotsOn(list.listed, day) }))
    .filter(({ slots }) => slots.length > 0)
  const href = (day: Day): string => `/publicering/kalender?manad=${day.slice(0, 7)}`
  return (
    <>
      <Head
        title={monthName(first)}
        crumbs={[{ href: '/publicering', text: 'Publicering' }, { text: 'Kalender' }]}
      >
        <LinkButton icon="left" href={href(addDays(first, -1))}>
          {monthName(addDays(first, -1))}
        </LinkButton>
        <LinkButton icon="right" href={href(addDays(first, 31))}>
          {monthName(addDays(first, 31))}
        </LinkButton>
      </Head>
      <div class="stack mt4">
        {used.length === 0 && (
          <Empty kind="noHits" title="Inget är planerat den här månaden">
            <p>
              {list.mayWrite ? (
                <>
                  <a href="/publicering/ny">Skriv ett inlägg</a>, eller välj en annan månad.
                </>
              ) : (
                'Välj en annan månad.'
              )}
            </p>
          </Empty>
        )}
        {used.map(({ day, slots }) => (
          <Panel id={`h-${day}`} title={sentence(longDayText(instantOf(day)))}>
            {slots.map((one) => (
              <Slot one={one} platforms={platforms} />
            ))}
          </Panel>
        ))}
      </div>
    </>
  )
}

/** 'November 2026' */
const monthName = (day: Day): string =>
  sentence(
    longDayText(instantOf(`${day.slice(0, 7)}-01`))
      .split(' ')
      .slice(2)
      .join(' '),
  )
