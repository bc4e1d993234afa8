import {
  Button,
  Chip,
  type Column,
  Empty,
  emptyForm,
  Facts,
  Figures,
  FilterBar,
  Head,
  LinkButton,
  numberText,
  Pages,
  Panel,
  Platform,
  Select,
  Table,
} from '../../../web/index.ts'
import { addCounts, figureThat } from '../rules.ts'
import type { MonthValue } from '../store.ts'
import type { AccountInsights, Insights, InsightsFilter, OwnCounts, Period } from '../types.ts'
import { comparedText, spanText } from '../words.ts'
import { FigureCell, inTimeText, mostOf, OwnCell, type Platforms, questions } from './cells.tsx'
import { Months } from './months.tsx'

export const rowsOnPage = 50

interface InsightsProps {
  insights: Insights
  filter: InsightsFilter
  page: number
  link: (change: Readonly<Record<string, string>>, path?: string) => string
  platforms: Platforms
  /** Of the one account that is chosen, month by month. */
  months: readonly MonthValue[] | undefined
}

/** Who is reached, what they write, and whether it is answered: an account, a department or the municipality. */
export const InsightsScreen = (props: InsightsProps) => {
  const { insights, filter, link, months, platforms } = props
  const { period, accounts } = insights
  const only = months && accounts[0]
  return (
    <>
      <Head
        title="Statistik"
        sub={
          <>
            {spanText(period)}. {comparedText(period)} Varje konto jämförs med sig självt.
          </>
        }
      >
        <LinkButton icon="down2" href={link({ sida: '' }, '/statistik.csv')}>
          Hämta som kalkylblad (CSV)
        </LinkButton>
      </Head>
      <Filters {...props} />
      {accounts.length === 0 ? (
        <Empty kind="noHits" title="Inget konto att visa">
          <p>
            Välj en annan förvaltning, eller <a href="/statistik">visa hela kommunen</a>.
          </p>
        </Empty>
      ) : (
        <>
          <Summary accounts={accounts} />
          {!filter.department && !only && <Departments {...props} />}
          <Reached {...props} />
          <Own {...props} />
          {only && <Months one={only} months={months} period={period} platforms={platforms} />}
          <p class="hint mt5">
            Plattformarnas siffror frågas en gång om dygnet och står som plattformen ger dem, även när de är
            små. Uppsikt sparar bara antal, aldrig vem. När en plattform slutar ge ut en siffra står det, i
            stället för noll.
          </p>
        </>
      )}
    </>
  )
}

const Filters = ({ insights, filter, link }: InsightsProps) => (
  <div class="stack">
    <FilterBar label="Period" clear={undefined}>
      {insights.periods.map(({ id, name }) => (
        <Chip href={link({ period: id, sida: '' })} chosen={insights.period.id === id}>
          {name}
        </Chip>
      ))}
    </FilterBar>
    <form action="/statistik" class="row no-print">
      <input type="hidden" name="period" value={insights.period.id} />
      <Select
        name="forvaltning"
        label="Förvaltning"
        options={[
          { value: '', text: 'Hela kommunen' },
          ...insights.departments.map((name) => ({ value: name, text: name })),
        ]}
        state={emptyForm({ forvaltning: filter.department })}
      />
      <Select
        name="konto"
        label="Konto"
        options={[
          { value: '', text: 'Alla konton' },
          ...insights.choosable.map(({ accountId, name }) => ({ value: accountId, text: name })),
        ]}
        state={emptyForm({ konto: filter.accountId ?? '' })}
      />
      <Button>Visa</Button>
    </form>
  </div>
)

/** Followers of several accounts together count a person once for each account; it says so. */
const Summary = ({ accounts }: { accounts: readonly AccountInsights[] }) => {
  const own = addCounts(accounts.map((one) => one.own))
  const before = addCounts(accounts.map((one) => one.ownBefore))
  const followed = accounts.flatMap(({ figures }) => {
    const value = figureThat(figures, 'followers')?.now?.value
    return value === undefined ? [] : [value]
  })
  const followers = followed.reduce((sum, value) => sum + value, 0)
  const whose =
    followed.length > 0
      ? `på ${followed.length} av ${accounts.length} konton, samma person kan följa flera`
      : 'inget av kontona ger ut antalet'
  const quiet = (text: string) => ({ tone: 'quiet', text }) as const
  return (
    <div class="mt4">
      <Figures
        figures={[
          {
            name: 'Följare',
            value: followed.length > 0 ? numberText(followers) : 'Okänt',
            meaning: quiet(whose),
            href: '#natt',
          },
          {
            name: 'Kommentarer in',
            value: numberText(own.comments),
            meaning: quiet(`förut ${numberText(before.comments)}`),
            href: '#eget',
          },
          {
            name: 'Svar i tid',
            value: inTimeText(own),
            meaning: quiet(`förut ${inTimeText(before).toLowerCase()}`),
            href: '#eget',
          },
          {
            name: 'Egna inlägg',
            value: numberText(own.ownPosts),
            meaning: quiet(`förut ${numberText(before.ownPosts)}`),
            href: '#eget',
          },
        ]}
      />
    </div>
  )
}

interface DepartmentRow {
  readonly department: string
  readonly accounts: number
  readonly own: OwnCounts
  readonly before: OwnCounts
}

const Departments = ({ insights, link }: InsightsProps) => {
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
      <div class="name">
        {platform && <Platform letters={platform.mark} name={platform.name} />}
        <div>
          <a href={link({ konto: account.accountId, sida: '' })}>{account.name}</a>
          <small>{platform?.name}</small>
        </div>
      </div>
    )
  },
})

const shownOf = ({ insights, page }: InsightsProps): readonly AccountInsights[] =>
  insights.accounts.slice((page - 1) * rowsOnPage, page * rowsOnPage)

const Reached = (props: InsightsProps) => {
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

const Own = (props: InsightsProps) => {
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
