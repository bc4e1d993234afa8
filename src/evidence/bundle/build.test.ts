import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bundleFiles, newSigner, recordAll } from '../../../tests/support/evidence-log.ts'
import { verifierKeyText } from '../log/note.ts'
import { verifyBundle } from './verify-bundle.ts'

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
describe('a bundle as it was handed out', () => {
  test('holds, whole or with any choice of fields and parts, and says what it withholds', async () => {
    const fields = fc.subarray(Object.keys(values(0)))
    const parts = fc.subarray(['raw', 'media-1'])
    await fc.assert(
      fc.asyncProperty(
        fc.option(fields, { nil: undefined }),
        fc.option(parts, { nil: undefined }),
        async (f, p) => {
          const showing = { ...(f && { fields: f }), ...(p && { parts: p }) }
          const verdict = await check(log.bundle([0, 7, 20], showing))
          expect(verdict).toMatchObject({ ok: true, value: { key: verifierKeyText(signer) } })
          if (!verdict.ok) return
          for (const record of verdict.value.records) {
            expect(record.fields + record.parts + record.withheld.length).toBe(10)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('never holds the salt, nor the key of anything withheld, nor a byte of a withheld part', () => {
    const files = log.bundle([5], { fields: ['kind', 'about'] })
    const all = Buffer.concat([...files.values()])
    const salt = Buffer.from(log.records[5]?.salt ?? [])
    for (const form of [salt, salt.toString('base64'), salt.toString('hex')])
      expect(all.includes(form)).toBe(false)
    for (const secret of ['Åsa', 'id-775', 'Hej', '{"n":5}']) expect(all.includes(secret)).toBe(false)
    expect([...files.keys()]).toEqual(['bundle.json', 'README.txt', 'verify.mjs'])
  })

  test('lies in the paths of the page', () => {
    expect([...log.bundle([0, 20]).keys()]).toEqual([
      'bundle.json',
      'README.txt',
      'verify.mjs',
      'files/0/raw',
      'files/0/media-1',
      'files/20/raw',
      'files/20/media-1',
    ])
  })

  test('is not made at all when it would not hold', () => {
    const [record] = log.records
    if (!record) throw new Error('the log has records')
    const make =
      (change: object, key = log.key) =>
      () =>
        bundleFiles({ checkpoint: log.checkpoint, key, verifier: '' }, [{ ...record, ...change }])
    expect(make({})).not.toThrow()
    expect(make({ fields: { ...record.fields, text: 'annat' } })).toThrow(/field text/)
    expect(make({ index: 1 })).toThrow(/proof/)
    expect(make({ version: 2 })).toThrow(/entry/)
    expect(make({ parts: record.parts.map((part) => ({ ...part, content: Buffer.from('x') })) })).toThrow(
      /part raw/,
    )
    expect(make({ showing: { fields: ['nothing'] } })).toThrow(/has no nothing/)
    expect(make({}, verifierKeyText(newSigner()))).toThrow(/not signed by its key/)
    expect(() => log.bundle([])).toThrow(/at least one/)
  })
})
