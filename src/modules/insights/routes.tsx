import type { House } from '../../infra/house.ts'
import { type AccountId, asId } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import { actorOf, page, queryOf, type Route, type WebContext } from '../../web/index.ts'
import { csvOf } from './csv.ts'
import { InsightsScreen } from './screens/insights.tsx'
import { rowsOnPage } from './screens/tables.tsx'
import { readInsights, readMonths } from './service/read.ts'
import type { InsightsFilter } from './types.ts'

type Platforms = ReadonlyMap<string, Platform>

/** What is reached and what is answered, in numbers. */
export const insightsRoutes = (house: House, platforms: Platforms): readonly Route[] => [
  {
    method: 'GET',
    path: '/statistik',
    permission: 'insights.read',
    handler: (c) => showInsights(house, platforms, c),
  },
  {
    method: 'GET',
    path: '/statistik.csv',
    permission: 'insights.read',
    handler: (c) => sendInsights(house, platforms, c),
  },
]

const given = (c: WebContext): Record<string, string> =>
  Object.fromEntries(
    Object.entries(queryOf(c)).flatMap(([name, value]) => {
      const text = (typeof value === 'string' ? value : (value[0] ?? '')).trim().slice(0, 200)
      return text ? [[name, text]] : []
    }),
  )

const filterIn = (values: Readonly<Record<string, string>>): InsightsFilter => ({
  department: values['forvaltning'] ?? '',
  accountId: asId<AccountId>(values['konto'] ?? '') ?? undefined,
  period: values['period'] ?? '',
})

async function showInsights(house: House, platforms: Platforms, c: WebContext): Promise<Response> {
  const actor = actorOf(c)
  const values = given(c)
  const filter = filterIn(values)
  const insights = await readInsights(house, actor, platforms, filter)
  const { period, accounts } = insights
  const only = filter.accountId && accounts[0]?.account.accountId
  const span = { from: period.before.from, to: period.to }
  const last = Math.max(1, Math.ceil(accounts.length / rowsOnPage))
  const link = (change: Readonly<Record<string, string>>, path = '/statistik'): string => {
    const kept = { period: period.id, forvaltning: filter.department, konto: filter.accountId ?? '' }
    const wanted = Object.entries({ ...kept, ...change }).filter(([, value]) => value)
    return `${path}?${new URLSearchParams(wanted)}`
  }
  return page(
    c,
    { title: 'Statistik', current: 'statistik' },
    <InsightsScreen
      insights={insights}
      filter={filter}
      page={Math.min(last, Math.max(1, Math.floor(Number(values['sida'])) || 1))}
      link={link}
      platforms={platforms}
      months={only ? await readMonths(house, actor, only, span) : undefined}
    />,
  )
}

async function sendInsights(house: House, platforms: Platforms, c: WebContext): Promise<Response> {
  const insights = await readInsights(house, actorOf(c), platforms, filterIn(given(c)))
  return c.body(
    csvOf(insights, (id) => platforms.get(id)?.name ?? id),
    200,
    {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="statistik-${insights.period.id}.csv"`,
    },
  )
}
