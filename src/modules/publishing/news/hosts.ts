import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { hostOf } from '../checks/text.ts'
import { feedsOf } from './feed-store.ts'

/** Host names of the municipality's own website, as its news feeds tell them. */
export async function newsHosts(tx: Tx, municipalityId: MunicipalityId): Promise<readonly string[]> {
  const feeds = await feedsOf(tx, municipalityId)
  return [...new Set(feeds.flatMap(({ url }) => hostOf(url) ?? []))]
}
