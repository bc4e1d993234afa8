import { randomBytes } from 'node:crypto'
import type { Http } from '../../infra/http/index.ts'
import { fail, ok, type Result } from '../../kernel/index.ts'

/** Asks a time-stamp authority over HTTP (RFC 3161 §3.4). Its certificate is checked by whoever checks the bundle. */

const tag = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30 } as const
const sha256Id = Buffer.from('608648016503040201', 'hex')
const asn1Null = Buffer.from([0x05, 0x00])
const asn1True = Buffer.from([0x01, 0x01, 0xff])
/** A token is some kilobytes, certificates included. */
const mostBytes = 256 * 1024

/** DER of a value shorter than 128 bytes. */
const der = (kind: number, ...bodies: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(bodies)
  return Buffer.concat([Buffer.from([kind, body.length]), body])
}

/** TimeStampReq over a SHA-256 digest, asking for the authority's certificate to be put in. */
function timestampQuery(digest: Uint8Array, nonce: Uint8Array): Buffer {
  const imprint = der(
    tag.sequence,
    der(tag.sequence, der(tag.oid, sha256Id), asn1Null),
    der(tag.octets, digest),
  )
  return der(tag.sequence, der(tag.integer, Buffer.from([1])), imprint, der(tag.integer, nonce), asn1True)
}

/** The token of a TimeStampResp whose status is granted (0) or granted with changes (1). */
export function tokenIn(answer: Uint8Array): Buffer | undefined {
  const outer = valueAt(Buffer.from(answer), 0, tag.sequence)
  const status = outer && valueAt(outer.body, 0, tag.sequence)
  const code = status && valueAt(status.body, 0, tag.integer)?.body
  if (!outer || !status || !code?.equals(Buffer.from([code[0] === 1 ? 1 : 0]))) return undefined
  const token = valueAt(outer.body, status.end, tag.sequence)
  return token && outer.body.subarray(status.end, token.end)
}

function valueAt(
  bytes: Buffer,
  at: number,
  kind: number,
): { readonly body: Buffer; readonly end: number } | undefined {
  const first = bytes[at + 1]
  if (bytes[at] !== kind || first === undefined) return undefined
  const lengthBytes = first < 0x80 ? 0 : first - 0x80
  if (lengthBytes > 3 || first === 0x80 || at + 2 + lengthBytes > bytes.length) return undefined
  const start = at + 2 + lengthBytes
  const end = start + (lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes))
  return end > bytes.length ? undefined : { body: bytes.subarray(start, end), end }
}

/** A token over a SHA-256 digest, as DER; or why there is none. */
export async function requestTimestamp(
  http: Http,
  url: string,
  digest: Uint8Array,
): Promise<Result<Buffer, string>> {
  const nonce = randomBytes(9)
  // A positive integer in its shortest form.
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40
  const headers = { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' }
  const body = timestampQuery(digest, nonce)
  const got = await http.request({ method: 'POST', url, headers, body, maxBytes: mostBytes })
  if (!got.ok) return fail(got.error.detail)
  if (got.value.status !== 200) return fail(`the authority answered ${got.value.status}`)
  const token = tokenIn(got.value.bytes)
  if (!token) return fail('the authority refused, or its answer is no time-stamp reply')
  if (!token.includes(nonce)) return fail('the authority answered another question than ours')
  return ok(token)
}
