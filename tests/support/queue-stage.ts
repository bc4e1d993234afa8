import { type RawBuilder, sql } from 'kysely'
import { startWordPressDouble, type WordPressDouble } from '../../doubles/wordpress/index.ts'
import { type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { startWorker, type Worker } from '../../src/app/worker.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { queueJob } from '../../src/infra/jobs/index.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { ingestItems } from '../../src/modules/archive/index.ts'
import { addMunicipality, addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { type Task, tasksFor } from '../../src/modules/tasks/index.ts'
import { listen } from './browser.ts'
import { testHouse } from './house.ts'
import { comment, incoming } from './items.ts'
import { platformOf } from './platform.ts'
import { onlyPeopleHide } from './policy.ts'

export interface Stage {
  readonly house: House
  readonly municipality: MunicipalityId
  readonly url: string
  readonly blog: WordPressDouble
  /** A WordPress blog in Kommunledning, and a news feed in Kultur that cannot be reached. */
  readonly accounts: { readonly blog: AccountId; readonly feed: AccountId }
  /** Session cookies and ids, by first name: maja reaches everything, samira only Kultur, rut reads. */
  readonly people: Readonly<
    Record<'maja' | 'samira' | 'rut', { readonly staffId: StaffId; readonly session: string }>
  >
  /** Open tasks, whatever the reach. */
  open(): Promise<Task[]>
  /** A comment on the blog that has come all the way into the queue. */
  arrived(text: string, author?: string): Promise<Task & { readonly number: number }>
  /** How a comment stands on the blog. */
  statusOf(number: number): string | undefined
  /** Moves the clock to a moment; it goes on from there. */
  pass(until: Date): void
  /** The worker looks again at once, as when somebody has asked it to. */
  collectNow(): Promise<void>
  /** The worker has looked again, and done all that came of it. */
  settled(): Promise<void>
  /** An answer of the server to one person (Maja when nobody is named), without a browser. */
  ask(path: string, session?: string, headers?: Record<string, string>): Promise<Response>
  /** Sends a form as the page at `from` would: with the token that the page carries. */
  send(from: string, path: string, fields: Record<string, string>, session?: string): Promise<Response>
  /** A comment on the feed's account, as if it had been collected. */
  commentOnFeed(id: string, text: string): Promise<void>
  close(): Promise<void>
}

/** Waits until `look` finds something. @throws Error that names what never happened. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 60_000
  while (performance.now() < end) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`never happened: ${what}`)
}

/** Somebody else on the staff, signed in. */
export async function person(
  house: House,
  municipality: MunicipalityId,
  name: string,
  role: Role,
  department?: string,
) {
  const { staffId } = await addStaff(house, systemActor(municipality), {
    email: `${name.toLowerCase().replace(' ', '.')}@storlunda.test`,
    name,
    roles: [{ role, ...(department && { department }) }],
  })
  const { token } = await startSession(house, municipality, staffId as StaffId)
  return { staffId: staffId as StaffId, session: token }
}

async function register(
  house: House,
  municipality: MunicipalityId,
  id: string,
  account: {
    name: string
    department: string
    settings: Record<string, string>
    secrets: Record<string, string>
  },
): Promise<AccountId> {
  const platform = platformOf(id)
  return registerAccount(house, systemActor(municipality), platform, { platform: id, ...account })
}

/**
 * Storlunda at work: a database, a blog, a worker and the web application, all real but for the blog's site.
 * @param filter whether the word filter hides by itself (S7). @param mailer sends the letters; without it none can leave.
 */
export async function queueStage(
  now = new Date('2026-11-19T07:40:00Z'),
  {
    filter = false,
    ...more
  }: { readonly filter?: boolean } & Partial<Pick<House, 'mailer' | 'pictureClassifier'>> = {},
): Promise<Stage> {
  const place = await testHouse(now)
  // Time goes by itself here: rounds, jobs and checkpoints follow it.
  const began = performance.now()
  let passed = 0
  const clock = { now: () => new Date(now.getTime() + passed + performance.now() - began) }
  const house: House = { ...place.house, ...more, clock }
  const municipality = await addMunicipality(house, { name: 'Storlunda kommun', policy: 'falun' })
  if (!filter) await onlyPeopleHide(house, municipality)
  const people = {
    maja: await person(house, municipality, 'Maja Lindqvist', 'communicator'),
    samira: await person(house, municipality, 'Samira Haddad', 'editor', 'Kultur'),
    rut: await person(house, municipality, 'Rut Granskare', 'auditor'),
  }
  const blog = await startWordPressDouble({ clock })
  const accounts = {
    blog: await register(house, municipality, 'wordpress', {
      name: 'Storlundabloggen',
      department: 'Kommunledning',
      settings: { url: blog.url, username: blog.username },
      secrets: { password: blog.password },
    }),
    feed: await register(house, municipality, 'feed', {
      name: 'Bibliotekets nyheter',
      department: 'Kultur',
      settings: { url: 'http://127.0.0.1:9/nyheter.xml' },
      secrets: {},
    }),
  }
  const ago = (minutes: number): string => new Date(clock.now().getTime() - minutes * 60_000).toISOString()
  const post = blog.addPost({
    title: 'Parkering',
    content: 'Avgiften ändras den 1 december.',
    at: ago(30),
  })
  const worker: Worker = await startWorker({ house, pool: place.database.pool })
  const server = await listen(createApp(house).fetch)
  const open = () => tasksFor(house, systemActor(municipality), { selection: 'todo', limit: 50 })
  const collectNow = () =>
    withMunicipality(house.db, municipality, async (tx) => {
      await tx
        .updateTable('collection_state')
        .set({ next_attempt_at: clock.now(), last_reconciled_at: null })
        .where('account_id', '=', accounts.blog)
        .execute()
      // Without waiting for the worker's tick: as after an event (src/modules/collection/service/take-events.ts).
      const key = `collect/${accounts.blog}`
      const payload = { municipality, event: { account: accounts.blog } }
      await queueJob(tx, 'collection.collect', payload, { key, queue: key })
    })
  const holds = (what: RawBuilder<boolean>) => () =>
    withMunicipality(house.db, municipality, async (tx) => {
      const { rows } = await sql<{ holds: boolean }>`SELECT ${what} AS holds`.execute(tx)
      return rows[0]?.holds || undefined
    })
  /** Whether a round has ended since collectNow. */
  const isReconciled = sql<boolean>`EXISTS (SELECT FROM collection_state
    WHERE account_id = ${accounts.blog} AND last_reconciled_at IS NOT NULL)`
  /** And nothing is announced or queued; all of it seen at one moment. */
  const isSettled = sql<boolean>`${isReconciled} AND NOT EXISTS (SELECT FROM outbox)
    AND NOT EXISTS (SELECT FROM graphile_worker.jobs WHERE run_at <= now())`
  // Items that a test puts in beside the platform would be gone to the first round, which asks for all that is known.
  await until('the first round', holds(isReconciled))
  const recordOf = (number: number): Promise<string | undefined> =>
    withMunicipality(house.db, municipality, async (tx) => {
      const row = await tx
        .selectFrom('item')
        .select('record_id')
        .where('account_id', '=', accounts.blog)
        .where('platform_id', '=', `comment/${number}`)
        .executeTakeFirst()
      return row?.record_id
    })
  const ask = (path: string, session = people.maja.session, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, {
      redirect: 'manual',
      headers: { cookie: `uppsikt=${session}`, ...headers },
    })
  return {
    open,
    collectNow,
    async settled() {
      await collectNow()
      await until('all is done', holds(isSettled))
    },
    pass: (until) => {
      passed += until.getTime() - clock.now().getTime()
    },
    ask,
    async arrived(text, author = 'Roger K.') {
      const number = blog.addComment({ post, author, text, at: ago(2) })
      await collectNow()
      const recordId = await until(`"${text}" in the archive`, () => recordOf(number))
      const task = await until(`"${text}" in the queue`, async () =>
        (await open()).find((one) => one.kind === 'item' && one.recordId === recordId),
      )
      return { ...task, number }
    },
    statusOf: (number) => blog.comments().find((one) => one.id === number)?.status,
    async send(from, path, fields, session = people.maja.session) {
      const page = await (await ask(from, session)).text()
      const token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
      return fetch(`${server.url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: `uppsikt=${session}` },
        body: new URLSearchParams({ _csrf: token, ...fields }),
      })
    },
    house,
    municipality,
    url: server.url,
    blog,
    accounts,
    people,
    commentOnFeed: (id, text) =>
      withMunicipality(house.db, municipality, async (tx) => {
        const context = { municipalityId: municipality, accountId: accounts.feed }
        const publishedAt = new Date(clock.now().getTime() - 60_000).toISOString()
        await ingestItems(house, tx, context, [
          incoming(comment(id, text, { publishedAt, author: 'Kerstin' })),
        ])
      }),
    async close() {
      await server.close()
      await worker.stop()
      await blog.close()
      await place.close()
    },
  }
}
