import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { imported, memoryContext, memoryFile, zipOf } from '../../../tests/support/export-files.ts'
import { importFacebook } from '../facebook/imports.ts'
import { importInstagram } from '../instagram/imports.ts'
import { importMastodon } from '../mastodon/imports.ts'
import { importX } from '../x/imports.ts'
import { importYouTube } from '../youtube/imports.ts'
import { allRepaired, repaired } from './mojibake.ts'
import { openExport } from './open.ts'

const mangled = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

describe('text whose bytes were written as characters', () => {
  test('is mended in values and keys, and left alone when it was right', () => {
    expect(allRepaired({ [mangled('Ägare')]: [mangled('Åsa 🎉')] })).toEqual({ Ägare: ['Åsa 🎉'] })
    for (const right of ['Åsa', 'på 🎉', 'plain', 'é']) expect(repaired(right)).toBe(right)
  })
})

describe('hostile and broken archives', () => {
  test('a name that leads out is not read', async () => {
    const zip = await zipOf({ 'aa/evil.json': '[]', 'good.json': '[]' })
    const evil = Buffer.from(zip.toString('latin1').replaceAll('aa/evil.json', '../evil.json'), 'latin1')
    const open = await openExport([memoryFile('x.zip', evil)], memoryContext())
    expect(open.entries.map(({ name }) => name)).toEqual(['good.json'])
    expect(open.notices.join()).toMatch(/pekar ut ur arkivet/)
  })

  test('a file that swells beyond reason is refused before it is unpacked', async () => {
    const zip = await zipOf({ 'posts/a.json': Buffer.alloc(20 * 1024 * 1024, 0x20) })
    const open = await openExport([memoryFile('x.zip', zip, 100_000)], memoryContext())
    expect(open.entries).toEqual([])
    expect(open.notices.join()).toMatch(/växer orimligt/)
    const tar = pack()
    tar.entry({ name: 'outbox.json' }, Buffer.alloc(40 * 1024 * 1024))
    tar.finalize()
    const tarred = gzipSync(await buffer(tar))
    expect(
      (await openExport([memoryFile('x.tar.gz', tarred, 100_000)], memoryContext())).notices.join(),
    ).toMatch(/växer orimligt/)
  })

  test('a password is asked to be taken away', async () => {
    const zip = await zipOf({ 'posts/a.json': '[]' })
    const at = zip.indexOf(Buffer.from('PK\x01\x02'))
    zip.writeUInt16LE(zip.readUInt16LE(at + 8) | 1, at + 8)
    const open = await openExport([memoryFile('x.zip', zip)], memoryContext())
    expect(open.entries).toEqual([])
    expect(open.notices.join()).toMatch(/lösenord/)
  })
})

describe('a zip whose sizes stand after the data, as those written to a stream', () => {
  const streamed = async (content: string): Promise<Buffer> => {
    const zip = new ZipFile()
    zip.addReadStream(Readable.from([Buffer.from('bild')]), 'a.jpg')
    zip.addReadStream(Readable.from([Buffer.from(content)]), 'outbox.json')
    zip.end()
    return buffer(zip.outputStream as NodeJS.ReadableStream)
  }
  const post = (n: number): object => ({
    type: 'Create',
    object: {
      published: '2025-09-07T18:20:30Z',
      id: `https://social.test/users/k/statuses/${n}`,
      content: createHash('sha256').update(`${n}`).digest('hex'),
    },
  })
  const outbox = JSON.stringify({
    type: 'OrderedCollection',
    orderedItems: Array.from({ length: 300 }, (_, n) => post(n)),
  })

  test('is read whole', async () => {
    const got = await imported(importMastodon, [memoryFile('a.zip', await streamed(outbox))])
    expect([got.items.length, got.notices]).toEqual([300, []])
  })

  test('cut inside a file gives what stands before the cut, and it is told', async () => {
    const zip = await streamed(outbox)
    const cut = zip.subarray(0, Math.floor(zip.length / 2))
    const got = await imported(importMastodon, [memoryFile('a.zip', cut)])
    expect(got.items.length).toBeGreaterThan(50)
    expect(got.items.length).toBeLessThan(300)
    expect(got.notices.join(' ')).toMatch(/inte hel.*tar slut i förtid/)
  })
})

test.each([
  [
    'Facebook',
    importFacebook,
    'x/profile_information/profile_information.json',
    (name: string) => ({ profile_v2: { name: { full_name: name } } }),
  ],
  [
    'Instagram',
    importInstagram,
    'x/personal_information/personal_information.json',
    (name: string) => ({
      profile_user: [{ string_map_data: { [mangled('Användarnamn')]: { value: name } } }],
    }),
  ],
])("another account's export from %s is told; the account's own is not", async (_, importer, path, says) => {
  const read = async (name: string) =>
    imported(importer, [memoryFile('x.zip', await zipOf({ [path]: JSON.stringify(says(name)) }))])
  const other = await read(mangled('Grannköping'))
  expect(other.notices.join(' ')).toMatch(/hör till Grannköping, men kontot heter/)
  expect(other.first).toBe('anotherName')
  expect((await read('testkommun')).notices.join(' ')).not.toMatch(/hör till/)
})

describe('an X archive', () => {
  const script = (name: string, list: unknown): string => `window.YTD.${name}.part0 = ${JSON.stringify(list)}`
  const tweet = (id: string, more: object = {}): object => ({
    tweet: { id_str: id, full_text: `nr ${id}`, created_at: 'Sun Sep 07 18:20:30 +0000 2025', ...more },
  })
  test('parts, deleted and edited posts, messages of both sides, and media by their post', async () => {
    const zip = await zipOf({
      'data/account.js': script('account', [{ account: { accountId: '2', username: 'kommun' } }]),
      'data/tweets.js': script('tweets', [
        tweet('1', { edit_info: { initial: { editTweetIds: ['1', '2'] } } }),
        tweet('2', { edit_info: { edit: { editControlInitial: { editTweetIds: ['1', '2'] } } } }),
        tweet('7', { edit_info: { initial: { editTweetIds: ['7', '8', '9'] } } }),
      ]),
      'data/tweets-part1.js': script('tweets', [
        tweet('3', { edit_info: { initial: { editTweetIds: ['../1', '1', '2'] } } }),
        tweet('8', { edit_info: { edit: { editControlInitial: { editTweetIds: ['7', '8', '9'] } } } }),
      ]),
      'data/deleted-tweets.js': script('deleted_tweets', [tweet('4', { deleted_at: 'x' })]),
      'data/tweets_media/3-a.jpg': 'bild',
      'data/direct-messages.js': script('direct_messages', [
        {
          dmConversation: {
            conversationId: '2-9',
            messages: [
              { messageCreate: { id: '50', senderId: '9', text: 'Hej', createdAt: '2025-09-07T18:20:30Z' } },
              { messageCreate: { id: '51', senderId: '2', text: 'Hej!', createdAt: '2025-09-07T18:21:30Z' } },
            ],
          },
        },
      ]),
    })
    const got = await imported(importX, [memoryFile('x.zip', zip)])
    expect(got.notices).toEqual([])
    const seen = got.items.map((one) => [one.platformId, one.kind, one.direction, one.state, one.kept.length])
    expect(got.items.filter(({ kind }) => kind === 'post').map((one) => [one.platformId, one.text])).toEqual([
      ['4', 'nr 4'],
      ['3', 'nr 3'],
      ['1', 'nr 2'],
      ['7', 'nr 8'],
    ])
    expect(seen.sort()).toEqual([
      ['1', 'post', 'drawnUp', 'visible', 0],
      ['3', 'post', 'drawnUp', 'visible', 1],
      ['4', 'post', 'drawnUp', 'removed', 0],
      ['50', 'message', 'received', 'visible', 0],
      ['51', 'message', 'drawnUp', 'visible', 0],
      ['7', 'post', 'drawnUp', 'visible', 0],
    ])
  })
  test('a script that is not JSON is never run, and is told', async () => {
    const got = await imported(importX, [
      memoryFile('tweets.js', "window.YTD.tweets.part0 = [ { tweet: { id_str: '1' } } ]"),
    ])
    expect(got.items).toEqual([])
    expect(got.notices.join()).toMatch(/inte JSON/)
  })
})

test.each([
  ['Comment', 'Media Owner', 'Time'],
  ['Opmerking', 'Media-eigenaar', 'Tijd'],
  ['Kommentar', 'Medieägare', 'Tid'],
  ['Okänt', 'Okänd ägande', 'Okänd'],
])('an Instagram comment with the field %s is read', async (comment, owner, time) => {
  const map = {
    [mangled(comment)]: { value: mangled('Tack för frågan') },
    [mangled(owner)]: { value: 'kommun' },
    [mangled(time)]: { timestamp: 1757268300 },
  }
  const got = await imported(importInstagram, [
    memoryFile('post_comments_1.json', JSON.stringify([{ string_map_data: map }])),
  ])
  expect(got.items).toMatchObject([
    {
      text: 'Tack för frågan',
      kind: 'comment',
      direction: 'drawnUp',
      publishedAt: '2025-09-07T18:05:00.000Z',
    },
  ])
})

test('Facebook messages: who is the municipality is told by its name', async () => {
  const zip = await zipOf({
    'x/messages/inbox/asa_1/message_1.json': JSON.stringify({
      participants: [{ name: mangled('Åsa') }, { name: 'Testkommun' }],
      messages: [
        { sender_name: mangled('Åsa'), timestamp_ms: 1757268300000, content: mangled('Är det öppet?') },
        { sender_name: 'Testkommun', timestamp_ms: 1757268400000, content: 'Ja.' },
      ],
    }),
  })
  const { items } = await imported(importFacebook, [memoryFile('f.zip', zip)])
  expect(items).toMatchObject([
    { kind: 'message', direction: 'received', author: 'Åsa', text: 'Är det öppet?' },
    { kind: 'message', direction: 'drawnUp', text: 'Ja.' },
  ])
})

test('a Mastodon archive as tar.gz, whole and cut', async () => {
  const tar = pack()
  tar.entry({ name: 'media_attachments/files/1/a.jpg' }, 'bild')
  tar.entry(
    { name: 'outbox.json' },
    JSON.stringify({
      type: 'OrderedCollection',
      orderedItems: [
        {
          type: 'Create',
          object: {
            id: 'https://social.test/users/k/statuses/7',
            to: ['https://social.test/users/asa'],
            content: '<p>Hej</p>',
            published: '2025-09-07T18:20:30Z',
            attachment: [{ url: '/media_attachments/files/1/a.jpg' }],
          },
        },
      ],
    }),
  )
  tar.finalize()
  const bytes = gzipSync(await buffer(tar))
  const whole = await imported(importMastodon, [memoryFile('a.tar.gz', bytes)])
  expect(whole.items).toMatchObject([{ platformId: '7', kind: 'message', text: 'Hej' }])
  expect(whole.items[0]?.kept).toHaveLength(1)
  const cut = await imported(importMastodon, [memoryFile('a.tar.gz', bytes.subarray(0, bytes.length - 20))])
  expect(cut.notices.join()).toMatch(/inte hel/)
})

test("another channel's rows of a Takeout are not taken in", async () => {
  const csv = `a,b,c\nUgxTEST000000000000AaABAg,UC${'a'.repeat(22)},2025-12-30T14:28:42.8+00:00,0,,,VIDEOID0001,"{""text"":""x""}",\n`
  const got = await imported(importYouTube, [memoryFile('c.csv', csv)], { channel: `UC${'b'.repeat(22)}` })
  expect(got.items).toEqual([])
  expect(got.notices.join()).toMatch(/andra kanaler/)
})
