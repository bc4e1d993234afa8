import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bundleFiles, newSigner, recordAll } from '../../../tests/support/evidence-log.ts'
import { sha256 } from '../hash.ts'
import { verifierKeyText } from '../log/note.ts'
import type { Bundle } from './format.ts'
import { type BundleProblem, verifyBundle } from './verify-bundle.ts'

type Files = Map<string, Uint8Array>

const signer = newSigner()
const values = (n: number) => ({
  account: `account-${n}`,
  author: `Åsa Öberg ${n}`,
  authorId: `id-77${n}`,
  kind: 'comment',
  permalink: `https://plats.example/id-77${n}/p/5`,
  platformId: `at://id-77${n}/post/5`,
  text: `Hej "du" ${n} 😀\n`,
  about: [{ record: 'x', version: n }],
})
const log = await recordAll(
  Array.from({ length: 21 }, (_, n) => ({
    values: values(n),
    parts: { raw: `{"n":${n}}`, 'media-1': Buffer.alloc(100 + n, n) },
  })),
  signer,
)

const check = (files: Files) => verifyBundle((path) => files.get(path), { paths: [...files.keys()] })
const bundleIn = (files: Files): Bundle =>
  JSON.parse(Buffer.from(files.get('bundle.json') ?? []).toString('utf8'))
const withBundle = (files: Files, bundle: unknown): Files =>
  new Map(files).set('bundle.json', Buffer.from(JSON.stringify(bundle)))

/** The first problem of the bundle, with one thing in bundle.json changed. */
async function problemAfter(change: (bundle: DeepMutable<Bundle>) => void, showing = {}) {
  const files = log.bundle([3, 4, 20], showing)
  const bundle = bundleIn(files)
  change(bundle as DeepMutable<Bundle>)
  const verdict = await check(withBundle(files, bundle))
  return verdict.ok ? undefined : verdict.error
}

type DeepMutable<T> = { -readonly [K in keyof T]: T[K] extends object ? DeepMutable<T[K]> : T[K] }

const second = <T>(list: readonly T[]): T => {
  const [, item] = list
  if (item === undefined) throw new Error('the test has two of everything')
  return item
}

/** Every text in a JSON value, with the way to it. */
function textsIn(value: unknown, way: (string | number)[] = []): (string | number)[][] {
  if (typeof value === 'string') return [way]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    textsIn(item, [...way, Array.isArray(value) ? Number(key) : key]),
  )
}

function changedAt(
  value: unknown,
  way: readonly (string | number)[],
  change: (text: string) => string,
): unknown {
  const [step, ...rest] = way
  if (step === undefined) return change(String(value))
  if (Array.isArray(value)) return value.map((item, n) => (n === step ? changedAt(item, rest, change) : item))
  const object = value as Record<string, unknown>
  return { ...object, [step]: changedAt(object[step], rest, change) }
}

describe('a bundle that was changed', () => {
  test('in any text of bundle.json is refused, and the place is named', async () => {
    const files = log.bundle([3, 4, 20], { fields: ['account', 'kind', 'text'], parts: ['raw'] })
    const bundle = bundleIn(files)
    const ways = textsIn(bundle)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ways),
        fc.nat(),
        fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
        async (way, pick, character) => {
          const changed = changedAt(bundle, way, (text) => {
            const at = pick % Math.max(1, text.length)
            return text.slice(0, at) + character + text.slice(at + 1)
          })
          fc.pre(JSON.stringify(changed) !== JSON.stringify(bundle))
          const verdict = await check(withBundle(files, changed))
          expect(verdict.ok, way.join('.')).toBe(false)
          if (verdict.ok || way[0] !== 'records') return
          expect(verdict.error.record).toBe(way[1])
          if (way[2] === 'fields' && way[4] !== 'name') {
            expect(verdict.error.name).toBe(bundle.records[Number(way[1])]?.fields[Number(way[3])]?.name)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('in any byte of bundle.json is refused, unless it still says the same', async () => {
    const files = log.bundle([3])
    const bytes = Buffer.from(files.get('bundle.json') ?? [])
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = Buffer.from(bytes)
          changed[at] = (changed[at] ?? 0) ^ flip
          const verdict = await check(new Map(files).set('bundle.json', changed))
          const same = verdict.ok && JSON.stringify(JSON.parse(changed.toString())) === bytes.toString()
          expect(verdict.ok).toBe(same)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('so that a name stands twice is refused: two readers would see two different things', async () => {
    const files = log.bundle([3])
    const text = Buffer.from(files.get('bundle.json') ?? []).toString('utf8')
    const doubled = text.replace('"value":', '"value":"något annat","value":')
    expect(doubled).not.toBe(text)
    const verdict = await check(new Map(files).set('bundle.json', Buffer.from(doubled)))
    expect(verdict).toEqual({ ok: false, error: { what: 'bundleShape' } })
  })

  test.each(['beslut.pdf', 'files/3/beslut.pdf', 'files/beslut.pdf', 'annat/raw'])(
    'by a file %s that no record owns is refused, and the file is named',
    async (path) => {
      const verdict = await check(new Map(log.bundle([3])).set(path, Buffer.from('x')))
      expect(verdict).toEqual({ ok: false, error: { what: 'fileNotListed', name: path } })
    },
  )

  test('in any byte of a file is refused, and the file is named', async () => {
    const files = log.bundle([3, 4])
    const paths = [...files.keys()].filter((path) => path.startsWith('files/'))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (path, at, flip) => {
          const changed = Buffer.from(files.get(path) ?? [])
          changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ flip
          const verdict = await check(new Map(files).set(path, changed))
          const [, index, name] = path.split('/')
          expect(verdict).toEqual({
            ok: false,
            error: { what: 'part', record: Number(index) - 3, index: Number(index), name },
          })
        },
      ),
    )
  })

  type Change = (bundle: DeepMutable<Bundle>) => void
  const cases: [string, Partial<BundleProblem>, Change][] = [
    [
      'a field is dropped in silence',
      { what: 'neitherShownNorWithheld', record: 1, name: 'about' },
      (b) => {
        second(b.records).fields.shift()
      },
    ],
    [
      'a part is dropped in silence',
      { what: 'neitherShownNorWithheld', record: 1, name: 'part/raw' },
      (b) => {
        second(b.records).parts.splice(1, 1)
      },
    ],
    [
      'a field is invented',
      { what: 'fieldNotRecorded', record: 1, name: 'constructor' },
      (b) => {
        second(b.records).fields.push({ name: 'constructor', value: '', key: '' })
      },
    ],
    [
      'a field is shown twice',
      { what: 'fieldTwice', record: 1, name: 'account' },
      (b) => {
        second(b.records).fields.splice(1, 0, { ...second(second(b.records).fields) })
      },
    ],
    [
      'the values of two fields change places',
      { what: 'field', record: 1, name: 'about' },
      (b) => {
        const [x, y] = second(b.records).fields
        if (x && y) [x.value, y.value] = [y.value, x.value]
      },
    ],
    [
      'a shown field is said to be withheld',
      { what: 'withheldButShown', name: 'text' },
      (b) => {
        second(b.records).withheld.push('text')
      },
    ],
    [
      'something that never was is said to be withheld',
      { what: 'withheldNotRecorded', name: 'email' },
      (b) => {
        second(b.records).withheld.push('email')
      },
    ],
    [
      'a part points at the file of another record',
      { what: 'partPath', record: 1 },
      (b) => {
        const [part] = second(b.records).parts
        if (part) part.path = 'files/3/raw'
      },
    ],
    [
      'a part points out of the bundle',
      { what: 'partPath', record: 1 },
      (b) => {
        const [part] = second(b.records).parts
        if (part) part.path = '../../etc/passwd'
      },
    ],
    [
      'a record takes the place of another',
      { what: 'proof', record: 1 },
      (b) => {
        second(b.records).index = 5
      },
    ],
    [
      'a record stands twice',
      { what: 'sameIndexTwice', record: 3 },
      (b) => {
        b.records.push(second(b.records))
      },
    ],
    [
      'a record stands twice at two places',
      { what: 'sameRecordTwice', record: 3 },
      (b) => {
        b.records.push({ ...second(b.records), index: 9 })
      },
    ],
    [
      'all records are gone',
      { what: 'noRecords' },
      (b) => {
        b.records.length = 0
      },
    ],
    [
      'the top keys of two records change places',
      { what: 'commitment', record: 0 },
      (b) => {
        const [x, y] = b.records
        if (x && y) [x.topKey, y.topKey] = [y.topKey, x.topKey]
      },
    ],
    [
      'the proof has one hash too many',
      { what: 'proof', record: 1 },
      (b) => {
        second(b.records).proof.push(second(second(b.records).proof))
      },
    ],
    [
      'the key is that of somebody else',
      { what: 'checkpointNotSigned' },
      (b) => {
        b.key = verifierKeyText(newSigner())
      },
    ],
    [
      'something is added that the proof does not cover',
      { what: 'bundleShape', record: 1, name: 'record' },
      (b) => {
        Object.assign(second(b.records), { note: 'x' })
      },
    ],
    [
      'the format is another',
      { what: 'bundleShape', name: 'format' },
      (b) => {
        Object.assign(b, { format: 'uppsikt/bundle/v2' })
      },
    ],
  ]
  test.each(cases)('is refused when %s', async (_, problem, change) => {
    expect(await problemAfter(change)).toMatchObject(problem)
  })

  test('is refused when a lone surrogate stands for the U+FFFD that was recorded', async () => {
    const odd = await recordAll([{ values: { text: 'a\ud800' } }])
    const files = odd.bundle([0])
    expect(await check(files)).toMatchObject({ ok: true })
    const json = Buffer.from(files.get('bundle.json') ?? []).toString()
    const changed = Buffer.from(json.replace('\ufffd', '\\ud800'))
    const verdict = await check(new Map(files).set('bundle.json', changed))
    expect(verdict).toMatchObject({ ok: false, error: { what: 'fieldText', record: 0, name: 'text' } })
  })

  test('is refused when base64 is written in another way than the one there is', async () => {
    const spaced = (text: string) => `${text.slice(0, 8)}\n${text.slice(8)}`
    const problem = await problemAfter((bundle) => {
      second(bundle.records).topKey = spaced(second(bundle.records).topKey)
    })
    expect(problem).toMatchObject({ what: 'topKey', record: 1 })
  })

  test('is refused when a part has another length than its manifest says', async () => {
    const raw = Buffer.from('abc')
    const content = async function* () {
      yield raw
    }
    const part = { name: 'raw', mediaType: 'text/plain', bytes: 4, sha256: sha256(raw), content }
    const lying = await recordAll([{ values: {}, parts: { raw: part } }])
    const files: Files = new Map([['files/0/raw', raw]])
    for (const file of bundleFiles({ ...lying, verifier: '' }, lying.records)) {
      if (file.content instanceof Uint8Array) files.set(file.path, file.content)
    }
    const verdict = await check(files)
    expect(verdict).toMatchObject({ ok: false, error: { what: 'partLength', record: 0, name: 'raw' } })
  })

  test('is refused when a part is missing, or a file is there that belongs to no record', async () => {
    const files = log.bundle([3])
    const without = new Map(files)
    without.delete('files/3/raw')
    expect(await check(without)).toMatchObject({
      ok: false,
      error: { what: 'partMissing', record: 0, name: 'raw' },
    })
    const more = new Map(files).set('files/3/more', Buffer.from('x'))
    expect(await check(more)).toMatchObject({
      ok: false,
      error: { what: 'fileNotListed', name: 'files/3/more' },
    })
    expect(await check(new Map())).toMatchObject({ ok: false, error: { what: 'bundleMissing' } })
  })

  test('a whole bundle made by somebody else does not pass under the key that the receiver has', async () => {
    const files = log.bundle([3])
    const read = (path: string) => files.get(path)
    expect(await verifyBundle(read, { trustedKey: log.key })).toMatchObject({ ok: true })
    const trustedKey = verifierKeyText(newSigner())
    expect(await verifyBundle(read, { trustedKey })).toMatchObject({
      ok: false,
      error: { what: 'keyNotTrusted' },
    })
  })
})
