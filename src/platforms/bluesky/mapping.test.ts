import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { isObject } from '../../kernel/index.ts'
import { mapPost, type PostFacts, readPost } from './mapping.ts'

/** Answers of the real servers (tests/real), kept as they came. */
const recorded = async (name: string): Promise<Record<string, unknown>> => {
  const value: unknown = JSON.parse(await readFile(new URL(`fixtures/${name}`, import.meta.url), 'utf8'))
  return isObject(value) ? value : {}
}

const factsIn = (list: unknown): PostFacts[] =>
  (Array.isArray(list) ? list : []).flatMap((one: unknown) => readPost(one) ?? [])

const context = {
  did: 'did:plc:akvcewjomch36zhlfb4vre4f',
  handle: 'kommunen.test',
  service: 'https://pds.test',
  fetchedAt: new Date('2026-11-21T09:00:00Z'),
}

describe('what the real servers answered', () => {
  test("the account's own post is drawn up, with its picture as it was published", async () => {
    const [first] = factsIn((await recorded('listRecords.json'))['records'])
    if (first === undefined) throw new Error('no record')
    expect(mapPost(first, context, false)).toMatchObject({
      platformId: 'at://did:plc:akvcewjomch36zhlfb4vre4f/app.bsky.feed.post/3n2sqcpam2k2v',
      kind: 'post',
      direction: 'drawnUp',
      permalink: 'https://bsky.app/profile/kommunen.test/post/3n2sqcpam2k2v',
      author: 'kommunen.test',
      text: 'Vi asfalterar Storgatan i natt. Åk gärna en annan väg 🚧',
      publishedAt: '2026-11-21T08:58:43.239Z',
      state: 'visible',
      media: [
        {
          url: 'https://pds.test/xrpc/com.atproto.sync.getBlob?did=did%3Aplc%3Aakvcewjomch36zhlfb4vre4f&cid=bafkreidlp6sdj6jkroakvmbntpy2clsj77foijheae5byt3iwz7d2k542a',
          alt: 'En vält på Storgatan',
          mediaType: 'image/png',
        },
      ],
    })
  })

  test("another's answer is received, under what it answers, with the picture that the public sees", async () => {
    const [answer] = factsIn((await recorded('getPosts.json'))['posts'])
    if (answer === undefined) throw new Error('no post')
    expect(mapPost(answer, context, true)).toMatchObject({
      kind: 'comment',
      direction: 'received',
      parent: 'at://did:plc:akvcewjomch36zhlfb4vre4f/app.bsky.feed.post/3n2sqcpam2k2v',
      author: 'invanareekjz.test',
      authorId: 'did:plc:5zwvzfwaicfosfsg2dprfqgp',
      state: 'hidden',
      media: [{ url: expect.stringContaining('/img/feed_fullsize/'), alt: 'Min gata' }],
    })
  })

  test('a quote is received and stands in nobody else’s thread', async () => {
    const [, quote] = factsIn((await recorded('getPosts.json'))['posts'])
    if (quote === undefined) throw new Error('no post')
    const item = mapPost(quote, context, false)
    expect(item).toMatchObject({ kind: 'comment', direction: 'received', text: 'Läs det här' })
    expect(item.parent).toBeUndefined()
  })

  test('the same post has the same version from the repository and from the app view', async () => {
    const [own] = factsIn((await recorded('listRecords.json'))['records'])
    const thread = (await recorded('getPostThread.json'))['thread']
    const shown = isObject(thread) ? readPost(thread['post']) : undefined
    if (own === undefined || shown === undefined) throw new Error('no post')
    expect(mapPost(own, context, false).versionKey).toBe(mapPost(shown, context, false).versionKey)
    expect(mapPost(shown, context, false).versionKey).not.toBe(
      mapPost({ ...shown, cid: 'bafyreiannan' }, context, false).versionKey,
    )
  })
})

describe('what could be made to hurt', () => {
  const record = { text: 'Hej', createdAt: '2026-11-21T08:00:00Z' }
  const uri = 'at://did:plc:aaaa/app.bsky.feed.post/3n2sqcpam2k2v'

  test.each([
    ['no object', 'hej'],
    ['no address', { cid: 'b', record }],
    ['an address by handle', { uri: 'at://anna.test/app.bsky.feed.post/3n2sqcpam2k2v', cid: 'b', record }],
    ['another collection', { uri: 'at://did:plc:aaaa/app.bsky.feed.like/3n2sqcpam2k2v', cid: 'b', record }],
    ['a record that is a list', { uri, cid: 'b', record: [] }],
  ])('%s is no post', (_, value) => {
    expect(readPost(value)).toBeUndefined()
  })

  test('fields of the wrong kind are left out, and the post stands', () => {
    const odd = { text: 7, createdAt: {}, reply: { parent: 'x' }, embed: { images: [null, 3] } }
    const post = readPost({ uri, cid: 'b', author: { did: 'x', handle: 'inte ett handtag' }, record: odd })
    if (post === undefined) throw new Error('no post')
    expect(mapPost(post, context, false)).toMatchObject({
      text: '',
      author: 'did:plc:aaaa',
      publishedAt: '2026-11-21T09:00:00.000Z',
      media: [],
    })
  })

  test('a picture with an address that is no web address is left out', () => {
    const embed = {
      images: [{ fullsize: 'javascript:alert(1)', alt: 'x' }, { fullsize: 'https://cdn.test/a' }],
    }
    const post = readPost({ uri, cid: 'b', author: {}, record, embed })
    if (post === undefined) throw new Error('no post')
    expect(mapPost(post, context, false).media).toEqual([{ url: 'https://cdn.test/a' }])
  })

  test('of a film the still picture is kept, and the playlist is not taken for the film', () => {
    const embed = {
      $type: 'app.bsky.embed.video#view',
      playlist: 'https://video.test/playlist.m3u8',
      thumbnail: 'https://video.test/thumbnail.jpg',
      alt: 'En buss',
    }
    const post = readPost({ uri, cid: 'b', author: {}, record, embed })
    if (post === undefined) throw new Error('no post')
    expect(mapPost(post, context, false).media).toEqual([
      { url: 'https://video.test/thumbnail.jpg', alt: 'En buss' },
    ])
  })
})
