import { startWordPressDouble, type WordPressDouble } from '../../doubles/wordpress/index.ts'
import { type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { startWorker, type Worker } from '../../src/app/worker.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { ingestItems } from '../../src/modules/archive/index.ts'
import { addMunicipality, addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { listen } from './browser.ts'
import { testHouse } from './house.ts'
import { comment, incoming } from './items.ts'

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
  /** Minutes before now, as a platform writes it. */
  ago(minutes: number): string
  /** A comment on the feed's account, as if it had been collected. */
  commentOnFeed(id: string, text: string): Promise<void>
  close(): Promise<void>
}

/** Waits until `look` finds something. @throws Error that names what never happened. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 20_000
  while (performance.now() < end) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`never happened: ${what}`)
}

async function person(
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
  const platform = catalogue.get(id)
  if (!platform) throw new Error(`no platform ${id}`)
  return registerAccount(house, systemActor(municipality), platform, { platform: id, ...account })
}

/** Storlunda at work: a database, a blog, a worker and the web application, all real but for the blog's site. */
export async function queueStage(now = new Date('2026-11-19T07:40:00Z')): Promise<Stage> {
  const place = await testHouse(now)
  // Time goes by itself here: rounds, jobs and checkpoints follow it.
  const began = performance.now()
  const clock = { now: () => new Date(now.getTime() + performance.now() - began) }
  const house: House = { ...place.house, clock }
  const municipality = await addMunicipality(house, { name: 'Storlunda kommun', policy: 'falun' })
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
  const worker: Worker = await startWorker({ house, pool: place.database.pool })
  const server = await listen(createApp(house).fetch)
  return {
    house,
    municipality,
    url: server.url,
    blog,
    accounts,
    people,
    ago: (minutes) => new Date(clock.now().getTime() - minutes * 60_000).toISOString(),
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
