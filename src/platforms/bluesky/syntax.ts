import { createHash } from 'node:crypto'

/** Identifier syntax of the AT Protocol (atproto.com/specs), held against its interop files in tests/contracts. */

const handleText =
  /^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/
const didText = /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/
const nsidText =
  /^[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+(\.[a-zA-Z][a-zA-Z0-9]{0,62})$/
const recordKeyText = /^[a-zA-Z0-9_~.:-]{1,512}$/
const tidText = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/

export const isHandle = (text: string): boolean => text.length <= 253 && handleText.test(text)
export const isDid = (text: string): boolean => text.length <= 2_048 && didText.test(text)
export const isNsid = (text: string): boolean => text.length <= 317 && nsidText.test(text)
export const isRecordKey = (text: string): boolean =>
  recordKeyText.test(text) && text !== '.' && text !== '..'
export const isTid = (text: string): boolean => tidText.test(text)

interface AtUri {
  /** A DID or a handle. */
  readonly authority: string
  readonly collection?: string
  readonly rkey?: string
}

/** at://authority[/collection[/rkey]], or undefined when the text is anything else. */
export function parseAtUri(text: string): AtUri | undefined {
  if (text.length > 8_192 || !text.startsWith('at://')) return undefined
  const [authority = '', collection, rkey, ...more] = text.slice('at://'.length).split('/')
  if (more.length > 0 || !(isDid(authority) || isHandle(authority))) return undefined
  if (collection === undefined) return { authority }
  if (!isNsid(collection)) return undefined
  if (rkey === undefined) return { authority, collection }
  return isRecordKey(rkey) ? { authority, collection, rkey } : undefined
}

export const postCollection = 'app.bsky.feed.post'

export interface PostUri {
  readonly did: string
  readonly rkey: string
}

/** A post's address as it is stored: by DID, never by a handle, which can change hands. */
export function parsePostUri(text: string): PostUri | undefined {
  const { authority = '', collection, rkey } = parseAtUri(text) ?? {}
  if (collection !== postCollection || rkey === undefined || !isDid(authority)) return undefined
  return { did: authority, rkey }
}

export const postUri = (did: string, rkey: string): string => `at://${did}/${postCollection}/${rkey}`

const sortable = '234567abcdefghijklmnopqrstuvwxyz'

/** A record key that sorts by time. @param micros microseconds since 1970, below 2^53. @param clockId 0–1023. */
function tidOf(micros: bigint, clockId: bigint): string {
  let rest = (micros << 10n) | (clockId & 1_023n)
  let text = ''
  for (let place = 0; place < 13; place++) {
    text = (sortable[Number(rest & 31n)] ?? '') + text
    rest >>= 5n
  }
  return text
}

/** Milliseconds since 1970, or undefined when the record key is no TID. */
export function tidTime(tid: string): number | undefined {
  if (!isTid(tid)) return undefined
  let value = 0n
  for (const character of tid) value = (value << 5n) | BigInt(sortable.indexOf(character))
  return Number((value >> 10n) / 1_000n)
}

const dayMillis = 86_400_000
const dayMicros = BigInt(dayMillis) * 1_000n

/** How many days back a key is looked for; an order whose outcome is unknown is looked up within minutes. */
const daysOfKey = 7

/**
 * The record keys that a publication with this idempotency key can have: one for each of the last seven UTC days,
 * today's first. A record key must be a TID, and lists are ordered by it, so it cannot be a bare hash. The day
 * before the day of publication gives the time's upper part (so it never lies ahead), 46 bits of the key's SHA-256
 * give the place within that day. The same key on the same day is therefore the same record, which the PDS itself
 * refuses to create twice.
 */
export function recordKeysFor(key: string, now: Date): readonly [string, ...string[]] {
  const digest = createHash('sha256').update(key).digest()
  const within = digest.readBigUInt64BE(0) % dayMicros
  const clockId = BigInt(digest.readUInt16BE(8) & 1_023)
  const today = Math.floor(now.getTime() / dayMillis)
  const onDay = (day: number): string => tidOf(BigInt(day - 1) * dayMicros + within, clockId)
  const earlier = Array.from({ length: daysOfKey - 1 }, (_, index) => onDay(today - 1 - index))
  return [onDay(today), ...earlier]
}

/** How far behind the moment of publication a record key may lie: what lists newest first must read this much on. */
export const recordKeyLag = 2 * dayMillis
