import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../hash.ts'
import { checkpointText, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { isOrigin, openNote, parseVerifierKey, signerFrom, signNote, verifierKeyText } from './note.ts'
import { parseTilePath, tilePath, widthAt } from './tile-path.ts'

const newSigner = (origin = 'solvik.0123abcd/log') =>
  signerFrom(origin, generateKeyPairSync('ed25519').privateKey)
const [signer, next] = [newSigner(), newSigner()]
const checkpoint = { origin: signer.origin, size: 1234, root: sha256(Buffer.from('root')) }

describe('signed notes', () => {
  test('what was signed opens, for any text and several keys', () => {
    const texts = fc.string({ unit: 'grapheme' }).map((text) => `${text.replace(/\p{Cc}/gu, '\n')}x\n`)
    fc.assert(
      fc.property(texts, (text) => {
        const note = signNote(text, [signer, next])
        expect(openNote(note, [next])).toMatchObject({ ok: true, text, signedBy: [next] })
        expect(openNote(note, [signer, next])).toMatchObject({ ok: true, signedBy: [signer, next] })
        expect(openNote(note, [newSigner()])).toEqual({ ok: false, error: 'notSigned' })
      }),
    )
  })

  test('no byte of it can be changed', () => {
    const note = signCheckpoint(checkpoint, [signer])
    for (let at = 0; at < note.length; at += 1) {
      const changed = note.slice(0, at) + (note[at] === 'A' ? 'B' : 'A') + note.slice(at + 1)
      expect(openCheckpoint(changed, [signer]).ok, `character ${at}`).toBe(false)
    }
  })

  test('a witness may add its own signature', () => {
    const witness = signerFrom('region.example/witness', generateKeyPairSync('ed25519').privateKey)
    const note = signCheckpoint(checkpoint, [signer])
    const line = signNote(checkpointText(checkpoint), [witness]).split('\n').at(-2)
    expect(openCheckpoint(`${note}${line}\n`, [signer])).toMatchObject({ ok: true, checkpoint })
    expect(openCheckpoint(`${note}no signature\n`, [signer])).toEqual({ ok: false, error: 'malformed' })
  })

  test('a key text is origin, key id and key, and is believed only when the id is its own', () => {
    const text = verifierKeyText(signer)
    expect(text).toMatch(/^solvik\.0123abcd\/log\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/)
    expect(parseVerifierKey(text)).toMatchObject({ origin: signer.origin, keyId: signer.keyId })
    for (let at = 0; at < text.length; at += 1) {
      const changed = text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1)
      expect(parseVerifierKey(changed), `character ${at}`).toBeUndefined()
    }
  })

  test('an origin is lower-case ASCII without space or +', () => {
    expect(['solvik.0123abcd/log', 'solvik.0123abcd/log/2'].every(isOrigin)).toBe(true)
    expect(['', 'Solvik/log', 'a b', 'a+b', 'å/log', 'a\n'].some(isOrigin)).toBe(false)
  })

  test('only Ed25519 keys sign a log', () => {
    const { privateKey, publicKey } = generateKeyPairSync('x25519')
    expect(() => signerFrom('a/log', privateKey)).toThrow(RangeError)
    expect(() => signerFrom('a/log', publicKey)).toThrow(RangeError)
  })
})

describe('checkpoints', () => {
  test('are three lines, and read back as themselves', () => {
    expect(checkpointText(checkpoint)).toBe(
      `solvik.0123abcd/log\n1234\n${checkpoint.root.toString('base64')}\n`,
    )
    expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint)
  })

  test.each(['01234', '-1', '1e3', '', '99999999999999999'])('the size %j is refused', (size) => {
    expect(parseCheckpoint(`a/log\n${size}\n${checkpoint.root.toString('base64')}\n`)).toBeUndefined()
  })

  test('a key of another log does not vouch for this one', () => {
    const other = newSigner('annan.0123abcd/log')
    const note = signNote(checkpointText(checkpoint), [other])
    expect(openCheckpoint(note, [other])).toEqual({ ok: false, error: 'notSigned' })
    expect(() => signCheckpoint(checkpoint, [other])).toThrow(RangeError)
  })
})

describe('tile paths', () => {
  test('are those of C2SP tlog-tiles', () => {
    expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 2, index: 0, width: 5 })).toBe('tile/2/000.p/5')
    expect(tilePath({ level: 1, index: 1000, width: 256 })).toBe('tile/1/x001/000')
  })

  test('read back as themselves, and nothing else is a tile path', () => {
    const address = fc.record({
      level: fc.nat({ max: 63 }),
      index: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      width: fc.integer({ min: 1, max: 256 }),
    })
    fc.assert(
      fc.property(address, (value) => {
        expect(parseTilePath(tilePath(value))).toEqual(value)
      }),
    )
    const wrong = [
      'tile/0/1',
      'tile/0/x000/001',
      'tile/00/001',
      'tile/0/001.p/0',
      'tile/0/001.p/256',
      'tile/0/001/',
      'tile/0/x001',
      '/tile/0/001',
      'tile/64/000',
    ]
    for (const path of wrong) expect(parseTilePath(path), path).toBeUndefined()
  })

  test('how wide a tile is follows from the size of the tree', () => {
    expect([0, 1, 2].map((index) => widthAt(300, 0, index))).toEqual([256, 44, 0])
    expect(widthAt(300, 1, 0)).toBe(1)
    expect(widthAt(255, 1, 0)).toBe(0)
  })
})
