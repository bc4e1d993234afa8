import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { MunicipalityId } from '../../kernel/index.ts'
import { syncFolder } from '../blobs/index.ts'
import { makeFolder } from '../files/index.ts'
import { newPushKeys, type PushKeys } from '../push/index.ts'
import { writeOnce } from './write-once.ts'

/** Keys that never lie in the database: each municipality's log key, and the one that encrypts secrets. */
export interface Keys {
  /** The Ed25519 key that signs the municipality's checkpoints; made the first time it is asked for. */
  logKey(municipalityId: MunicipalityId): KeyObject
  /** The key that is to sign after this one: there from the first step of a rotation to the last. */
  nextLogKey(municipalityId: MunicipalityId): KeyObject | undefined
  /** Makes the next key, or gives the one that a rotation that was cut off has made. */
  prepareLogKey(municipalityId: MunicipalityId): KeyObject
  /** The next key takes over; of the one before, the public half is kept. */
  replaceLogKey(municipalityId: MunicipalityId): Promise<void>
  /** Public keys that have signed before, oldest first. */
  retiredLogKeys(municipalityId: MunicipalityId): readonly KeyObject[]
  /** The last checkpoint that was signed, kept outside the database; undefined before the first. */
  lastCheckpoint(municipalityId: MunicipalityId): Promise<string | undefined>
  /** Synced to disk before it returns. @param chained the chain of all checkpoints before it, 32 bytes. */
  keepCheckpoint(municipalityId: MunicipalityId, note: string, chained: Uint8Array): Promise<void>
  /** Which checkpoint was kept last, and the chain of all before it; undefined before the first. */
  chainKept(municipalityId: MunicipalityId): Promise<ChainKept | undefined>
  /** Towards push services, for all municipalities of the installation; made the first time they are asked for. */
  pushKeys(): PushKeys
  /** A new key encrypts from now on; those before it still decrypt. */
  addSecretKey(): Promise<void>
  /** Of the keys that decrypt, the newest and the one before it stay: somebody may just have encrypted with that. */
  dropOldSecretKeys(): Promise<void>
  /** AES-256-GCM. `context` is bound to the ciphertext: the same bytes open nowhere else. */
  encrypt(plain: string, context: string): Buffer
  /** @throws when the key is another, or the bytes or the context were changed. */
  decrypt(ciphertext: Uint8Array, context: string): string
}

/** As hex. */
interface ChainKept {
  /** SHA-256 of the note. */
  readonly note: string
  readonly before: string
}

const nonceBytes = 12
const tagBytes = 16

const sha256 = (text: string): string => hash('sha256', text)

/** The whole of a file's new text, or the old one: never half of it. On the disk when the folder is synced. */
async function replaceFile(folder: string, name: string, text: string): Promise<void> {
  const draft = join(folder, `${name}.${process.pid}.new`)
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, join(folder, name))
}

/** Keys as files under a folder that its owner alone can read. Every process of an installation shares it. */
export function fileKeys(folder: string): Keys {
  makeFolder(folder)
  const secretFile = join(folder, 'secrets.key')
  const newSecret = (): string => randomBytes(32).toString('base64')
  /** One a line, the newest first. Read each time, so that every process has the new one at once. */
  const secretKeys = (): string[] => writeOnce(secretFile, newSecret).trim().split('\n')
  const keepSecretKeys = async (keys: readonly string[]): Promise<void> => {
    await replaceFile(folder, 'secrets.key', keys.join('\n'))
    await syncFolder(folder)
  }
  const folderOf = (municipalityId: MunicipalityId): string => {
    const path = join(folder, String(municipalityId))
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return path
  }
  const keyIn = (municipalityId: MunicipalityId, name: string): KeyObject =>
    createPrivateKey(
      writeOnce(join(folderOf(municipalityId), name), () =>
        generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ),
    )
  const retired = (municipalityId: MunicipalityId): string => join(folderOf(municipalityId), 'retired')
  const retiredLogKeys = (municipalityId: MunicipalityId): KeyObject[] => {
    const folder = retired(municipalityId)
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.pem')) : []
    return names.sort().map((name) => createPublicKey(readFileSync(join(folder, name), 'utf8')))
  }
  return {
    logKey: (municipalityId) => keyIn(municipalityId, 'log.pem'),
    nextLogKey: (municipalityId) =>
      existsSync(join(folderOf(municipalityId), 'log.next.pem'))
        ? keyIn(municipalityId, 'log.next.pem')
        : undefined,
    prepareLogKey: (municipalityId) => keyIn(municipalityId, 'log.next.pem'),
    retiredLogKeys,
    async replaceLogKey(municipalityId) {
      const place = folderOf(municipalityId)
      const before = createPublicKey(keyIn(municipalityId, 'log.pem'))
      const text = before.export({ type: 'spki', format: 'pem' }).toString()
      mkdirSync(retired(municipalityId), { recursive: true, mode: 0o700 })
      const known = retiredLogKeys(municipalityId)
      // Kept before it is replaced: cut off in between, the same key is not kept twice.
      if (!known.some((key) => key.equals(before))) {
        const name = `${String(known.length + 1).padStart(4, '0')}.pem`
        writeOnce(join(retired(municipalityId), name), () => text)
        await syncFolder(retired(municipalityId))
      }
      await rename(join(place, 'log.next.pem'), join(place, 'log.pem'))
      await syncFolder(place)
    },
    async lastCheckpoint(municipalityId) {
      const path = join(folderOf(municipalityId), 'checkpoint')
      return existsSync(path) ? readFile(path, 'utf8') : undefined
    },
    async keepCheckpoint(municipalityId, note, chained) {
      const place = folderOf(municipalityId)
      // Cut off in between, each of the two is true of what the database holds.
      await replaceFile(place, 'checkpoints', `${sha256(note)} ${Buffer.from(chained).toString('hex')}\n`)
      await replaceFile(place, 'checkpoint', note)
      await syncFolder(place)
    },
    async chainKept(municipalityId) {
      const path = join(folderOf(municipalityId), 'checkpoints')
      if (!existsSync(path)) return undefined
      const [note = '', before = ''] = (await readFile(path, 'utf8')).trimEnd().split(' ')
      return { note, before }
    },
    addSecretKey: () => keepSecretKeys([newSecret(), ...secretKeys()]),
    dropOldSecretKeys: () => keepSecretKeys(secretKeys().slice(0, 2)),
    pushKeys: () => JSON.parse(writeOnce(join(folder, 'push.json'), () => JSON.stringify(newPushKeys()))),
    encrypt(plain, context) {
      const nonce = randomBytes(nonceBytes)
      const [newest = ''] = secretKeys()
      const cipher = createCipheriv('aes-256-gcm', Buffer.from(newest, 'base64'), nonce)
      cipher.setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    decrypt(ciphertext, context) {
      const keys = secretKeys()
      for (const key of keys.slice(0, -1)) {
        const plain = attempt(() => opened(ciphertext, context, key))
        if (plain !== undefined) return plain
      }
      return opened(ciphertext, context, keys.at(-1) ?? '')
    },
  }
}

/** @throws when the key or the context is another, or the bytes were changed. */
function opened(ciphertext: Uint8Array, context: string, key: string): string {
  const bytes = Buffer.from(ciphertext)
  const nonce = bytes.subarray(0, nonceBytes)
  // With its length said: else a tag cut to four bytes, which can be guessed, would be taken for one.
  const options = { authTagLength: tagBytes }
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64'), nonce, options)
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
}

/** undefined when it throws: the next key is tried. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
