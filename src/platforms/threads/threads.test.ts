import { expect, test } from 'vitest'
import { startThreadsDouble } from '../../../doubles/threads/index.ts'
import { connectionTo } from '../../../tests/support/threads-stage.ts'
import { reconcile } from '../conformance/world.ts'
import { conformance } from '../conformance.ts'
import type { ItemRef } from '../contract.ts'
import { threads } from './platform.ts'

const ref = (platformId: string, kind: ItemRef['kind'], parent?: string): ItemRef => ({
  platformId,
  kind,
  ...(parent === undefined ? {} : { parent }),
})

conformance('threads', {
  platform: threads,
  start: async () => {
    const double = await startThreadsDouble()
    return {
      connection: connectionTo(double),
      world: {
        addPost: async ({ text, publishedAt, image }) => {
          const stated = publishedAt === undefined ? {} : { timestamp: publishedAt }
          return ref(double.addPost({ text, ...stated, ...(image ? { image } : {}) }).id, 'post')
        },
        addComment: async (to, text) =>
          ref(double.addReply({ as: 'anna', to: to.platformId, text }).id, 'comment'),
        editItem: async () => undefined,
        removeItem: async ({ platformId }) => double.removeItem(platformId),
        fault: (fault) => double.fault(fault),
      },
      stop: () => double.close(),
    }
  },
})

test('a reply that waits is collected as held, and is visible when it has been approved', async () => {
  const double = await startThreadsDouble()
  const connection = connectionTo(double)
  const post = double.addPost({ text: 'Torget' })
  const reply = double.addReply({ as: 'anna', to: post.id, text: 'Fult', pending: true })
  const waiting = ref(reply.id, 'comment', post.id)
  const { items } = await reconcile(threads, connection)
  expect(items.find(({ platformId }) => platformId === reply.id)).toMatchObject({
    state: 'held',
    parent: post.id,
  })
  expect(await threads.collection.fetchItem(connection, waiting)).toMatchObject({ value: { state: 'held' } })
  for (let time = 0; time < 2; time++)
    expect(await threads.moderation?.approve?.(connection, waiting)).toMatchObject({ ok: true })
  expect(await threads.collection.fetchItem(connection, waiting)).toMatchObject({
    value: { state: 'visible' },
  })
  await double.close()
})

test('the check tells what is wrong, and the probe what is lacking', async () => {
  const double = await startThreadsDouble({ scopes: ['threads_basic', 'threads_read_replies'] })
  const connection = connectionTo(double)
  const told = async (change: Partial<typeof connection>) => {
    const got = await threads.check({ ...connection, ...change })
    return got.ok ? '' : got.error.detail
  }
  const settings = (userId: string) => ({ settings: { ...connection.settings, userId } })
  expect(await told({})).toBe('')
  expect(await told(settings('storlunda'))).toContain('bara siffror')
  expect(await told(settings('42'))).toContain('Rätta kontots nummer (userId), eller logga in rätt konto')
  const proofs = await threads.probe?.(connection)
  const works = proofs?.ok ? Object.fromEntries(proofs.value.map((one) => [one.capability, one.works])) : {}
  expect(works).toMatchObject({ posts: true, hide: true, mentions: false, publish: false, insights: false })
  expect(JSON.stringify(proofs)).toContain('threads_content_publish. Lägg till den i appen')
  await double.close()
  const narrow = await startThreadsDouble({ scopes: ['threads_basic'] })
  const refused = await threads.check(connectionTo(narrow))
  expect(refused).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('saknar behörigheten threads_read_replies') },
  })
  await narrow.close()
})

test('collecting stops when nearly all that Meta allows is used, and what had come is kept', async () => {
  const double = await startThreadsDouble()
  const first = double.addPost({ text: 'Torget' })
  double.addReply({ as: 'anna', to: first.id, text: 'När?' })
  const connection = connectionTo(double)
  const { http } = connection
  const usage = JSON.stringify({ 1: [{ type: 'threads', call_count: 96, total_cputime: 1, total_time: 1 }] })
  const nearlyUsed = {
    ...connection,
    http: {
      request: async (request: Parameters<typeof http.request>[0]) => {
        const got = await http.request(request)
        if (!got.ok) return got
        return {
          ok: true as const,
          value: { ...got.value, headers: { ...got.value.headers, 'x-business-use-case-usage': usage } },
        }
      },
    },
  }
  const { items, failure } = await reconcile(threads, nearlyUsed)
  expect(failure).toMatchObject({
    kind: 'retryLater',
    detail: expect.stringContaining('så att åtgärder får plats'),
  })
  expect(items.map(({ text }) => text)).toContain('Torget')
  expect(double.server.log.length).toBeLessThan(6)
  await double.close()
})

test('what a try without an answer has published, and no list shows yet, is looked up and never sent again', async () => {
  const double = await startThreadsDouble()
  const connection = connectionTo(double)
  const draft = { text: 'Torget stängs', images: [], language: 'sv' }
  const done = await threads.publishing?.publish(connection, draft, 'k')
  if (!done?.ok) throw new Error('not published')
  double.removeItem(done.value.platformId)
  expect(await threads.publishing?.publish(connection, draft, 'k')).toMatchObject({
    error: { kind: 'outcomeUnknown', detail: expect.stringContaining('visar det inte än') },
  })
  expect(double.threads.size).toBe(0)
  await double.close()
})

test('Threads counts an emoji as its bytes', async () => {
  const double = await startThreadsDouble()
  const of = (text: string) =>
    threads.publishing?.publish(connectionTo(double), { text, images: [], language: 'sv' }, text)
  expect(await of(`${'å'.repeat(496)}🚧`)).toMatchObject({ ok: true })
  expect(await of(`${'å'.repeat(497)}🚧`)).toMatchObject({
    error: { detail: expect.stringContaining('501') },
  })
  await double.close()
})

test('a reply further down cannot be hidden by itself, and the order says so', async () => {
  const double = await startThreadsDouble()
  const post = double.addPost({ text: 'Torget' })
  const first = double.addReply({ as: 'anna', to: post.id, text: 'När?' })
  const second = double.addReply({ as: 'bo', to: first.id, text: 'I maj' })
  expect(await threads.moderation?.hide?.(connectionTo(double), ref(second.id, 'comment'))).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('översta') },
  })
  await double.close()
})

test('events come in the envelope of Threads, signed', async () => {
  const double = await startThreadsDouble()
  const post = double.addPost({ text: 'Torget' })
  const reply = double.addReply({ as: 'anna', to: post.id, text: 'Åh 🚧' })
  const mention = double.addMention({ as: 'bo', text: '@storlundakommun' })
  const { settings, secrets } = connectionTo(double)
  for (const { bytes, headers } of double.deliveries) {
    expect(threads.events?.verify(bytes, headers, { settings, secrets })).toBe(true)
    expect(
      threads.events?.verify(Buffer.concat([bytes, Buffer.from(' ')]), headers, { settings, secrets }),
    ).toBe(false)
  }
  expect(double.deliveries.flatMap(({ bytes }) => threads.events?.read(bytes) ?? [])).toMatchObject([
    { account: double.userId, items: [{ platformId: reply.id, kind: 'comment', parent: post.id }] },
    { account: double.userId, items: [{ platformId: mention.id, kind: 'comment' }] },
  ])
  await double.close()
})

test('a token is renewed for sixty days, and the new one works', async () => {
  const double = await startThreadsDouble()
  const connection = connectionTo(double)
  const got = await threads.access?.refresh?.(connection)
  if (!got?.ok) throw new Error('not renewed')
  expect(got.value.endsAt).not.toBeNull()
  expect(got.value.secrets['token']).not.toBe(double.token)
  expect(
    await threads.check({ ...connection, secrets: { ...connection.secrets, ...got.value.secrets } }),
  ).toMatchObject({ ok: true })
  await double.close()
})
