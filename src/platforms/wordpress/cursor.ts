import { isObject, type Json } from '../../kernel/index.ts'

/** Where a round ended. */
export interface Cursor {
  /** The newest change (posts, pages) and the newest comment seen; GMT as WordPress writes it. */
  readonly marks: Readonly<Record<'posts' | 'pages' | 'comments', string | null>>
  /** When the newest in each state were last looked at; milliseconds since 1970. */
  readonly looked: number | null
  /** A first listing that is not finished: which list, and how far into it. */
  readonly back?: { readonly list: number; readonly offset: number }
}

export const cursorJson = ({ marks, looked, back }: Cursor): Json => ({
  marks: { ...marks },
  looked,
  ...(back ? { back: { ...back } } : {}),
})

const mark = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const whole = (value: unknown): number =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : 0

/** The stored cursor, or undefined when there is none yet (or none of this shape). */
export function readCursor(json: Json | null): Cursor | undefined {
  if (!isObject(json) || !isObject(json['marks'])) return undefined
  const { posts, pages, comments } = json['marks']
  const back = json['back']
  return {
    marks: { posts: mark(posts), pages: mark(pages), comments: mark(comments) },
    looked: typeof json['looked'] === 'number' ? json['looked'] : null,
    ...(isObject(back) ? { back: { list: whole(back['list']), offset: whole(back['offset']) } } : {}),
  }
}
