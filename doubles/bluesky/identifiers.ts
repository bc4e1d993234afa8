import { createHash } from 'node:crypto'
import { encode } from '@ipld/dag-cbor'

/** Identifiers as a PDS makes them. Own code, not the connector's: a double that shares its faults would prove nothing. */

const base32 = 'abcdefghijklmnopqrstuvwxyz234567'
const sortable = '234567abcdefghijklmnopqrstuvwxyz'

const inBase32 = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const padded = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0')
  return (padded.match(/.{5}/g) ?? []).map((five) => base32[Number.parseInt(five, 2)]).join('')
}

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

/** A CID as the real thing writes it. Links inside a record are hashed as plain maps, so it differs from the real one's there. */
export const cidOfRecord = (record: object): string =>
  `b${inBase32(Buffer.concat([Uint8Array.of(1, 0x71, 0x12, 0x20), sha256(encode(record))]))}`

export const cidOfBlob = (bytes: Uint8Array): string =>
  `b${inBase32(Buffer.concat([Uint8Array.of(1, 0x55, 0x12, 0x20), sha256(bytes)]))}`

/** The same handle gives the same DID in every run. */
export const didOf = (seed: string, handle: string): string =>
  `did:plc:${inBase32(sha256(`${seed}/${handle}`)).slice(0, 24)}`

/** Record keys and revisions that rise, also when the clock stands still. */
export function tidMaker(): (at: Date) => string {
  const used = new Set<string>()
  return (at) => {
    for (let micros = BigInt(at.getTime()) * 1_000n; ; micros++) {
      let rest = micros << 10n
      let tid = ''
      for (let place = 0; place < 13; place++) {
        tid = `${sortable[Number(rest & 31n)]}${tid}`
        rest >>= 5n
      }
      if (used.has(tid)) continue
      used.add(tid)
      return tid
    }
  }
}
