import { fail, ok } from '../../kernel/index.ts'
import type { Connection, Insights, ItemRef, Measurement, Outcome } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, isId } from './client.ts'

/** Mastodon has no statistics of its own: these are counters that stand now, of everything until now. */
const counters = {
  followers: {
    field: 'followers_count',
    label: 'Följare, antal just nu',
    of: 'account',
    comes: 'now',
    tells: 'followers',
  },
  posts: { field: 'statuses_count', label: 'Inlägg och svar, antal hittills', of: 'account', comes: 'now' },
  favourites: { field: 'favourites_count', label: 'Favoritmarkeringar, antal hittills', of: 'item' },
  boosts: { field: 'reblogs_count', label: 'Vidarespridningar, antal hittills', of: 'item' },
  replies: { field: 'replies_count', label: 'Offentliga svar, antal hittills', of: 'item' },
} as const

const isMetric = (name: string): name is keyof typeof counters => Object.hasOwn(counters, name)

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

function counted({ answer, part, json }: Called, field: string): Outcome<Measurement> {
  const value = json.get(field)?.value
  // A server may be set not to count, which some show as -1.
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    return rejected('Mastodonservern lämnar inte ut den siffran.')
  return ok({ values: [{ day: null, value }], answer: rawOf(answer, part) })
}

async function read(
  connection: Connection,
  metric: string,
  _: { readonly from: string; readonly to: string },
  item?: ItemRef,
): Promise<Outcome<Measurement>> {
  if (!isMetric(metric)) return rejected('Mastodon har ingen sådan siffra.')
  const { field, of } = counters[metric]
  if (of === 'item' && !isId(item?.platformId)) return rejected('Siffran gäller ett inlägg.')
  const path =
    of === 'account' ? '/api/v1/accounts/verify_credentials' : `/api/v1/statuses/${item?.platformId ?? ''}`
  const called = await call(connection, { path })
  return called.ok ? counted(called.value, field) : called
}

export const insights: Insights = {
  metrics: Object.entries(counters).map(([name, { field: _, ...metric }]) => ({ name, ...metric })),
  read,
}
