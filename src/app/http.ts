import type { AddressInfo, Server as NetServer } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import type { House } from '../infra/house.ts'
import { describeError, Stop, uploadMilliseconds } from '../kernel/index.ts'
import { municipalities, resolveSession, roleText } from '../modules/organisation/index.ts'
import { catalogue } from '../platforms/catalogue.ts'
import type { Platform } from '../platforms/contract.ts'
import {
  createWeb,
  type Municipality,
  type Route,
  type SignedIn,
  type WebDeps,
  type WebEnv,
} from '../web/index.ts'
import type { OpenHouse } from './compose.ts'
import { Frames } from './frame.ts'
import { type Metrics, startMetrics } from './metrics.ts'
import { navigation, settings } from './navigation.ts'
import { allRoutes } from './routes.ts'

export interface Web {
  readonly url: string
  /** Answers what has been asked, and no more. */
  stop(): Promise<void>
}

/**
 * The web application without a port; tests ask it directly.
 * @param extra ways in besides the usual; one with the same method and path as a usual one stands in its place.
 * @param metrics measures every answer, and shows what it has measured at /metrics.
 */
export function createApp(
  house: House,
  platforms: ReadonlyMap<string, Platform> = catalogue,
  extra: readonly Route[] = [],
  metrics?: Metrics | '',
): Hono<WebEnv> {
  const nameOf = ({ method, path }: Route): string => `${method} ${path}`
  const replaced = new Set(extra.map(nameOf))
  const usual = allRoutes(house, platforms).filter((route) => !replaced.has(nameOf(route)))
  if (!metrics) return createWeb(depsOf(house), [...usual, ...extra])
  return createWeb({ ...depsOf(house), answered: metrics.answered }, [...usual, ...extra, metrics.route])
}

/**
 * How long whoever asks is waited for. Whoever has not said what they want in twenty seconds is slow on purpose; Node gives
 * them a minute. All that they send with it may take so long; Node gives it five minutes.
 */
export const patience = (milliseconds: number) => ({
  headersTimeout: Math.min(20_000, milliseconds),
  requestTimeout: milliseconds,
  connectionsCheckingInterval: Math.min(30_000, milliseconds / 4),
})

/**
 * Connections that may wait to be let in: Node lets in one a turn, and of more than these the system takes none, so that
 * whoever calls tries again after one, three and seven seconds, or is cut off. Node has 511; Linux allows 4,096.
 */
const mostKnocking = 4_096

export const listen = (
  server: Pick<NetServer, 'listen' | 'once'>,
  port: number,
  host: string,
): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: mostKnocking }, resolve)
  })

/** Listens, on the operator's address and port. @throws Stop when the port is taken. */
export async function startWeb({ house, config }: OpenHouse, extra: readonly Route[] = []): Promise<Web> {
  const app = createApp(
    house,
    catalogue,
    extra,
    config.metricsToken && startMetrics(house, config.metricsToken),
  )
  const server = createAdaptorServer({
    fetch: app.fetch,
    hostname: config.host,
    serverOptions: patience(uploadMilliseconds),
  })
  await listen(server, config.port, config.host).catch((thrown: unknown) => {
    throw new Stop(
      'unavailable',
      `Porten ${config.port} går inte att använda (${describeError(thrown)}). Välj en annan med PORT.`,
    )
  })
  const { port } = server.address() as AddressInfo
  const host = config.host === '127.0.0.1' ? 'localhost' : config.host
  return {
    url: `http://${host}:${port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        if ('closeIdleConnections' in server) server.closeIdleConnections()
      }),
  }
}

const knownForMilliseconds = 5_000

function depsOf(house: House): WebDeps {
  const frames = new Frames(house)
  let known: { readonly at: number; readonly all: Awaited<ReturnType<typeof municipalities>> } | undefined
  return {
    clock: house.clock,
    async resolveMunicipality(host): Promise<Municipality | undefined> {
      const now = house.clock.now().getTime()
      if (!known || Math.abs(now - known.at) > knownForMilliseconds)
        known = { at: now, all: await municipalities(house) }
      const found = known.all.length === 1 ? known.all[0] : known.all.find((one) => one.host === host)
      return found && { id: found.municipalityId, name: found.name }
    },
    async resolveSession(token, municipality): Promise<SignedIn | undefined> {
      const session = await resolveSession(house, municipality.id, token)
      return session && { actor: session.actor, roleText: roleText(session.actor) }
    },
    receive: (pieces) => house.blobs.receive(pieces),
    navigation,
    settings,
    frame: ({ actor }) => frames.of(actor),
    acted: ({ actor }) => frames.acted(actor),
    report: (reference, thrown, request) =>
      house.log.error(
        {
          reference,
          ...request,
          reason: describeError(thrown),
          stack: thrown instanceof Error ? thrown.stack : undefined,
        },
        'a request failed',
      ),
    behindProxy: house.publicUrl.startsWith('https:'),
    ownLinks: [
      { href: '/mitt/sprak', text: 'Språk du läser' },
      { href: '/installningar/mig', text: 'Dina nycklar' },
      { href: '/publicering/privat', text: 'När du skriver privat om jobbet' },
      { href: '/personalskydd', text: 'Stöd vid hat och hot' },
    ],
  }
}
