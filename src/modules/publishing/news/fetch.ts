import { type Actor, authorize, systemActor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  type AccountId,
  describeError,
  type MunicipalityId,
  type PublicationId,
} from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { listAccounts } from '../../accounts/index.ts'
import { tellAuthor } from '../service/tell.ts'
import { wholeOf } from '../service/whole.ts'
import { draftIn } from './draft.ts'
import { feedsOf, lockFeed, noteRead } from './feed-store.ts'
import { readFeed } from './reading.ts'
import { isFresh } from './rules.ts'
import { findNews, keepNews } from './store.ts'
import type { Feed } from './types.ts'

/** By the clock: asks every feed of the website for what is new. May be run again at any time. */
export async function fetchNews(
  house: House,
  municipalityId: MunicipalityId,
  reader: Platform,
): Promise<void> {
  const feeds = await withMunicipality(house.db, municipalityId, (tx) => feedsOf(tx, municipalityId))
  for (const feed of feeds)
    try {
      await fetchOne(house, municipalityId, reader, feed)
    } catch (thrown) {
      // One feed that cannot be kept must not keep the others from being read.
      house.log.error({ feed: feed.feedId, reason: describeError(thrown) }, 'a news feed could not be read')
    }
}

/** Now, since a person is waiting for a news. */
export async function fetchNewsNow(house: House, actor: Actor, reader: Platform): Promise<void> {
  authorize(actor, 'publishing.write')
  await fetchNews(house, actor.municipalityId, reader)
}

async function fetchOne(
  house: House,
  municipalityId: MunicipalityId,
  reader: Platform,
  feed: Feed,
): Promise<void> {
  const { news, cursor, failure } = await readFeed(house, reader, feed)
  const at = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    if (!(await lockFeed(tx, municipalityId, feed.feedId))) return
    const kept = await keepNews(tx, municipalityId, feed.feedId, news, at)
    await noteRead(tx, municipalityId, feed, { cursor, failure: failure?.detail, at })
    const accounts = await openAmong(tx, municipalityId, feed.accounts)
    for (const { newsId, isNew, publicationId } of kept) {
      const one = await findNews(tx, municipalityId, newsId)
      if (!one) continue
      // What stood in the feed before it was added here is no news any more.
      if (isNew && feed.readAt !== null && accounts.length > 0 && isFresh(one, at))
        await draftIn(house, tx, systemActor(municipalityId), one, accounts)
      if (publicationId) await tellOfChange(tx, municipalityId, { ...one, publicationId }, at)
    }
  })
}

/** Those of the chosen accounts that can be published on now. */
async function openAmong(
  tx: Tx,
  municipalityId: MunicipalityId,
  chosen: readonly AccountId[],
): Promise<AccountId[]> {
  if (chosen.length === 0) return []
  const accounts = await listAccounts(tx, municipalityId)
  return accounts.flatMap(({ accountId, state, paused }) =>
    chosen.includes(accountId) && state === 'active' && paused === null ? [accountId] : [],
  )
}

/** The website says something else than what was drafted or published: whoever wrote it is told, once a version. */
async function tellOfChange(
  tx: Tx,
  municipalityId: MunicipalityId,
  news: { readonly version: string; readonly publicationId: PublicationId },
  now: Date,
): Promise<void> {
  const whole = await wholeOf(tx, municipalityId, news.publicationId)
  if (whole.publication.state === 'cancelled') return
  await tellAuthor(tx, municipalityId, whole, {
    thing: `news/${news.version}`,
    subject: 'En nyhet har ändrats på webbplatsen',
    line: 'Du har ett inlägg som bygger på nyheten. Se om inlägget behöver ändras, rättas eller tas bort.',
    now,
  })
}
