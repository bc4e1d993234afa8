import { expect, test } from 'vitest'
import { startInstagramDouble } from '../../doubles/instagram/index.ts'
import { startThreadsDouble } from '../../doubles/threads/index.ts'
import { catalogue } from './catalogue.ts'
import type { ToldItem } from './contract.ts'

/** What deliveries say of the items that they name, on each platform that sends them (A1: nothing written may vanish). */
const toldIn = (platform: string, ...deliveries: readonly (Uint8Array | object)[]): ToldItem[] =>
  deliveries
    .map((one) => (one instanceof Uint8Array ? one : Buffer.from(JSON.stringify(one))))
    .flatMap((bytes) => catalogue.get(platform)?.events?.read(bytes) ?? [])
    .flatMap(({ told = [] }) => told)

const at = 1_795_000_000
const then = new Date(at * 1_000).toISOString()

test('Facebook: who wrote a comment and what, who removed one, and a message', () => {
  const change = (value: object) => ({
    field: 'feed',
    value: { item: 'comment', created_time: at, ...value },
  })
  const from = { id: '77', name: 'Anna' }
  const ids = { comment_id: '1_2', post_id: '5_1', parent_id: '5_1' }
  const entry = [
    {
      id: '5',
      changes: [
        change({ verb: 'add', from, message: 'Idioter!', ...ids }),
        change({ verb: 'remove', from, ...ids }),
        change({
          verb: 'add',
          from: { id: '5', name: 'Kommunen' },
          message: 'Hej',
          ...ids,
          comment_id: '1_3',
        }),
      ],
      messaging: [
        {
          sender: { id: '78' },
          recipient: { id: '5' },
          timestamp: at * 1_000,
          message: { mid: 'm_1', text: 'Hjälp' },
        },
        { sender: { id: '5' }, timestamp: at * 1_000, message: { mid: 'm_2', text: 'Ja', is_echo: true } },
      ],
    },
  ]
  const comment = { platformId: '1_2', kind: 'comment', parent: '5_1', direction: 'received', authorId: '77' }
  expect(toldIn('facebook', { object: 'page', entry })).toEqual([
    { ...comment, author: 'Anna', text: 'Idioter!', publishedAt: then },
    { ...comment, author: 'Anna', publishedAt: then },
    {
      ...comment,
      platformId: '1_3',
      direction: 'drawnUp',
      authorId: '5',
      author: 'Kommunen',
      text: 'Hej',
      publishedAt: then,
    },
    {
      platformId: 'm_1',
      kind: 'message',
      direction: 'received',
      authorId: '78',
      text: 'Hjälp',
      publishedAt: then,
    },
    {
      platformId: 'm_2',
      kind: 'message',
      direction: 'drawnUp',
      authorId: '5',
      text: 'Ja',
      publishedAt: then,
    },
  ])
})

test('Instagram: a comment with its writer, a message; of a mention only where it is', async () => {
  const double = await startInstagramDouble()
  const post = double.addPost({ text: 'Torget' })
  double.addComment({ as: 'anna', to: post.id, text: 'Idioter!' })
  double.addMention({ as: 'bo', under: post.id, text: '@kommunen' })
  double.addMessage({ as: 'bo', text: 'Hjälp' })
  await double.close()
  expect(toldIn('instagram', ...double.deliveries.map(({ bytes }) => bytes))).toMatchObject([
    { kind: 'comment', direction: 'received', author: 'anna', text: 'Idioter!', parent: post.id },
    { kind: 'comment', direction: 'received' },
    { kind: 'message', direction: 'received', text: 'Hjälp' },
  ])
})

test('Threads: an answer with its writer', async () => {
  const double = await startThreadsDouble()
  const post = double.addPost({ text: 'Torget' })
  const reply = double.addReply({ as: 'anna', to: post.id, text: 'Idioter!' })
  await double.close()
  expect(toldIn('threads', ...double.deliveries.map(({ bytes }) => bytes))).toEqual([
    {
      platformId: reply.id,
      kind: 'comment',
      parent: post.id,
      direction: 'received',
      author: 'anna',
      text: 'Idioter!',
    },
  ])
})

test('LinkedIn: a comment and its writer’s number; of a deleted one, nothing', () => {
  const urn = 'urn:li:comment:(urn:li:activity:1,2)'
  const notification = (action: string, more: object) => ({
    notificationId: 1,
    organizationalEntity: 'urn:li:organization:5',
    action,
    generatedActivity: urn,
    lastModifiedAt: at * 1_000,
    ...more,
  })
  const shown = { comment: { entity: urn, owner: 'urn:li:person:anna', text: 'Idioter!' } }
  const notifications = [
    notification('COMMENT', { decoratedGeneratedActivity: shown }),
    notification('COMMENT_DELETE', {}),
  ]
  expect(toldIn('linkedin', { notifications })).toEqual([
    {
      platformId: urn,
      kind: 'comment',
      direction: 'received',
      authorId: 'urn:li:person:anna',
      text: 'Idioter!',
      publishedAt: then,
    },
  ])
})

test('X: an answer and a message with their writers’ numbers; of a deletion, nothing', () => {
  const event = (event_type: string, payload: object) => ({
    data: { event_uuid: '1', filter: { user_id: '5' }, event_type, payload },
  })
  const post = {
    id: '9',
    edit_history_tweet_ids: ['9'],
    author_id: '77',
    in_reply_to_user_id: '5',
    text: '@oss Idioter!',
  }
  const answers = { created_at: then, referenced_tweets: [{ type: 'replied_to', id: '8' }] }
  const made = { sender_id: '78', target: { recipient_id: '5' }, message_data: { text: 'Hjälp' } }
  const message = {
    type: 'message_create',
    id: '3',
    created_timestamp: String(at * 1_000),
    message_create: made,
  }
  expect(
    toldIn(
      'x',
      event('post.reply.create', { ...post, ...answers }),
      event('post.delete', { id: '9', author_id: '5' }),
      event('dm.received', { direct_message_events: [message] }),
    ),
  ).toEqual([
    {
      platformId: '9',
      kind: 'comment',
      parent: '8',
      direction: 'received',
      authorId: '77',
      text: '@oss Idioter!',
      publishedAt: then,
    },
    {
      platformId: '3',
      kind: 'message',
      direction: 'received',
      authorId: '78',
      text: 'Hjälp',
      publishedAt: then,
    },
  ])
})
