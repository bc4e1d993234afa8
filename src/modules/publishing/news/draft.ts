import type { Actor } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, PublicationId } from '../../../kernel/index.ts'
import { startIn } from '../service/drafts.ts'
import { draftOf } from './rules.ts'
import { setPublication } from './store.ts'
import type { News } from './types.ts'

/** The one draft of a news, in the transaction that holds it. It is sent nowhere before a person has approved it (C1). */
export async function draftIn(
  house: House,
  tx: Tx,
  actor: Actor,
  news: Pick<News, 'newsId' | 'title' | 'summary' | 'url'>,
  accounts: readonly AccountId[],
): Promise<PublicationId> {
  const publicationId = await startIn(house, tx, actor, { ...draftOf(news), accounts })
  await setPublication(tx, actor.municipalityId, news.newsId, publicationId)
  return publicationId
}
