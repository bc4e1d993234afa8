import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC over the parts one after the other, as raw bytes (RFC 2104). */
export function hmac(method: string, secret: string, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const mac = createHmac(method, secret)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

/** Whether a signature that came as text is the expected one, compared in constant time. */
export function signatureHolds(
  expected: Uint8Array,
  given: string | undefined,
  encoding: 'hex' | 'base64',
): boolean {
  if (given === undefined || given.length > 1_024) return false
  const bytes = Buffer.from(given, encoding)
  const whole = bytes.toString(encoding) === (encoding === 'hex' ? given.toLowerCase() : given)
  return whole && bytes.length === expected.length && timingSafeEqual(bytes, expected)
}
