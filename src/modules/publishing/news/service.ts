import { type Actor, authorize } from '../../../access/index.ts'
import { isUniqueViolation, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, newId, type PublicationId, Stop } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { audit } from '../../audit/index.ts'
import { reachOf } from '../service/whole.ts'
import { draftIn } from './draft.ts'
import { changeFeedRow, feedsOf, insertFeed, writeFeedAccounts } from './feed-store.ts'
import { connectionTo } from './reading.ts'
import { type Listing, lockNews, newsIn, setSkipped } from './store.ts'
import type { Feed, News } from './types.ts'

export interface NewsPage {
  readonly feeds: readonly Feed[]
  readonly rows: readonly News[]
  readonly total: number
}

/** What stands on the website, newest first, and what has been made of it. */
export async function readNews(house: House, actor: Actor, listing: Listing): Promise<NewsPage> {
  authorize(actor, 'publishing.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => ({
    feeds: await feedsOf(tx, municipalityId),
    ...(await newsIn(tx, municipalityId, listing)),
  }))
}

const noNews = (): never => {
  throw new Stop('notFound', 'Nyheten finns inte här. Gå tillbaka till nyheterna och välj där.')
}

/**
 * Makes the draft of a news, on those of the feed's accounts that the person may publish on; the one that is there
 * already is answered with. @throws Stop('notFound').
 */
export async function draftNews(house: House, actor: Actor, newsId: string): Promise<PublicationId> {
  authorize(actor, 'publishing.write')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const news = (await lockNews(tx, municipalityId, newsId)) ?? noNews()
    if (news.publication) return news.publication.id
    const feeds = await feedsOf(tx, municipalityId)
    const chosen = feeds.find(({ feedId }) => feedId === news.feedId)?.accounts ?? []
    const reach = await reachOf(tx, actor, house.clock.now())
    const accounts = chosen.filter((accountId) => {
      const account = reach.accounts.get(accountId)
      return account?.state === 'active' && reach.mayWrite(account)
    })
    return draftIn(house, tx, actor, news, accounts)
  })
}

/** Nothing is to be made of it; or after all it may be. @throws Stop('notFound'). */
export async function skipNews(house: House, actor: Actor, newsId: string, skip: boolean): Promise<void> {
  authorize(actor, 'publishing.write')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const news = (await lockNews(tx, municipalityId, newsId)) ?? noNews()
    if (news.publication) throw new Stop('conflict', 'Det finns redan ett utkast av nyheten. Ladda om sidan.')
    const now = house.clock.now()
    await setSkipped(tx, municipalityId, newsId, skip ? { by: actor.staffId ?? null, at: now } : null)
    const about = { kind: 'news', id: newsId }
    await audit(tx, actor, 'news.skip', about, { skipped: skip, title: news.title }, now)
  })
}

export interface FeedsPage {
  readonly feeds: readonly Feed[]
  /** In use, by name. */
  readonly accounts: readonly Account[]
}

export async function readFeeds(house: House, actor: Actor): Promise<FeedsPage> {
  authorize(actor, 'news.administer', {})
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => ({
    feeds: await feedsOf(tx, municipalityId),
    accounts: (await listAccounts(tx, municipalityId)).filter(({ state }) => state === 'active'),
  }))
}

/** Adds a feed that answers. @throws Stop('invalid') with field 'adress' when it does not, or is there already. */
export async function addFeed(
  house: House,
  actor: Actor,
  reader: Platform,
  given: { readonly name: string; readonly url: string },
): Promise<string> {
  authorize(actor, 'news.administer', {})
  const { municipalityId } = actor
  const wrong = (adress: string): never => {
    throw new Stop('invalid', 'Flödet gick inte att lägga till. Inget är sparat.', { adress })
  }
  if (!URL.canParse(given.url) || !/^https?:$/.test(new URL(given.url).protocol))
    return wrong('Skriv flödets hela adress, till exempel https://storlunda.se/nyheter.rss')
  const { href } = new URL(given.url)
  const checked = await reader.check(connectionTo(house, href))
  if (!checked.ok) return wrong(checked.error.detail)
  const feedId = newId()
  const now = house.clock.now()
  const name = given.name || checked.value.name.trim().slice(0, 100) || new URL(href).hostname
  try {
    await withMunicipality(house.db, municipalityId, async (tx) => {
      await insertFeed(tx, municipalityId, {
        ...{ feedId, name, url: href, addedAt: now },
        addedBy: actor.staffId ?? null,
      })
      await audit(tx, actor, 'news.addFeed', { kind: 'newsFeed', id: feedId }, { name }, now)
    })
  } catch (thrown) {
    if (isUniqueViolation(thrown)) return wrong('Flödet finns redan här')
    throw thrown
  }
  return feedId
}

/** Its name, and where its news become drafts by themselves. @throws Stop('notFound'), Stop('invalid'). */
export async function changeFeed(
  house: House,
  actor: Actor,
  feedId: string,
  change: { readonly name: string; readonly accounts: readonly AccountId[] },
): Promise<void> {
  authorize(actor, 'news.administer', {})
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await requireFeed(house, actor, feedId)
    const known = new Set((await listAccounts(tx, municipalityId)).map(({ accountId }) => accountId))
    const accounts = [...new Set(change.accounts)]
    if (accounts.some((id) => !known.has(id)))
      throw new Stop('invalid', 'Ett av kontona finns inte längre. Ladda om sidan.', {
        konton: 'Välj bland kontona i listan',
      })
    await changeFeedRow(tx, municipalityId, feedId, { name: change.name })
    await writeFeedAccounts(tx, municipalityId, feedId, accounts)
    const about = { kind: 'newsFeed', id: feedId }
    const detail = { name: change.name, count: accounts.length }
    await audit(tx, actor, 'news.changeFeed', about, detail, house.clock.now())
  })
}

/** It is not read any more; what was made of its news stays. @throws Stop('notFound'). */
export async function removeFeed(house: House, actor: Actor, feedId: string): Promise<void> {
  authorize(actor, 'news.administer', {})
  const { municipalityId } = actor
  const { name } = await requireFeed(house, actor, feedId)
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await changeFeedRow(tx, municipalityId, feedId, { removedAt: now })
    await audit(tx, actor, 'news.removeFeed', { kind: 'newsFeed', id: feedId }, { name }, now)
  })
}

export async function requireFeed(house: House, actor: Actor, feedId: string): Promise<Feed> {
  const { feeds } = await readFeeds(house, actor)
  const feed = feeds.find((one) => one.feedId === feedId)
  if (!feed) throw new Stop('notFound', 'Flödet finns inte. Gå tillbaka till flödena och välj där.')
  return feed
}
