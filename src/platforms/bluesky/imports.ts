import { createHash } from 'node:crypto'
import { isObject } from '../../kernel/index.ts'
import type { CollectedItem } from '../contract.ts'
import type { StreamEvent, StreamImporter } from '../export-file/over-file.ts'
import { isBelievable, unbelievedText } from '../published-time.ts'
import { type Block, type CarEnd, decoded, linkText, readCar } from './car.ts'
import { mapPost, readPost } from './mapping.ts'
import { isDid, postCollection, postUri } from './syntax.ts'

/** Memory for posts and tree nodes, kept until the whole file has passed and their places are known. */
const heldBytes = 1024 * 1024 * 1024
/** A key is a collection, a slash and a record key; neither is longer than 512. */
const longestKey = 1_025

/** What the blocks of a repository come down to. Likes, follows and the rest are let go as they pass. */
interface Repository {
  root: string | undefined
  did: string | undefined
  /** The top of the tree. */
  top: string | undefined
  readonly nodes: Map<string, Node>
  readonly posts: Map<string, Uint8Array>
  /** Blocks that are not what their CID says. */
  altered: number
  held: number
}

const emptyRepository = (): Repository => ({
  root: undefined,
  did: undefined,
  top: undefined,
  nodes: new Map(),
  posts: new Map(),
  altered: 0,
  held: 0,
})

/** A node of the Merkle search tree (atproto.com/specs/repository): keys to records, and the nodes between. */
interface Node {
  readonly entries: readonly { readonly key: string; readonly record: string }[]
  readonly below: readonly string[]
}

function readNode(value: Record<string, unknown>): Node | undefined {
  if (!Array.isArray(value['e'])) return undefined
  const entries: { key: string; record: string }[] = []
  const below: string[] = []
  const left = linkText(value['l'])
  if (left) below.push(left)
  let before = Buffer.alloc(0)
  for (const entry of value['e'] as unknown[]) {
    if (!isObject(entry) || !(entry['k'] instanceof Uint8Array)) return undefined
    const shared = Number(entry['p'])
    const record = linkText(entry['v'])
    if (!Number.isSafeInteger(shared) || shared > before.length || record === undefined) return undefined
    before = Buffer.concat([before.subarray(0, shared), entry['k']])
    if (before.length > longestKey) return undefined
    entries.push({ key: before.toString('latin1'), record })
    const tree = linkText(entry['t'])
    if (tree) below.push(tree)
  }
  return { entries, below }
}

function sort(repository: Repository, block: Block): void {
  if (!block.genuine) {
    repository.altered++
    return
  }
  const value = decoded(block.bytes)
  if (!isObject(value)) return
  if (value['$type'] === postCollection || value['e'] !== undefined) repository.held += block.bytes.length
  if (value['$type'] === postCollection) {
    // A copy: the block is a window on a larger chunk that would otherwise stay in memory.
    repository.posts.set(block.cid, Uint8Array.from(block.bytes))
    return
  }
  const data = linkText(value['data'])
  if (data !== undefined && typeof value['did'] === 'string' && block.cid === repository.root) {
    repository.did = isDid(value['did']) ? value['did'] : undefined
    repository.top = data
    return
  }
  const node = readNode(value)
  if (node) repository.nodes.set(block.cid, node)
}

/** Links and bytes of DAG-CBOR in the form that JSON answers have them (atproto.com/specs/data-model). */
function asJson(value: unknown, depth = 0): unknown {
  if (depth > 32 || typeof value !== 'object' || value === null) return value
  const link = linkText(value)
  if (link !== undefined) return { $link: link }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map((one) => asJson(one, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asJson(one, depth + 1)]))
}

/** Keys and records: of the tree from its top, or of every node there is when parts of the tree are missing. */
function entriesOf({ nodes, top }: Repository): Node['entries'] {
  const entries: Node['entries'][number][] = []
  const visited = new Set<string>()
  let whole = top !== undefined
  const pending = top === undefined ? [] : [top]
  for (let cid = pending.pop(); cid !== undefined; cid = pending.pop()) {
    if (visited.has(cid)) continue
    visited.add(cid)
    const node = nodes.get(cid)
    if (node === undefined) whole = false
    else {
      entries.push(...node.entries)
      pending.push(...node.below)
    }
  }
  return whole ? entries : [...nodes.values()].flatMap((node) => node.entries)
}

interface About {
  readonly did: string
  readonly handle: string
  readonly service: string
  readonly fetchedAt: Date
}

/** @returns with when it is said to have been published; undefined: it is no post. */
function itemOf(
  about: About,
  rkey: string,
  cid: string,
  bytes: Uint8Array,
): { readonly item: CollectedItem; readonly said: unknown } | undefined {
  const post = readPost({ uri: postUri(about.did, rkey), cid, value: asJson(decoded(bytes)) })
  if (post === undefined) return undefined
  const answer = {
    url: `bluesky-car:${about.did}/${cid}`,
    status: 200,
    headers: {},
    fetchedAt: about.fetchedAt.toISOString(),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
  const item: CollectedItem = {
    ...mapPost(post, about, false),
    source: 'bluesky-car',
    raw: { bytes, mediaType: 'application/vnd.ipld.dag-cbor', answer },
  }
  return { item, said: post.record['createdAt'] }
}

async function readRepository(
  repository: Repository,
  bytes: AsyncIterable<Uint8Array>,
): Promise<CarEnd | 'tooLarge' | 'unread'> {
  for await (const event of readCar(bytes)) {
    if ('end' in event)
      return event.end === 'malformed' && repository.root === undefined ? 'unread' : event.end
    if ('roots' in event) repository.root = event.roots[0] ?? ''
    else sort(repository, event.block)
    if (repository.held > heldBytes) return 'tooLarge'
  }
  return 'truncated'
}

const endings = {
  unread:
    'Filen är ingen CAR-fil från Bluesky, så inget kunde läsas. Hämta arkivet igen under Inställningar, Konto, Exportera mina data.',
  truncated:
    'Filen slutar mitt i. Det som är helt togs in. Hämta arkivet igen och ta in det en gång till, det som redan finns blir inte dubbelt.',
  malformed:
    'Filen går inte att läsa till slutet. Det som stod före felet togs in. Hämta arkivet igen och ta in det en gång till.',
  tooLarge:
    'Filen innehåller mer än 1\u00a0GB inlägg. Det som stod först togs in. Låt insamlingen hämta resten.',
} as const

/** What a person must know of blocks that could not be used. */
function* remarks(
  altered: number,
  unreadable: number,
  missing: number,
  loose: number,
): Generator<StreamEvent> {
  if (altered > 0) {
    yield {
      notice: `${altered} block i filen stämmer inte med sin kontrollsumma (CID) och togs inte in. Filen är skadad eller ändrad.`,
    }
  }
  if (unreadable > 0) yield { notice: `${unreadable} inlägg i filen gick inte att tolka och togs inte in.` }
  if (missing > 0) yield { notice: `${missing} inlägg nämns i filen men följer inte med, och togs inte in.` }
  if (loose > 0) {
    yield {
      notice: `${loose} inlägg i filen har ingen plats i kontots träd, så deras adress är okänd. De togs inte in.`,
    }
  }
}

/**
 * A Bluesky account's repository (com.atproto.sync.getRepo): every post in it, each block held against its CID.
 * Posts answering others are drawn up by the account too: comments. The commit's signature is not checked: the key
 * stands in the DID document, not in the file. Pictures are not in the file; their addresses at the PDS are.
 */
export const importCar: StreamImporter = async function* (bytes, { settings, clock }) {
  const repository = emptyRepository()
  const end = await readRepository(repository, bytes)
  if (end === 'unread') return yield { notice: endings.unread }
  const handle = settings['handle'] ?? ''
  const did = repository.did ?? (isDid(handle) ? handle : undefined)
  if (did === undefined) {
    yield {
      notice: 'Det framgår inte av filen vilket konto den gäller, så inget togs in. Hämta arkivet igen.',
    }
    return yield* remarks(repository.altered, 0, 0, repository.posts.size)
  }
  if (isDid(handle) && handle !== did) {
    const notice = `Filen gäller kontot ${did} och inte ${handle}. Inget togs in. Välj rätt konto.`
    return yield { notice, of: 'another' }
  }
  const service = URL.canParse(settings['service'] ?? '') ? new URL(settings['service'] ?? '').origin : ''
  const about = { did, handle: handle || did, service, fetchedAt: clock.now() }
  const placed = new Set<string>()
  let [unreadable, missing, unbelieved] = [0, 0, 0]
  for (const { key, record } of entriesOf(repository)) {
    if (!key.startsWith(`${postCollection}/`)) continue
    const block = repository.posts.get(record)
    if (block === undefined) missing++
    else {
      placed.add(record)
      const found = itemOf(about, key.slice(postCollection.length + 1), record, block)
      if (!found) unreadable++
      else {
        if (!isBelievable(String(found.said), about.fetchedAt)) unbelieved++
        yield { item: found.item }
      }
    }
  }
  if (end !== 'whole') yield { notice: endings[end] }
  yield* remarks(repository.altered, unreadable, missing, repository.posts.size - placed.size)
  if (unbelieved > 0) yield { notice: unbelievedText(unbelieved) }
}
