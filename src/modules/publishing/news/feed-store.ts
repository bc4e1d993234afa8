import type { Tx } from '../../../infra/db/index.ts'
import type { AccountId, Json, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { Feed } from './types.ts'

const live = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('news_feed')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('removed_at', 'is', null)

/** The feeds that are read, by name. */
export async function feedsOf(tx: Tx, municipalityId: MunicipalityId): Promise<Feed[]> {
  const rows = await live(tx, municipalityId).orderBy('name').orderBy('feed_id').execute()
  const chosen = await tx
    .selectFrom('news_feed_account')
    .select(['feed_id', 'account_id'])
    .where('municipality_id', '=', municipalityId)
    .execute()
  const accounts = Map.groupBy(chosen, (row) => row.feed_id)
  return rows.map((row) => ({
    feedId: row.feed_id,
    name: row.name,
    url: row.url,
    addedAt: row.added_at,
    cursor: row.cursor,
    readAt: row.read_at,
    failing: row.failure === null ? null : { why: row.failure, since: row.failing_since ?? row.added_at },
    accounts: (accounts.get(row.feed_id) ?? []).map((one) => one.account_id),
  }))
}

export async function insertFeed(
  tx: Tx,
  municipalityId: MunicipalityId,
  feed: Pick<Feed, 'feedId' | 'name' | 'url' | 'addedAt'> & { readonly addedBy: StaffId | null },
): Promise<void> {
  await tx
    .insertInto('news_feed')
    .values({
      municipality_id: municipalityId,
      feed_id: feed.feedId,
      name: feed.name,
      url: feed.url,
      added_by: feed.addedBy,
      added_at: feed.addedAt,
    })
    .execute()
}

export async function changeFeedRow(
  tx: Tx,
  municipalityId: MunicipalityId,
  feedId: string,
  change: { readonly name?: string; readonly removedAt?: Date },
): Promise<void> {
  await tx
    .updateTable('news_feed')
    .set({ name: change.name, removed_at: change.removedAt })
    .where('municipality_id', '=', municipalityId)
    .where('feed_id', '=', feedId)
    .execute()
}

/** Replaces the accounts where its news become drafts by themselves. */
export async function writeFeedAccounts(
  tx: Tx,
  municipalityId: MunicipalityId,
  feedId: string,
  accounts: readonly AccountId[],
): Promise<void> {
  await tx
    .deleteFrom('news_feed_account')
    .where('municipality_id', '=', municipalityId)
    .where('feed_id', '=', feedId)
    .execute()
  if (accounts.length === 0) return
  await tx
    .insertInto('news_feed_account')
    .values(
      accounts.map((accountId) => ({
        municipality_id: municipalityId,
        feed_id: feedId,
        account_id: accountId,
      })),
    )
    .execute()
}

/** Held until the transaction ends, so that two who read it at once take turns. @returns whether it is still read. */
export async function lockFeed(tx: Tx, municipalityId: MunicipalityId, feedId: string): Promise<boolean> {
  const row = await live(tx, municipalityId)
    .clearSelect()
    .select('feed_id')
    .where('feed_id', '=', feedId)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function noteRead(
  tx: Tx,
  municipalityId: MunicipalityId,
  feed: Pick<Feed, 'feedId' | 'failing'>,
  read: { readonly cursor: Json | undefined; readonly failure: string | undefined; readonly at: Date },
): Promise<void> {
  const { cursor, failure, at } = read
  await tx
    .updateTable('news_feed')
    .set({
      ...(cursor !== undefined && { cursor: JSON.stringify(cursor) }),
      ...(failure === undefined
        ? { read_at: at, failure: null, failing_since: null }
        : { failure, failing_since: feed.failing?.since ?? at }),
    })
    .where('municipality_id', '=', municipalityId)
    .where('feed_id', '=', feed.feedId)
    .execute()
}
