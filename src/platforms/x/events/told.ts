import { isObject } from '../../../kernel/index.ts'
import type { ItemRef, ToldItem } from '../../contract.ts'
import { saidAt } from '../../published-time.ts'

/** What events say of an item itself: samples in ../shared/data/contracts/x/event-payloads. */

type Loose = Readonly<Record<string, unknown>>

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const told = (
  ref: ItemRef,
  own: boolean,
  authorId: string | undefined,
  said: string | undefined,
): ToldItem => ({
  ...ref,
  direction: own ? 'drawnUp' : 'received',
  ...(authorId !== undefined && { authorId }),
  ...(said !== undefined && { text: said }),
})

export function toldPost(ref: ItemRef, payload: Loose, user: string): ToldItem {
  const [authorId, publishedAt] = [text(payload['author_id']), text(payload['created_at'])]
  return {
    ...told(ref, authorId === user, authorId, text(payload['text'])),
    ...(publishedAt !== undefined && { publishedAt }),
  }
}

export function toldMessage(ref: ItemRef, event: Loose, user: string): ToldItem {
  const made = isObject(event['message_create']) ? event['message_create'] : {}
  const data = isObject(made['message_data']) ? made['message_data'] : {}
  const sender = text(made['sender_id'])
  return {
    ...told(ref, sender === user, sender, text(data['text'])),
    ...saidAt(Number(event['created_timestamp']), 1),
  }
}
