import { sql } from 'kysely'
import type { Tx } from '../../../infra/db/index.ts'
import { type MunicipalityId, newId, type PublicationId, type StaffId } from '../../../kernel/index.ts'
import type { News, NewsContent } from './types.ts'

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('news')
    .innerJoin('news_feed as feed', (join) =>
      join
        .onRef('feed.municipality_id', '=', 'news.municipality_id')
        .onRef('feed.feed_id', '=', 'news.feed_id'),
    )
    .leftJoin('publication', (join) =>
      join
        .onRef('publication.municipality_id', '=', 'news.municipality_id')
        .onRef('publication.publication_id', '=', 'news.publication_id'),
    )
    .selectAll('news')
    .select(['feed.name as feed', 'publication.state as state'])
    .where('news.municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toNews = (row: Row): News => ({
  newsId: row.news_id,
  feedId: row.feed_id,
  feed: row.feed,
  itemId: row.item_id,
  title: row.title,
  summary: row.summary,
  url: row.url,
  pictureUrl: row.picture_url,
  version: row.version,
  publishedAt: row.published_at,
  seenAt: row.seen_at,
  changedAt: row.changed_at,
  skipped: row.skipped_at && { by: row.skipped_by, at: row.skipped_at },
  publication:
    row.publication_id === null || row.state === null ? null : { id: row.publication_id, state: row.state },
})

export interface Listing {
  /** undecided: neither made a draft of nor skipped. */
  readonly which: 'undecided' | 'all'
  readonly from: number
  readonly count: number
}

/** Of feeds that are read, newest first; what a removed feed had told of stays where something was made of it. */
export async function newsIn(
  tx: Tx,
  municipalityId: MunicipalityId,
  { which, from, count }: Listing,
): Promise<{ readonly rows: News[]; readonly total: number }> {
  const chosen = select(tx, municipalityId)
    .where((eb) => eb.or([eb('feed.removed_at', 'is', null), eb('news.publication_id', 'is not', null)]))
    .$if(which === 'undecided', (query) =>
      query.where('news.publication_id', 'is', null).where('news.skipped_at', 'is', null),
    )
  const rows = await chosen
    .orderBy('news.published_at', 'desc')
    .orderBy('news.news_id')
    .offset(from)
    .limit(count)
    .execute()
  const { total } = await chosen
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows: rows.map(toNews), total: Number(total) }
}

export async function findNews(
  tx: Tx,
  municipalityId: MunicipalityId,
  newsId: string,
): Promise<News | undefined> {
  const row = await select(tx, municipalityId).where('news.news_id', '=', newsId).executeTakeFirst()
  return row && toNews(row)
}

/** Held until the transaction ends: of one news one draft is made, whoever asks. */
export async function lockNews(
  tx: Tx,
  municipalityId: MunicipalityId,
  newsId: string,
): Promise<News | undefined> {
  await sql`SELECT FROM news WHERE municipality_id = ${municipalityId} AND news_id = ${newsId}::uuid FOR UPDATE`.execute(
    tx,
  )
  return findNews(tx, municipalityId, newsId)
}

/** What came of keeping a news: only what is new or has become another. */
export interface Kept {
  readonly newsId: string
  readonly isNew: boolean
  readonly publicationId: PublicationId | null
}

/** One statement for all; one that is as it was is not written again. */
export async function keepNews(
  tx: Tx,
  municipalityId: MunicipalityId,
  feedId: string,
  news: readonly NewsContent[],
  at: Date,
): Promise<Kept[]> {
  if (news.length === 0) return []
  const rows = await tx
    .insertInto('news')
    .values(
      news.map((one) => ({
        municipality_id: municipalityId,
        news_id: newId(),
        feed_id: feedId,
        item_id: one.itemId,
        title: one.title,
        summary: one.summary,
        url: one.url,
        picture_url: one.pictureUrl,
        version: one.version,
        published_at: one.publishedAt,
        seen_at: at,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['municipality_id', 'feed_id', 'item_id'])
        .doUpdateSet((eb) => ({
          title: eb.ref('excluded.title'),
          summary: eb.ref('excluded.summary'),
          url: eb.ref('excluded.url'),
          picture_url: eb.ref('excluded.picture_url'),
          version: eb.ref('excluded.version'),
          changed_at: sql<Date | null>`CASE WHEN news.publication_id IS NULL THEN NULL ELSE ${at}::timestamptz END`,
        }))
        .whereRef('news.version', '!=', 'excluded.version'),
    )
    .returning([
      'news_id',
      'publication_id',
      sql<boolean>`seen_at = ${at}::timestamptz AND xmax = 0`.as('is_new'),
    ])
    .execute()
  return rows.map((row) => ({
    newsId: row.news_id,
    isNew: row.is_new,
    publicationId: row.publication_id,
  }))
}

export async function setSkipped(
  tx: Tx,
  municipalityId: MunicipalityId,
  newsId: string,
  skipped: { readonly by: StaffId | null; readonly at: Date } | null,
): Promise<void> {
  await tx
    .updateTable('news')
    .set({ skipped_by: skipped?.by ?? null, skipped_at: skipped?.at ?? null })
    .where('municipality_id', '=', municipalityId)
    .where('news_id', '=', newsId)
    .execute()
}

export async function setPublication(
  tx: Tx,
  municipalityId: MunicipalityId,
  newsId: string,
  publicationId: PublicationId,
): Promise<void> {
  await tx
    .updateTable('news')
    .set({ publication_id: publicationId, changed_at: null, skipped_by: null, skipped_at: null })
    .where('municipality_id', '=', municipalityId)
    .where('news_id', '=', newsId)
    .execute()
}
