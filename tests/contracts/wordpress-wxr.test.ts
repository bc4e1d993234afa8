import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settableClock } from '../../src/kernel/index.ts'
import type { CollectedItem } from '../../src/platforms/contract.ts'
import { importWxr } from '../../src/platforms/wordpress/imports.ts'

const folder = join(import.meta.dirname, '../../../shared/data/exports/wordpress-wxr')
if (!existsSync(folder)) {
  throw new Error(`${folder} is missing: test:contracts needs ../shared beside the project`)
}
const clock = settableClock(new Date('2026-11-21T12:00:00Z'))

async function read(
  name: string,
): Promise<{ posts: CollectedItem[]; comments: CollectedItem[]; notices: string[] }> {
  const [posts, comments, notices]: [CollectedItem[], CollectedItem[], string[]] = [[], [], []]
  const bytes = createReadStream(join(folder, name), { highWaterMark: 1_000 })
  for await (const event of importWxr(bytes, { settings: {}, clock })) {
    if ('notice' in event) notices.push(event.notice)
    else if (event.item.kind === 'post') posts.push(event.item)
    else comments.push(event.item)
  }
  return { posts, comments, notices }
}

/** File → published posts and pages, comments, and what a person is told. Counted in the files by hand. */
const expected: Readonly<Record<string, readonly [number, number, RegExp | undefined]>> = {
  'cdata-edge.xml': [1, 0, /saknade datum/],
  'crazy-cdata-escaped.xml': [1, 0, undefined],
  'crazy-cdata.xml': [1, 0, /felskrivna/],
  'invalid-version-tag.xml': [0, 0, /inga publicerade/],
  'malformed-simple.xml': [0, 0, /tar slut mitt i ett inlägg/],
  'malformed.xml': [0, 0, /inga publicerade/],
  'missing-version-tag.xml': [0, 0, /inga publicerade/],
  'multiple-cdata.xml': [1, 0, /saknade datum/],
  // The sixth calls itself wp: but in another namespace.
  'namespace-edge-cases.xml': [5, 0, /saknade nummer/],
  'slashes.xml': [1, 1, undefined],
  'small-export.xml': [9, 1, /2 utkast/],
  'term-formats.xml': [0, 0, /inga publicerade/],
  'test-serialized-comment-meta.xml': [0, 1, /1 utkast/],
  'theme-unit-test-data.xml': [77, 33, /2 utkast/],
  'valid-wxr-1.0.xml': [6, 1, undefined],
  'valid-wxr-1.1.xml': [2, 1, undefined],
  'wxr-comprehensive.xml': [2, 1, undefined],
  'wxr-simple.xml': [1, 0, undefined],
}

test('every export in the collection has its expectation', () => {
  expect(
    readdirSync(folder)
      .filter((name) => name.endsWith('.xml'))
      .sort(),
  ).toEqual(Object.keys(expected).sort())
})

test.each(Object.entries(expected))(
  '%s gives all its posts and comments, and says what is amiss',
  async (name, counts) => {
    const [posts, comments, told] = counts
    const got = await read(name)
    expect([got.posts.length, got.comments.length]).toEqual([posts, comments])
    if (told) expect(got.notices.join(' ')).toMatch(told)
    else expect(got.notices).toEqual([])
    const source = readFileSync(join(folder, name))
    for (const { raw } of [...got.posts, ...got.comments])
      expect(source.includes(Buffer.from(raw.bytes))).toBe(true)
  },
)

test('the theme test data: 33 comments, three of them waiting, replies under what they answer', async () => {
  const { comments } = await read('theme-unit-test-data.xml')
  expect(comments.filter(({ state }) => state === 'held')).toHaveLength(3)
  expect(comments.filter(({ parent }) => parent?.startsWith('comment/')).length).toBeGreaterThan(5)
  expect(new Set(comments.map(({ platformId }) => platformId)).size).toBe(33)
})

test('text in several CDATA sections is whole', async () => {
  const { posts } = await read('multiple-cdata.xml')
  expect(posts[0]?.text).toBe('Multi\n\nline oneline twoline three')
})
