import { type FacebookDouble, startFacebookDouble } from '../../doubles/facebook/index.ts'
import { type Actor, type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { startWorker } from '../../src/app/worker.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { type AccountId, type MunicipalityId, type StaffId, systemClock } from '../../src/kernel/index.ts'
import { registerAccount, webhookAddress } from '../../src/modules/accounts/index.ts'
import {
  addMunicipality,
  addStaff,
  resolveSession,
  startSession,
} from '../../src/modules/organisation/index.ts'
import { listen } from './browser.ts'
import { type TestHouse, testHouse } from './house.ts'
import { platformOf } from './platform.ts'
import { until } from './until.ts'

export interface Person {
  readonly staffId: StaffId
  readonly session: string
  readonly actor: Actor
}

/** Storlunda's page on Facebook, with a worker, the web application and the page's webhooks; the clock is the real one. */
export async function webhookStage() {
  const place = await testHouse()
  let answer: (request: Request) => Response | Promise<Response> = () => new Response('', { status: 503 })
  const server = await listen((request) => answer(request))
  const house: TestHouse['house'] = {
    ...place.house,
    clock: systemClock as TestHouse['house']['clock'],
    publicUrl: server.url,
  }
  const app = createApp(house)
  answer = (request) => app.fetch(request)
  const municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  const page = await startFacebookDouble()
  const platform = platformOf('facebook')
  const system = systemActor(municipality)
  const account = await registerAccount(house, system, platform, {
    platform: 'facebook',
    name: 'Kommunen',
    department: 'Kommunledning',
    settings: { api: page.url, appId: page.appId, pageId: page.pageId },
    secrets: { token: page.token, appSecret: page.appSecret, verifyToken: page.verifyToken },
  })
  const address = (await webhookAddress(house, system, platform, account)) ?? ''
  const ask = (path: string, session: string) =>
    fetch(`${server.url}${path}`, { redirect: 'manual', headers: { cookie: `uppsikt=${session}` } })
  const worker = await startWorker({ house, pool: place.database.pool })
  return {
    ...{ place, house, municipality, page, account, server, address },
    /** Tells of a comment as Facebook would, signed. @returns the status that we answered. */
    tell: (comment: string, post: string, verb: 'add' | 'remove') =>
      page.deliver(address, told(page, comment, post, verb)),
    /** Until a first round has seen the post, and the page's events are subscribed to. */
    async posted(text: string): Promise<string> {
      const post = page.addPost({ text })
      await collectNow(house, municipality, account)
      const seen = async () => (await itemOf(house, municipality, post)) !== undefined
      await until('the first round is done', seen, 15_000)
      const subscribed = () => page.server.log.some(({ url }) => url.pathname.endsWith('/subscribed_apps'))
      await until('the page’s events are subscribed to', subscribed, 5_000)
      return post
    },
    collectNow: () => collectNow(house, municipality, account),
    itemOf: (platformId: string) => itemOf(house, municipality, platformId),
    /** Somebody new on the staff, signed in. */
    async hired(name: string, role: Role): Promise<Person> {
      const { staffId } = await addStaff(house, system, {
        email: `${role}@storlunda.test`,
        name,
        roles: [{ role }],
      })
      const { token } = await startSession(house, municipality, staffId as StaffId)
      const session = await resolveSession(house, municipality, token)
      if (!session) throw new Error('nobody is signed in')
      return { staffId: staffId as StaffId, session: token, actor: session.actor }
    },
    ask,
    /** Sends a form as the page at `from` would: with the token that the page carries. */
    async send(from: string, path: string, fields: Record<string, string>, session: string) {
      const token = /name="_csrf" value="([^"]+)"/.exec(await (await ask(from, session)).text())?.[1] ?? ''
      return fetch(`${server.url}${path}`, {
        ...{ method: 'POST', redirect: 'manual', headers: { cookie: `uppsikt=${session}` } },
        body: new URLSearchParams({ _csrf: token, ...fields }),
      })
    },
    async close() {
      await worker.stop()
      await page.close()
      await server.close()
      await place.close()
    },
  }
}

export type WebhookStage = Awaited<ReturnType<typeof webhookStage>>

/** The worker looks again at once, as when somebody has asked it to. */
const collectNow = (house: TestHouse['house'], municipality: MunicipalityId, account: AccountId) =>
  withMunicipality(house.db, municipality, (tx) =>
    tx
      .updateTable('collection_state')
      .set({ next_attempt_at: house.clock.now(), last_reconciled_at: null })
      .where('municipality_id', '=', municipality)
      .where('account_id', '=', account)
      .execute(),
  )

const itemOf = (house: TestHouse['house'], municipality: MunicipalityId, platformId: string) =>
  withMunicipality(house.db, municipality, (tx) =>
    tx
      .selectFrom('item')
      .select(['record_id', 'version', 'text', 'state'])
      .where('municipality_id', '=', municipality)
      .where('platform_id', '=', platformId)
      .executeTakeFirst(),
  )

const told = (page: FacebookDouble, comment: string, post: string, verb: 'add' | 'remove') => ({
  object: 'page',
  entry: [
    {
      id: page.pageId,
      time: 1,
      changes: [
        {
          field: 'feed',
          value: { item: 'comment', verb, comment_id: comment, post_id: post, parent_id: post },
        },
      ],
    },
  ],
})
