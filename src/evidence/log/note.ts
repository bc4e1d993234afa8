import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { decodeBase64, encodeBase64 } from '../base64.ts'
import { sha256 } from '../hash.ts'

/**
 * C2SP signed notes with Ed25519 (type 0x01). The text ends with a newline; after a blank line follow the
 * signatures: `— origin base64(4-byte key id ‖ signature)`.
 */

const ed25519 = 0x01
const keyBytes = 32
const signatureBytes = 64
const keyIdBytes = 4
/** A checkpoint is some hundred bytes; more than this is made to hurt. */
const noteCharacters = 64 * 1024
const signaturesInNote = 100

const originShape = /^[!-*,-@[-~]+$/
const signatureLine = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/
/** The DER that stands before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo (RFC 8410 §4). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')

export interface VerifierKey {
  readonly origin: string
  /** 4 bytes. */
  readonly keyId: Buffer
  /** 32 bytes. */
  readonly publicKey: Buffer
}

export interface Signer extends VerifierKey {
  /** The Ed25519 signature, 64 bytes. */
  readonly sign: (message: Uint8Array) => Buffer
}

/** Lower-case ASCII without space or `+` (design/evidence.md, Checkpoint). */
export const isOrigin = (origin: string): boolean => originShape.test(origin)

/** @param publicKey 32 bytes. @throws RangeError when origin or key cannot be one. */
function verifierKey(origin: string, publicKey: Uint8Array): VerifierKey {
  if (!isOrigin(origin)) throw new RangeError(`not an origin: ${origin}`)
  if (publicKey.length !== keyBytes) throw new RangeError('an Ed25519 public key is 32 bytes')
  const typed = Buffer.concat([Buffer.from([ed25519]), publicKey])
  const keyId = sha256(Buffer.concat([Buffer.from(`${origin}\n`, 'utf8'), typed])).subarray(0, keyIdBytes)
  return { origin, keyId, publicKey: typed.subarray(1) }
}

/** The signed-note verifier key: origin+8 hex+base64(0x01 ‖ public key). */
export function verifierKeyText({ origin, keyId, publicKey }: VerifierKey): string {
  const typed = Buffer.concat([Buffer.from([ed25519]), publicKey])
  return `${origin}+${keyId.toString('hex')}+${encodeBase64(typed)}`
}

/** The key that a text holds, or undefined when it is not one or its key id is not its own. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [origin = '', , ...rest] = text.split('+')
  const typed = decodeBase64(rest.join('+'))
  if (!isOrigin(origin) || typed?.length !== 1 + keyBytes || typed[0] !== ed25519) return undefined
  const key = verifierKey(origin, typed.subarray(1))
  return verifierKeyText(key) === text ? key : undefined
}

/** @param publicKey an Ed25519 key. */
export const verifierKeyFrom = (origin: string, publicKey: KeyObject): VerifierKey =>
  verifierKey(origin, publicKey.export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length))

/** @param privateKey an Ed25519 key. @throws RangeError on another kind of key. */
export function signerFrom(origin: string, privateKey: KeyObject): Signer {
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519') {
    throw new RangeError('a log is signed with an Ed25519 private key')
  }
  return {
    ...verifierKeyFrom(origin, createPublicKey(privateKey)),
    sign: (message) => sign(null, message, privateKey),
  }
}

/**
 * Signs a text; a rotation signs with the old key and the new one.
 * @param text ends with a newline. @throws RangeError when the text or the list of signers cannot make a note.
 */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!isNoteText(text))
    throw new RangeError('the text of a note ends with a newline and holds no control character')
  if (signers.length === 0) throw new RangeError('a note has at least one signature')
  const message = Buffer.from(text, 'utf8')
  const lines = signers.map(
    ({ origin, keyId, sign: signWith }) =>
      `\u2014 ${origin} ${encodeBase64(Buffer.concat([keyId, signWith(message)]))}\n`,
  )
  return `${text}\n${lines.join('')}`
}

type OpenedNote =
  | { readonly ok: true; readonly text: string; readonly signedBy: readonly VerifierKey[] }
  | { readonly ok: false; readonly error: 'malformed' | 'notSigned' | 'wrongSignature' }

/**
 * Checks a note against the keys that are trusted. Signatures by other keys (witnesses, the next key) are
 * passed over; one that a trusted key is said to have made must hold, or the whole note is refused.
 */
export function openNote(note: string, keys: readonly VerifierKey[]): OpenedNote {
  const parsed = splitNote(note)
  if (!parsed) return { ok: false, error: 'malformed' }
  const message = Buffer.from(parsed.text, 'utf8')
  const signedBy: VerifierKey[] = []
  for (const { origin, keyId, signature } of parsed.signatures) {
    const key = keys.find((known) => known.origin === origin && known.keyId.equals(keyId))
    if (!key || signedBy.includes(key)) continue
    if (!holds(key, message, signature)) return { ok: false, error: 'wrongSignature' }
    signedBy.push(key)
  }
  return signedBy.length > 0 ? { ok: true, text: parsed.text, signedBy } : { ok: false, error: 'notSigned' }
}

interface NoteSignature {
  readonly origin: string
  readonly keyId: Buffer
  readonly signature: Buffer
}

function splitNote(note: string): { text: string; signatures: NoteSignature[] } | undefined {
  const blank = note.lastIndexOf('\n\n')
  if (note.length > noteCharacters || blank < 0 || !note.endsWith('\n')) return undefined
  const text = note.slice(0, blank + 1)
  const lines = note.slice(blank + 2, -1).split('\n')
  if (!isNoteText(text) || lines.length > signaturesInNote) return undefined
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const [, origin, encoded] = signatureLine.exec(line) ?? []
    const bytes = encoded === undefined ? undefined : decodeBase64(encoded)
    if (origin === undefined || !bytes || bytes.length <= keyIdBytes) return undefined
    signatures.push({ origin, keyId: bytes.subarray(0, keyIdBytes), signature: bytes.subarray(keyIdBytes) })
  }
  return { text, signatures }
}

function isNoteText(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if ((code < 0x20 && character !== '\n') || (code >= 0xd800 && code <= 0xdfff)) return false
  }
  return text.length > 1 && text.endsWith('\n')
}

function holds(key: VerifierKey, message: Buffer, signature: Buffer): boolean {
  if (signature.length !== signatureBytes) return false
  const spki = Buffer.concat([spkiPrefix, key.publicKey])
  return verify(null, message, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature)
}
