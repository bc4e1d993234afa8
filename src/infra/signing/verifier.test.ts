import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { newSigner, recordAll } from '../../../tests/support/evidence-log.ts'
import { verifierKeyText } from '../../evidence/index.ts'
import { buildVerifier } from './verifier.ts'

const folder = mkdtempSync(join(tmpdir(), 'uppsikt-verifier-'))
afterAll(() => rmSync(folder, { recursive: true }))

const log = await recordAll([
  { values: { author: 'Åsa', text: 'hej' }, parts: { raw: '{}' } },
  { values: { author: 'Bo', text: 'då' }, parts: { raw: '[]' } },
])
const files = log.bundle([0, 1]).set('verify.mjs', Buffer.from(await buildVerifier()))

function unpacked(name: string, changed: ReadonlyMap<string, Uint8Array> = new Map()): string {
  for (const [path, bytes] of new Map([...files, ...changed])) {
    const place = join(folder, name, path)
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, bytes)
  }
  return join(folder, name)
}

async function zipped(name: string, changed: ReadonlyMap<string, Uint8Array> = new Map()): Promise<string> {
  const zip = new ZipFile()
  for (const [path, bytes] of new Map([...files, ...changed])) zip.addBuffer(Buffer.from(bytes), path)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk))
  writeFileSync(join(folder, name), Buffer.concat(chunks))
  return join(folder, name)
}

/** Runs a verify.mjs as its receiver would: no loader, no package, an empty environment. */
const run = (program: string, ...given: string[]) =>
  new Promise<{ code: number; said: string }>((done) => {
    execFile(process.execPath, [program, ...given], { env: {}, cwd: tmpdir() }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr })
    })
  })

describe('verify.mjs', () => {
  const whole = unpacked('whole')
  const program = join(whole, 'verify.mjs')
  const text = Buffer.from('{ }')

  test('accepts the folder it stands in, and says so in Swedish and English', async () => {
    const { code, said } = await run(program)
    expect(said).toMatch(/Paketet stämmer/)
    expect(said).toMatch(/The bundle holds/)
    expect(said).toContain(log.key)
    expect(code).toBe(0)
  })

  test('accepts a zip', async () => {
    expect(await run(program, await zipped('whole.zip'))).toMatchObject({ code: 0 })
  })

  test('is one file that needs nothing but Node', () => {
    const imported = [
      ...(files.get('verify.mjs') ?? '').toString().matchAll(/(?:from|import|require\() ?"([^"]+)"/g),
    ]
    expect(new Set(imported.map(([, name]) => name))).toEqual(
      new Set(['node:crypto', 'node:fs', 'node:path', 'node:url', 'node:zlib']),
    )
  })

  test('refuses a changed folder and a changed zip, and names the record and the file', async () => {
    const change = new Map([['files/1/raw', text]])
    for (const path of [unpacked('changed', change), await zipped('changed.zip', change)]) {
      const { code, said } = await run(program, path)
      expect(code).toBe(1)
      expect(said).toContain('PAKETET STÄMMER INTE')
      expect(said).toMatch(/record 2, index 1, "raw"/)
    }
  })

  test('refuses a damaged zip and a folder without a bundle', async () => {
    writeFileSync(join(folder, 'damaged.zip'), 'PK not a zip')
    expect(await run(program, join(folder, 'damaged.zip'))).toMatchObject({ code: 1 })
    mkdirSync(join(folder, 'empty'))
    expect(await run(program, join(folder, 'empty'))).toMatchObject({ code: 1 })
  })

  test('does not follow a link out of the bundle', async () => {
    const place = unpacked('linked')
    rmSync(join(place, 'files/1/raw'))
    symlinkSync(join(whole, 'files/1/raw'), join(place, 'files/1/raw'))
    expect((await run(program, place)).said).toMatch(/is missing/)
  })

  test('takes a folder in the place of a file for what it is: no file', async () => {
    const place = unpacked('nested')
    rmSync(join(place, 'files/1/raw'))
    mkdirSync(join(place, 'files/1/raw'))
    expect((await run(program, place)).said).toMatch(/is missing.*record 2/)
  })

  test('compares with the key that the receiver has', async () => {
    expect(await run(program, '--key', log.key)).toMatchObject({ code: 0 })
    expect(await run(program, '--key', verifierKeyText(newSigner()))).toMatchObject({ code: 1 })
  })

  test('says how it is used when it is used wrongly', async () => {
    for (const given of [['a', 'b'], ['--help'], ['--key'], [join(folder, 'nothing.zip')]]) {
      const { code, said } = await run(program, ...given)
      expect(code).toBe(2)
      expect(said).toMatch(/Så här: node verify\.mjs/)
    }
  })
})
