import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../tests/support/house.ts'
import { systemActor } from '../access/index.ts'
import { withMunicipality } from '../infra/db/index.ts'
import { connectionOf, registerAccount, requireAccount } from '../modules/accounts/index.ts'
import { addMunicipality } from '../modules/organisation/index.ts'
import { keepDetails } from '../modules/vault/index.ts'
import { catalogue } from '../platforms/catalogue.ts'
import { replaceSecretKey, secretPlaces } from './secrets.ts'

let place: TestHouse
beforeAll(async () => {
  place = await testHouse()
})
afterAll(() => place.close())

/** What a sign-in under way keeps for minutes: with the key gone, somebody signs in once more. */
const passing = [
  'access_attempt.verifier_ciphertext',
  'sign_in_attempt.kept_ciphertext',
  'sign_in_reached.reached_ciphertext',
]

test('every place where something is encrypted is known', async () => {
  const { rows } = await place.database.owner.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name LIKE '%ciphertext' ORDER BY 1`,
  )
  const known = [...secretPlaces.map(({ table, column }) => `${table}.${column}`), ...passing].sort()
  expect(rows.map(({ name }) => name)).toEqual(known)
})

test('another key: all that was encrypted opens with it, and after the next change nothing with the old one', async () => {
  const { house, folder } = place
  const here = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  const system = systemActor(here)
  const platform = catalogue.get('wordpress')
  if (!platform) throw new Error('no wordpress')
  const account = await registerAccount(house, system, platform, {
    ...{ platform: 'wordpress', name: 'Bloggen', department: 'Kultur' },
    settings: { url: 'https://blogg.exempel.se', username: 'x' },
    secrets: { password: 'hemligt' },
  })
  await keepDetails(house, system, account, { ownerAddress: 'a@kommun.se', details: { password: 'valv' } })
  const secret = () =>
    withMunicipality(house.db, here, async (tx) => {
      const { secrets } = await connectionOf(house, tx, here, await requireAccount(tx, here, account))
      return secrets['password']
    })
  const lines = () => readFileSync(join(folder, 'keys', 'secrets.key'), 'utf8').split('\n')
  const held = async () =>
    (await place.database.owner.query('SELECT ciphertext FROM account_secret')).rows[0].ciphertext as Buffer
  const [first, old] = [await held(), lines()[0]]
  expect(await replaceSecretKey(house)).toBe(2)
  expect(await secret()).toBe('hemligt')
  expect((await held()).equals(first)).toBe(false)
  const context = `${here}/${account}/password`
  // Whoever had begun with the old key is still read.
  expect(house.keys.decrypt(first, context)).toBe('hemligt')
  await replaceSecretKey(house)
  expect(await secret()).toBe('hemligt')
  expect([lines().length, lines().includes(old ?? '')]).toEqual([2, false])
  expect(() => house.keys.decrypt(first, context)).toThrow()
})
