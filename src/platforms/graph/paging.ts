import { fail, limits, ok } from '../../kernel/index.ts'
import type { Connection, Outcome } from '../contract.ts'
import type { JsonSlice } from '../json-slice.ts'
import { type Called, call, type Graph, type GraphCall } from './client.ts'
import { notUnderstood } from './failures.ts'

export interface ListPage {
  readonly called: Called
  readonly elements: readonly JsonSlice[]
  /** Where the list goes on; undefined at its end. */
  readonly next: string | undefined
}

/**
 * What names the next page. The end is where there is no `next`: a page may be empty and go on. Of the address in
 * `next`, which holds the token, only the place is kept.
 */
function placeAfter(json: JsonSlice): string | undefined {
  const paging = json.get('paging')
  const next = paging?.get('next')?.value
  if (typeof next !== 'string') return undefined
  const after = paging?.get('cursors')?.get('after')?.value
  if (typeof after === 'string') return new URLSearchParams({ after }).toString()
  if (!URL.canParse(next)) return undefined
  const kept = ['after', 'until', 'since', '__paging_token', 'offset']
  const from = new URL(next).searchParams
  return new URLSearchParams(
    kept.flatMap((name) => (from.has(name) ? [[name, from.get(name) ?? '']] : [])),
  ).toString()
}

/** One page of a list. @param place `next` of the page before; null for the first. */
export async function listPage(
  graph: Graph,
  connection: Connection,
  asked: GraphCall,
  place: string | null,
): Promise<Outcome<ListPage>> {
  const query = { ...asked.query, ...Object.fromEntries(new URLSearchParams(place ?? '')) }
  const called = await call(graph, connection, { ...asked, query })
  if (!called.ok) return called
  const data = called.value.json.get('data')
  const next = placeAfter(called.value.json)
  // A list that goes on from where it stands would never end.
  if (!Array.isArray(data?.value) || (next !== undefined && next === place)) {
    return fail(notUnderstood('read', connection.clock.now()))
  }
  return ok({ called: called.value, elements: data.elements(), next })
}

/**
 * The pages of a list one after the other. A failure is yielded last, also when the list is longer than `most` pages:
 * it was not read to its end.
 */
export async function* pages(
  graph: Graph,
  connection: Connection,
  asked: GraphCall,
  most: number = limits.pagesPerRound,
): AsyncGenerator<Outcome<ListPage>> {
  let place: string | null = null
  for (let count = 0; count < most; count++) {
    const page: Outcome<ListPage> = await listPage(graph, connection, asked, place)
    yield page
    if (!page.ok || page.value.next === undefined) return
    place = page.value.next
  }
  const at = new Date(connection.clock.now().getTime() + 60_000)
  const detail = 'Listan hos Meta är längre än vad som läses på en gång. Läsningen tas om.'
  yield fail({ kind: 'retryLater', at, detail })
}
