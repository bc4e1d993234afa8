/** The outline of an RFC 3161 token over a digest, without an authority's signature: what our own reading looks at. */
export function tokenOver(digest: Uint8Array): Buffer {
  const imprint = der(0x30, der(0x30, oid('608648016503040201'), der(0x05)), der(0x04, digest))
  const info = der(0x30, one, oid('2a03'), imprint, one, der(0x18, Buffer.from('20260501100000Z')))
  const content = der(0x30, oid('2a864886f70d0109100104'), der(0xa0, der(0x04, info)))
  return der(0x30, oid('2a864886f70d010702'), der(0xa0, der(0x30, one, der(0x31), content, der(0x31))))
}

export function der(tag: number, ...bodies: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(bodies)
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const one = der(0x02, Buffer.from([1]))
