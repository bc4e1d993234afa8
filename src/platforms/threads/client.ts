import { isObject } from '../../kernel/index.ts'
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

/** A list, page by page. */
export const listed = (connection: Connection, asked: graph.GraphCall): AsyncGenerator<Outcome<ListPage>> =>
  pages(threadsGraph, connection, asked)
