const signatures: readonly { readonly mediaType: string; readonly at: number; readonly bytes: Buffer }[] = [
  { mediaType: 'image/png', at: 0, bytes: Buffer.from('89504e470d0a1a0a', 'hex') },
  { mediaType: 'image/jpeg', at: 0, bytes: Buffer.from('ffd8ff', 'hex') },
  { mediaType: 'image/webp', at: 8, bytes: Buffer.from('WEBP', 'latin1') },
]

/** What the bytes themselves say that they are; the browser's word is not taken for it. */
export const pictureType = (bytes: Buffer): string | undefined =>
  signatures.find((each) => bytes.subarray(each.at, each.at + each.bytes.length).equals(each.bytes))
    ?.mediaType
