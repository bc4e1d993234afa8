import { type Day, dayOf, weekday } from '../../../kernel/index.ts'
import { daysText, LinkButton, longDayText, Panel, sentence, useRendering } from '../../../web/index.ts'
import type { Staffing } from '../service/read.ts'
import { type WeekCell, type WeekRow, weekOf } from '../week.ts'
import { columnText, hoursText, noonOf, weekAfter, weekBefore } from './words.ts'

/** Who is on when, seven days: a table, and on a phone a list for each day. */
export const Rota = ({ staffing }: { staffing: Staffing }) => {
  const { now } = useRendering()
  const { days } = staffing
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const rows = weekOf(staffing)
  const link = (day: Day): string => `/register/bemanning?fran=${day}#vecka`
  return (
    <Panel
      id="vecka"
      title={`Veckan ${daysText(first, last, now)}`}
      flush
      aside={
        <div class="row">
          <LinkButton icon="left" href={link(weekBefore(first))} label="Sju dagar tidigare" />
          <LinkButton href={link(dayOf(now))}>I dag</LinkButton>
          <LinkButton icon="right" href={link(weekAfter(first))} label="Sju dagar senare" />
        </div>
      }
      footer={
        <div class="legend">
          <span>
            <span class="slot">Pass</span>
          </span>
          <span>
            <span class="away">Borta</span>
          </span>
          <span>
            <span class="bad strong">Ingen:</span> uppsikt missas om inget görs
          </span>
        </div>
      }
    >
      {rows.length === 0 ? (
        <p class="panel-body">Inget konto har en ansvarig ännu, och inget pass är inlagt.</p>
      ) : (
        <>
          <WeekTable rows={rows} days={days} today={dayOf(now)} />
          <WeekList rows={rows} days={days} today={dayOf(now)} />
        </>
      )}
    </Panel>
  )
}

interface WeekProps {
  rows: readonly WeekRow[]
  days: readonly Day[]
  today: Day
}

const WeekTable = ({ rows, days, today }: WeekProps) => (
  <section class="scroll no-phone" aria-label="Tabell, bemanning per person och dag" tabindex={0}>
    <table class="rota">
      <caption class="vh">Bemanning per person och dag</caption>
      <thead>
        <tr>
          <th scope="col">Person</th>
          {days.map((day) => (
            <th scope="col" aria-current={day === today ? 'date' : undefined}>
              {columnText(day, weekday(day))}
              {day === today && ', i dag'}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">{row.staffId ? row.name : <span class="bad">Ingen</span>}</th>
            {row.days.map((cells, n) => (
              <td class={dayClass(days[n] ?? '', today)}>
                {cells.length === 0 ? (
                  <span class="vh">inget</span>
                ) : (
                  cells.map((cell) => <Cell cell={cell} />)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const dayClass = (day: Day, today: Day): string | undefined =>
  day === today ? 'today' : weekday(day) > 5 ? 'we' : undefined

const WeekList = ({ rows, days, today }: WeekProps) => (
  <div class="only-phone">
    {days.map((day, n) => {
      const here = rows.filter((row) => (row.days[n] ?? []).length > 0)
      return (
        <section class="panel-body" aria-labelledby={`dag-${n}`}>
          <h3 id={`dag-${n}`}>
            {sentence(longDayText(noonOf(day)))}
            {day === today && ', i dag'}
          </h3>
          {here.length === 0 ? (
            <p class="meta">Inga pass, och ingen är borta.</p>
          ) : (
            <ul class="stack-s mt2">
              {here.map((row) => (
                <li>
                  {row.staffId && <p class="s ink2">{row.name}</p>}
                  {(row.days[n] ?? []).map((cell) => (
                    <Cell cell={cell} />
                  ))}
                </li>
              ))}
            </ul>
          )}
        </section>
      )
    })}
  </div>
)

const Cell = ({ cell }: { cell: WeekCell }) => {
  const time = cell.hours ? hoursText(cell.hours) : 'hela dagen'
  const inside = (
    <>
      {cell.kind === 'hole' && <span>Ingen</span>}
      {cell.kind !== 'away' && <span>{time}</span>}
      {cell.about}
    </>
  )
  return cell.shiftId ? (
    <a class={cell.kind} href={`/register/bemanning/pass/${cell.shiftId}`}>
      {inside}
    </a>
  ) : (
    <span class={cell.kind}>{inside}</span>
  )
}
