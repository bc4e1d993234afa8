import { fail, ok, type Result } from '../../kernel/index.ts'

/** A document as text whose every index is a place among its bytes, so that what is found can be cut out untouched. */
export interface Layout {
  /** One character per code unit. In single-byte and UTF-8 documents only its ASCII is to be read; `decode` gives the words. */
  readonly units: string
  /** The bytes from one place in `units` to another. */
  readonly cut: (start: number, end: number) => Uint8Array
  readonly decode: (bytes: Uint8Array) => string
  /** WHATWG name, e.g. 'utf-8', 'windows-1252'. */
  readonly encoding: string
}

/** Encodings where '<', '>' and quotes are always themselves, byte for byte. */
const transparent = /^(utf-8|windows-125\d|windows-874|iso-8859-\d+|koi8-[ru]|macintosh)$/

const nameOf = (label: string): string | undefined => {
  try {
    return new TextDecoder(label).encoding
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

interface Mark {
  readonly encoding: string
  readonly length: number
}

function byteOrderMark(bytes: Uint8Array): Mark | undefined {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 }
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 }
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return { encoding: 'utf-16le', length: 0 }
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return { encoding: 'utf-16be', length: 0 }
  return undefined
}

/**
 * Which encoding, in the order of RFC 7303 §3: byte order mark, charset of the content type, the document's own
 * declaration, UTF-8. A declaration of UTF-16 that could be read as ASCII is wrong about itself and not heeded.
 */
function encodingOf(bytes: Uint8Array, contentType: string): Mark {
  const mark = byteOrderMark(bytes)
  if (mark !== undefined) return mark
  const charset = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1]
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const declared = /^\s*<\?xml\s[^>]{0,120}?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1]
  const label = charset ?? declared ?? 'utf-8'
  const encoding = nameOf(label) ?? label.toLowerCase()
  return { encoding: encoding.startsWith('utf-16') ? 'utf-8' : encoding, length: 0 }
}

/** Failure: the name of an encoding that we do not read. */
export function layoutOf(bytes: Uint8Array, contentType: string): Result<Layout, string> {
  const { encoding, length } = encodingOf(bytes, contentType)
  const wide = encoding.startsWith('utf-16')
  if (!wide && !transparent.test(encoding)) return fail(encoding)
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  const decode = (part: Uint8Array): string => decoder.decode(part)
  const content = bytes.subarray(length)
  const stride = wide ? 2 : 1
  return ok({
    units: wide ? decode(content) : Buffer.from(content).toString('latin1'),
    cut: (start, end) => content.subarray(start * stride, end * stride),
    decode,
    encoding,
  })
}
