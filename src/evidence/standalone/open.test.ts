import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import yazl from 'yazl'
import { verifyBundleAt } from './open.ts'

test.each(['README.txt', 'verify.mjs'])('%s that was changed in a packed bundle is told', async (name) => {
  const zip = new yazl.ZipFile()
  for (const path of ['bundle.json', 'README.txt', 'verify.mjs'])
    zip.addBuffer(Buffer.from(`what stands in ${path}`), path, { compress: false })
  zip.end()
  const bytes = await buffer(zip.outputStream)
  const folder = mkdtempSync(join(tmpdir(), 'uppsikt-bundle-'))
  const path = join(folder, 'bundle.zip')
  try {
    writeFileSync(path, bytes)
    expect(await verifyBundleAt(path, undefined)).toMatchObject({ error: { what: 'bundleShape' } })
    bytes[bytes.indexOf(`stands in ${name}`)] = 'S'.charCodeAt(0)
    writeFileSync(path, bytes)
    expect(await verifyBundleAt(path, undefined)).toEqual({
      ok: false,
      error: { what: 'zip', name: `damaged: ${name}` },
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
