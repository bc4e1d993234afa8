import { may } from '../../access/index.ts'
import { makePdf } from '../../infra/documents/index.ts'
import type { House } from '../../infra/house.ts'
import { isUuid, parseInstant } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import { actorOf, municipalityOf, page, queryOf, type Route, type WebContext } from '../../web/index.ts'
import { supervisionDocument } from './document.ts'
import { OverviewScreen } from './screens/overview.tsx'
import { periods, SupervisionScreen } from './screens/supervision.tsx'
import { readOverview, readSupervision } from './service.ts'
import type { SupervisionReport } from './types.ts'

type Platforms = ReadonlyMap<string, Platform>

/** How things are, and the underlag for an audit. */
export const reportingRoutes = (house: House, platforms: Platforms): readonly Route[] => [
  {
    method: 'GET',
    path: '/oversikt',
    permission: 'overview.read',
    handler: (c) => showOverview(house, platforms, c),
  },
  {
    method: 'GET',
    path: '/oversikt/uppsikt',
    permission: 'supervision.read',
    handler: (c) => showSupervision(house, platforms, c),
  },
  {
    method: 'GET',
    path: '/oversikt/uppsikt.pdf',
    permission: 'supervision.read',
    handler: (c) => printSupervision(house, platforms, c),
  },
]

async function showOverview(house: House, platforms: Platforms, c: WebContext): Promise<Response> {
  const actor = actorOf(c)
  const overview = await readOverview(house, actor)
  return page(
    c,
    { title: 'Lägesbild', current: 'oversikt' },
    <OverviewScreen
      overview={overview}
      platforms={platforms}
      may={{
        confirm: may(actor, 'supervision.confirm'),
        supervision: may(actor, 'supervision.read'),
        register: may(actor, 'accounts.register'),
        explainDay: (account) => may(actor, 'supervision.explain', account),
        explainGap: (account) => may(actor, 'collection.explainGap', account),
      }}
    />,
  )
}

const usualPeriod = 30
const periodIn = (text: unknown): number => periods.find((period) => String(period) === text) ?? usualPeriod

function placeIn(text: unknown): SupervisionReport['older'] {
  const [time = '', roundId = ''] = typeof text === 'string' ? text.split('_') : []
  const at = parseInstant(time)
  return at && isUuid(roundId) ? { at, roundId } : undefined
}

async function showSupervision(house: House, platforms: Platforms, c: WebContext): Promise<Response> {
  const query = queryOf(c)
  const days = periodIn(query['dagar'])
  const before = placeIn(query['efter'])
  const report = await readSupervision(house, actorOf(c), days, before)
  const here = `/oversikt/uppsikt?dagar=${days}`
  const { older } = report
  return page(
    c,
    { title: 'Uppsikt, underlag', current: 'oversikt' },
    <SupervisionScreen
      report={report}
      platforms={platforms}
      newest={before && `${here}#rundor`}
      older={older && `${here}&efter=${older.at.toISOString()}_${older.roundId}#rundor`}
    />,
  )
}

async function printSupervision(house: House, platforms: Platforms, c: WebContext): Promise<Response> {
  const actor = actorOf(c)
  const now = house.clock.now()
  const report = await readSupervision(house, actor, periodIn(queryOf(c)['dagar']), undefined)
  const about = { municipality: municipalityOf(c).name, by: actor.name, now }
  const pdf = await makePdf(supervisionDocument(report, platforms, about), now)
  return c.body(new Uint8Array(pdf), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="uppsikt-${report.from}-${report.to}.pdf"`,
  })
}
