import { sql } from 'kysely'
import { byHand } from '../gateways/diary/by-hand.ts'
import { identityGateway } from '../gateways/identity/index.ts'
import type { House } from '../infra/house.ts'
import { describeError } from '../kernel/index.ts'
import { signingRoutes } from '../modules/accounts/index.ts'
import { applicationsRoutes } from '../modules/applications/index.ts'
import { auditRoutes } from '../modules/audit/index.ts'
import { collectionRoutes } from '../modules/collection/index.ts'
import { complianceRoutes, websiteHosts } from '../modules/compliance/index.ts'
import { dialogueRoutes } from '../modules/dialogue/index.ts'
import { diaryLookup, diaryRoutes } from '../modules/diary/index.ts'
import { insightsRoutes } from '../modules/insights/index.ts'
import { learningRoutes } from '../modules/learning/index.ts'
import { noticesRoutes } from '../modules/notices/index.ts'
import { organisationRoutes } from '../modules/organisation/index.ts'
import { policeReportRoutes } from '../modules/policeReports/index.ts'
import { policyRoutes } from '../modules/policy/index.ts'
import { publicPagesRoutes } from '../modules/publicPages/index.ts'
import { filmChannels, publishingRoutes } from '../modules/publishing/index.ts'
import { recordsRoutes } from '../modules/records/index.ts'
import { reportingRoutes } from '../modules/reporting/index.ts'
import { screeningRoutes } from '../modules/screening/index.ts'
import { staffingRoutes } from '../modules/staffing/index.ts'
import { staffSafetyRoutes } from '../modules/staffSafety/index.ts'
import { supervisionRoutes } from '../modules/supervision/index.ts'
import { vaultRoutes } from '../modules/vault/index.ts'
import { newsReader } from '../platforms/catalogue.ts'
import type { Platform } from '../platforms/contract.ts'
import type { Route } from '../web/index.ts'

/** Every way in, but for the frame's own. What is not here does not exist; tests/house/routes.test.ts pins the public ones. */
export const allRoutes = (house: House, platforms: ReadonlyMap<string, Platform>): readonly Route[] => [
  { method: 'GET', path: '/', permission: 'public', handler: (c) => c.redirect('/oversikt') },
  ...healthRoutes(house),
  ...collectionRoutes(house, platforms),
  ...organisationRoutes(house, identityGateway),
  ...policyRoutes(house, (actor) => filmChannels(house, actor, platforms)),
  ...learningRoutes(house),
  ...auditRoutes(house),
  ...screeningRoutes(house),
  ...supervisionRoutes(house, platforms, diaryLookup(house)),
  ...policeReportRoutes(house, platforms),
  ...staffSafetyRoutes(house),
  ...dialogueRoutes(house, platforms),
  ...publishingRoutes(house, { platforms, websiteHosts }, newsReader),
  ...insightsRoutes(house, platforms),
  ...recordsRoutes(house, platforms, diaryLookup(house)),
  ...diaryRoutes(house, byHand),
  ...staffingRoutes(house),
  ...noticesRoutes(house),
  ...vaultRoutes(house),
  ...signingRoutes(house),
  // Before compliance, whose /register/:id would take /register/ansokan for an account.
  ...applicationsRoutes(house, platforms),
  ...complianceRoutes(house, platforms),
  ...publicPagesRoutes(house, platforms),
  ...reportingRoutes(house, platforms),
]

/** For the operator's tools: whether the process lives, and whether it can work. They say nothing else. */
const healthRoutes = (house: House): readonly Route[] => [
  {
    method: 'GET',
    path: '/healthz',
    permission: 'public',
    fromPrograms: true,
    handler: (c) => c.json({ status: 'ok' }),
  },
  {
    method: 'GET',
    path: '/readyz',
    permission: 'public',
    fromPrograms: true,
    handler: async (c) => {
      try {
        await sql`SELECT 1`.execute(house.db)
        return c.json({ database: 'ok' })
      } catch (thrown) {
        house.log.warn({ reason: describeError(thrown) }, 'the database did not answer')
        return c.json({ database: 'unreachable' }, 503)
      }
    },
  },
]
