import { expect, test } from 'vitest'
import { presets } from '../../policy/index.ts'
import type { Signing } from '../types.ts'
import { signatureOf } from './rules.ts'

const settings = presets[0]?.settings
if (!settings) throw new Error('no preset')
const nothing: Signing = { name: null, workplace: '' }
const signed = (
  name: 'asEditorsAgreed' | 'firstName' | 'fullName' | 'unit',
  { required = true, signing = nothing } = {},
) =>
  signatureOf({ ...settings, signature: { required, name } }, 'Samira Haddad', { name: 'Kvarnen', signing })

test('an answer is signed as the policy says: by first name, full name or the unit, with the workplace', () => {
  expect(signed('firstName')).toBe('/Samira, Kvarnen')
  expect(signed('asEditorsAgreed')).toBe('/Samira, Kvarnen')
  expect(signed('fullName')).toBe('/Samira Haddad, Kvarnen')
  expect(signed('unit')).toBe('/Kvarnen')
  expect(signed('firstName', { required: false })).toBeUndefined()
})

test('where the policy leaves it to the editors of the account, as they agreed; their workplace always (C3)', () => {
  const signing: Signing = { name: 'fullName', workplace: 'Kulturskolan' }
  expect(signed('asEditorsAgreed', { signing })).toBe('/Samira Haddad, Kulturskolan')
  expect(signed('firstName', { signing })).toBe('/Samira, Kulturskolan')
  expect(signed('unit', { signing })).toBe('/Kulturskolan')
})
