import { isObject, type Json } from '../../../kernel/index.ts'

/** replies: what is addressed to the account · threads: whatever is said in the conversations that are watched */
export const lists = ['posts', 'replies', 'threads', 'mentions', 'messages'] as const
export type List = (typeof lists)[number]

/** Where a round stood in a list when it stopped. Lists come newest first, so what is left is older than `before`. */
export interface Cut {
  readonly list: List
  /** Id; what is left is older. Empty: nothing is read yet. */
  readonly before: string
  /** Of messages, which have no question for older ids. */
  readonly token: string
  /** The newest id read: the list's mark once it has been read to its end. */
  readonly top: string
  /** Searches that are left, the cut one first. */
  readonly searches: readonly string[]
}

/** The newest id of each list that is read to its end, and the conversations that are watched. */
export interface Cursor extends Readonly<Record<List, string>> {
  /** Newest first. */
  readonly conversations: readonly string[]
  /** When the conversations were last asked about; milliseconds since 1970. */
  readonly threadsAt: number
  /** Of rounds for what is new, and of reconciling: neither goes on with the other's. */
  readonly cut: Cut | null
  readonly sweep: Cut | null
}

const idIn = (value: unknown): string => (typeof value === 'string' && /^\d{1,19}$/.test(value) ? value : '')
const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 600) : '')

export { idIn }

function readCut(json: unknown): Cut | null {
  const list = isObject(json) ? lists.find((one) => one === json['list']) : undefined
  if (!isObject(json) || list === undefined) return null
  const searches = Array.isArray(json['searches']) ? json['searches'].slice(0, 20).map(text) : []
  return { list, before: idIn(json['before']), token: text(json['token']), top: idIn(json['top']), searches }
}

export function readCursor(json: Json | null): Cursor {
  const from = isObject(json) ? json : {}
  const known = Array.isArray(from['conversations']) ? from['conversations'].map(idIn).filter(Boolean) : []
  return {
    posts: idIn(from['posts']),
    replies: idIn(from['replies']),
    // Cursors from before had one mark for both.
    threads: idIn(from['threads'] ?? from['replies']),
    mentions: idIn(from['mentions']),
    messages: idIn(from['messages']),
    conversations: known,
    threadsAt: typeof from['threadsAt'] === 'number' ? from['threadsAt'] : 0,
    cut: readCut(from['cut']),
    sweep: readCut(from['sweep']),
  }
}

export const cursorJson = (cursor: Cursor): Json => JSON.parse(JSON.stringify(cursor)) as Json

/** Ids are longer the later they are, and equally long ones sort as text. */
export const later = (a: string, b: string): string =>
  b.length > a.length || (b.length === a.length && b > a) ? b : a

export const earlier = (a: string, b: string): string => (a === '' ? b : later(a, b) === a ? b : a)

/** When an id was made: X counts milliseconds since 2010-11-04 in its upper bits. */
export const timeOfId = (id: string): number => Number((BigInt(id || '0') >> 22n) + 1_288_834_974_657n)
