import { type Column, numberText, Panel, Table } from '../../../web/index.ts'
import { isStanding } from '../rules.ts'
import type { MonthValue } from '../store.ts'
import type { AccountInsights, Figure, Period } from '../types.ts'
import {
  amountText,
  coverageText,
  datedAt,
  gapText,
  monthsIn,
  monthText,
  nothingText,
  togetherText,
} from '../words.ts'
import { Bars } from './bars.tsx'
import { Change, type Platforms } from './cells.tsx'

/** Every number that an account's platform gives, with where it is from, and month by month. */
export const Months = ({
  one,
  months,
  period,
  platforms,
}: {
  one: AccountInsights
  months: readonly MonthValue[]
  period: Period
  platforms: Platforms
}) => {
  const platform = platforms.get(one.account.platform)?.name ?? one.account.platform
  if (one.figures.length === 0)
    return (
      <Panel id="matt" title={`Alla mått från ${platform}`} class="mt5">
        <p>{nothingText(platform)} Läs av den för hand där den finns, och spara den som handling.</p>
      </Panel>
    )
  const told = one.figures.filter(({ metric }) => months.some((month) => month.metric === metric.name))
  return (
    <>
      <Panel id="matt" title={`Alla mått från ${platform}`} class="mt5" flush>
        <Table
          caption={`Mått från ${platform}`}
          columns={metricColumns(period, platform)}
          rows={one.figures}
          calm
        />
      </Panel>
      {told.length > 0 && (
        <Panel id="manader" title="Månad för månad" class="mt5">
          <div class="stack">
            {told.map((figure, n) => (
              <details class="data" open={n === 0}>
                <summary>
                  {figure.metric.label} ({togetherText(figure.metric).toLowerCase()})
                </summary>
                <ByMonth figure={figure} months={months} period={period} />
              </details>
            ))}
          </div>
        </Panel>
      )}
    </>
  )
}

const metricColumns = (period: Period, platform: string): readonly Column<Figure>[] => [
  { key: 'metric', title: 'Mått', names: true, cell: ({ metric }) => metric.label },
  {
    key: 'now',
    title: period.name,
    numeric: true,
    cell: (figure) => (
      <>
        {figure.now ? amountText(figure.metric, figure.now) : 'Ingen siffra'}
        {figure.now && <Change figure={figure} period={period} />}
      </>
    ),
  },
  {
    key: 'together',
    title: 'Räknas som',
    cell: ({ metric, now }) => (
      <>
        {togetherText(metric)}
        {now && !isStanding(metric) && <small>{coverageText(now, period)}</small>}
      </>
    ),
  },
  {
    key: 'source',
    title: 'Källa',
    cell: (figure) => (
      <>
        {figure.state ? `Frågat ${datedAt(figure.state.askedAt)}` : 'Inte frågat än'}
        <small>{gapText(figure, platform, period) ?? 'Inget saknas'}</small>
      </>
    ),
  },
]

interface MonthRow {
  readonly month: string
  readonly found: MonthValue | undefined
}

const numberOf = ({ metric }: Figure, { sum, days, last }: MonthValue): number => {
  if (isStanding(metric)) return last
  return metric.days === 'people' ? sum / days : sum
}

const ByMonth = ({
  figure,
  months,
  period,
}: {
  figure: Figure
  months: readonly MonthValue[]
  period: Period
}) => {
  const { metric } = figure
  const own = new Map(
    months.filter((month) => month.metric === metric.name).map((month) => [month.month, month]),
  )
  const known = [...own.keys()].sort()
  // Before the first number there is nothing to tell, and the table above says when it is from.
  const rows = monthsIn({ from: `${known[0]}-01`, to: period.to }).map(
    (month): MonthRow => ({ month, found: own.get(month) }),
  )
  const most = Math.max(0, ...[...own.values()].map((found) => numberOf(figure, found)))
  return (
    <Table<MonthRow>
      caption={`${metric.label}, månad för månad`}
      columns={[
        { key: 'month', title: 'Månad', names: true, cell: ({ month }) => monthText(month) },
        {
          key: 'value',
          title: 'Antal',
          numeric: true,
          cell: ({ found }) =>
            found ? amountText(metric, { value: numberOf(figure, found), days: found.days }) : 'Ingen siffra',
        },
        {
          key: 'days',
          title: 'Dagar med siffra',
          numeric: true,
          cell: ({ found }) => numberText(found?.days ?? 0),
        },
        {
          key: 'bar',
          title: 'Stapel',
          cell: ({ found }) =>
            found ? <Bars now={numberOf(figure, found)} before={undefined} most={most} /> : '',
        },
      ]}
      rows={rows}
      calm
    />
  )
}
