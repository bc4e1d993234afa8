import { addDays, clockTime, dayOf, instantOf, timeOfDay, wallTime } from '../../../kernel/index.ts'
import { pick, randomFrom } from '../random.ts'
import { type Happening, type PlaceKey, placeKeys, type Saying, type Story } from '../story.ts'

const minute = 60_000
const hour = 60 * minute
const earliestDay = 176
const latestSeasonalDay = 13
/** What has no time of its own is over before this: the last hours are told by the minute. */
const quietBefore = 14 * hour
const morning = 6.5 * hour
const night = 22.75 * hour

export type Stories = Readonly<Record<PlaceKey, readonly Story[]>>

const inMonths = (at: Date, [first, last]: readonly [number, number]): boolean => {
  const { month } = wallTime(at)
  return first <= last ? first <= month && month <= last : month >= first || month <= last
}

/** When a story begins; undefined when it does not fit the time of year. */
function beginningOf(story: Story, base: Date, random: () => number): Date | undefined {
  const onDay = (day: number): Date =>
    instantOf(addDays(dayOf(base), -day), clockTime((story.time ?? '10.00').replace('.', ':')) ?? 0)
  const fits = (at: Date): boolean => story.months === undefined || inMonths(at, story.months)
  if (story.ago !== undefined || story.day !== undefined) {
    const at = story.ago === undefined ? onDay(story.day ?? 0) : new Date(base.getTime() - story.ago * hour)
    return fits(at) ? at : undefined
  }
  const days: Date[] = []
  for (let day = latestSeasonalDay; day <= earliestDay; day++) if (fits(onDay(day))) days.push(onDay(day))
  return days.length > 0 ? pick(days, random) : undefined
}

/** Moved to the next morning when it falls at night. */
function awake(at: number, random: () => number): number {
  const time = timeOfDay(new Date(at))
  if (time >= morning && time <= night) return at
  const wait = time < morning ? morning - time : 24 * hour - time + morning
  return at + wait + random() * 1.5 * hour
}

/** Hours that are moved out of the night where there is time for it; the rest are as they are said. */
const [mayWaitFrom, mayWaitTo] = [3, 20]

function lately(ago: number, base: Date, random: () => number): number {
  const at = base.getTime() - ago * hour
  if (ago < mayWaitFrom || ago > mayWaitTo) return at
  const later = awake(at, random)
  return later < base.getTime() - hour ? later : at
}

/** When each thing under a post is said: soon at first, then more slowly, by day. */
function timesOf(says: readonly Saying[], begun: Date, base: Date, random: () => number): Date[] {
  const end = Math.max(begun.getTime() + hour, base.getTime() - quietBefore)
  const times: number[] = []
  let last = begun.getTime()
  for (const [n, [, , aside]] of says.entries()) {
    if (aside?.ago !== undefined) last = lately(aside.ago, base, random)
    else if (aside?.after !== undefined) last = begun.getTime() + aside.after * hour
    else {
      const next = awake(last + (0.2 + random() * (1 + n * 0.6)) * hour, random)
      last = next < end ? next : last + Math.max(minute, (end - last) / (says.length + 1))
    }
    // Nobody answers what has not been said, nor comments on what is not posted: hours back may pass midnight.
    const asked = aside?.to === undefined ? undefined : times[aside.to]
    last = Math.max(last, asked === undefined ? begun.getTime() + (n + 1) * 4 * minute : asked + 4 * minute)
    times.push(last)
  }
  return times.map((at) => new Date(at))
}

function happeningsOf(account: PlaceKey, story: Story, key: string, base: Date, begun: Date): Happening[] {
  const random = randomFrom(begun.getTime() / 1000)
  const { title, text, picture } = story
  const later = (at: Date, hours: number): Date => new Date(at.getTime() + hours * hour)
  const found: Happening[] = [
    { at: begun, account, what: { kind: 'post', key, title, text, ...(picture && { picture }) } },
  ]
  if (story.edit)
    found.push({
      at: later(begun, story.edit.after),
      account,
      what: { kind: 'edit', key, text: story.edit.text },
    })
  const keys = story.says.map(([, , aside], n) => aside?.as ?? `${key}.${n}`)
  const times = timesOf(story.says, begun, base, random)
  for (const [n, [who, said, aside]] of story.says.entries()) {
    const [own = key, at = begun] = [keys[n], times[n]]
    const to = aside?.to === undefined ? undefined : keys[aside.to]
    found.push({
      at,
      account,
      what: { kind: 'comment', key: own, on: key, who, text: said, ...(to && { to }) },
    })
    if (aside?.edit)
      found.push({
        at: later(at, aside.edit.after),
        account,
        what: { kind: 'edit', key: own, text: aside.edit.text },
      })
    if (aside?.gone !== undefined)
      found.push({ at: later(at, aside.gone), account, what: { kind: 'remove', key: own } })
  }
  return found
}

/** Everything that has happened before the demo begins, in the order it happened. The same for the same base and seed. */
export function pastOf(
  stories: Stories,
  extra: readonly Happening[],
  base: Date,
  seed: number,
): readonly Happening[] {
  const random = randomFrom(seed)
  const found = placeKeys.flatMap((account) =>
    stories[account].flatMap((story, n) => {
      const begun = beginningOf(story, base, random)
      return begun ? happeningsOf(account, story, story.as ?? `${account}.${n}`, base, begun) : []
    }),
  )
  return [...found, ...extra]
    .map((one, place) => ({ one, place }))
    .filter(({ one }) => one.at < base)
    .sort((a, b) => a.one.at.getTime() - b.one.at.getTime() || a.place - b.place)
    .map(({ one }) => one)
}
