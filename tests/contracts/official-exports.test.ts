import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Importer } from '../../src/platforms/contract.ts'
import { importFacebook } from '../../src/platforms/facebook/imports.ts'
import { importInstagram } from '../../src/platforms/instagram/imports.ts'
import { importMastodon } from '../../src/platforms/mastodon/imports.ts'
import { importX } from '../../src/platforms/x/imports.ts'
import { importYouTube } from '../../src/platforms/youtube/imports.ts'
import { imported, memoryFile, zipOf } from '../support/export-files.ts'

/** Made after published parsers and headers, not by the platforms: they show agreement with those, no more. */
const folder = join(import.meta.dirname, '../../../shared/data/exports')
if (!existsSync(folder)) {
  throw new Error(`${folder} is missing: test:contracts needs ../shared beside the project`)
}
const sample = (path: string): Buffer => readFileSync(join(folder, path))

const cases: readonly (readonly [string, Importer, readonly string[]])[] = [
  [
    'facebook-page-dyi/profile_posts_1.synthetic.json',
    importFacebook,
    [
      'Återvinningscentralen öppnar kl 10. Välkommen! 🎉',
      'Läs mer om bygglov på vår sida.\n\nhttps://example.invalid/nyhet',
    ],
  ],
  ['facebook-page-dyi/comments.synthetic.json', importFacebook, ['Hej Åsa! Vi återkommer på måndag.']],
  ['instagram-dyi/posts_1.synthetic.json', importInstagram, ['Höstmarknad på torget 🍁']],
  ['instagram-dyi/post_comments_1.synthetic.json', importInstagram, ['Tack för frågan! Vi återkommer 🙂']],
  ['x-archive/tweets.synthetic.js', importX, ['@test_konto Hej, återvinningen öppnar kl 10 & 14']],
  [
    'youtube-takeout/comments.en-header.synthetic.csv',
    importYouTube,
    ['Hej! Öppet kl 10.\nMer på vår sida.', 'Tack!'],
  ],
  [
    'youtube-takeout/comments.de-header.synthetic.csv',
    importYouTube,
    ['Hej! Öppet kl 10.\nMer på vår sida.', 'Tack!'],
  ],
  ['mastodon/outbox.synthetic.json', importMastodon, ['Återvinningen öppnar kl 10']],
]

test.each(cases)('%s is read whole, and its bytes are kept untouched', async (path, importer, texts) => {
  const bytes = sample(path)
  for (const chunk of [1, 37, 100_000]) {
    const got = await imported(importer, [memoryFile(path, bytes, chunk)])
    expect(got.items.map(({ text }) => text)).toEqual(texts)
    expect(got.lacks).toHaveLength(1)
    for (const { raw } of got.items) expect(bytes.includes(Buffer.from(raw.bytes))).toBe(true)
  }
})

test('a file that is none of them is told in Swedish, and gives nothing', async () => {
  for (const importer of [importFacebook, importInstagram, importX, importYouTube, importMastodon]) {
    const got = await imported(importer, [memoryFile('brev.txt', 'Hej, detta är ett brev.')])
    expect(got.items).toEqual([])
    expect(got.notices.join(' ')).toMatch(/ingen export|inget arkiv/)
    expect((await imported(importer, [memoryFile('tom.zip', '')])).notices.join(' ')).toMatch(/är tom/)
  }
})

test('in a zip, pictures come with their posts; in one that is cut off, what is whole is taken and it is said', async () => {
  const top = "this_profile's_activity_across_facebook/posts"
  const zip = await zipOf({
    [`${top}/profile_posts_1.json`]: sample('facebook-page-dyi/profile_posts_1.synthetic.json'),
    [`${top}/media/bild_1.jpg`]: 'bild',
  })
  const whole = await imported(importFacebook, [memoryFile('facebook.zip', zip)])
  expect(whole.notices).toEqual([])
  expect(whole.items[0]?.kept.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['bild'])
  const cut = await imported(importFacebook, [memoryFile('facebook.zip', zip.subarray(0, zip.length - 150))])
  expect(cut.items.map(({ platformId }) => platformId)).toEqual(
    whole.items.map(({ platformId }) => platformId),
  )
  expect(cut.notices.join(' ')).toMatch(/inte hel/)
})
