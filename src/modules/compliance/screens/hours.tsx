import { dayOf, instantOf } from '../../../kernel/index.ts'
import {
  Badge,
  type Column,
  dayText,
  Icon,
  longDayText,
  numberText,
  Panel,
  State,
  sentence,
  Table,
  timeText,
  useRendering,
} from '../../../web/index.ts'
import type { AccountHour, GapSpan } from '../../collection/index.ts'
import type { AccountPage } from '../types.ts'

const hourMilliseconds = 3_600_000

/** 'I går 21.00–23.00', '18 nov 22.00 till i dag 02.00'. */
export function spanText({ from, to }: Pick<GapSpan, 'from' | 'to'>, now: Date): string {
  const end = new Date(to.getTime() + hourMilliseconds)
  const sameDay = dayOf(from) === dayOf(to)
  const begin = `${sentence(dayText(from, now))} ${timeText(from)}`
  return sameDay ? `${begin}–${timeText(end)}` : `${begin} till ${dayText(end, now)} ${timeText(end)}`
}

export const explainHref = ({ accountId, from, to }: GapSpan): string =>
  `/register/${accountId}/forklara?${new URLSearchParams({ fran: from.toISOString(), till: to.toISOString() })}`

/** The hours that could not be collected, and why. */
export const Gaps = ({ page, mayExplain }: { page: AccountPage; mayExplain: boolean }) => {
  const { now } = useRendering()
  const open = page.gaps.filter(({ explanation }) => explanation === null).length
  return (
    <Panel
      id="luckor"
      title="Luckor i insamlingen, 7 dagar"
      flush
      aside={open > 0 ? <Badge tone="warn">{numberText(open)} utan förklaring</Badge> : undefined}
      footer="En lucka är en hel timme. En förklaring ändrar inte siffran, den står bredvid."
    >
      {page.gaps.length === 0 ? (
        <p class="panel-body">Inga luckor. Varje timme är hämtad, eller hade inget nytt.</p>
      ) : (
        <ul class="tasks">
          {page.gaps.map((span) => (
            <GapLine span={span} now={now} mayExplain={mayExplain} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

const GapLine = ({ span, now, mayExplain }: { span: GapSpan; now: Date; mayExplain: boolean }) => {
  const text = spanText(span, now)
  return (
    <li>
      <span class={span.explanation === null ? 'glyph warn' : 'glyph'}>
        <Icon name="gap" />
      </span>
      <div>
        {span.explanation === null && mayExplain ? (
          <a class="t" href={explainHref(span)}>
            {text}
            <span class="vh">, förklara luckan</span>
          </a>
        ) : (
          <b>{text}</b>
        )}
        <p class="meta">{span.reason || 'Orsaken är inte känd'}</p>
        {span.explanation !== null && <p>Förklaring: {span.explanation}</p>}
      </div>
      <div class="due">
        {span.explanation === null ? (
          <Badge tone="warn">{mayExplain ? 'Förklara' : 'Oförklarad'}</Badge>
        ) : (
          <Badge tone="quiet">Förklarad</Badge>
        )}
      </div>
    </li>
  )
}

interface DayRow {
  readonly day: string
  readonly collected: number
  readonly nothingNew: number
  readonly gaps: number
  readonly items: number
}

/** The hours of each day, newest day first. */
export function byDay(hours: readonly AccountHour[]): DayRow[] {
  const days = new Map<string, DayRow>()
  for (const hour of hours) {
    const day = dayOf(hour.hour)
    const row = days.get(day) ?? { day, collected: 0, nothingNew: 0, gaps: 0, items: 0 }
    days.set(day, {
      day,
      collected: row.collected + (hour.state === 'collected' ? 1 : 0),
      nothingNew: row.nothingNew + (hour.state === 'nothingNew' ? 1 : 0),
      gaps: row.gaps + (hour.state === 'gap' ? 1 : 0),
      items: row.items + hour.items,
    })
  }
  return [...days.values()].sort((a, b) => b.day.localeCompare(a.day))
}

const columns: readonly Column<DayRow>[] = [
  { key: 'day', title: 'Dag', names: true, cell: ({ day }) => sentence(longDayText(instantOf(day))) },
  { key: 'items', title: 'Nytt och ändrat', numeric: true, cell: ({ items }) => numberText(items) },
  {
    key: 'collected',
    title: 'Timmar med nytt',
    numeric: true,
    cell: ({ collected }) => numberText(collected),
  },
  {
    key: 'nothing',
    title: 'Timmar utan nytt',
    numeric: true,
    cell: ({ nothingNew }) => numberText(nothingNew),
  },
  {
    key: 'gaps',
    title: 'Luckor',
    cell: ({ gaps }) =>
      gaps === 0 ? <State tone="ok">Inga</State> : <State tone="warn">{numberText(gaps)} h</State>,
  },
]

export const HoursTable = ({ hours }: { hours: readonly AccountHour[] }) => (
  <Panel id="timmar" title="Timme för timme, 7 dagar" flush>
    {hours.length === 0 ? (
      <p class="panel-body">Kontot har inte hämtats de senaste sju dagarna.</p>
    ) : (
      <Table caption="Insamlade timmar per dag" columns={columns} rows={byDay(hours)} calm />
    )}
  </Panel>
)
