import { isObject, type Json } from '../../kernel/index.ts'

/** Where an unfinished listing stands. */
export interface Place {
  /** Which of the lists. */
  readonly part: number
  /** The list's page; null: the first. */
  readonly page: string | null
}

export interface Cursor {
  /** The newest `updated_time` of a whole round, ISO; null while the first listing is not finished. */
  readonly mark: string | null
  readonly at?: Place
  /** The newest seen by the unfinished listing. */
  readonly newest?: string
}

export const cursorJson = ({ mark, at, newest }: Cursor): Json => ({
  mark,
  ...(at ? { at: { ...at } } : {}),
  ...(newest ? { newest } : {}),
})

const time = (value: unknown): string | null =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null

export function readCursor(json: Json | null): Cursor {
  if (!isObject(json)) return { mark: null }
  const { at, newest, mark } = json
  const place =
    isObject(at) && Number.isSafeInteger(at['part'])
      ? { at: { part: Number(at['part']), page: typeof at['page'] === 'string' ? at['page'] : null } }
      : {}
  const known = time(newest)
  return { mark: time(mark), ...place, ...(known ? { newest: known } : {}) }
}
