import { expect, test } from 'vitest'
import { delegationState, mayEnterBeside, properSettings } from './provider-rules.ts'

const oidc = { protocol: 'oidc', issuer: 'https://login.kommun.test/', clientId: 'uppsikt', groups: 'groups' }

test('a provider is reached with https, but for one that the operator says lies on the own network', () => {
  expect(properSettings(oidc, false)).toEqual(oidc)
  const plain = { ...oidc, issuer: 'http://10.0.0.5/' }
  expect(() => properSettings(plain, false)).toThrow('https')
  expect(properSettings(plain, true)).toEqual(plain)
})

test('settings that cannot be used are refused in words', () => {
  for (const [change, words] of [
    [{ issuer: 'file:///etc/passwd' }, 'Utfärdaren'],
    [{ issuer: 'login.kommun.test' }, 'Utfärdaren'],
    [{ clientId: ' ' }, 'Klient-id'],
    [{ groups: '' }, 'grupper'],
    [{ protocol: 'ldap' }, 'inte fullständiga'],
  ] as const)
    expect(() => properSettings({ ...oidc, ...change }, false)).toThrow(words)
  const saml = {
    protocol: 'saml',
    issuer: 'urn:idp',
    signInUrl: 'https://idp.test/',
    certificates: ['inte ett certifikat'],
    groups: 'g',
    email: 'e',
    name: 'n',
  }
  expect(() => properSettings(saml, false)).toThrow('Certifikatet går inte att läsa')
  expect(() => properSettings({ ...saml, certificates: [] }, false)).toThrow('Certifikatet')
})

test('beside the provider comes everyone, until it is the only way; then those with break-glass sign-in', () => {
  const [anyone, reserve] = [{ breakGlass: false }, { breakGlass: true }]
  expect([mayEnterBeside(undefined, anyone), mayEnterBeside({ only: false }, anyone)]).toEqual([true, true])
  expect([mayEnterBeside({ only: true }, anyone), mayEnterBeside({ only: true }, reserve)]).toEqual([
    false,
    true,
  ])
})

test('a role for a time runs from its first moment to the moment before its last', () => {
  const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 29, hour))
  const given = { beginsAt: at(8), endsAt: at(16), endedAt: null }
  expect([7, 8, 15, 16].map((hour) => delegationState(given, at(hour)))).toEqual([
    'coming',
    'running',
    'running',
    'over',
  ])
  expect(delegationState({ ...given, endedAt: at(9) }, at(10))).toBe('over')
})
