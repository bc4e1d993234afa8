import { z } from 'zod'
import type { Json } from '../../kernel/index.ts'
import type { FeedKind } from './mapping.ts'

const seenItem = z.tuple([z.string(), z.string(), z.string().nullable()])
const leftItem = z.tuple([z.string(), z.string().nullable(), z.number().int()])

const feedState = z.object({
  url: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** What the feed showed last: id, beginning of the version key, address. */
  seen: z.array(seenItem),
  /** What has left the feed and is being asked for: id, address, in how many rounds it has been announced as gone. */
  left: z.array(leftItem),
})

const cursor = z.object({ post: feedState.optional(), comment: feedState.optional() })

export type FeedState = z.infer<typeof feedState>
export type SeenItem = z.infer<typeof seenItem>
export type LeftItem = z.infer<typeof leftItem>
export type Cursor = Readonly<Partial<Record<FeedKind, FeedState>>>

/** A cursor that is not ours (from before, or none) is the beginning. */
export function readCursor(json: Json | null): Cursor {
  const read = cursor.safeParse(json)
  if (!read.success) return {}
  const { post, comment } = read.data
  return { ...(post === undefined ? {} : { post }), ...(comment === undefined ? {} : { comment }) }
}

/** Where the feed was last time; from the beginning when its address has been changed. */
export const stateFor = (known: Cursor, kind: FeedKind, url: string): FeedState => {
  const state = known[kind]
  return state?.url === url ? state : { url, seen: [], left: [] }
}

/** JSON without the undefined that optional members may hold. */
export const asJson = (value: Cursor): Json => JSON.parse(JSON.stringify(value)) as Json
