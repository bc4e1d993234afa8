import { createHash, timingSafeEqual } from 'node:crypto'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { systemActor } from '../access/index.ts'
import { withMunicipality } from '../infra/db/index.ts'
import type { House } from '../infra/house.ts'
import { oldestAnnouncement } from '../infra/jobs/index.ts'
import { waitingForLog } from '../modules/archive/index.ts'
import { collectionHealth } from '../modules/collection/index.ts'
import { municipalities } from '../modules/organisation/index.ts'
import { taskCounts } from '../modules/tasks/index.ts'
import type { Route, WebDeps } from '../web/index.ts'

export interface Metrics {
  readonly answered: NonNullable<WebDeps['answered']>
  /** GET /metrics, in Prometheus' text format, to whoever shows the operator's token. */
  readonly route: Route
}

/**
 * What an operator's Prometheus asks for (docs/operations/install.md): this process, the answers it has given, and of each
 * municipality what would say that something stands still. Counts and ages alone; no name of an account or a person.
 * @param token shown as a bearer token.
 */
export function startMetrics(house: House, token: string): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const answers = new Histogram({
    name: 'uppsikt_http_request_duration_seconds',
    help: 'Answered requests by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const state = municipalityGauges(registry)
  return {
    answered: ({ method, route, status, seconds }) =>
      answers.observe({ method, route, status: String(status) }, seconds),
    route: {
      method: 'GET',
      path: '/metrics',
      permission: 'public',
      fromPrograms: true,
      handler: async (c) => {
        if (!sameToken(c.req.header('authorization') ?? '', `Bearer ${token}`))
          return c.text('Visa METRICS_TOKEN som Authorization: Bearer.\n', 401, {
            'www-authenticate': 'Bearer',
          })
        await state(house)
        return c.text(await registry.metrics(), 200, { 'content-type': registry.contentType })
      },
    },
  }
}

/** Digests, since timingSafeEqual wants equal lengths and a length is a hint. */
const sameToken = (shown: string, known: string): boolean =>
  timingSafeEqual(createHash('sha256').update(shown).digest(), createHash('sha256').update(known).digest())

function municipalityGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, ...labels: Label[]) =>
    new Gauge({
      name: `uppsikt_${name}`,
      help,
      labelNames: ['municipality', ...labels],
      registers: [registry],
    })
  const accounts = gauge('accounts', 'Accounts by the state of their collection', 'state')
  const tasks = gauge('tasks', 'Tasks that wait for a person', 'urgent')
  const announcement = gauge(
    'announcement_waiting_seconds',
    'Age of the oldest announcement that no job has taken',
  )
  const log = gauge('log_waiting_seconds', 'Age of the oldest record without a place in the log')
  return async (house: House): Promise<void> => {
    accounts.reset()
    const now = house.clock.now().getTime()
    const age = (since: Date | null): number => (since ? Math.max(0, (now - since.getTime()) / 1000) : 0)
    for (const { municipalityId } of await municipalities(house)) {
      const municipality = String(municipalityId)
      const actor = systemActor(municipalityId)
      for (const { state } of await collectionHealth(house, actor)) accounts.inc({ municipality, state })
      const { todo, urgent } = await taskCounts(house, actor)
      tasks.set({ municipality, urgent: 'true' }, urgent)
      tasks.set({ municipality, urgent: 'false' }, todo - urgent)
      const waiting = await withMunicipality(house.db, municipalityId, async (tx) => ({
        announcement: await oldestAnnouncement(tx, municipalityId),
        log: await waitingForLog(tx, municipalityId),
      }))
      announcement.set({ municipality }, age(waiting.announcement))
      log.set({ municipality }, age(waiting.log))
    }
  }
}
