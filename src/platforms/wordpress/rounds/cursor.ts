import { isObject, type Json } from '../../../kernel/index.ts'

/** Where a round ended. */
export interface Cursor {
  /** The newest change seen; GMT as WordPress writes it. */
  readonly marks: Readonly<Record<'posts' | 'pages', string | null>>
  /** The highest number of a comment seen; 0: none. They are given in rising order. */
  readonly newestComment: number
  /** What each glance at the newest answered last, by its name; left out where it must be looked behind again. */
  readonly seen: Readonly<Record<string, string>>
  /** When each of the turns was last taken; milliseconds since 1970. */
  readonly taken: readonly (number | null)[]
  /** A first listing that is not finished: which list, and how far into it. */
  readonly back?: { readonly list: number; readonly offset: number }
}

export const noCursor: Cursor = { marks: { posts: null, pages: null }, newestComment: 0, seen: {}, taken: [] }

export const cursorJson = ({ marks, newestComment, seen, taken, back }: Cursor): Json => ({
  marks: { ...marks },
  newestComment,
  seen: { ...seen },
  taken: [...taken],
  ...(back ? { back: { ...back } } : {}),
})

const mark = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const whole = (value: unknown): number =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : 0

/** The stored cursor, or undefined when there is none yet (or none of this shape: then all is listed anew). */
export function readCursor(json: Json | null): Cursor | undefined {
  if (!isObject(json) || !isObject(json['marks']) || typeof json['newestComment'] !== 'number')
    return undefined
  const { posts, pages } = json['marks']
  const { back, seen, taken } = json
  return {
    marks: { posts: mark(posts), pages: mark(pages) },
    newestComment: whole(json['newestComment']),
    seen: Object.fromEntries(
      Object.entries(isObject(seen) ? seen : {}).filter(
        (pair): pair is [string, string] => typeof pair[1] === 'string',
      ),
    ),
    taken: (Array.isArray(taken) ? taken : []).map((at: unknown) => (typeof at === 'number' ? at : null)),
    ...(isObject(back) ? { back: { list: whole(back['list']), offset: whole(back['offset']) } } : {}),
  }
}
