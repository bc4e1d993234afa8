import { fail, ok } from '../../../kernel/index.ts'
import type { CollectedItem, Connection, Outcome, Published } from '../../contract.ts'
import { rawOf } from '../../raw.ts'
import { type Called, call, type Me } from '../client.ts'
import { notUnderstood } from '../failures.ts'
import { itemIn, messageFields, postFields } from '../reading/items.ts'

const lookBack = 48 * 60 * 60_000

/**
 * X has no key of ours. What the account has written with the very same words in the last two days is taken for it: X
 * itself refuses the same words twice.
 */
export interface Sent {
  readonly text: string
  /** What it answers, or whom a message is to; empty for a post. */
  readonly to: string
}

/** X makes a link of an address that is written without https, and gives it back with. */
const bare = (text: string): string =>
  text
    .replaceAll(/https?:\/\//g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

export async function lookIn(
  connection: Connection,
  own: Me,
  sent: Sent,
  kind: 'post' | 'message',
): Promise<Outcome<Published | undefined>> {
  const start = new Date(connection.clock.now().getTime() - lookBack).toISOString()
  const asked =
    kind === 'post'
      ? { path: `/2/users/${own.id}/tweets`, query: { ...postFields, max_results: '100', start_time: start } }
      : {
          path: `/2/dm_conversations/with/${sent.to}/dm_events`,
          query: { ...messageFields, max_results: '100' },
        }
  const called = await call(connection, asked)
  if (!called.ok) return called
  const source = kind === 'post' ? '/2/users/tweets' : '/2/dm_events'
  const fits = (item: CollectedItem): boolean =>
    item.direction === 'drawnUp' &&
    bare(item.text) === bare(sent.text) &&
    item.publishedAt >= start &&
    (kind === 'message' || (item.parent ?? '') === sent.to)
  for (const slice of called.value.json.get('data')?.elements() ?? []) {
    const item = itemIn(called.value, slice, source, { own, conversations: new Set() }).find(fits)
    if (item) return ok(publishedFrom(item))
  }
  return ok(undefined)
}

const publishedFrom = ({ platformId, permalink, raw }: CollectedItem): Published => ({
  platformId,
  ...(permalink === undefined ? {} : { permalink }),
  answer: raw,
})

export function madeBy(connection: Connection, called: Called, own: Me, name: string): Outcome<Published> {
  const id = called.json.get('data')?.get(name)?.value
  if (typeof id !== 'string' || !/^\d{1,20}$/.test(id))
    return fail(notUnderstood('order', connection.clock.now()))
  const permalink = name === 'id' ? { permalink: `https://x.com/${own.username}/status/${id}` } : {}
  return ok({ platformId: id, ...permalink, answer: rawOf(called.answer, called.part) })
}
