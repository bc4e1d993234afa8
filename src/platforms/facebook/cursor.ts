import { isObject, type Json } from '../../kernel/index.ts'

/** Where an unfinished listing stands. */
export interface Place {
  /** Which of the lists. */
  readonly part: number
  /** The list's page; null: the first. */
  readonly page: string | null
  /** The thing in that page which is next, and the page of what stands under it; those before it are done. */
  readonly under?: { readonly id: string; readonly page: string | null }
  /** Reconciling has used up a round's answers, and goes on from here: from the beginning it would never be done. */
  readonly sweeping?: true
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
  ...(at ? { at: { ...at, ...(at.under ? { under: { ...at.under } } : {}) } } : {}),
  ...(newest ? { newest } : {}),
})

const time = (value: unknown): string | null =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null

export function readCursor(json: Json | null): Cursor {
  if (!isObject(json)) return { mark: null }
  const { newest, mark } = json
  const [at, known] = [placeIn(json['at']), time(newest)]
  return { mark: time(mark), ...(at ? { at } : {}), ...(known ? { newest: known } : {}) }
}

const pageIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function placeIn(at: unknown): Place | undefined {
  if (!isObject(at) || !Number.isSafeInteger(at['part'])) return undefined
  const { page, under, sweeping } = at
  const below =
    isObject(under) && typeof under['id'] === 'string'
      ? { under: { id: under['id'], page: pageIn(under['page']) } }
      : {}
  return {
    part: Number(at['part']),
    page: pageIn(page),
    ...below,
    ...(sweeping === true ? { sweeping } : {}),
  }
}
