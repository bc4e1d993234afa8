import { daysText } from '../../../web/index.ts'
import type { Staffing } from '../service/read.ts'
import { lackingIn } from '../week.ts'
import { spanText } from './words.ts'

interface WeekLine {
  readonly tone: 'bad' | 'info'
  readonly text: string
}

/** The days shown in a few lines: when nobody is there, then who is away and who takes over. */
export function weekLines(staffing: Staffing, now: Date): WeekLine[] {
  const { days, names } = staffing
  const last = days.at(-1) ?? ''
  const holes = lackingIn(staffing)
    .filter(({ from }) => from < staffing.until)
    .map((hole): WeekLine => ({ tone: 'bad', text: `Ingen ${spanText(hole, now)}, ${hole.about}` }))
  const away = staffing.absences
    .filter(({ absence, takeovers }) => absence.from <= last && takeovers.length > 0)
    .map(({ absence, takeovers }): WeekLine => {
      const takers = takeovers.flatMap(({ spans }) =>
        spans.flatMap(({ duty }) => (duty.nobody || !duty.now ? [] : [names.get(duty.now.staffId) ?? ''])),
      )
      const instead = [...new Set(takers)].join(' och ')
      const gone = `${names.get(absence.staffId) ?? ''} är borta ${daysText(absence.from, absence.to, now)}`
      return { tone: 'info', text: instead ? `${gone}, ${instead} svarar` : gone }
    })
  return [...holes, ...away]
}
