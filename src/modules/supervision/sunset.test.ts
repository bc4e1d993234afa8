import { expect, test } from 'vitest'
import { eventPlatform } from '../../../tests/support/event-platform.ts'
import { testHouse } from '../../../tests/support/house.ts'
import { systemActor } from '../../access/index.ts'
import type { House } from '../../infra/house.ts'
import type { Mail } from '../../infra/mail/index.ts'
import { ok } from '../../kernel/index.ts'
import { registerAccount } from '../accounts/index.ts'
import { sendNotices } from '../notices/index.ts'
import { addMunicipality, addStaff } from '../organisation/index.ts'
import { tellSunsets } from './index.ts'

test('the end of a version is told from 120 days before, once to each, and only where there are accounts', async () => {
  const place = await testHouse()
  const letters: Mail[] = []
  const send = async (mail: Mail) => {
    letters.push(mail)
    return ok(undefined)
  }
  const house: House = { ...place.house, mailer: { configured: true, send } }
  const municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  const system = systemActor(municipality)
  for (const [name, role] of [
    ['hanna', 'headOfCommunications'],
    ['olle', 'operator'],
    ['maja', 'communicator'],
  ] as const)
    await addStaff(house, system, { name, email: `${name}@storlunda.se`, roles: [{ role }] })
  letters.length = 0
  const version = (name: string) => ({ name, ends: '2027-04-01', source: 'https://eventful.example' })
  const run = async (name = 'v1') => {
    const platforms = new Map([['eventful', { ...eventPlatform(), apiVersion: version(name) }]])
    await tellSunsets(house, municipality, platforms)
    // It can wait for the morning.
    await sendNotices(house, municipality)
    const today = house.clock.now()
    place.house.clock.advance(24 * 60 * 60_000)
    await sendNotices(house, municipality)
    place.house.clock.set(today)
  }
  place.house.clock.set(new Date('2027-01-01T08:00:00Z'))
  await run()
  expect(letters).toEqual([])
  await registerAccount(house, system, eventPlatform(), {
    platform: 'eventful',
    name: 'Sidan',
    department: 'Kommunledning',
    settings: { app: 'a', page: 'p' },
    secrets: { appSecret: 's', token: 't' },
  })
  place.house.clock.set(new Date('2026-12-01T08:00:00Z'))
  await run()
  expect(letters).toEqual([])
  place.house.clock.set(new Date('2026-12-02T08:00:00Z'))
  await run()
  await run()
  expect(letters.map(({ to }) => to).sort()).toEqual(['hanna@storlunda.se', 'olle@storlunda.se'])
  expect(letters[0]?.text).toContain('som stängs torsdag 1 april 2027')
  await run('v2')
  expect(letters).toHaveLength(4)
  await place.close()
})
