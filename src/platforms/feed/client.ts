import { fail, limits, ok } from '../../kernel/index.ts'
import type { Connection, Failure, Outcome, Raw } from '../contract.ts'
import { ask } from '../failure-of.ts'
import { readHtml } from '../html-text.ts'
import { answerPart } from '../raw.ts'
import { type FeedDocument, readFeed } from './document.ts'
import { unreadable } from './failures.ts'

/** What lets the server answer that nothing is new (RFC 9110 §13). */
interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

export interface Fetched {
  readonly document: FeedDocument
  readonly url: string
  readonly answer: Raw['answer']
  readonly fetchedAt: Date
  /** Of every item cut out of it: the format with the encoding, without which the bytes cannot be read. */
  readonly mediaType: string
  readonly validators: Validators
}

const accept =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1'

/**
 * The feed, or 'unchanged' when the server says so to the validators.
 * `cancel` and `no-transform` matters of caches are left to the server: we are one reader, asking seldom.
 */
export async function fetchFeed(
  connection: Connection,
  url: string,
  validators: Validators = {},
): Promise<Outcome<Fetched | 'unchanged'>> {
  const headers = {
    accept,
    ...(validators.etag === undefined ? {} : { 'if-none-match': validators.etag }),
    ...(validators.lastModified === undefined ? {} : { 'if-modified-since': validators.lastModified }),
  }
  const request = { url, headers, maxBytes: limits.feedBytes, redirects: limits.redirects }
  const got = await ask(connection, request, 'read', [304])
  if (!got.ok) return fail(explained(got.error))
  const answer = got.value
  if (answer.status === 304) return ok('unchanged')
  const fetchedAt = connection.clock.now()
  const contentType = answer.headers['content-type'] ?? ''
  const read = readFeed(answer.bytes, contentType)
  if (!read.ok) return fail(unreadable(read.error, answer, fetchedAt))
  const bare = contentType.split(';')[0]?.trim() || `application/${read.value.format}+xml`
  const { etag, 'last-modified': lastModified } = answer.headers
  return ok({
    document: read.value,
    url: answer.url,
    answer: answerPart(answer, fetchedAt),
    fetchedAt,
    mediaType: `${bare}; charset=${read.value.encoding}`,
    validators: { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) },
  })
}

/** 404 for the feed itself is not that something in it is gone. */
const explained = (failure: Failure): Failure =>
  failure.kind === 'gone'
    ? {
        kind: 'rejected',
        detail: 'Det finns inget flöde på adressen. Kontrollera adressen med den som sköter webbplatsen.',
      }
    : failure

/** What the item's own page says about it. unknown: the page is there, but does not tell. */
type PageSays = 'gone' | 'there' | 'unknown'

const pageBytes = 4 * 1024 * 1024

/**
 * Asks for the item's own page. 404 and 410 mean gone. An address with a fragment (#comment-12) is a place on a page:
 * when the page is there and has no such place, that is gone too; anything else that answers leaves it there.
 */
export async function askPage(connection: Connection, permalink: string): Promise<Outcome<PageSays>> {
  const url = new URL(permalink)
  const place = decodeURIComponentSafely(url.hash.slice(1))
  url.hash = ''
  const request = {
    url: url.href,
    headers: { accept: 'text/html, */*;q=0.1' },
    maxBytes: pageBytes,
    redirects: limits.redirects,
  }
  const got = await ask(connection, request, 'read')
  if (!got.ok) return got.error.kind === 'gone' ? ok('gone') : got
  if (place === '') return ok('there')
  const isPage = /html/i.test(got.value.headers['content-type'] ?? '')
  const moved = new URL(got.value.url).pathname !== url.pathname
  if (!isPage || moved) return ok('unknown')
  return ok(readHtml(Buffer.from(got.value.bytes).toString('utf8')).places.has(place) ? 'there' : 'gone')
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}
