import { decodeBase64, encodeBase64 } from '../base64.ts'
import { digestBytes } from '../hash.ts'
import { isOrigin, openNote, type Signer, signNote, type VerifierKey } from './note.ts'

/** What a municipality has said, once and for all, about its log. */
export interface Checkpoint {
  readonly origin: string
  /** Leaves. */
  readonly size: number
  /** 32 bytes. */
  readonly root: Buffer
}

const decimal = /^(0|[1-9]\d{0,15})$/

/** Origin, tree size and base64 root, a line each. @throws RangeError on what cannot be one. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  if (!isOrigin(origin)) throw new RangeError(`not an origin: ${origin}`)
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`not a tree size: ${size}`)
  if (root.length !== digestBytes) throw new RangeError('a root is 32 bytes')
  return `${origin}\n${size}\n${encodeBase64(root)}\n`
}

/** The checkpoint a note's text holds, or undefined. Lines after the third are extensions and mean nothing here. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith('\n')) return undefined
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n')
  const rootBytes = decodeBase64(root)
  const sound =
    isOrigin(origin) &&
    decimal.test(size) &&
    Number.isSafeInteger(Number(size)) &&
    !extensions.includes('') &&
    rootBytes?.length === digestBytes
  return sound ? { origin, size: Number(size), root: rootBytes } : undefined
}

/** The signed note over a checkpoint. Every signer has the checkpoint's own origin; see `signNote`. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly Signer[]): string {
  if (signers.some((signer) => signer.origin !== checkpoint.origin)) {
    throw new RangeError('a checkpoint is signed by the keys of its own log')
  }
  return signNote(checkpointText(checkpoint), signers)
}

export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly signedBy: readonly VerifierKey[] }
  | { readonly ok: false; readonly error: 'malformed' | 'notSigned' | 'wrongSignature' }

/** The checkpoint in a signed note, when one of the keys has signed it and is a key of the log it names. */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): OpenedCheckpoint {
  const opened = openNote(note, keys)
  if (!opened.ok) return opened
  const checkpoint = parseCheckpoint(opened.text)
  if (!checkpoint) return { ok: false, error: 'malformed' }
  const signedBy = opened.signedBy.filter((key) => key.origin === checkpoint.origin)
  return signedBy.length > 0 ? { ok: true, checkpoint, signedBy } : { ok: false, error: 'notSigned' }
}
