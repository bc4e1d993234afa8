import { may } from '../../access/index.ts'
import { makePdf } from '../../infra/documents/index.ts'
import type { House } from '../../infra/house.ts'
import { type Day, dayOf, isUuid, parseInstant } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import {
  actorOf,
  asked,
  emptyForm,
  type FormState,
  municipalityOf,
  page,
  queryOf,
  type Route,
  type WebContext,
} from '../../web/index.ts'
import { supervisionDocument } from './document.ts'
import { lastDays, periodOf } from './rules.ts'
import { OverviewScreen } from './screens/overview.tsx'
import { periods, SupervisionScreen } from './screens/supervision.tsx'
import { periodQuery } from './screens/words.ts'
import { readOverview, readSupervision } from './service.ts'
import type { Period, SupervisionReport } from './types.ts'

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

const usualDays = 30

/** The period that the address asks for: the last days, or from one day to another; with the form that says which. */
function periodIn(c: WebContext, today: Day): { readonly period: Period; readonly state: FormState } {
  const [fran, till] = [asked(c, 'fran'), asked(c, 'till')]
  const usual = lastDays(periods.find((days) => String(days) === asked(c, 'dagar')) ?? usualDays, today)
  if (fran === '' && till === '') return { period: usual, state: formOf(usual) }
  const period = periodOf(fran, till, today)
  return period.ok
    ? { period: period.value, state: formOf(period.value) }
    : { period: usual, state: { values: { fran, till }, errors: period.error } }
}

const formOf = ({ from, to }: Period): FormState => emptyForm({ fran: from, till: to })

function placeIn(text: unknown): SupervisionReport['older'] {
  const [time = '', roundId = ''] = typeof text === 'string' ? text.split('_') : []
  const at = parseInstant(time)
  return at && isUuid(roundId) ? { at, roundId } : undefined
}

async function showSupervision(house: House, platforms: Platforms, c: WebContext): Promise<Response> {
  const today = dayOf(house.clock.now())
  const { period, state } = periodIn(c, today)
  const before = placeIn(queryOf(c)['efter'])
  const report = await readSupervision(house, actorOf(c), period, before)
  const here = `/oversikt/uppsikt?${periodQuery(period)}`
  const { older } = report
  return page(
    c,
    { title: 'Uppsikt, underlag', current: 'oversikt', state },
    <SupervisionScreen
      report={report}
      platforms={platforms}
      today={today}
      state={state}
      newest={before && `${here}#rundor`}
      older={older && `${here}&efter=${older.at.toISOString()}_${older.roundId}#rundor`}
    />,
  )
}

async function printSupervision(house: House, platforms: Platforms, c: WebContext): Promise<Response> {
  const actor = actorOf(c)
  const now = house.clock.now()
  const report = await readSupervision(house, actor, periodIn(c, dayOf(now)).period, undefined)
  const about = { municipality: municipalityOf(c).name, by: actor.name, now }
  const pdf = await makePdf(supervisionDocument(report, platforms, about), now)
  return c.body(new Uint8Array(pdf), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="uppsikt-${report.from}-${report.to}.pdf"`,
  })
}
