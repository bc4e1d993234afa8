import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from './canonical.ts'
import {
  commit,
  differsFrom,
  fieldCommitment,
  keyOf,
  newSalt,
  type RecordContent,
  recordCommitment,
} from './commitment.ts'
import { readManifest } from './manifest.ts'

/** The page's own words, step by step, with another hash function: createHash instead of crypto.hash. */
const sha256 = (...chunks: (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest()
}
const slowKey = (salt: Uint8Array, name: string) => sha256('uppsikt/v1/key\0', salt, sha256(name))
const slowField = (salt: Uint8Array, name: string, value: Uint8Array | string) =>
  sha256('uppsikt/v1/field\0', slowKey(salt, name), value).toString('hex')

function slowCommit(record: RecordContent): { commitment: Buffer; manifest: string } {
  const { salt, type, recordId, version, fields, parts } = record
  const manifest = canonicalText({
    schema: 'uppsikt/record/v1',
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, slowField(salt, name, value)]),
    ),
    parts: [...parts]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, mediaType, bytes, sha256: digest }) => ({
        name,
        mediaType,
        bytes,
        commitment: slowField(salt, `part/${name}`, digest),
      })),
  })
  const head = Buffer.alloc(21)
  head[0] = type
  Buffer.from(recordId.replaceAll('-', ''), 'hex').copy(head, 1)
  head.writeUInt32BE(version, 17)
  return {
    manifest,
    commitment: sha256('uppsikt/v1/commitment\0', slowKey(salt, ''), head, sha256(manifest)),
  }
}

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((value) => !value.includes('\0'))
const fieldName = fc
  .stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/)
  .filter((name) => /^[a-z][A-Za-z0-9]*$/.test(name))
const partName = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,8}$/)
const records: fc.Arbitrary<RecordContent> = fc.record({
  salt: bytes32,
  type: fc.constantFrom(1, 7, 15),
  recordId: fc.uuid({ version: 4 }),
  version: fc.integer({ min: 1, max: 0xffffffff }),
  fields: fc.dictionary(fieldName, text, { maxKeys: 12, noNullPrototype: true }),
  parts: fc.uniqueArray(fc.record({ name: partName, mediaType: text, bytes: fc.nat(), sha256: bytes32 }), {
    selector: ({ name }) => name,
    maxLength: 4,
  }),
})

const record: RecordContent = {
  salt: newSalt(),
  type: 1,
  recordId: randomUUID(),
  version: 1,
  fields: { author: 'Åsa', text: 'ja', constructor: 'x' },
  parts: [
    { name: 'raw', mediaType: 'application/json', bytes: 3, sha256: sha256('abc') },
    { name: 'media-1', mediaType: 'image/png', bytes: 4, sha256: sha256('abcd') },
  ],
}

describe('the commitment', () => {
  test('is the one of the page, and its manifest is RFC 8785 text', () => {
    fc.assert(
      fc.property(records, (value) => {
        const { commitment, manifest, topKey } = commit(value)
        const slow = slowCommit(value)
        expect(manifest).toBe(slow.manifest)
        expect(commitment.equals(slow.commitment)).toBe(true)
        expect(topKey.equals(slowKey(value.salt, ''))).toBe(true)
        expect(recordCommitment(topKey, value, manifest).equals(commitment)).toBe(true)
      }),
    )
  })

  test('holds for texts of any length, one after the other in the same buffers', () => {
    for (const length of [0, 1, 8_000, 9_000, 400_000, 2_000_000, 3]) {
      const long = { ...record, fields: { text: 'å'.repeat(length), author: 'b' } }
      expect(commit(long).commitment).toEqual(slowCommit(long).commitment)
    }
  })

  test('each key opens its own field and no other', () => {
    const manifest = readManifest(commit(record).manifest)
    for (const [name, value] of Object.entries(record.fields)) {
      expect(fieldCommitment(keyOf(record.salt, name), value)).toBe(manifest?.fields.get(name))
    }
    expect(fieldCommitment(keyOf(record.salt, 'author'), 'ja')).not.toBe(manifest?.fields.get('text'))
  })

  test.each([
    ['a text that was not sanitized', { fields: { text: 'a\0' } }],
    ['a lone surrogate', { fields: { text: '\ud800' } }],
    ['a field name that is none', { fields: { 'part/raw': 'x' } }],
    ['the same part twice', { parts: [record.parts[0], record.parts[0]] }],
    ['a short salt', { salt: Buffer.alloc(16) }],
    ['a type the page does not know', { type: 16 }],
  ])('%s is refused', (_, wrong) => {
    expect(() => commit({ ...record, ...wrong } as RecordContent)).toThrow()
  })
})

describe('checking a record again', () => {
  const recorded = commit(record)

  test('the content that was recorded does not differ', () => {
    expect(differsFrom(record, recorded)).toBeUndefined()
  })

  test.each([
    ['field text', { fields: { ...record.fields, text: 'nej' } }],
    ['field author', { fields: { text: 'ja', constructor: 'x' } }],
    ['field added', { fields: { ...record.fields, added: '1' } }],
    ['part raw', { parts: [{ ...record.parts[0], bytes: 5 }, record.parts[1]] }],
    ['part media-1', { parts: [record.parts[0]] }],
    ['commitment', { version: 2 }],
  ])('%s is named when it differs', (what, change) => {
    expect(differsFrom({ ...record, ...change } as RecordContent, recorded)).toBe(what)
  })
})

describe('after disposal', () => {
  // What remains is the entry; what a receiver may hold besides is manifest, top key and keys of shown fields.
  const words = ['ja', 'nej', 'hej', ...Array.from({ length: 500 }, (_, n) => String(n))]

  test('nobody finds a short text by trying, not even with the keys of all other fields', () => {
    const { manifest, topKey } = commit(record)
    const hidden = readManifest(manifest)?.fields.get('text')
    const known = [keyOf(record.salt, 'author'), keyOf(record.salt, 'part/raw'), topKey]
    const made = known.flatMap((key) => [key, sha256(key), slowKey(key, 'text'), Buffer.alloc(32)])
    for (const word of words) {
      for (const key of made) expect(fieldCommitment(key, word) === hidden).toBe(false)
    }
    expect(fieldCommitment(keyOf(record.salt, 'text'), 'ja')).toBe(hidden)
  })

  test('the entry alone says nothing of the content, whatever is tried', () => {
    const { commitment } = commit(record)
    const salts = [Buffer.alloc(32), Buffer.from(commitment), sha256(record.recordId), newSalt()]
    for (const word of words) {
      const guess = { ...record, fields: { ...record.fields, text: word } }
      for (const salt of salts) expect(commit({ ...guess, salt }).commitment.equals(commitment)).toBe(false)
    }
  })

  test('the same content under another salt leaves nothing in common', () => {
    fc.assert(
      fc.property(records, bytes32, (value, salt) => {
        fc.pre(Buffer.compare(value.salt, salt) !== 0)
        const [a, b] = [commit(value), commit({ ...value, salt })]
        expect(a.commitment.equals(b.commitment)).toBe(false)
        const [x, y] = [readManifest(a.manifest), readManifest(b.manifest)]
        for (const [name, digest] of x?.fields ?? []) expect(y?.fields.get(name)).not.toBe(digest)
      }),
    )
  })
})

describe('a manifest that is not exactly the text', () => {
  const { manifest } = commit(record)
  test.each([
    ['white space', manifest.replace(',', ', ')],
    ['a member twice', manifest.replace('"fields":{', `"fields":{"text":"${'0'.repeat(64)}",`)],
    ['another schema', manifest.replace('record/v1', 'record/v2')],
    ['a short digest', manifest.replace(/[0-9a-f]{64}/, 'ab')],
    ['a name that is none', manifest.replace('"author"', '"Author"')],
    ['not JSON', 'x'],
    ['no object', '[]'],
  ])('is refused: %s', (_, text) => {
    expect(readManifest(manifest)).toBeDefined()
    expect(readManifest(text)).toBeUndefined()
  })
})
