import { countText, daysText } from '../../../web/index.ts'
import type { Staffing } from '../service/read.ts'
import { lackingIn } from '../week.ts'
import { spanText } from './words.ts'

interface WeekLine {
  readonly tone: 'bad' | 'info'
  readonly text: string
}

/** The days shown in a few lines: who is not appointed, when nobody is there, then who is away and who takes over. */
export function weekLines(staffing: Staffing, now: Date): WeekLine[] {
  const { days, names } = staffing
  const last = days.at(-1) ?? ''
  const holes = lackingIn(staffing)
    .filter(({ from }) => from < staffing.until)
    .map((hole): WeekLine => {
      const when = spanText(hole, now)
      const text = `${hole.about}: ingen på plats ${when.charAt(0).toLocaleLowerCase('sv')}${when.slice(1)}`
      return { tone: 'bad', text }
    })
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
  return [...unappointed(staffing), ...holes, ...away]
}

function unappointed({ accounts }: Staffing): WeekLine[] {
  const [first, ...more] = accounts.filter(({ roster }) => !roster.owner)
  if (!first) return []
  const which = more.length === 0 ? first.account.name : countText(more.length + 1, 'konto', 'konton')
  return [{ tone: 'bad', text: `Ingen är utsedd att ansvara för ${which}` }]
}
