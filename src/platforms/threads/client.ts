import { fail, isObject, limits } from '../../kernel/index.ts'
import type { Connection, Outcome } from '../contract.ts'
import * as graph from '../graph/client.ts'
import { type ListPage, pages } from '../graph/paging.ts'
import type { JsonSlice } from '../json-slice.ts'

/** Threads has a Graph of its own, with one version that has not ended. */
export const threadsGraph: graph.Graph = { origin: 'https://graph.threads.net', version: 'v1.0' }

export type Called = graph.Called
export const { answerOf } = graph

export const call = (connection: Connection, asked: graph.GraphCall): Promise<Outcome<Called>> =>
  graph.call(threadsGraph, connection, asked)

export const userOf = ({ settings }: Connection): string => settings['userId'] ?? ''

export const membersOf = (slice: JsonSlice): Readonly<Record<string, unknown>> => {
  const value = slice.value
  return isObject(value) ? value : {}
}

/** A list, page by page. One that is longer than a round may be ends in a failure: it was not read to its end. */
export async function* listed(
  connection: Connection,
  asked: graph.GraphCall,
): AsyncGenerator<Outcome<ListPage>> {
  let next: string | undefined
  for await (const page of pages(threadsGraph, connection, asked, limits.pagesPerRound)) {
    yield page
    next = page.ok ? page.value.next : undefined
  }
  if (next === undefined) return
  const at = new Date(connection.clock.now().getTime() + 60_000)
  yield fail({
    kind: 'retryLater',
    at,
    detail: 'Listan hos Threads är för lång för en omgång. Läsningen tas om.',
  })
}
