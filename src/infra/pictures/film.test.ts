import { expect, test } from 'vitest'
import { withoutPlace } from './index.ts'

/** Read in pieces of every size. */
async function forgotten(film: Buffer, size = film.length): Promise<Buffer> {
  const blob = new Blob([Uint8Array.from(film)])
  const stream = async function* () {
    for (let at = 0; at < film.length; at += size) yield film.subarray(at, at + size)
  }
  const pieces = await withoutPlace({
    size: film.length,
    slice: (a, b) => blob.slice(a, b),
    stream: stream as never,
  })
  const read: Uint8Array[] = []
  for await (const piece of pieces()) read.push(piece)
  return Buffer.concat(read)
}

const box = (type: string, ...inside: (Buffer | string)[]): Buffer => {
  const content = Buffer.concat(inside.map((one) => Buffer.from(one)))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}
const track = (handler: string, ...more: Buffer[]): Buffer =>
  box('trak', box('mdia', box('hdlr', Buffer.alloc(8), handler, Buffer.alloc(12))), ...more)

test('a film forgets where it was taken and keeps every picture and sound in its place', async () => {
  const sound = box('mdat', 'BILD OCH LJUD +59.3293+018.0686/')
  const picture = track('vide', box('udta', 'Anna Andersson'), box('stbl', '©xyz i en bild'))
  const film = Buffer.concat([
    box('ftyp', 'isom'),
    box(
      'moov',
      picture,
      box('udta', box('\u00a9xyz', '+59.3293+018.0686/')),
      box('meta', 'com.apple.quicktime.location.ISO6709'),
      track('meta', box('stbl', 'GPS9')),
    ),
    box('uuid', '<exif:GPSLatitude>'),
    sound,
  ])
  const at = film.indexOf(sound)
  const made = await forgotten(film)
  for (const size of [1, 7, 64]) expect(await forgotten(film, size)).toEqual(made)
  expect(made.length).toBe(film.length)
  expect(made.indexOf(sound)).toBe(at)
  const left = made.toString('latin1', 0, at)
  for (const told of ['+59', 'ISO6709', 'GPS', 'Anna']) expect(left).not.toContain(told)
  expect(left).toContain('i en bild')
})

test('what is no film, or says that it is longer than it is, is left as it is and costs no time', async () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('ftyp'),
    Buffer.alloc(100, 255),
    Buffer.from('00000001756474610000000000000004', 'hex'),
    Buffer.from('0000000175647461ffffffffffffffff', 'hex'),
    Buffer.from('00000007756474610000', 'hex'),
  ]) {
    expect(await forgotten(bytes)).toEqual(bytes)
  }
  // Length 0 reaches to the end.
  const open = Buffer.concat([Buffer.from('0000000075647461', 'hex'), Buffer.from('Norrby')])
  expect((await forgotten(open)).includes('Norrby')).toBe(false)
})
