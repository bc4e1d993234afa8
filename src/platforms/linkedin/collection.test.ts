import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LinkedinDouble, startLinkedinDouble } from '../../../doubles/linkedin/index.ts'
import { commentRef, connectionTo } from '../../../tests/support/linkedin-stage.ts'
import { reconcile, roundOf } from '../conformance/world.ts'
import { linkedin } from './platform.ts'

let double: LinkedinDouble
let now: Date
const clock = { now: () => now }
const anna = 'urn:li:person:anna'
const day = 86_400_000
const later = (milliseconds: number): void => {
  now = new Date(now.getTime() + milliseconds)
}
const connect = () => connectionTo(double, clock)
const idsIn = (round: { items: readonly { platformId: string }[] }): string[] =>
  round.items.map(({ platformId }) => platformId)

beforeEach(async () => {
  now = new Date('2026-11-29T08:00:00Z')
  double = await startLinkedinDouble({ clock })
})
afterEach(() => double.close())

const askedDuring = async (run: () => Promise<unknown>): Promise<string[]> => {
  const before = double.server.log.length
  await run()
  return double.server.log.slice(before).map(({ url }) => decodeURIComponent(url.pathname))
}

test('a round without news asks for one page of posts, the threads of the ten newest, and the notifications', async () => {
  const connection = connect()
  for (let number = 0; number < 70; number++) {
    double.addPost({ text: `Inlägg ${number}`, image: { alt: 'En bild' } })
    later(1_000)
  }
  const { cursor } = await reconcile(linkedin, connection)
  later(3_600_000)
  let quiet: Awaited<ReturnType<typeof roundOf>> | undefined
  const asked = await askedDuring(async () => {
    quiet = await roundOf(linkedin, connection, { cursor })
  })
  expect(quiet?.items).toEqual([])
  expect(quiet?.pages.some(({ complete }) => complete)).toBe(false)
  expect(asked.filter((path) => path === '/rest/posts')).toHaveLength(1)
  expect(asked.filter((path) => path.startsWith('/rest/socialActions'))).toHaveLength(10)
  expect(asked).toHaveLength(12)
})

test('a new comment, an edit and a deletion under an old post are found by a cheap round', async () => {
  const connection = connect()
  const old = double.addPost({ text: 'Gammalt' })
  const edited = double.addComment(anna, old, 'Före')
  const deleted = double.addComment(anna, old, 'Ångrat')
  for (let number = 0; number < 12; number++) double.addPost({ text: `Nytt ${number}` })
  const first = await reconcile(linkedin, connection)
  expect(first.pages.at(-1)?.complete).toEqual({ since: null, kinds: ['post', 'comment'] })
  later(40 * day)
  const fresh = double.addComment(anna, old, 'Ny')
  double.edit(edited, 'Efter')
  double.remove(deleted)
  const round = await roundOf(linkedin, connection, { cursor: first.cursor })
  expect(idsIn(round).sort()).toEqual([edited, fresh].sort())
  expect(round.items.map(({ parent }) => parent)).toEqual([old, old])
  expect(round.pages.flatMap(({ announcedGone }) => announcedGone ?? [])).toEqual([deleted])
  expect(await linkedin.collection.fetchItem(connection, commentRef(deleted))).toMatchObject({
    error: { kind: 'gone' },
  })
})

test('a post that mentions the page is collected, also when LinkedIn lets only the notification be read', async () => {
  const connection = connect()
  const { cursor } = await roundOf(linkedin, connection)
  const post = double.mention(anna, 'Heja @[Kommunen](urn:li:organization:5515715)\\!')
  const round = await roundOf(linkedin, connection, { cursor })
  expect(round.items).toMatchObject([
    { platformId: post, kind: 'post', direction: 'received', authorId: anna, source: 'rest/posts' },
  ])
  expect(round.items[0]?.text).toContain('Heja Kommunen')
  double.state.hidden.add(post)
  const told = await roundOf(linkedin, connection, { cursor })
  expect(told.items).toMatchObject([
    { platformId: post, authorId: anna, source: 'rest/organizationalEntityNotifications' },
  ])
})

test('posts and comments are collected though the notifications are refused', async () => {
  const connection = connect()
  double.state.roles = ['DIRECT_SPONSORED_CONTENT_POSTER']
  double.addComment(anna, double.addPost({ text: 'Hej' }), 'När?')
  const round = await reconcile(linkedin, connection)
  expect(round.failure).toBeUndefined()
  expect(round.items).toHaveLength(2)
})

test('what a whole list has not shown is not asked for singly because an old notification names it', async () => {
  const post = double.addPost({ text: 'Hej' })
  double.addComment(anna, post, 'När?')
  double.remove(post)
  const asked = await askedDuring(() => reconcile(linkedin, connect()))
  expect(asked).toEqual(['/rest/posts', '/rest/organizationalEntityNotifications'])
})

test('a thread that is never found keeps its post, and the round is whole all the same', async () => {
  const [lost, other] = [double.addPost({ text: 'Hej' }), double.addPost({ text: 'Du' })]
  const known = double.addComment(anna, lost, 'När?')
  const comment = double.addComment(anna, other, 'Var?')
  double.state.lostThreads.add(lost)
  const round = await reconcile(linkedin, connect())
  expect(idsIn(round).sort()).toEqual([comment, lost, other].sort())
  // So that not every round after it lists everything; what is known is asked for singly, and is there.
  expect(round.pages.at(-1)?.complete?.kinds).toEqual(['post', 'comment'])
  expect(await linkedin.collection.fetchItem(connect(), commentRef(known))).toMatchObject({ ok: true })
})

test('a thread that is refused keeps no other from being read', async () => {
  const [shut, other] = [double.addPost({ text: 'Hej' }), double.addPost({ text: 'Du' })]
  double.addComment(anna, shut, 'När?')
  const comment = double.addComment(anna, other, 'Var?')
  double.state.shutThreads.add(shut)
  const whole = await reconcile(linkedin, connect())
  expect(whole.failure).toBeUndefined()
  expect(idsIn(whole).sort()).toEqual([comment, other, shut].sort())
  expect(whole.pages.at(-1)?.complete).toBeDefined()
  const { failure } = await roundOf(linkedin, connect(), { cursor: whole.cursor })
  expect(failure).toBeUndefined()
})

test('threads that are refused because the access has lost its right stop the round, in words', async () => {
  const post = double.addPost({ text: 'Hej' })
  double.state.shutThreads.add(post)
  double.state.roles = ['CONTENT_ADMIN']
  const { failure, pages } = await reconcile(linkedin, connect())
  expect(failure).toMatchObject({ kind: 'rejected', detail: expect.stringContaining('administratör') })
  expect(pages.some(({ complete }) => complete)).toBe(false)
})

test('answers are found also where LinkedIn does not say how many there are, but not asked for without end', async () => {
  const connection = connect()
  double.state.summaries = false
  const post = double.addPost({ text: 'Hej' })
  const comments = Array.from({ length: 60 }, (_, number) =>
    double.addComment(anna, post, `Nummer ${number}`),
  )
  const nested = double.addComment(anna, comments[0] ?? '', 'Svar')
  let round: Awaited<ReturnType<typeof reconcile>> | undefined
  const asked = await askedDuring(async () => {
    round = await reconcile(linkedin, connection)
  })
  expect(round?.items.find(({ platformId }) => platformId === nested)).toMatchObject({ parent: comments[0] })
  expect(asked.filter((path) => path.includes('urn:li:comment:'))).toHaveLength(50)
  expect(round?.pages.some(({ complete }) => complete)).toBe(false)
})

test('a round that is cut off goes on with the post where it stood, and the next one sees what came meanwhile', async () => {
  const connection = connect()
  const posts = Array.from({ length: 5 }, (_, number) =>
    double.addPost({ text: `Inlägg ${number}` }),
  ).reverse()
  let threads = 0
  const http: typeof connection.http = {
    request: (request) =>
      connection.http.request(
        request.url.includes('/socialActions/') && ++threads > 2
          ? { ...request, headers: { ...request.headers, authorization: 'Bearer slut' } }
          : request,
      ),
  }
  const cut = await reconcile(linkedin, { ...connection, http })
  expect(cut.failure?.kind).toBe('reauthorise')
  expect(idsIn(cut)).toEqual(posts.slice(0, 2))
  later(1_000)
  const meanwhile = double.addPost({ text: 'Under tiden' })
  const rest = await reconcile(linkedin, connection, cut.cursor)
  expect(rest.pages.every(({ resumed }) => resumed)).toBe(true)
  expect([...idsIn(cut), ...idsIn(rest)]).toEqual(expect.arrayContaining(posts))
  const next = await roundOf(linkedin, connection, { cursor: rest.cursor })
  expect(idsIn(next)).toContain(meanwhile)
})

test('within the half hour notifications alone tell of comments: two questions, and one more for each', async () => {
  const connection = connect()
  const post = double.addPost({ text: 'Torget' })
  for (let number = 0; number < 12; number++) double.addPost({ text: `Inlägg ${number}` })
  let { cursor } = await roundOf(linkedin, connection)
  const round = async () => {
    let done: Awaited<ReturnType<typeof roundOf>> | undefined
    later(60_000)
    const asked = await askedDuring(async () => {
      done = await roundOf(linkedin, connection, { cursor })
      cursor = done.cursor
    })
    return { asked: asked.length, ids: done ? idsIn(done) : [] }
  }
  expect(await round()).toEqual({ asked: 2, ids: [] })
  const comment = double.addComment(anna, post, 'När?')
  expect(await round()).toEqual({ asked: 3, ids: [comment] })
  later(30 * 60_000)
  // Notifications are asked for a little back, so the comment is named once more.
  expect((await round()).asked).toBe(1 + 10 + 1 + 1)
})

test('where a day’s questions run out, the rounds of the week after are spread over the day', async () => {
  const connection = connect()
  double.addPost({ text: 'Ett' })
  const usual = await roundOf(linkedin, connection)
  expect(usual.pages.some(({ notBefore }) => notBefore)).toBe(false)
  const empty: typeof connection.http = {
    request: async () => ({
      ok: true,
      value: {
        url: double.url,
        status: 429,
        headers: {},
        bytes: Buffer.from(
          '{"status":429,"message":"Resource level throttle DAY limit for calls is reached."}',
        ),
      },
    }),
  }
  const spent = await roundOf(linkedin, { ...connection, http: empty }, { cursor: usual.cursor })
  expect(spent.failure).toMatchObject({ kind: 'retryLater', at: new Date('2026-11-30T00:00:00Z') })
  later(day)
  const next = await roundOf(linkedin, connection, { cursor: spent.cursor })
  expect(next.pages.at(-1)?.notBefore).toEqual(new Date(now.getTime() + 4.8 * 3_600_000))
  later(7 * day)
  const enough = await roundOf(linkedin, connection, { cursor: next.cursor })
  expect(enough.pages.some(({ notBefore }) => notBefore)).toBe(false)
  expect(enough.cursor).not.toHaveProperty('ranOut')
})

test('pictures come with their alternative text and an address that ends', async () => {
  const connection = connect()
  double.addPost({ text: 'Hej', image: { alt: 'En vält' } })
  const [media] = (await roundOf(linkedin, connection)).items[0]?.media ?? []
  expect(media?.alt).toBe('En vält')
  const fetched = () => connection.http.request({ url: media?.url ?? '' })
  expect(await fetched()).toMatchObject({ value: { status: 200 } })
  later(2 * 3_600_000)
  expect(await fetched()).toMatchObject({ value: { status: 403 } })
})
