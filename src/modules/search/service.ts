import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId } from '../../kernel/index.ts'
import { itemsByIds } from '../archive/index.ts'
import { parseQuery } from './rules.ts'
import { searchItems, wordsFound } from './store.ts'
import type { SearchQuery, SearchResult } from './types.ts'

/**
 * Finds items in the caller's transaction, newest first. Who may search, and which accounts are within reach, is the
 * caller's to decide (authorize 'search.use'): the filter `accounts` carries the reach.
 */
export async function search(
  tx: Tx,
  municipalityId: MunicipalityId,
  query: SearchQuery,
): Promise<SearchResult> {
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
