import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { imported, memoryFile, zipOf } from '../../../tests/support/export-files.ts'
import { catalogue } from '../catalogue.ts'
import type { Importer } from '../contract.ts'
import { unbelievedText } from '../published-time.ts'

/** What must hold of every official export, whatever its format: none is trusted, and none is read in twice. */

const when = 1_757_268_300
const channel = `UC${'a'.repeat(22)}`
const list = <T>(of: (n: number) => T): T[] => Array.from({ length: 40 }, (_, n) => of(n))

interface Sample {
  readonly format: string
  /** Its name in the archive, or by itself where the export is one file. */
  readonly name: string
  readonly content: string | Buffer
  readonly items: number
  readonly settings?: Record<string, string>
  /** The platform gives a file and no archive. */
  readonly single?: true
}

const samples: readonly Sample[] = [
  {
    format: 'facebook',
    name: "this_profile's_activity_across_facebook/posts/profile_posts_1.json",
    content: JSON.stringify(
      list((n) => ({ timestamp: when + n, data: [{ post: `Inlägg ${n}` }], attachments: [] })),
    ),
    items: 40,
  },
  {
    format: 'instagram',
    name: 'your_instagram_activity/media/posts_1.json',
    content: JSON.stringify(
      list((n) => ({ media: [{ uri: `media/${n}.jpg`, creation_timestamp: when + n, title: `Bild ${n}` }] })),
    ),
    items: 40,
  },
  {
    format: 'x-archive',
    name: 'data/tweets.js',
    content: `window.YTD.tweets.part0 = ${JSON.stringify(
      list((n) => ({
        tweet: { id_str: `${n + 1}`, full_text: `nr ${n}`, created_at: 'Sun Sep 07 18:20:30 +0000 2025' },
      })),
    )}`,
    items: 40,
  },
  {
    format: 'youtube-takeout',
    name: 'Takeout/YouTube/kommentarer/kommentarer.csv',
    content: `Kommentars-id,Kanal-id,Tid,Pris,Förälder,Inlägg,Film,Text,Överst\n${list(
      (n) =>
        `UgxTEST0000000000${n + 10}AaABAg,${channel},2025-12-30T14:28:42.8+00:00,0,,,VIDEOID0001,"{""text"":""Svar ""},{""text"":""${n}""}",\n`,
    ).join('')}`,
    items: 40,
    settings: { channelId: channel },
  },
  {
    format: 'mastodon',
    name: 'outbox.json',
    content: JSON.stringify({
      type: 'OrderedCollection',
      orderedItems: list((n) => ({
        type: 'Create',
        object: {
          id: `https://social.test/users/k/statuses/${n + 1}`,
          to: ['https://www.w3.org/ns/activitystreams#Public'],
          content: `<p>Inlägg ${n}</p>`,
          published: '2025-09-07T18:20:30Z',
        },
      })),
    }),
    items: 40,
  },
  {
    format: 'wordpress-wxr',
    name: 'export.xml',
    content: `<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://blogg.test</wp:base_blog_url>${list(
      (n) =>
        `<item><title>Inlägg ${n}</title><content:encoded><![CDATA[Hej ${n}]]></content:encoded><wp:post_id>${n + 1}</wp:post_id><wp:post_date_gmt>2025-09-07 18:20:30</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>`,
    ).join('')}</channel></rss>`,
    items: 40,
    settings: { url: 'https://blogg.test' },
    single: true,
  },
  {
    format: 'bluesky-car',
    name: 'repo.car',
    content: readFileSync(new URL('../bluesky/fixtures/repo.car', import.meta.url)),
    items: 123,
    settings: { handle: 'kommunen.test' },
    single: true,
  },
]

const importerOf = (format: string): Importer => {
  const found = [...catalogue.values()].flatMap(({ imports }) => imports?.[format] ?? [])
  if (found.length !== 1 || !found[0]) throw new Error(`no importer of ${format}`)
  return found[0]
}
const idsOf = ({ items }: Awaited<ReturnType<typeof imported>>): string[] =>
  items.map(({ kind, platformId, versionKey }) => `${kind} ${platformId} ${versionKey}`)

test('every format that a platform can be filled from is here', () => {
  const formats = [...catalogue.values()].flatMap(({ imports }) => Object.keys(imports ?? {}))
  expect(samples.map(({ format }) => format).sort()).toEqual(formats.sort())
})

describe.each(samples)('$format', ({ format, name, content, items, settings, single }) => {
  const importer = importerOf(format)
  const bytes = Buffer.from(content)
  const read = (file: string, of: Uint8Array | string) => imported(importer, [memoryFile(file, of)], settings)
  const asGiven = async (more: Record<string, string> = {}): Promise<Buffer> =>
    single ? bytes : zipOf({ ...more, [name]: bytes })

  test('gives the same each time it is read, each item once, and says what such an export lacks', async () => {
    const [first, again] = [await read('a.zip', await asGiven()), await read('a.zip', await asGiven())]
    expect(first.items).toHaveLength(items)
    expect(new Set(first.items.map(({ platformId }) => platformId)).size).toBe(items)
    expect(idsOf(again)).toEqual(idsOf(first))
    expect(first.lacks).toEqual([expect.stringMatching(/innehåller .*(?:inte|inget) /)])
  })

  test('a time that cannot be so becomes that of the import, and is told', async () => {
    const now = new Date('2019-11-21T12:00:00Z')
    const got = await imported(importer, [memoryFile('a.zip', await asGiven())], settings, now)
    expect(new Set(got.items.map(({ publishedAt }) => publishedAt))).toEqual(new Set([now.toISOString()]))
    expect(got.notices).toContain(unbelievedText(items))
    const believed = await read('a.zip', await asGiven())
    expect(believed.notices).not.toContain(unbelievedText(items))
  })

  test('cut short gives what is whole before the cut, and tells of it', async () => {
    const whole = new Set(idsOf(await read(name, bytes)))
    expect(whole.size).toBe(items)
    for (const part of [0.1, 0.5, 0.9, 0.99]) {
      const got = await read(name, bytes.subarray(0, Math.floor(bytes.length * part)))
      expect(idsOf(got).filter((id) => !whole.has(id))).toEqual([])
      if (got.items.length < items)
        expect([part, got.notices.join(' ')]).toEqual([
          part,
          expect.stringMatching(/tar slut|slutar mitt i|inte hel|skada/),
        ])
    }
  })

  test('what is no such export gives nothing, and is told in words', async () => {
    const foreign = [
      Buffer.from('Hej, detta är ett brev.'),
      Buffer.from('<html><body>Exporten är inte klar</body></html>'),
      Buffer.from(`${'['.repeat(100_000)}1`),
      Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7_919) % 256)),
      ...samples.filter((other) => other.format !== format).map((other) => Buffer.from(other.content)),
    ]
    for (const [at, one] of foreign.entries()) {
      const got = await read('fil', one)
      expect([at, got.items.length]).toEqual([at, 0])
      expect([at, got.notices.join(' ')]).toEqual([at, expect.stringMatching(/[a-zåäö]{3}/)])
    }
  })

  test('an archive that is a trap is refused, and nothing leads out of it', async () => {
    const bomb = await zipOf({ [name]: Buffer.alloc(20 * 1024 * 1024, 0x20) })
    const trapped = await imported(importer, [memoryFile('bomb.zip', bomb, 100_000)], settings)
    expect(trapped.items).toEqual([])
    expect(trapped.notices.join(' ')).toMatch(single ? /[a-zåäö]{3}/ : /växer orimligt/)
    if (single) return
    const zip = await asGiven({ 'aa/evil.json': '[]' })
    const evil = Buffer.from(zip.toString('latin1').replaceAll('aa/evil.json', '../evil.json'), 'latin1')
    const got = await read('a.zip', evil)
    expect(got.items).toHaveLength(items)
    expect(got.notices.join(' ')).toMatch(/pekar ut ur arkivet/)
  })
})
