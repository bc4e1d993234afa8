import { type Actor, authorize, reaches, type Scope, scopeOf } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, turns, turnsEach } from '../../../kernel/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { collectionHealth } from '../../collection/index.ts'
import { screenedOf } from '../../screening/index.ts'
import { countCap, placesOf, type SearchQuery, search } from '../../search/index.ts'
import { isVeiled } from '../../supervision/index.ts'
import { excerptOf, maybeSecret } from '../rules.ts'
import type { Found, Hit, RecordQuery } from '../types.ts'

/** Hits on a page. */
export const pageSize = 50

/**
 * A search may read for seconds. Whoever begins many waits for their own, and all of them together leave half of this
 * process's connections to the other screens.
 */
const [own, together] = [turnsEach(2), turns(5)]

/**
 * Finds records among the accounts within the actor's reach, newest first.
 * @throws Stop('refused') when the actor may search nowhere.
 */
export async function findRecords(house: House, actor: Actor, query: RecordQuery): Promise<Found> {
  authorize(actor, 'search.use')
  const scope = scopeOf(actor, 'search.use')
  const health = await collectionHealth(house, actor)
  const inTurn = (work: () => Promise<Found>): Promise<Found> =>
    own.run(`${actor.municipalityId}/${actor.staffId}`, () => together.run(work))
  return inTurn(() =>
    withMunicipality(house.db, actor.municipalityId, async (tx) => {
      const accounts = (await listAccounts(tx, actor.municipalityId)).filter((account) =>
        reaches(scope, account),
      )
      const result = await search(tx, actor.municipalityId, searchQuery(query, scope, accounts))
      const hits = result.hits.slice(0, pageSize)
      const last = result.hits.length > pageSize ? hits.at(-1) : undefined
      return {
        hits: await asHits(tx, actor, hits, accounts, result.words),
        total: Math.min(result.total, countCap),
        capped: result.total > countCap,
        next: last && { publishedAt: last.publishedAt, recordId: last.recordId },
        accounts,
        failing: accounts.flatMap((account) => {
          const since = health.find((one) => one.accountId === account.accountId)?.failingSince
          return since && (!query.account || query.account === account.accountId) ? [{ account, since }] : []
        }),
      }
    }),
  )
}

/** The question with its reach: an account outside it finds nothing, as if it were not there. */
function searchQuery(query: RecordQuery, scope: Scope, within: readonly Account[]): SearchQuery {
  const { account, after, ...filter } = query
  const all = within.map((one) => one.accountId)
  const accounts: readonly AccountId[] | undefined = account
    ? all.filter((id) => id === account)
    : scope.kind === 'all'
      ? undefined
      : all
  return {
    ...filter,
    ...(accounts && { accounts }),
    ...(after && { after }),
    limit: pageSize + 1,
    marks: true,
  }
}

async function asHits(
  tx: Tx,
  actor: Actor,
  items: readonly Hit['item'][],
  accounts: readonly Account[],
  words: Awaited<ReturnType<typeof search>>['words'],
): Promise<Hit[]> {
  const { labels, languages } = await screenedOf(tx, actor.municipalityId, items)
  const byId = new Map(accounts.map((account) => [account.accountId, account]))
  return items.map((item) => {
    const own = labels.get(item.recordId) ?? []
    const places = placesOf(item.text, words?.get(item.recordId) ?? [])
    return {
      item,
      account: byId.get(item.accountId),
      excerpt: isVeiled(own) ? undefined : excerptOf(item.text, places),
      language: languages.get(item.recordId),
      maybeSecret: maybeSecret(own),
    }
  })
}
