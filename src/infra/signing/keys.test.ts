import { hash } from 'node:crypto'
import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { municipalityId } from '../../kernel/index.ts'
import { fileKeys } from './keys.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'uppsikt-keys-'))
const falun = municipalityId(1)

test('a secret opens with its own key and context, and with nothing else', () => {
  const keys = fileKeys(folder())
  const sealed = keys.encrypt('hemligt lösenord åäö', '1/konto/password')
  expect(keys.decrypt(sealed, '1/konto/password')).toBe('hemligt lösenord åäö')
  expect(sealed.toString('latin1')).not.toContain('hemligt')
  expect(() => keys.decrypt(sealed, '1/annat/password')).toThrow()
  expect(() => fileKeys(folder()).decrypt(sealed, '1/konto/password')).toThrow()
  expect(() => keys.decrypt(keys.encrypt('', 'tomt').subarray(0, 16), 'tomt')).toThrow()
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
  expect(() => keys.decrypt(sealed, '1/konto/password')).toThrow()
})

test('the log key is made once, stays the same, and only its owner can read it', () => {
  const place = folder()
  const first = fileKeys(place).logKey(falun).export({ type: 'pkcs8', format: 'pem' })
  expect(fileKeys(place).logKey(falun).export({ type: 'pkcs8', format: 'pem' })).toBe(first)
  expect(statSync(join(place, '1', 'log.pem')).mode & 0o777).toBe(0o600)
})

test('the last checkpoint is kept outside the database', async () => {
  const place = folder()
  expect(await fileKeys(place).lastCheckpoint(falun)).toBeUndefined()
  expect(await fileKeys(place).chainKept(falun)).toBeUndefined()
  await fileKeys(place).keepCheckpoint(falun, 'a\n1\n', Buffer.alloc(32))
  await fileKeys(place).keepCheckpoint(falun, 'b\n2\n', Buffer.alloc(32, 7))
  expect(await fileKeys(place).lastCheckpoint(falun)).toBe('b\n2\n')
  const note = hash('sha256', 'b\n2\n')
  expect(await fileKeys(place).chainKept(falun)).toEqual({ note, before: '07'.repeat(32) })
})
