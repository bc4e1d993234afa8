function box(name: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + bytes.length)
  head.write(name, 4, 'latin1')
  return Buffer.concat([head, bytes])
}

/** By its first bytes an MP4, as servers tell films by; there is nothing to play in it. */
export const shortFilm = Buffer.concat([
  box('ftyp', Buffer.from('isom\0\0\u0002\0isomiso2mp41', 'latin1')),
  box('mdat', Buffer.alloc(20_000, 7)),
])
