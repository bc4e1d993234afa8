import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isObject } from '../../kernel/index.ts'
import { commentFacts, commentState, idIn, mapComment, mapPost, postFacts, storedText } from './mapping.ts'

/** Answers of WordPress 6.1.9 from Debian, taken down as they came (tests/real starts the same server). */
function fixture(name: string): Record<string, unknown> {
  const value: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8'))
  if (!isObject(value)) throw new Error(`${name} is no object`)
  return value
}

const context = {
  site: 'http://127.0.0.1:18088',
  own: new Set([1]),
  fetchedAt: new Date('2026-11-21T09:00:00Z'),
}

test('a post of the real server: words, time in UTC, author, and its picture with alternative text', () => {
  const facts = postFacts(fixture('post.json'))
  expect(facts && mapPost(facts, context)).toMatchObject({
    platformId: 'post/5',
    kind: 'post',
    direction: 'drawnUp',
    text: 'Hej & hå\n\nx',
    publishedAt: '2026-11-21T08:45:13.000Z',
    state: 'visible',
    author: 'admin',
    authorId: 'user/1',
    permalink: 'http://127.0.0.1:18088/2026/11/hej-abc/',
    media: [
      {
        url: 'http://127.0.0.1:18088/wp-content/uploads/2026/11/uppsikt-abc-1.png',
        alt: 'En båt',
        mediaType: 'image/png',
      },
    ],
  })
})

test('a comment of the real server: words as they were meant, nothing of the sender but the name', () => {
  const facts = commentFacts(fixture('comment.json'))
  const mapped = facts && mapComment(facts, context)
  expect(mapped).toMatchObject({
    platformId: 'comment/3',
    parent: 'post/1',
    author: 'Kalle',
    text: 'hej x & "y" alert(1)',
    direction: 'received',
    state: 'visible',
  })
  expect(mapped).not.toHaveProperty('authorId')
  expect(JSON.stringify(mapped)).not.toMatch(/k@example\.se|127\.0\.0\.1"|curl/)
})

test('a version key follows what is said and shown, not what WordPress writes beside it', () => {
  const from = fixture('comment.json')
  const key = (change: Record<string, unknown>): string | undefined => {
    const facts = commentFacts({ ...from, ...change })
    return facts && mapComment(facts, context).versionKey
  }
  const before = key({})
  expect(key({ author_ip: '192.0.2.1', author_user_agent: 'annat', date: '2020-01-01T00:00:00' })).toBe(
    before,
  )
  for (const change of [
    { status: 'hold' },
    { content: { raw: 'annat' } },
    { author_name: 'Lo' },
    { parent: 2 },
  ]) {
    expect(key(change)).not.toBe(before)
  }
})

test('the states of REST and of the export mean the same', () => {
  expect(['approved', 'hold', 'spam', 'trash', 'post-trashed', 'invented'].map(commentState)).toEqual(
    ['1', '0', 'spam', 'trash', 'post-trashed', 'invented'].map(commentState),
  )
})

test('line breaks as written are kept, in blocks and in plain text, also inside a tag', () => {
  expect(storedText('ett\r\ntvå\n\ntre <a\nhref="/x">fyra</a>')).toBe('ett\ntvå\n\ntre fyra')
  expect(storedText('<!-- wp:paragraph -->\n<p>A</p>\n<!-- /wp:paragraph -->\n\n<p>B</p>')).toBe('A\n\nB')
  const many = '<'.repeat(200_000)
  expect(storedText(many)).toBe(many)
})

test.each(['comment/0', 'comment/x', 'comment/1/2', 'post/1', 'comment/', 'comment/99999999999999999999'])(
  '%s is no comment id of ours',
  (text) => expect(idIn(text, 'comment')).toBeUndefined(),
)
