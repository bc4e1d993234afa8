import { AccountName, type Column, Facts, numberText, Pages, Panel, Table } from '../../../web/index.ts'
import { addCounts } from '../rules.ts'
import type { MonthValue } from '../store.ts'
import type { AccountInsights, Insights, InsightsFilter, OwnCounts, Period } from '../types.ts'
import {
  FigureCell,
  inTimeText,
  Lacking,
  lateText,
  mostOf,
  OwnCell,
  type Platforms,
  questions,
} from './cells.tsx'

export const rowsOnPage = 50

/** Everything that the page shows. */
export interface InsightsProps {
  insights: Insights
  filter: InsightsFilter
  page: number
  link: (change: Readonly<Record<string, string>>, path?: string) => string
  platforms: Platforms
  /** Of the one account that is chosen, month by month. */
  months: readonly MonthValue[] | undefined
}

interface DepartmentRow {
  readonly department: string
  readonly accounts: number
  readonly own: OwnCounts
  readonly before: OwnCounts
}

/** What we hold ourselves, summed by department; each leads to its accounts. */
export const Departments = ({ insights, link }: InsightsProps) => {
  const rows = [...Map.groupBy(insights.accounts, ({ account }) => account.department)].map(
    ([department, accounts]): DepartmentRow => ({
      department,
      accounts: accounts.length,
      own: addCounts(accounts.map(({ own }) => own)),
      before: addCounts(accounts.map(({ ownBefore }) => ownBefore)),
    }),
  )
  return (
    <Panel id="forvaltningar" title="Förvaltning för förvaltning" class="mt5" flush>
      <Table
        caption="Det kommunen själv räknar, efter förvaltning"
        columns={[
          {
            key: 'department',
            title: 'Förvaltning',
            names: true,
            cell: ({ department }) => (
              <a href={link({ forvaltning: department, konto: '', sida: '' })}>{department}</a>
            ),
          },
          { key: 'accounts', title: 'Konton', numeric: true, cell: ({ accounts }) => numberText(accounts) },
          ...ownColumns<DepartmentRow>(),
        ]}
        rows={rows}
        calm
      />
    </Panel>
  )
}

type Counted = { readonly own: OwnCounts; readonly before: OwnCounts }

const ownColumns = <Row extends Counted>(): readonly Column<Row>[] => [
  ...(
    [
      ['comments', 'Kommentarer in'],
      ['messages', 'Meddelanden in'],
      ['ownPosts', 'Egna inlägg'],
    ] as const
  ).map(([of, title]) => ({
    key: of,
    title,
    numeric: true,
    cell: ({ own, before }: Row) => <OwnCell own={own} before={before} of={of} />,
  })),
  {
    key: 'inTime',
    title: 'Svar i tid',
    numeric: true,
    cell: ({ own, before }) => (
      <>
        {inTimeText(own)}
        {own.late > 0 && <small>{lateText(own)}</small>}
        <small>förut {inTimeText(before).toLowerCase()}</small>
      </>
    ),
  },
  ...(
    [
      ['measures', 'Åtgärder'],
      ['rounds', 'Rundor'],
    ] as const
  ).map(([of, title]) => ({
    key: of,
    title,
    numeric: true,
    cell: ({ own, before }: Row) => <OwnCell own={own} before={before} of={of} />,
  })),
]

const accountColumn = (platforms: Platforms, link: InsightsProps['link']): Column<AccountInsights> => ({
  key: 'account',
  title: 'Konto',
  names: true,
  cell: ({ account }) => {
    const platform = platforms.get(account.platform)
    return (
      <AccountName
        name={account.name}
        href={link({ konto: account.accountId, sida: '' })}
        platform={platform}
      >
        {platform?.name}
      </AccountName>
    )
  },
})

const shownOf = ({ insights, page }: InsightsProps): readonly AccountInsights[] =>
  insights.accounts.slice((page - 1) * rowsOnPage, page * rowsOnPage)

/** What the platforms count, account by account. */
export const Reached = (props: InsightsProps) => {
  const { insights, platforms, link } = props
  const { period } = insights
  const rows = shownOf(props)
  return (
    <Panel id="natt" title="Det plattformarna räknar" class="mt5" aside={<Legend period={period} />} flush>
      <Table
        caption="Följare, räckvidd och reaktioner, konto för konto"
        columns={[
          accountColumn(platforms, link),
          ...questions.map((question) => {
            const most = mostOf(rows, question.tells)
            return {
              key: question.key,
              title: question.title,
              numeric: true,
              cell: (one: AccountInsights) => (
                <FigureCell one={one} question={question} period={period} platforms={platforms} most={most} />
              ),
            }
          }),
        ]}
        rows={rows}
        calm
      />
      <Lacking accounts={rows} platforms={platforms} />
      <Turning {...props} />
    </Panel>
  )
}

const Legend = ({ period }: { period: Period }) => (
  <span class="meta bars-legend">
    <svg class="bars" viewBox="0 0 14 14" aria-hidden="true">
      <rect class="now" width="14" height="14" />
    </svg>{' '}
    {period.name}{' '}
    <svg class="bars" viewBox="0 0 14 14" aria-hidden="true">
      <rect class="then" width="14" height="14" />
    </svg>{' '}
    perioden före
  </span>
)

const Turning = ({ insights, page, link }: InsightsProps) => {
  const total = insights.accounts.length
  if (total <= rowsOnPage) return null
  const first = (page - 1) * rowsOnPage
  return (
    <footer>
      <Pages
        label="Sidor med konton"
        from={first + 1}
        shown={Math.min(rowsOnPage, total - first)}
        total={total}
        of={['konto', 'konton']}
        previous={page > 1 ? link({ sida: String(page - 1) }) : undefined}
        next={page * rowsOnPage < total ? link({ sida: String(page + 1) }) : undefined}
      />
    </footer>
  )
}

/** What we hold ourselves, account by account. */
export const Own = (props: InsightsProps) => {
  const { platforms, link } = props
  const only = props.months && props.insights.accounts[0]
  return (
    <Panel id="eget" title="Det kommunen själv räknar" class="mt5" flush>
      {only ? (
        <div class="panel-body">
          <Facts
            facts={ownColumns<Counted>().map(({ title, cell }) => [
              title,
              <span class="row">{cell({ own: only.own, before: only.ownBefore })}</span>,
            ])}
          />
        </div>
      ) : (
        <Table
          caption="Det som kom in och det som gjordes, konto för konto"
          columns={[
            accountColumn(platforms, link),
            ...ownColumns<Counted>().map((column) => ({
              ...column,
              cell: ({ own, ownBefore }: AccountInsights) => column.cell({ own, before: ownBefore }),
            })),
          ]}
          rows={shownOf(props)}
          calm
        />
      )}
    </Panel>
  )
}
