import { readFile } from 'node:fs/promises'
import { encode } from '@ipld/dag-cbor'
import { beforeAll, describe, expect, test } from 'vitest'
import { isObject, settableClock } from '../../kernel/index.ts'
import type { CollectedItem } from '../contract.ts'
import { decoded, linkText, readCar } from './car.ts'
import { importCar } from './imports.ts'

/** The whole repository of an account with 123 posts and 40 likes, as the real PDS gave it (tests/real). */
let car: Buffer
const did = 'did:plc:akvcewjomch36zhlfb4vre4f'
const clock = settableClock(new Date('2026-11-21T10:00:00Z'))

beforeAll(async () => {
  car = await readFile(new URL('fixtures/repo.car', import.meta.url))
})

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(
  bytes: Uint8Array,
  settings: Record<string, string> = { handle: 'kommunen.test' },
  size = 1_000,
): Promise<{ items: CollectedItem[]; notices: string[] }> {
  const items: CollectedItem[] = []
  const notices: string[] = []
  for await (const event of importCar(chunks(bytes, size), { settings, clock })) {
    if ('notice' in event) notices.push(event.notice)
    else items.push(event.item)
  }
  return { items, notices }
}

describe('the archive file of a Bluesky account', () => {
  test.each([1, 37, 1_000_000])('gives every post, however it is cut in pieces of %i bytes', async (size) => {
    const { items, notices } = await read(car, undefined, size)
    expect(notices).toEqual([])
    expect(items).toHaveLength(123)
    expect(new Set(items.map(({ platformId }) => platformId)).size).toBe(123)
  })

  test('posts are posts, and answers to others are drawn up as comments', async () => {
    const { items } = await read(car)
    const post = items.find(({ text }) => text.startsWith('Vi asfalterar'))
    expect(post).toMatchObject({
      platformId: `at://${did}/app.bsky.feed.post/3n2sqcpam2k2v`,
      kind: 'post',
      direction: 'drawnUp',
      author: 'kommunen.test',
      publishedAt: '2026-11-21T08:58:43.239Z',
    })
    const answer = items.find(({ text }) => text === 'Klockan sex i morgon bitti.')
    expect(answer).toMatchObject({
      kind: 'comment',
      direction: 'drawnUp',
      parent: 'at://did:plc:5zwvzfwaicfosfsg2dprfqgp/app.bsky.feed.post/3n2sqcpbhfk2v',
    })
  })

  test('an imported post has the version that collecting it gives', async () => {
    const { items } = await read(car)
    const { readPost, mapPost } = await import('./mapping.ts')
    const recorded = await readFile(new URL('fixtures/listRecords.json', import.meta.url), 'utf8')
    const [record] = (JSON.parse(recorded) as { records: unknown[] }).records
    const facts = readPost(record)
    if (facts === undefined) throw new Error('no record')
    const context = { did, handle: 'kommunen.test', service: 'https://pds.test', fetchedAt: clock.now() }
    const same = items.find(({ platformId }) => platformId === facts.uri)
    expect(same?.versionKey).toBe(mapPost(facts, context, false).versionKey)
  })

  test('the raw bytes are the block itself', async () => {
    const { items } = await read(car)
    for (const { raw, text } of items) {
      expect(raw.mediaType).toBe('application/vnd.ipld.dag-cbor')
      expect(car.includes(Buffer.from(raw.bytes))).toBe(true)
      expect(decoded(raw.bytes)).toMatchObject({ text })
    }
  })

  test('a block that is not what its CID says is left out, and it is told', async () => {
    const altered = Buffer.from(car)
    const at = altered.indexOf('Nyhet nummer 77')
    altered.write('Nyhet nummer 78', at)
    const { items, notices } = await read(altered)
    expect(items).toHaveLength(122)
    expect(items.filter(({ text }) => text === 'Nyhet nummer 78')).toHaveLength(1)
    expect(notices.join(' ')).toContain('1 block i filen stämmer inte')
  })

  test('when the top of the tree is damaged, the posts below it still come through', async () => {
    const blocks = new Map<string, Uint8Array>()
    let top: string | undefined
    for await (const event of readCar(chunks(car, 1_000))) {
      if (!('block' in event)) continue
      blocks.set(event.block.cid, event.block.bytes)
      const value = decoded(event.block.bytes)
      if (isObject(value)) top = linkText(value['data']) ?? top
    }
    const damaged = Buffer.from(car)
    const at = damaged.indexOf(Buffer.from(blocks.get(top ?? '') ?? []))
    damaged[at + 20] = (damaged[at + 20] ?? 0) ^ 1
    const { items, notices } = await read(damaged)
    expect(items.length).toBeGreaterThan(60)
    expect(notices.join(' ')).toContain('1 block i filen stämmer inte')
    expect(notices.join(' ')).toContain('ingen plats i kontots träd')
  })

  test.each([0.3, 0.6, 0.9, 0.999])(
    'cut off at %f of its length, what is whole comes through and it is told',
    async (part) => {
      const { items, notices } = await read(car.subarray(0, Math.floor(car.length * part)))
      const whole = await read(car)
      const known = new Map(whole.items.map((item) => [item.platformId, item.versionKey]))
      for (const item of items) expect(known.get(item.platformId)).toBe(item.versionKey)
      expect(notices.join(' ')).toContain('slutar mitt i')
      if (part > 0.9) expect(items.length).toBeGreaterThan(100)
    },
  )

  test("another account's file is not taken in", async () => {
    const { items, notices } = await read(car, { handle: 'did:plc:enannan' })
    expect(items).toEqual([])
    expect(notices.join(' ')).toContain('Välj rätt konto')
  })
})

describe('files that are something else', () => {
  const header = (value: unknown): Buffer => {
    const bytes = encode(value)
    return Buffer.concat([Uint8Array.of(bytes.length), bytes])
  }
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('Det här är ingen CAR-fil')],
    ['zeros', Buffer.alloc(1_000)],
    ['a length that is larger than any file', Buffer.from('ffffffffffffffffff7f', 'hex')],
    ['version 2', header({ version: 2, roots: [] })],
  ])('%s gives a notice and nothing else', async (_, bytes) => {
    const { items, notices } = await read(bytes)
    expect(items).toEqual([])
    expect(notices).toHaveLength(1)
  })

  test('a section that claims four gigabytes is not waited for', async () => {
    const claims = Buffer.concat([
      header({ version: 1, roots: [] }),
      Buffer.from('ffffffff0f', 'hex'),
      Buffer.alloc(100),
    ])
    const { notices } = await read(claims, { handle: did })
    expect(notices.join(' ')).toContain('går inte att läsa till slutet')
  })

  test('CBOR nested a hundred thousand levels is no record and does no harm', () => {
    expect(decoded(Buffer.alloc(100_000, 0x81))).toBeUndefined()
    expect(linkText({ asCID: 1 })).toBeUndefined()
  })
})
