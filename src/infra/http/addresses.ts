import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * own: an origin where the operator has registered an account; it may lie on the municipality's own network.
 * inside: it must lie there.
 */
export type Trust = 'public' | 'own' | 'inside'

const insideRanges = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat'])
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** Thrown into the connection when an address may not be reached; turned into the failure 'forbidden'. */
export class ForbiddenAddress extends Error {}

/**
 * Whether we may connect to the address.
 * IPv6 outside 2000::/3 is never public, which covers what no list names (IPv4-compatible ::/96, future ranges);
 * forms that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo) are refused whole.
 */
export function mayReach(address: string, trust: Trust): boolean {
  if (isIP(address) === 0 || !ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  const range: string = parsed.range()
  if (trust === 'inside') return insideRanges.has(range)
  if (trust === 'own' && (range === 'unicast' || insideRanges.has(range))) return true
  return range === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(globalUnicast))
}

/** The address when a URL's hostname is one (the URL parser has made decimal, octal and hex forms into dotted ones). */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return isIP(bare) === 0 ? undefined : bare
}
