import { decodeBase64 } from '../base64.ts'

/**
 * What can be seen in an RFC 3161 token without a library: that it is one, when it says it was made, and which
 * digest it was made over. The authority's signature and certificate are not checked here.
 */
interface TimestampClaim {
  /** Generalized time as it stands in the token, e.g. 20260501100000Z. */
  readonly time: string
  /** The SHA-256 digest that was stamped, 32 bytes. */
  readonly imprint: Buffer
}

interface Node {
  readonly tag: number
  readonly body: Buffer
}

const tag = { octets: 0x04, oid: 0x06, generalizedTime: 0x18, sequence: 0x30, explicit0: 0xa0 } as const
/** Object identifiers in hexadecimal: 1.2.840.113549.1.7.2, 1.2.840.113549.1.9.16.1.4, 2.16.840.1.101.3.4.2.1. */
const signedData = '2a864886f70d010702'
const tstInfo = '2a864886f70d0109100104'
const sha256Id = '608648016503040201'

/** The claim of a TimeStampToken in base64, or undefined when it is not one over a SHA-256 digest. */
export function readTimestamp(token: string): TimestampClaim | undefined {
  const bytes = decodeBase64(token)
  const outer = bytes && children(bytes)
  if (outer?.length !== 1) return undefined
  const [type, wrapped] = inside(outer[0], tag.sequence)
  if (hex(type, tag.oid) !== signedData) return undefined
  const [, , content] = inside(inside(wrapped, tag.explicit0)[0], tag.sequence)
  const [contentType, octets] = inside(content, tag.sequence)
  if (hex(contentType, tag.oid) !== tstInfo) return undefined
  const info = inside(inside(octets, tag.explicit0)[0], tag.octets)[0]
  // TSTInfo: version, policy, messageImprint, serialNumber, genTime, … (RFC 3161 §2.4.2)
  const [, , imprint, , time] = inside(info, tag.sequence)
  const [algorithm, digest] = inside(imprint, tag.sequence)
  if (hex(inside(algorithm, tag.sequence)[0], tag.oid) !== sha256Id) return undefined
  if (digest?.tag !== tag.octets || digest.body.length !== 32 || time?.tag !== tag.generalizedTime)
    return undefined
  const text = time.body.toString('latin1')
  return /^\d{14}(\.\d+)?Z$/.test(text) ? { time: text, imprint: digest.body } : undefined
}

const hex = (node: Node | undefined, expected: number): string =>
  node?.tag === expected ? node.body.toString('hex') : ''

const inside = (node: Node | undefined, expected: number): Node[] =>
  node?.tag === expected ? (children(node.body) ?? []) : []

/** The DER values that lie one after the other in the bytes; undefined when they do not fill them exactly. */
function children(bytes: Buffer): Node[] | undefined {
  const nodes: Node[] = []
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at + 1]
    const kind = bytes[at]
    if (first === undefined || kind === undefined) return undefined
    const lengthBytes = first < 0x80 ? 0 : first - 0x80
    if (lengthBytes > 4 || first === 0x80 || at + 2 + lengthBytes > bytes.length) return undefined
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes)
    const start = at + 2 + lengthBytes
    if (start + length > bytes.length) return undefined
    nodes.push({ tag: kind, body: bytes.subarray(start, start + length) })
    at = start + length
  }
  return nodes
}
