import { addDays, type Day, dayOf, instantOf, isDay, weekday } from '../../../kernel/index.ts'
import { actorOf, asked, page } from '../../../web/index.ts'
import { CalendarScreen } from '../screens/calendar.tsx'
import { ListScreen } from '../screens/list.tsx'
import { listPublications } from '../service/read.ts'
import { current, type Deps, doneIn, type Screen } from './common.ts'

/** What was sent is shown so long. */
const daysBack = 30

const monday = (day: Day): Day => addDays(day, 1 - weekday(day))

/** Within what a diary of ours can hold; anything else is now. */
const dayIn = (text: string, now: Day): Day =>
  isDay(text) && text > '2000-01-01' && text < '2100-01-01' ? text : now

const earlier = (a: Day, b: Day): Day => (a < b ? a : b)

/** GET /publicering?vecka=2026-11-16 */
export const listScreen =
  ({ house, around }: Deps): Screen =>
  async (c) => {
    const today = dayOf(house.clock.now())
    const week = monday(dayIn(asked(c, 'vecka'), today))
    const since = earlier(week, addDays(today, -daysBack))
    const list = await listPublications(house, actorOf(c), instantOf(since))
    return page(
      c,
      { title: 'Publicering', current },
      <ListScreen list={list} platforms={around.platforms} week={week} done={doneIn(c)} />,
    )
  }

/** GET /publicering/kalender?manad=2026-11 */
export const calendarScreen =
  ({ house, around }: Deps): Screen =>
  async (c) => {
    const today = dayOf(house.clock.now())
    const first = dayIn(`${asked(c, 'manad')}-01`, `${today.slice(0, 7)}-01`)
    const list = await listPublications(house, actorOf(c), instantOf(first))
    return page(
      c,
      { title: 'Kalender', current },
      <CalendarScreen list={list} platforms={around.platforms} first={first} />,
    )
  }
