import { isOutOfTime, type Tx } from '../../infra/db/index.ts'
import { type MunicipalityId, Stop } from '../../kernel/index.ts'
import { itemsByIds } from '../archive/index.ts'
import { parseQuery } from './rules.ts'
import { limitTime, searchItems, wordsFound } from './store.ts'
import type { SearchQuery, SearchResult } from './types.ts'

/**
 * What is asked of words that stand everywhere ("och att") is decided by reading text after text, and a few who asked for
 * that at once would hold every connection there is.
 */
const longestMilliseconds = 8_000

/**
 * Finds items in the caller's transaction, newest first. Who may search, and which accounts are within reach, is the
 * caller's to decide (authorize 'search.use'): the filter `accounts` carries the reach.
 * @param longest milliseconds of each question to the database, also of those that follow in the transaction.
 * @throws Stop('unavailable') for a search that takes longer.
 */
export async function search(
  tx: Tx,
  municipalityId: MunicipalityId,
  query: SearchQuery,
  longest = longestMilliseconds,
): Promise<SearchResult> {
  await limitTime(tx, longest)
  try {
    return await found(tx, municipalityId, query)
  } catch (thrown) {
    if (!isOutOfTime(thrown)) throw thrown
    throw new Stop(
      'unavailable',
      'Sökningen tog för lång tid och avbröts. Orden finns i nästan alla texter. Lägg till ett ovanligare ord, eller välj konto eller dagar.',
    )
  }
}

async function found(tx: Tx, municipalityId: MunicipalityId, query: SearchQuery): Promise<SearchResult> {
  const terms = parseQuery(query.text)
  const { ids, total } = await searchItems(tx, query, terms)
  const words = query.marks ? await wordsFound(tx, municipalityId, ids, terms) : undefined
  const items = new Map((await itemsByIds(tx, municipalityId, ids)).map((item) => [item.recordId, item]))
  return {
    total,
    ...(words && { words }),
    hits: ids.flatMap((id) => {
      const item = items.get(id)
      // That words of it were found would tell of them.
      return item && !item.withheld ? [item] : []
    }),
  }
}
