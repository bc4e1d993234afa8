import { createHash } from 'node:crypto'
import type { HttpAnswer } from '../../infra/http/index.ts'
import type { Json } from '../../kernel/index.ts'
import type {
  CollectedItem,
  Connection,
  Failure,
  ItemRef,
  Platform,
  RoundOptions,
  RoundPage,
} from '../contract.ts'

/** A fault as doubles/server.ts has them. */
export type WorldFault = { readonly on?: 'orders' | 'reads' } & (
  | { readonly kind: 'slow' | 'tooMany'; readonly seconds: number }
  | { readonly kind: 'error' | 'empty' | 'half' | 'revoked' }
)

/** What happens at the platform, as its double lets it happen. */
export interface World {
  /** publishedAt is what the platform says, also when it makes no sense. */
  addPost(post: {
    readonly text: string
    readonly publishedAt?: string
    readonly image?: { readonly alt: string }
  }): Promise<ItemRef>
  /** By a member of the public. */
  addComment(to: ItemRef, text: string): Promise<ItemRef>
  editItem(ref: ItemRef, text: string): Promise<void>
  removeItem(ref: ItemRef): Promise<void>
  fault(fault: WorldFault | undefined): void
}

export interface Stage {
  readonly connection: Connection
  readonly world: World
  /** Goes to a moment, where the world and the connection go by a clock of their own. */
  readonly later?: (at: Date) => void
  stop(): Promise<void>
}

export interface Setup {
  readonly platform: Platform
  /** false where the platform's own server refuses hostile content, so that it cannot be made to show any. */
  readonly hostile?: false
  readonly start: () => Promise<Stage>
}

export interface Round {
  readonly items: readonly CollectedItem[]
  readonly pages: readonly RoundPage[]
  readonly cursor: Json | null
  readonly failure: Failure | undefined
}

/** One round to its end. What comes after a failure is a broken promise. */
export async function roundOf(
  platform: Platform,
  connection: Connection,
  options: Partial<RoundOptions> = {},
): Promise<Round> {
  const whole = { cursor: null, mode: 'new', since: null, ...options } as const
  const pages: RoundPage[] = []
  let failure: Failure | undefined
  for await (const outcome of platform.collection.round(connection, whole)) {
    if (failure !== undefined) throw new Error('the round went on after its failure')
    if (outcome.ok) pages.push(outcome.value)
    else failure = outcome.error
  }
  const cursor = pages.at(-1)?.cursor ?? whole.cursor
  return { items: pages.flatMap((page) => page.items), pages, cursor, failure }
}

export const reconcile = (platform: Platform, connection: Connection, cursor: Json | null = null) =>
  roundOf(platform, connection, { mode: 'reconcile', cursor })

export const pairOf = (item: CollectedItem): string => `${item.kind} ${item.platformId} ${item.versionKey}`

/** The connection with a memory of every answer, by its SHA-256 in hex. */
export function recorded(connection: Connection): {
  connection: Connection
  answers: Map<string, HttpAnswer>
} {
  const answers = new Map<string, HttpAnswer>()
  const http: Connection['http'] = {
    async request(request) {
      const got = await connection.http.request(request)
      if (got.ok) answers.set(createHash('sha256').update(got.value.bytes).digest('hex'), got.value)
      return got
    },
  }
  return { connection: { ...connection, http }, answers }
}

/** The connection in a hurry: every answer within the time or not at all. */
export const impatient = (connection: Connection, milliseconds: number): Connection => ({
  ...connection,
  http: {
    request: (request) => connection.http.request({ ...request, timeoutMilliseconds: milliseconds }),
  },
})
