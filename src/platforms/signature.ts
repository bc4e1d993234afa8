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

/**
 * Whether what is to be signed for a stranger can only be a challenge. X and LinkedIn ask us to sign a text of their
 * choice with the secret that their deliveries are signed with: a challenge that could be a delivery (JSON, or LinkedIn's
 * 'hmacsha256=' and JSON) would give whoever knows the address a signature for an invention of theirs.
 */
export const isChallenge = (text: string): boolean => /^[^\s{}[\]"]{1,1000}$/.test(text)
