import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { readTimestamp, type Showing } from '../../src/evidence/index.ts'
import { recordAll } from '../support/evidence-log.ts'

const script = join(import.meta.dirname, 'verify_bundle.py')
const folder = mkdtempSync(join(tmpdir(), 'uppsikt-independent-'))
afterAll(() => rmSync(folder, { recursive: true }))

const log = await recordAll(
  Array.from({ length: 37 }, (_, n) => ({
    values: {
      author: `Åsa Öberg ${n}`,
      text: `"Hej" \\ 😀 \ufffd \u2028 ${n}\n\t\u0001`,
      likes: n / 7,
      about: [{ version: n, record: 'å' }],
      empty: '',
    },
    parts: { raw: Buffer.from([0, 255, n]), 'media-1.png': Buffer.alloc(n) },
  })),
)

function unpacked(name: string, files: ReadonlyMap<string, Uint8Array>): string {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true })
    writeFileSync(join(folder, name, path), bytes)
  }
  return join(folder, name)
}

function verdict(path: string): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('python3', [script, path], { encoding: 'utf8' })
  return { code: status, said: `${stdout}${stderr}` }
}

beforeAll(() => {
  if (spawnSync('python3', ['--version']).status !== 0) {
    throw new Error('The independent verifier needs python3, which is not here.')
  }
})

describe('a verifier written by somebody else, from the page alone', () => {
  const choices: [string, Showing][] = [
    ['everything', {}],
    ['the author withheld', { fields: ['text', 'likes', 'about', 'empty'] }],
    ['a part named', { fields: ['text'], parts: ['media-1.png'] }],
    ['nothing', { fields: [], parts: [] }],
  ]
  test.each(choices)('accepts what we export, unpacked: %s', (what, showing) => {
    const path = unpacked(what.replaceAll(' ', '-'), log.bundle([0, 1, 31, 32, 36], showing))
    expect(verdict(path)).toEqual({ code: 0, said: 'ok: 5 records\n' })
  })

  test('accepts what we export as a zip', async () => {
    const zip = new ZipFile()
    for (const [path, bytes] of log.bundle([7])) zip.addBuffer(bytes, path)
    zip.end()
    const chunks: Buffer[] = []
    for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk))
    writeFileSync(join(folder, 'bundle.zip'), Buffer.concat(chunks))
    expect(verdict(join(folder, 'bundle.zip'))).toMatchObject({ code: 0 })
  })

  test('refuses it when one byte is another', () => {
    const files = log.bundle([5])
    const paths = [...files.keys()].filter(
      (path) => !['README.txt', 'verify.mjs', 'files/0/media-1.png'].includes(path),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (path, pick, flip) => {
          const changed = Buffer.from(files.get(path) ?? [])
          const at = pick % changed.length
          changed[at] = (changed[at] ?? 0) ^ flip
          const { code } = verdict(unpacked('flipped', new Map(files).set(path, changed)))
          // A changed letter case in an escape says the same; nothing else does.
          const same = path === 'bundle.json' && sameJson(changed, Buffer.from(files.get(path) ?? []))
          expect(code).toBe(same ? 0 : 1)
        },
      ),
      { numRuns: 60 },
    )
  })
})

function sameJson(a: Buffer, b: Buffer): boolean {
  try {
    return JSON.stringify(JSON.parse(a.toString())) === JSON.stringify(JSON.parse(b.toString()))
  } catch {
    // Not JSON any more: not the same.
    return false
  }
}

describe('a time stamp from a real authority program (openssl ts)', () => {
  test('is read with its time and the digest of the checkpoint', () => {
    const run = (...given: string[]) =>
      execFileSync('openssl', given, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    writeFileSync(join(folder, 'note.txt'), log.checkpoint)
    writeFileSync(
      join(folder, 'tsa.cnf'),
      '[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=ext\n[dn]\nCN=TSA\n[ext]\nextendedKeyUsage=critical,timeStamping\n' +
        '[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=c.pem\nsigner_key=k.pem\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1\n',
    )
    run(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-config',
      'tsa.cnf',
      '-keyout',
      'k.pem',
      '-out',
      'c.pem',
    )
    run('ts', '-query', '-data', 'note.txt', '-sha256', '-cert', '-out', 'q.tsq')
    run('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q.tsq', '-token_out', '-out', 'token.der')
    const claim = readTimestamp(readFileSync(join(folder, 'token.der')).toString('base64'))
    expect(claim?.time).toMatch(/^\d{14}Z$/)
    expect(claim?.imprint.toString('hex')).toBe(
      run('dgst', '-sha256', '-r', 'note.txt').toString().slice(0, 64),
    )
  })
})
