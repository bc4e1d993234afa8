import type { Platform as PlatformPart } from '../../../../platforms/contract.ts'
import {
  AccountName,
  type Column,
  countText,
  Empty,
  Head,
  LinkButton,
  Note,
  Panel,
  Table,
} from '../../../../web/index.ts'
import type { AccountLine, Counts, DepartmentLine, GuidelineOverview } from '../../guideline/types.ts'
import { countsText } from './words.tsx'

interface OverviewProps {
  overview: GuidelineOverview
  platforms: ReadonlyMap<string, PlatformPart>
  mayAdminister: boolean
  done: string | undefined
}

/** Where the guideline is not followed, worst first, and what to do about it. */
export const GuidelineOverviewScreen = ({ overview, platforms, mayAdminister, done }: OverviewProps) => {
  const { counts, accounts, departments, demands, particulars, unjudged } = overview
  return (
    <>
      <Head
        title="Hur riktlinjen följs"
        sub={`${countText(accounts.length, 'konto', 'konton')}: ${countsText(counts)}.`}
        crumbs={[{ text: 'Konton', href: '/register' }, { text: 'Riktlinjen' }]}
      >
        <LinkButton href="/register/riktlinje/csv" icon="down2">
          Hämta som tabell
        </LinkButton>
        <LinkButton href="/register/riktlinje/behandling" icon="print">
          Personuppgifter
        </LinkButton>
        {mayAdminister && (
          <LinkButton href="/register/riktlinje/uppgifter" icon="edit">
            Kommunens uppgifter
          </LinkButton>
        )}
      </Head>
      {done && (
        <Note tone="ok">
          <p>{done}</p>
        </Note>
      )}
      {particulars.website === '' && (
        <Note tone="warn">
          <p>
            <b>Kommunens webbplats är inte inskriven.</b> Utan den går det inte att se om kontona länkar dit.{' '}
            {mayAdminister && <a href="/register/riktlinje/uppgifter">Skriv in den</a>}
          </p>
        </Note>
      )}
      {unjudged > 0 && (
        <p class="mt3 meta">
          {countText(unjudged, 'konto är inte prövat', 'konton är inte prövade')} än. Det görs inom ett dygn.
        </p>
      )}
      {accounts.length === 0 ? (
        <Empty kind="notBegun" title="Inget konto är med ännu">
          <p>När ett konto läggs till prövas det mot riktlinjen.</p>
        </Empty>
      ) : (
        <div class="cols cols-2-1 mt4">
          <Panel id="h-k" title="Konto för konto" flush>
            <Table
              caption="Konton, flest brister först"
              columns={accountColumns(platforms)}
              rows={accounts}
              calm
            />
          </Panel>
          <div class="stack">
            <Panel id="h-f" title="Förvaltningar" flush>
              <Table
                caption="Förvaltningar, flest brister först"
                columns={departmentColumns}
                rows={departments}
                calm
              />
            </Panel>
            <Panel id="h-r" title="Krav som oftast brister" flush>
              <Table
                caption="Krav, flest brister först"
                columns={demandColumns}
                rows={demands.filter(lacks).slice(0, 8)}
                calm
              />
            </Panel>
          </div>
        </div>
      )}
    </>
  )
}

const lacks = ({ counts }: { readonly counts: Counts }): boolean => counts.notMet + counts.unknown > 0

const countColumns: readonly Column<{ readonly counts: Counts }>[] = [
  { key: 'notMet', title: 'Brister', numeric: true, cell: ({ counts }) => counts.notMet },
  { key: 'unknown', title: 'Att intyga', numeric: true, cell: ({ counts }) => counts.unknown },
]

const departmentColumns: readonly Column<DepartmentLine>[] = [
  {
    key: 'department',
    title: 'Förvaltning',
    names: true,
    cell: ({ department, accounts }) => (
      <>
        <a href={`/register?${new URLSearchParams({ forvaltning: department })}`}>{department}</a>
        <small>{countText(accounts, 'konto', 'konton')}</small>
      </>
    ),
  },
  ...countColumns,
]

const demandColumns: readonly Column<GuidelineOverview['demands'][number]>[] = [
  {
    key: 'demand',
    title: 'Krav',
    names: true,
    cell: ({ check }) => (
      <>
        {check.title} <span class="meta">{check.demand}</span>
      </>
    ),
  },
  ...countColumns,
]

const todosShown = 3

const accountColumns = (platforms: OverviewProps['platforms']): readonly Column<AccountLine>[] => [
  {
    key: 'account',
    title: 'Konto',
    names: true,
    cell: ({ account }) => (
      <AccountName
        name={account.name}
        href={`/register/${account.accountId}/riktlinje`}
        platform={platforms.get(account.platform)}
      >
        {account.department}
      </AccountName>
    ),
  },
  ...countColumns,
  {
    key: 'todo',
    title: 'Gör först',
    cell: ({ account, lacking }) => {
      const first = lacking.filter(({ standing }) => standing.outcome === 'notMet')
      if (first.length === 0)
        return lacking.length > 0 ? (
          <a href={`/register/${account.accountId}/riktlinje`}>
            Titta och intyga<span class="vh"> {account.name}</span>
          </a>
        ) : (
          <span class="meta">Inget</span>
        )
      return (
        <ul class="dotted">
          {first.slice(0, todosShown).map(({ check }) => (
            <li>{check.todo}</li>
          ))}
          {first.length > todosShown && (
            <li>
              <a href={`/register/${account.accountId}/riktlinje`}>
                {first.length - todosShown} till<span class="vh"> på {account.name}</span>
              </a>
            </li>
          )}
        </ul>
      )
    },
  },
]
