import { digestBytes, sha256 } from '../../evidence/index.ts'

/** What of a stored checkpoint counts in the chain; the note holds origin, size and root. */
export interface Link {
  /** Which log of the municipality. */
  readonly number: number
  /** Unix time in microseconds, as the database keeps it. */
  readonly atMicroseconds: number
  readonly note: string
}

const prefix = Buffer.from('uppsikt/v1/checkpoints\0', 'latin1')

/** Before a municipality's first checkpoint. */
export const chainBeginning = Buffer.alloc(digestBytes)

/**
 * The chain of a municipality's checkpoints, in the order they were signed: SHA-256(prefix ‖ chain before ‖ u16 log ‖
 * u64 microseconds ‖ SHA-256(note)). Secret to nobody: what makes it hold is that the last of it is kept beside the key too
 * (infra/signing/keys.ts). migrations/0041_checkpoint_chain.sql makes the same of checkpoints from before it.
 */
export function chainAfter(before: Uint8Array, { number, atMicroseconds, note }: Link): Buffer {
  const place = Buffer.alloc(10)
  place.writeUInt16BE(number)
  place.writeBigUInt64BE(BigInt(atMicroseconds), 2)
  return sha256(Buffer.concat([prefix, before, place, sha256(Buffer.from(note, 'utf8'))]))
}
