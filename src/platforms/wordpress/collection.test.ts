import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWordPressDouble, type WordPressDouble } from '../../../doubles/wordpress/index.ts'
import type { CommentStatus } from '../../../doubles/wordpress/state.ts'
import { connectionTo } from '../../../doubles/wordpress/world.ts'
import { type Json, settableClock } from '../../kernel/index.ts'
import type { CollectedItem, Connection, RoundPage } from '../contract.ts'
import { wordpress } from './platform.ts'

const clock = settableClock(new Date('2026-11-20T12:00:00Z'))
let site: WordPressDouble
let connection: Connection

beforeEach(async () => {
  clock.set(new Date('2026-11-20T12:00:00Z'))
  site = await startWordPressDouble({ clock })
  connection = connectionTo(site, clock)
})
afterEach(() => site.close())

interface Ran {
  readonly pages: readonly RoundPage[]
  readonly items: readonly CollectedItem[]
  readonly cursor: Json
}

async function run(
  mode: 'new' | 'reconcile',
  cursor: Json | null = null,
  options: { since?: string; between?: (page: number) => void; over?: Connection } = {},
): Promise<Ran> {
  const pages: RoundPage[] = []
  const round = { cursor, mode, since: options.since ?? null }
  for await (const page of wordpress.collection.round(options.over ?? connection, round)) {
    if (!page.ok) throw new Error(page.error.detail)
    pages.push(page.value)
    options.between?.(pages.length)
  }
  return { pages, items: pages.flatMap(({ items }) => items), cursor: pages.at(-1)?.cursor ?? null }
}

const ids = ({ items }: Ran): string[] => items.map(({ platformId }) => platformId)
const states = ({ items }: Ran): string[] => items.map(({ platformId, state }) => `${platformId} ${state}`)
const addPost = (title = 'Nytt', more: Partial<Parameters<WordPressDouble['addPost']>[0]> = {}) =>
  site.addPost({ title, content: '<p>Hej</p>', ...more })

/** The same connection, and the requests that go through it. */
function counted(): { over: Connection; asked: URL[] } {
  const asked: URL[] = []
  const http: Connection['http'] = {
    request: (request) => {
      asked.push(new URL(request.url))
      return connection.http.request(request)
    },
  }
  return { over: { ...connection, http }, asked }
}

test('comments in every state are collected, as the public sees them', async () => {
  const post = addPost()
  for (const status of ['approved', 'hold', 'spam', 'trash', 'post-trashed'] as const) {
    site.addComment({ post, text: `läge ${status}`, author: 'Kim', status })
  }
  const round = await run('reconcile')
  expect(states(round)).toEqual([
    'post/1 visible',
    'comment/1 visible',
    'comment/2 held',
    'comment/3 removed',
    'comment/4 removed',
    'comment/5 removed',
  ])
  expect(round.pages.at(-1)).toMatchObject({
    complete: { since: null, kinds: ['post', 'comment'] },
    reported: { count: 6 },
  })
})

test('pages are collected with the posts; drafts, private and scheduled posts are not, and are told as not public', async () => {
  addPost('Inlägg')
  addPost('Sida', { type: 'page' })
  const { cursor } = await run('new')
  for (const status of ['draft', 'private', 'future', 'pending'] as const) addPost(status, { status })
  const next = await run('new', cursor)
  expect(
    ids(next)
      .filter((id) => id.startsWith('post/'))
      .sort(),
  ).toEqual(['post/1', 'post/2'])
  expect(next.pages.flatMap(({ announcedGone = [] }) => announcedGone)).toEqual([
    'post/3',
    'post/4',
    'post/5',
    'post/6',
  ])
  expect(ids(await run('reconcile'))).toEqual(['post/1', 'post/2'])
})

test('a published post that is taken back is announced, and seen as hidden or removed when asked for', async () => {
  const [drafted, binned] = [addPost('Ett'), addPost('Två')]
  const { cursor } = await run('new')
  clock.advance(3_600_000)
  site.setPostStatus(drafted, 'draft')
  site.removePost(binned)
  const next = await run('new', cursor)
  expect(next.pages.flatMap(({ announcedGone = [] }) => announcedGone)).toEqual(['post/1', 'post/2'])
  const asked = async (id: number) => {
    const got = await wordpress.collection.fetchItem(connection, { platformId: `post/${id}`, kind: 'post' })
    return got.ok ? got.value.state : got.error.kind
  }
  expect([await asked(drafted), await asked(binned)]).toEqual(['hidden', 'removed'])
})

test('a comment that changes state or words is found again among the newest, within a minute', async () => {
  const post = addPost()
  const comment = site.addComment({ post, text: 'Hej', author: 'Kim' })
  const first = await run('new', (await run('new')).cursor)
  clock.advance(24 * 3_600_000)
  site.setCommentStatus(comment, 'spam')
  const next = await run('new', first.cursor)
  expect(states(next)).toContain('comment/1 removed')
})

test('a scheduled post is found when it goes out, although WordPress calls it unchanged', async () => {
  const post = addPost('Schemalagd', { status: 'future', at: '2026-11-20T09:00:00Z' })
  addPost('Ute', { at: '2026-11-20T12:00:00Z' })
  const { cursor } = await run('new')
  clock.advance(24 * 3_600_000)
  site.setPostStatus(post, 'publish')
  expect(ids(await run('new', cursor))).toContain('post/1')
})

/** A blog with more comments in each state than a glance takes in, and what has been seen of it. */
async function busyBlog(): Promise<{ post: number; of: (status: CommentStatus, index: number) => number }> {
  const post = addPost()
  const first: Partial<Record<CommentStatus, number>> = {}
  for (const status of ['approved', 'hold', 'spam', 'trash'] as const) {
    for (let index = 0; index < 120; index++) {
      const id = site.addComment({ post, text: `${status} ${index}`, author: 'Kim', status })
      first[status] ??= id
    }
  }
  return { post, of: (status, index) => (first[status] ?? 0) + index }
}

/** Rounds at the house's own pace; what each asked. */
async function rounds(
  count: number,
  from: Ran,
  over = counted(),
): Promise<{ last: Ran; asked: number[]; items: CollectedItem[] }> {
  let last = from
  const asked: number[] = []
  const items: CollectedItem[] = []
  for (let round = 0; round < count; round++) {
    clock.advance(20_000)
    last = await run('new', last.cursor, { over: over.over })
    asked.push(over.asked.splice(0).length)
    items.push(...last.items)
  }
  return { last, asked, items }
}

test('a quiet round asks five questions at most, however much was written at once before', async () => {
  await busyBlog()
  for (let index = 0; index < 150; index++) addPost(`Inlägg ${index}`)
  const first = await rounds(2, await run('reconcile'))
  clock.advance(10 * 60_000)
  const settled = await rounds(2, first.last)
  const quiet = await rounds(6, settled.last)
  expect(quiet.items).toEqual([])
  expect(quiet.asked).toEqual([5, 5, 5, 5, 5, 5])
})

test('a blog whose comments all are in one answer is asked for nothing more of them', async () => {
  const post = addPost()
  site.addComment({ post, text: 'Hej', author: 'Kim' })
  clock.advance(10 * 60_000)
  const settled = await rounds(2, await run('reconcile'))
  expect((await rounds(4, settled.last)).asked).toEqual([3, 3, 3, 3])
})

test('whatever happens among the newest is found within a minute', async () => {
  const { post, of } = await busyBlog()
  const page = addPost('Sida', { type: 'page' })
  const scheduled = addPost('Schemalagd', { status: 'future', at: '2026-11-20T13:00:00Z' })
  const first = await rounds(2, await run('reconcile'))
  clock.advance(3_600_000)
  const { last } = await rounds(2, first.last)
  const happens: readonly (readonly [() => unknown, string])[] = [
    [() => site.addComment({ post, text: 'Väntar', author: 'Lo', status: 'hold' }), 'Väntar'],
    [() => site.addComment({ post, text: 'Skräp', author: 'Lo', status: 'spam' }), 'Skräp'],
    [() => site.setCommentStatus(of('hold', 119), 'approved'), 'hold 119'],
    [() => site.setCommentStatus(of('spam', 119), 'hold'), 'spam 119'],
    [() => site.setCommentStatus(of('trash', 119), 'hold'), 'trash 119'],
    [() => site.editComment(of('approved', 60), 'Ändrad kommentar'), 'Ändrad kommentar'],
    [() => site.editComment(of('hold', 60), 'Ändrad väntande'), 'Ändrad väntande'],
    [() => site.editPost(page, { content: '<p>Ändrad sida</p>' }), 'Ändrad sida'],
    [() => site.setPostStatus(scheduled, 'publish'), 'Schemalagd'],
  ]
  for (const [happen] of happens) happen()
  const { items } = await rounds(3, last)
  const texts = items.map(({ text }) => text).join('\n')
  expect(happens.map(([, text]) => text).filter((text) => !texts.includes(text))).toEqual([])
})

test('more comments than an answer holds come between two rounds, and each is found', async () => {
  const { post } = await busyBlog()
  const first = await rounds(2, await run('reconcile'))
  const added = Array.from({ length: 260 }, (_, index) =>
    site.addComment({ post, text: `storm ${index}`, author: 'Kim', status: index % 2 ? 'hold' : 'approved' }),
  )
  const seen = new Set((await rounds(1, first.last)).items.map(({ platformId }) => platformId))
  expect(added.filter((id) => !seen.has(`comment/${id}`))).toEqual([])
})

test('a post saved twice within a second is read again', async () => {
  const post = addPost()
  const { last } = await rounds(2, await run('reconcile'))
  clock.advance(3_600_000)
  site.editPost(post, { content: '<p>Först</p>' })
  const once = await run('new', last.cursor)
  site.editPost(post, { content: '<p>Sedan</p>' })
  expect(once.items.map(({ text }) => text).join()).toContain('Först')
  expect((await run('new', once.cursor)).items.map(({ text }) => text).join()).toContain('Sedan')
})

test('what arrives or is deleted while we list makes us skip nothing', async () => {
  const post = addPost()
  const comments = Array.from({ length: 350 }, (_, index) =>
    site.addComment({ post, text: `nummer ${index}`, author: 'Kim' }),
  )
  const removed = [0, 1, 2, 3, 4, 140, 141]
  const round = await run('reconcile', null, {
    between: (page) => {
      if (page === 3) for (const index of removed) site.removeComment(comments[index] ?? 0)
      if (page === 4) site.addComment({ post, text: 'medan vi läste', author: 'Lo' })
    },
  })
  const seen = new Set(ids(round))
  expect(seen.size).toBe(ids(round).length)
  const left = comments.filter((_, index) => !removed.includes(index)).map((id) => `comment/${id}`)
  expect(left.filter((id) => !seen.has(id))).toEqual([])
  expect(seen).toContain('comment/351')
})

test('a list given twice over or backwards still gives each item once', async () => {
  const post = addPost()
  for (let index = 0; index < 150; index++) site.addComment({ post, text: `nummer ${index}`, author: 'Kim' })
  for (const kind of ['twice', 'reversed'] as const) {
    site.fault({ kind })
    const round = await run('reconcile')
    expect(new Set(ids(round)).size).toBe(151)
    expect(ids(round)).toHaveLength(151)
  }
})

test.each(['new', 'reconcile'] as const)(
  'a first listing (%s) that is stopped goes on where it was',
  async (mode) => {
    const post = addPost()
    for (let index = 0; index < 250; index++)
      site.addComment({ post, text: `nummer ${index}`, author: 'Kim' })
    const all = ids(await run('new'))
    const got: string[] = []
    let cursor: Json | null = null
    for (let rounds = 0; rounds < 10 && got.length < all.length; rounds++) {
      for await (const page of wordpress.collection.round(connection, { cursor, mode, since: null })) {
        if (!page.ok) throw new Error(page.error.detail)
        // It may not say that what was listed in earlier rounds has been seen in this one.
        expect(page.value.complete?.since).not.toBeNull()
        got.push(...page.value.items.map(({ platformId }) => platformId))
        cursor = page.value.cursor
        break
      }
    }
    expect([...new Set(got)].sort()).toEqual(all.sort())
  },
)

test('posts too long for one answer are asked for fewer at a time', async () => {
  for (let index = 0; index < 25; index++) addPost(`Lång ${index}`, { content: 'å'.repeat(20_000) })
  const http: Connection['http'] = {
    request: (request) => connection.http.request({ ...request, maxBytes: 1_500_000 }),
  }
  const round = await run('reconcile', null, { over: { ...connection, http } })
  expect(ids(round)).toHaveLength(25)
})

test('a reconciliation lists what was published in the window, its first second included', async () => {
  addPost('Gammal', { at: '2026-01-01T00:00:00Z' })
  addPost('På gränsen', { at: '2026-06-01T00:00:00Z' })
  const round = await run('reconcile', null, { since: '2026-06-01T00:00:00.000Z' })
  expect(ids(round)).toEqual(['post/2'])
  expect(round.pages.at(-1)?.complete?.since).toBe('2026-06-01T00:00:00.000Z')
})

test('what the staff write is drawn up; what a member with an account writes is received', async () => {
  const post = addPost()
  const staff = site.addUser({
    login: 'lo',
    name: 'Lo',
    email: 'lo@k.example',
    role: 'author',
    password: 'x',
  })
  const member = site.addUser({
    login: 'mi',
    name: 'Mi',
    email: 'mi@p.example',
    role: 'subscriber',
    password: 'x',
  })
  for (const user of [1, staff, member]) site.addComment({ post, text: `av ${user}`, author: '', user })
  const directions = (await run('reconcile')).items.slice(1).map(({ direction }) => direction)
  expect(directions).toEqual(['drawnUp', 'drawnUp', 'received'])
})

test('an e-mail or network address stands in the raw bytes and nowhere else', async () => {
  const post = addPost()
  site.addComment({ post, text: 'Hej', author: 'Kim', email: 'kim@example.se' })
  const [, comment] = (await run('reconcile')).items
  const { raw, ...mapped } = comment ?? { raw: undefined }
  expect(Buffer.from(raw?.bytes ?? []).toString()).toContain('kim@example.se')
  expect(JSON.stringify(mapped)).not.toMatch(/kim@example\.se|192\.0\.2\.17/)
})

test('line breaks, pictures and documents of the site come along; other sites pictures do not', async () => {
  addPost('Bilder & text', {
    content: `Rad ett\nRad två\n\n<img src="/wp-content/uploads/a.png" alt="En vält"> <img src="https://annan.example/b.png">
<a href="${site.url}/wp-content/uploads/plan.pdf">Planen</a>`,
  })
  const [post] = (await run('reconcile')).items
  expect(post?.text).toBe('Bilder & text\n\nRad ett\nRad två\n\nPlanen')
  expect(post?.media).toEqual([
    { url: `${site.url}/wp-content/uploads/a.png`, alt: 'En vält' },
    { url: `${site.url}/wp-content/uploads/plan.pdf` },
  ])
})

test('a site that has moved or answers with a page is never taken for deletions', async () => {
  addPost()
  await run('new')
  const answering = (status: number): Connection => ({
    ...connection,
    http: {
      request: async ({ url }) => ({
        ok: true,
        value: { url, status, headers: { 'content-type': 'text/html' }, bytes: Buffer.from('<h1>Hej</h1>') },
      }),
    },
  })
  const ref = { platformId: 'post/1', kind: 'post' } as const
  for (const [status, kind] of [
    [404, 'rejected'],
    [410, 'rejected'],
    [200, 'retryLater'],
    [301, 'rejected'],
    [503, 'retryLater'],
  ] as const) {
    const got = await wordpress.collection.fetchItem(answering(status), ref)
    expect(got).toMatchObject({ ok: false, error: { kind } })
  }
})

test('a site with plain permalinks is reached too', async () => {
  addPost()
  const plain: Connection = {
    ...connection,
    memory: new Map(),
    http: {
      request: (request) =>
        new URL(request.url).pathname.startsWith('/wp-json')
          ? connection.http.request({ ...request, url: `${site.url}/finns-inte` })
          : connection.http.request(request),
    },
  }
  expect(ids(await run('reconcile', null, { over: plain }))).toEqual(['post/1'])
})
