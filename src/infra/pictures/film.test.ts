import { expect, test } from 'vitest'
import { forgetPlace } from './index.ts'

const box = (type: string, ...inside: (Buffer | string)[]): Buffer => {
  const content = Buffer.concat(inside.map((one) => Buffer.from(one)))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}
const track = (handler: string, ...more: Buffer[]): Buffer =>
  box('trak', box('mdia', box('hdlr', Buffer.alloc(8), handler, Buffer.alloc(12))), ...more)

test('a film forgets where it was taken and keeps every picture and sound in its place', () => {
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
  const { length } = film
  const at = film.indexOf(sound)
  forgetPlace(film)
  expect(film.length).toBe(length)
  expect(film.indexOf(sound)).toBe(at)
  const left = film.toString('latin1', 0, at)
  for (const told of ['+59', 'ISO6709', 'GPS', 'Anna']) expect(left).not.toContain(told)
  expect(left).toContain('i en bild')
})

test('what is no film, or says that it is longer than it is, is left as it is and costs no time', () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('ftyp'),
    Buffer.alloc(100, 255),
    Buffer.from('00000001756474610000000000000004', 'hex'),
    Buffer.from('0000000175647461ffffffffffffffff', 'hex'),
    Buffer.from('00000007756474610000', 'hex'),
  ]) {
    const before = Buffer.from(bytes)
    forgetPlace(bytes)
    expect(bytes).toEqual(before)
  }
  // Length 0 reaches to the end.
  const open = Buffer.concat([Buffer.from('0000000075647461', 'hex'), Buffer.from('Norrby')])
  forgetPlace(open)
  expect(open.includes('Norrby')).toBe(false)
})
