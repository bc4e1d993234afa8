import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { refusal, type Sessions } from './sessions.ts'
import { type Account, type Network, postCollection, type Stored } from './state.ts'

/** com.atproto.repo and com.atproto.sync, as a PDS answers them. */

const invalid = (message: string): DoubleAnswer => refusal(400, 'InvalidRequest', message)
const tid = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/
const graphemes = (text: string): number => [...new Intl.Segmenter().segment(text)].length

/** A PDS that keeps the account answers for it, and for nobody else. */
function repo(network: Network, request: DoubleRequest, name: string): Account | DoubleAnswer {
  const who = request.url.searchParams.get(name) ?? ''
  return network.find(who) ?? invalid(`Could not find repo: ${who}`)
}

export function getRecord(network: Network, request: DoubleRequest): DoubleAnswer {
  const account = repo(network, request, 'repo')
  if (!('did' in account)) return account
  const { searchParams } = request.url
  const key = `${searchParams.get('collection')}/${searchParams.get('rkey')}`
  const stored = account.records.get(key)
  if (!stored) {
    return refusal(400, 'RecordNotFound', `Could not locate record: at://${account.did}/${key}`)
  }
  return { body: { uri: stored.uri, cid: stored.cid, value: stored.value } }
}

export function listRecords(network: Network, request: DoubleRequest): DoubleAnswer {
  const account = repo(network, request, 'repo')
  if (!('did' in account)) return account
  const { searchParams } = request.url
  const prefix = `${searchParams.get('collection')}/`
  const limit = Number(searchParams.get('limit') ?? 50)
  const cursor = searchParams.get('cursor')
  const keys = [...account.records.keys()]
    .filter((key) => key.startsWith(prefix))
    .sort()
    .reverse()
    .filter((key) => cursor === null || key < `${prefix}${cursor}`)
    .slice(0, limit)
  const records = keys.map((key) => {
    const { uri, cid, value } = account.records.get(key) as Stored
    return { uri, cid, value }
  })
  const last = keys.at(-1)?.slice(prefix.length)
  return { body: { records, ...(last ? { cursor: last } : {}) } }
}

export function latestCommit(network: Network, request: DoubleRequest): DoubleAnswer {
  const account = repo(network, request, 'did')
  if (!('did' in account)) return account
  return { body: { cid: 'bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku', rev: account.rev } }
}

export function getBlob(network: Network, request: DoubleRequest): DoubleAnswer {
  const account = repo(network, request, 'did')
  if (!('did' in account)) return account
  const blob = account.blobs.get(request.url.searchParams.get('cid') ?? '')
  return blob
    ? { headers: { 'content-type': blob.mediaType }, body: blob.bytes }
    : refusal(400, 'BlobNotFound', 'Blob not found')
}

/** The limits of app.bsky.feed.post, in the words that a PDS uses. */
function faultInPost(account: Account, record: Readonly<Record<string, unknown>>): string | undefined {
  const text = record['text']
  if (typeof text !== 'string') return 'Missing required key "text" at $.record'
  if (Buffer.byteLength(text) > 3_000) {
    return `string too big (maximum 3000, got ${Buffer.byteLength(text)}) at $.record.text`
  }
  const length = graphemes(text)
  if (length > 300) return `grapheme too big (maximum 300, got ${length}) at $.record.text`
  const embed = record['embed'] as { images?: unknown } | undefined
  const images = Array.isArray(embed?.images) ? embed.images : []
  if (images.length > 4) return `array too big (maximum 4, got ${images.length}) at $.record.embed.images`
  for (const image of images as Record<string, unknown>[]) {
    const blob = image['image'] as { ref?: { $link?: string }; size?: number } | undefined
    if (typeof image['alt'] !== 'string') return 'Missing required key "alt" at $.record.embed.images[0]'
    if (!account.blobs.has(blob?.ref?.$link ?? '')) return `Could not find blob: ${blob?.ref?.$link}`
    if ((blob?.size ?? 0) > 2_000_000) return 'blob too big (maximum 2000000) at $.record.embed.images[0]'
  }
  return undefined
}

interface Write {
  readonly account: Account
  readonly collection: string
  readonly rkey: string
  readonly record: Readonly<Record<string, unknown>>
  readonly swap: string | null | undefined
}

function readWrite(network: Network, sessions: Sessions, request: DoubleRequest): Write | DoubleAnswer {
  const account = sessions.account(request)
  if (!('did' in account)) return account
  const body = request.json() as Record<string, unknown>
  if (network.find(String(body['repo']))?.did !== account.did) {
    return refusal(403, 'AuthRequired', 'Invalid repo')
  }
  const record = (body['record'] ?? {}) as Readonly<Record<string, unknown>>
  const collection = String(body['collection'])
  const rkey = body['rkey'] === undefined ? network.nextTid() : String(body['rkey'])
  if (!tid.test(rkey)) {
    return invalid(`Invalid record key for ${collection}: Invalid TID string (got "${rkey}") at $`)
  }
  return { account, collection, rkey, record, swap: body['swapRecord'] as string | null | undefined }
}

function written(network: Network, { account, collection, rkey, record }: Write): DoubleAnswer {
  if (record['$type'] !== collection) {
    return invalid(`Invalid $type: expected ${collection}, got ${record['$type']}`)
  }
  const created = record['createdAt']
  if (typeof created !== 'string' || Number.isNaN(Date.parse(created))) {
    return invalid(`Invalid ${collection} record: invalid datetime at $.record.createdAt`)
  }
  const fault = collection === postCollection ? faultInPost(account, record) : undefined
  if (fault) return invalid(`Invalid ${collection} record: ${fault}`)
  const hidden = record['hiddenReplies']
  if (Array.isArray(hidden) && hidden.length > 300) {
    return invalid(`Invalid ${collection} record: array too big (maximum 300, got ${hidden.length})`)
  }
  const { uri, cid } = network.write(account, collection, rkey, record)
  const commit = { cid: 'bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku', rev: account.rev }
  return { body: { uri, cid, commit, validationStatus: 'valid' } }
}

export function createRecord(network: Network, sessions: Sessions, request: DoubleRequest): DoubleAnswer {
  const write = readWrite(network, sessions, request)
  if (!('account' in write)) return write
  // What the real PDS (0.4.217) says when the record is there already.
  if (write.account.records.has(`${write.collection}/${write.rkey}`)) {
    return refusal(500, 'InternalServerError', 'Internal Server Error')
  }
  return written(network, write)
}

export function putRecord(network: Network, sessions: Sessions, request: DoubleRequest): DoubleAnswer {
  const write = readWrite(network, sessions, request)
  if (!('account' in write)) return write
  const before = write.account.records.get(`${write.collection}/${write.rkey}`)
  if (write.swap !== undefined && (before?.cid ?? null) !== write.swap) {
    const message = before ? `Record was at ${before.cid}` : 'Record was at null'
    return refusal(400, 'InvalidSwap', message)
  }
  return written(network, write)
}

export function deleteRecord(network: Network, sessions: Sessions, request: DoubleRequest): DoubleAnswer {
  const write = readWrite(network, sessions, request)
  if (!('account' in write)) return write
  network.remove(`at://${write.account.did}/${write.collection}/${write.rkey}`)
  return { body: {} }
}

export function uploadBlob(network: Network, sessions: Sessions, request: DoubleRequest): DoubleAnswer {
  const account = sessions.account(request)
  if (!('did' in account)) return account
  const mediaType = request.headers['content-type'] ?? 'application/octet-stream'
  return { body: { blob: network.addBlob(account, request.body, mediaType) } }
}
