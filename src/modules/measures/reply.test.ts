import { expect, test } from 'vitest'
import { presets } from '../policy/index.ts'
import { signatureOf } from './service/reply.ts'

const settings = presets[0]?.settings
if (!settings) throw new Error('no preset')
const signed = (name: 'asEditorsAgreed' | 'firstName' | 'fullName' | 'unit', required = true) =>
  signatureOf({ ...settings, signature: { required, name } }, 'Samira Haddad', 'Kvarnen')

test('an answer is signed as the policy says: by first name, full name or the unit, with the workplace', () => {
  expect(signed('firstName')).toBe('/Samira, Kvarnen')
  expect(signed('asEditorsAgreed')).toBe('/Samira, Kvarnen')
  expect(signed('fullName')).toBe('/Samira Haddad, Kvarnen')
  expect(signed('unit')).toBe('/Kvarnen')
  expect(signed('firstName', false)).toBeUndefined()
})
