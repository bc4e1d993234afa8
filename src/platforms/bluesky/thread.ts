import { ok } from '../../kernel/index.ts'
import type { Connection, Outcome } from '../contract.ts'
import type { JsonSlice } from '../json-slice.ts'
import { type Called, callWhole } from './client.ts'
import { type Seen, seenIn } from './reading.ts'
import { parsePostUri } from './syntax.ts'

/**
 * Levels asked for at once: each is two levels of JSON, and answers nested past limits.jsonDepth are not read.
 * Longer chains are read on from where the answer ends.
 */
const depth = 20
/** Calls for one thread; a thread that needs more is read on in the next round's list of single items. */
const callsPerThread = 200

const source = 'app.bsky.feed.getPostThread'

export interface Thread {
  readonly posts: readonly Seen[]
  /** Posts that a block stands before. They are there, and are asked for by another way. */
  readonly blocked: readonly string[]
  /** Posts that the app view itself says are not there. */
  readonly notFound: readonly string[]
}

interface Reading {
  readonly posts: Map<string, Seen>
  readonly blocked: Set<string>
  readonly notFound: Set<string>
  readonly begun: Set<string>
  readonly todo: string[]
}

const uriOf = (node: JsonSlice): string | undefined => {
  const uri = node.get('uri')?.value
  return typeof uri === 'string' && parsePostUri(uri) ? uri : undefined
}

function readNode(reading: Reading, called: Called, node: JsonSlice): void {
  const pending = [node]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const uri = uriOf(next)
    if (uri !== undefined && next.get('blocked')?.value === true) reading.blocked.add(uri)
    if (uri !== undefined && next.get('notFound')?.value === true) reading.notFound.add(uri)
    const [seen] = next.get('post') ? seenIn(called, next.get('post') ?? next, source) : []
    if (seen === undefined) continue
    reading.posts.set(seen.facts.uri, seen)
    const replies = next.get('replies')?.elements() ?? []
    pending.push(...replies)
    if (replies.length === 0 && seen.facts.replyCount > 0) reading.todo.push(seen.facts.uri)
  }
}

/** Everything below a post, as the public sees it without signing in; the post itself is in it too. */
export async function readThread(connection: Connection, start: string): Promise<Outcome<Thread>> {
  const reading: Reading = {
    posts: new Map(),
    blocked: new Set(),
    notFound: new Set(),
    begun: new Set(),
    todo: [start],
  }
  for (let uri = reading.todo.shift(); uri !== undefined; uri = reading.todo.shift()) {
    if (reading.begun.has(uri) || reading.begun.size >= callsPerThread) continue
    reading.begun.add(uri)
    const query = { uri, depth, parentHeight: 0 }
    const got = await callWhole(connection, { host: 'appview', method: source, query })
    if (!got.ok) {
      if (got.error.failure.kind !== 'gone') return { ok: false, error: got.error.failure }
      reading.notFound.add(uri)
      continue
    }
    const root = got.value.json.get('thread')
    if (root) readNode(reading, got.value, root)
  }
  return ok({
    posts: [...reading.posts.values()],
    blocked: [...reading.blocked],
    notFound: [...reading.notFound],
  })
}
