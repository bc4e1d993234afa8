import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settableClock } from '../../kernel/index.ts'
import type { CollectedItem } from '../contract.ts'
import { importWxr } from './imports.ts'

const clock = settableClock(new Date('2026-11-21T12:00:00Z'))

const head = `<?xml version="1.0" encoding="UTF-8" ?>
<!-- <item> in a comment is none -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Bloggen</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://blogg.example.se</wp:base_site_url>
<wp:base_blog_url>https://blogg.example.se</wp:base_blog_url>
<wp:author><wp:author_id>3</wp:author_id><wp:author_login><![CDATA[eva]]></wp:author_login>
<wp:author_display_name><![CDATA[Eva på kommunen]]></wp:author_display_name></wp:author>
`
const foot = '</channel></rss>\n'

const comment = (id: number, approved: string, text: string, more = ''): string =>
  `<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_author><![CDATA[Kim]]></wp:comment_author>
<wp:comment_author_email>kim@example.se</wp:comment_author_email><wp:comment_author_IP>192.0.2.9</wp:comment_author_IP>
<wp:comment_date_gmt>2026-03-01 10:00:00</wp:comment_date_gmt><wp:comment_content><![CDATA[${text}]]></wp:comment_content>
<wp:comment_approved>${approved}</wp:comment_approved><wp:comment_parent>0</wp:comment_parent>${more}</wp:comment>`

const post = (id: number, inside: string, status = 'publish', comments = ''): string =>
  `<item><title>Rubrik ${id}</title><link>https://blogg.example.se/${id}/</link><dc:creator>eva</dc:creator>
<content:encoded><![CDATA[${inside}]]></content:encoded><wp:post_id>${id}</wp:post_id>
<wp:post_date_gmt>2026-03-01 09:00:00</wp:post_date_gmt><wp:status>${status}</wp:status>
<wp:post_type>post</wp:post_type>${comments}</item>
`

async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function read(
  xml: string | Uint8Array,
  options: { sizes?: readonly number[]; settings?: Record<string, string> } = {},
): Promise<{ items: CollectedItem[]; notices: string[] }> {
  const items: CollectedItem[] = []
  const notices: string[] = []
  const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml
  const chunks = inChunks(bytes, options.sizes ?? [1_000])
  for await (const event of importWxr(chunks, { settings: options.settings ?? {}, clock })) {
    if ('item' in event) items.push(event.item)
    else notices.push(event.notice)
  }
  return { items, notices }
}

const twoPosts = `${head}${post(12, 'Ett <b>inlägg</b> med åäö', 'publish', comment(34, '1', 'Fint') + comment(35, 'spam', 'Köp'))}${post(13, 'Nästa')}${foot}`

test('posts and comments come with the ids that the collection gives them, in their states', async () => {
  const states = ['1', '0', 'spam', 'trash', 'post-trashed']
  const comments = states.map((approved, index) => comment(34 + index, approved, approved)).join('')
  const { items, notices } = await read(`${head}${post(12, 'Hej', 'publish', comments)}${foot}`)
  expect(items.map(({ platformId, state }) => `${platformId} ${state}`)).toEqual([
    'post/12 visible',
    'comment/34 visible',
    'comment/35 held',
    'comment/36 removed',
    'comment/37 removed',
    'comment/38 removed',
  ])
  expect(items[1]).toMatchObject({ parent: 'post/12', author: 'Kim', direction: 'received' })
  expect(items[0]).toMatchObject({ direction: 'drawnUp', author: 'Eva på kommunen', authorId: 'user/3' })
  expect(notices).toEqual([])
})

test('a comment by one of the authors is drawn up, and a reply stands under what it answers', async () => {
  const reply = comment(35, '1', 'Svar', '<wp:comment_user_id>3</wp:comment_user_id>').replace(
    '<wp:comment_parent>0',
    '<wp:comment_parent>34',
  )
  const { items } = await read(
    `${head}${post(12, 'Hej', 'publish', comment(34, '1', 'Fråga') + reply)}${foot}`,
  )
  expect(items[2]).toMatchObject({ platformId: 'comment/35', parent: 'comment/34', direction: 'drawnUp' })
})

test('however the bytes are cut up, the same items come, each with its own untouched bytes', async () => {
  const whole = await read(twoPosts, { sizes: [twoPosts.length * 2] })
  const source = Buffer.from(twoPosts)
  for (const { raw } of whole.items) {
    const [, start, last] = /bytes (\d+)-(\d+)/.exec(raw.answer.headers['content-range'] ?? '') ?? []
    expect(Buffer.from(raw.bytes).equals(source.subarray(Number(start), Number(last) + 1))).toBe(true)
  }
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 }),
      async (sizes) => {
        expect(await read(twoPosts, { sizes })).toEqual(whole)
      },
    ),
    { numRuns: 40 },
  )
})

test("a post's bytes do not hold its comments, so that each can be disposed of alone", async () => {
  const { items } = await read(twoPosts)
  const own = Buffer.from(items[0]?.raw.bytes ?? []).toString()
  expect(own.startsWith('<item>')).toBe(true)
  expect(own).not.toContain('kim@example.se')
  expect(items[0]?.text).not.toContain('kim@example.se')
})

test('wherever the file ends, what was whole before comes, and the person is told', async () => {
  const bytes = Buffer.from(twoPosts)
  const whole = (await read(twoPosts)).items.map(
    ({ platformId, versionKey }) => `${platformId} ${versionKey}`,
  )
  const lastNeeded = twoPosts.indexOf('</rss>') + '</rss>'.length
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: Buffer.byteLength(twoPosts.slice(0, lastNeeded)) - 1 }),
      async (end) => {
        const { items, notices } = await read(bytes.subarray(0, end))
        const got = items.map(({ platformId, versionKey }) => `${platformId} ${versionKey}`)
        expect(got).toEqual(whole.slice(0, got.length))
        const ended = items.filter(({ raw }) => twoPosts.includes(Buffer.from(raw.bytes).toString()))
        expect(ended).toHaveLength(items.length)
        expect(notices.join(' ')).toMatch(/tar slut|ingen WordPress-export/)
      },
    ),
    { numRuns: 100 },
  )
  const inComment = await read(twoPosts.slice(0, twoPosts.indexOf('Köp')))
  expect(inComment.items.map(({ platformId }) => platformId)).toEqual(['post/12', 'comment/34'])
  expect(inComment.notices[0]).toContain('1 inlägg och 1 kommentarer som var hela följde med')
})

test('a declared entity or document type stops the reading before it is used', async () => {
  const bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
  const { items, notices } = await read(
    `<?xml version="1.0"?>${bomb}${twoPosts.slice(twoPosts.indexOf('<rss'))}`,
  )
  expect(items).toEqual([])
  expect(notices[0]).toContain('dokumenttypsdeklaration')
  const later = await read(
    twoPosts.replace('<item><title>Rubrik 13', '<!ENTITY x SYSTEM "file:///etc/passwd"><item>'),
  )
  expect(later.items.map(({ platformId }) => platformId)).toEqual(['post/12', 'comment/34', 'comment/35'])
})

test('text that only looks like markup stays text', async () => {
  const split = 'före ]]]]><![CDATA[> efter &amp; <item> </item> <wp:comment>'
  const { items, notices } = await read(`${head}${post(12, split)}${post(13, 'Nästa')}${foot}`)
  expect(items.map(({ platformId }) => platformId)).toEqual(['post/12', 'post/13'])
  expect(items[0]?.text).toBe('Rubrik 12\n\nföre ]]> efter &')
  expect(notices).toEqual([])
})

test('one wrongly written item spoils no other, and is told', async () => {
  const broken = post(12, 'Ett').replace('</title>', '</titel>')
  const unclosed = post(13, 'Två').replace('</item>', '')
  const { items, notices } = await read(`${head}${broken}${unclosed}${post(14, 'Tre')}${foot}`)
  expect(items.map(({ platformId }) => platformId)).toContain('post/14')
  expect(items.map(({ platformId }) => platformId)).not.toContain('post/13')
  expect(notices.join(' ')).toMatch(/1 inlägg saknade sitt slut/)
  expect(notices.join(' ')).toMatch(/felskrivna/)
})

test('a draft has never been public and is not taken in; a post in the bin has, and is removed', async () => {
  const inBin = post(14, 'Borta', 'trash')
  const { items, notices } = await read(
    `${head}${post(12, 'x', 'draft')}${post(13, 'x', 'private')}${inBin}${foot}`,
  )
  expect(items.map(({ platformId, state }) => `${platformId} ${state}`)).toEqual(['post/14 removed'])
  expect(notices.join(' ')).toContain('2 utkast')
})

test('the export of another site is told, since the numbers would be taken for this one', async () => {
  const { notices } = await read(twoPosts, { settings: { url: 'https://annan.example.se' } })
  expect(notices[0]).toContain('blogg.example.se')
  const same = await read(twoPosts, { settings: { url: 'https://blogg.example.se/' } })
  expect(same.notices).toEqual([])
})

test.each([
  ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
  ['nothing', Buffer.alloc(0)],
  ['a web page', Buffer.from('<!doctype html><html><body>Hej</body></html>')],
  ['another feed', Buffer.from('<?xml version="1.0"?><feed><entry/></feed>')],
  ['UTF-16', Buffer.from('\ufeff<?xml version="1.0"?><rss/>', 'utf16le')],
])('%s is no export, and the person is told instead of stopped', async (_, bytes) => {
  const { items, notices } = await read(bytes)
  expect(items).toEqual([])
  expect(notices).toHaveLength(1)
})

test('older encodings are read as the file says', async () => {
  const latin = Buffer.from(twoPosts.replace('UTF-8', 'ISO-8859-1'), 'latin1')
  expect((await read(latin)).items[0]?.text).toContain('Ett inlägg med åäö')
})

test('any bytes at all end in a notice and never in an error', async () => {
  const pieces = fc.constantFrom(
    '<item>',
    '</item>',
    '<![CDATA[',
    ']]>',
    '<wp:comment>',
    '</wp:comment>',
    '<',
    '"',
    "'",
    '&',
    '<!--',
    '-->',
    '<?',
    'x',
    head,
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), async (parts) => {
      await read(parts.join(''), { sizes: [7] })
    }),
    { numRuns: 200 },
  )
})

test('a large file is never held: 60 MB pass through in little memory', async () => {
  const item = Buffer.from(post(12, 'x'.repeat(20_000), 'publish', comment(34, '1', 'y'.repeat(20_000))))
  async function* large(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(head)
    for (let written = 0; written < 60_000_000; written += item.length) yield item
    yield Buffer.from(foot)
  }
  let seen = 0
  let most = 0
  const before = process.memoryUsage().arrayBuffers
  for await (const event of importWxr(large(), { settings: {}, clock })) {
    if ('item' in event) seen++
    most = Math.max(most, process.memoryUsage().arrayBuffers - before)
  }
  expect(seen).toBeGreaterThan(2_800)
  expect(most).toBeLessThan(30_000_000)
})
