import { type Day, dayOf, instantOf, weekday } from '../../../kernel/index.ts'
import { Icon } from '../atoms/icon.tsx'
import type { IconName } from '../atoms/icons.ts'
import { useRendering } from '../atoms/rendering.ts'
import { longDayText } from '../atoms/words.ts'

/** Whether somebody looked at an account on a day. */
export type Watch = 'owner' | 'deputy' | 'missed' | 'explained' | 'due' | 'notRequired'

interface MatrixRow {
  readonly account: string
  readonly platform: string
  readonly href: string
  /** One for each day, in the same order. */
  readonly days: readonly Watch[]
}

const cells: Readonly<Record<Watch, { css: string; icon?: IconName; said: string; legend?: string }>> = {
  owner: { css: 'ok', icon: 'check', said: 'gjord av ansvarig', legend: 'Ansvarig' },
  deputy: { css: 'dep', icon: 'user', said: 'gjord av ersättare', legend: 'Ersättare' },
  missed: { css: 'bad', icon: 'bang', said: 'missad', legend: 'Missad' },
  explained: { css: 'exp', icon: 'minus', said: 'missad, förklarad', legend: 'Missad, förklarad' },
  due: { css: 'now', icon: 'clock', said: 'väntar i dag', legend: 'Väntar' },
  notRequired: { css: 'off', said: 'krävs inte' },
}

const shortWeekdays = ['', 'må', 'ti', 'on', 'to', 'fr', 'lö', 'sö']

const Cell = ({ watch }: { watch: Watch }) => {
  const { css, icon } = cells[watch]
  return <span class={`cell ${css}`}>{icon ? <Icon name={icon} /> : <span aria-hidden="true">·</span>}</span>
}

/** The newest six days stay on a phone, the newest thirteen on a tablet. */
const columnClass = (day: Day, at: number, count: number): string | undefined => {
  const age = count - 1 - at
  const names = [weekday(day) >= 6 && 'we', age >= 6 && 'old', age >= 13 && 'old2']
  return names.filter(Boolean).join(' ') || undefined
}

interface DayHeadProps {
  day: Day
  css: string | undefined
  today: boolean
  href: string | undefined
}

const DayHead = ({ day, css, today, href }: DayHeadProps) => {
  const name = (
    <>
      <span class="vh">{longDayText(instantOf(day))}</span>
      <span aria-hidden="true">
        {shortWeekdays[weekday(day)]}
        <br />
        {Number(day.slice(-2))}
      </span>
    </>
  )
  return (
    <th scope="col" class={css} aria-current={today ? 'date' : undefined}>
      {href ? <a href={href}>{name}</a> : name}
    </th>
  )
}

export const MatrixLegend = () => (
  <div class="legend" aria-hidden="true">
    {(Object.keys(cells) as Watch[]).map(
      (watch) =>
        cells[watch].legend && (
          <span>
            <Cell watch={watch} />
            {cells[watch].legend}
          </span>
        ),
    )}
  </div>
)

/** Supervision per account and day. Every cell says in words what its shape shows. */
export const Matrix = ({
  caption,
  days,
  rows,
  dayHref,
}: {
  caption: string
  days: readonly Day[]
  rows: readonly MatrixRow[]
  /** Where it is told who looked on a day, when, and what was done. */
  dayHref?: ((day: Day) => string) | undefined
}) => {
  const today = dayOf(useRendering().now)
  const css = days.map((day, at) => columnClass(day, at, days.length))
  return (
    <section class="scroll" aria-label={`Tabell, ${caption}`} tabindex={0}>
      <table class="matrix">
        <caption class="vh">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="vh">Konto</span>
            </th>
            {days.map((day, at) => (
              <DayHead day={day} css={css[at]} today={day === today} href={dayHref?.(day)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row">
                <a class="plain" href={row.href}>
                  {row.account}
                </a>{' '}
                <span class="meta">{row.platform}</span>
              </th>
              {row.days.map((watch, at) => (
                <td class={css[at]}>
                  <Cell watch={watch} />
                  <span class="vh">{cells[watch].said}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
