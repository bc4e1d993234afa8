import { afterAll, beforeAll, expect, test } from 'vitest'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { type Actor, type Role, systemActor } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import { type MunicipalityId, newId, type StaffId } from '../../kernel/index.ts'
import { beginPolicy, changePolicy, currentPolicy, differences, policyHistory, readPolicy } from './index.ts'
import type { PolicySettings } from './types.ts'

let stage: TestHouse
let here: MunicipalityId

beforeAll(async () => {
  stage = await testHouse()
  here = await bareMunicipality(stage)
  await withMunicipality(stage.house.db, here, (tx) =>
    beginPolicy(tx, here, 'falun', stage.house.clock.now()),
  )
})
afterAll(() => stage.close())

const person = (...grants: Actor['grants']): Actor => ({
  kind: 'staff',
  municipalityId: here,
  staffId: newId<StaffId>(),
  name: 'Erik Sandvall',
  grants,
  ownAccounts: new Set(),
})
const head = (): Actor => person({ role: 'headOfCommunications' })
const at = (when: Date) => withMunicipality(stage.house.db, here, (tx) => currentPolicy(tx, here, when))
const now = () => stage.house.clock.now()
const later = () => stage.house.clock.advance(60_000)

test('a change is a new version with its reason; what was done keeps the version it was done under', async () => {
  const first = await at(now())
  const done = now()
  later()
  const settings: PolicySettings = {
    ...first.settings,
    supervision: { ...first.settings.supervision, perWorkingDay: 3 },
  }
  const actor = head()
  const version = await changePolicy(stage.house, actor, {
    from: first.version,
    settings,
    note: 'KS § 87/2026',
  })
  expect(version).toBe(first.version + 1)
  expect(await at(done)).toEqual(first)
  expect(await at(now())).toMatchObject({ version, note: 'KS § 87/2026', staffId: actor.staffId, settings })
  const before = new Date('2019-01-01T00:00:00Z')
  expect((await at(before)).version).toBe(1)
  expect(differences(first.settings, settings)).toEqual([
    { setting: 'supervision', field: 'perWorkingDay', before: 2, after: 3 },
  ])
  expect((await policyHistory(stage.house, actor)).map((one) => one.version)).toEqual([
    version,
    first.version,
  ])
})

test('a version that is kept cannot be changed afterwards', async () => {
  const rewrite = withMunicipality(stage.house.db, here, (tx) =>
    tx.updateTable('policy_version').set({ note: 'något annat' }).execute(),
  )
  await expect(rewrite).rejects.toThrow()
})

test('a change is announced, so that the archive seals it as a decision', async () => {
  const policy = await at(now())
  const settings = { ...policy.settings, importQuietDays: 14 }
  const version = await changePolicy(stage.house, head(), { from: policy.version, settings, note: 'Kortare' })
  const announced = await withMunicipality(stage.house.db, here, (tx) =>
    tx.selectFrom('outbox').select(['event', 'payload']).orderBy('outbox_id', 'desc').executeTakeFirst(),
  )
  expect(announced).toEqual({ event: 'policy.changed', payload: { version } })
})

test('only the head of communications for the whole municipality changes the policy; everyone on the staff reads it', async () => {
  const policy = await at(now())
  const change = {
    from: policy.version,
    settings: { ...policy.settings, importQuietDays: 99 },
    note: 'Nej',
  }
  const roles: Role[] = ['editor', 'communicator', 'manager', 'registrar', 'lawyer', 'auditor', 'operator']
  for (const role of roles) {
    await expect(changePolicy(stage.house, person({ role }), change)).rejects.toMatchObject({
      ending: 'refused',
    })
    expect((await readPolicy(stage.house, person({ role }))).version).toBe(policy.version)
  }
  const inOneDepartment = person({ role: 'headOfCommunications', departmentId: newId() })
  await expect(changePolicy(stage.house, inOneDepartment, change)).rejects.toMatchObject({
    ending: 'refused',
  })
  for (const verb of [
    changePolicy(stage.house, person(), change),
    readPolicy(stage.house, person()),
    policyHistory(stage.house, person()),
  ])
    await expect(verb).rejects.toMatchObject({ ending: 'refused' })
})

test('a change needs a reason, something changed, and nobody else before it', async () => {
  const policy = await at(now())
  const changed = { ...policy.settings, importQuietDays: policy.settings.importQuietDays + 1 }
  const change = (more: object) =>
    changePolicy(stage.house, head(), { from: policy.version, settings: changed, note: 'Skäl', ...more })
  await expect(change({ note: '  ' })).rejects.toMatchObject({ fields: { note: expect.any(String) } })
  await expect(change({ settings: policy.settings })).rejects.toMatchObject({ ending: 'invalid' })
  await expect(change({ from: policy.version - 1 })).rejects.toMatchObject({ ending: 'conflict' })
  const both = await Promise.allSettled([change({}), change({})])
  expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: { ending: 'conflict' } })
})

test('settings that nobody can follow are refused by field', async () => {
  const policy = await at(now())
  const refused = async (part: object, field: string) => {
    const settings = { ...policy.settings, ...part } as PolicySettings
    const change = changePolicy(stage.house, systemActor(here), {
      from: policy.version,
      settings,
      note: 'Skäl',
    })
    await expect(change).rejects.toMatchObject({ ending: 'invalid', fields: { [field]: expect.any(String) } })
  }
  const { supervision, responseTarget, wordFilter } = policy.settings
  await refused({ supervision: { ...supervision, days: [], perWeek: 0 } }, 'supervision.days')
  await refused({ supervision: { ...supervision, days: [8] } }, 'supervision.days')
  const officeHours = { ...responseTarget.officeHours, start: '16:00', end: '08:00' }
  await refused({ responseTarget: { ...responseTarget, officeHours } }, 'responseTarget.officeHours')
  await refused({ wordFilter: { ...wordFilter, level: 'total' } }, 'wordFilter.level')
  await refused({ wordFilter: { ...wordFilter, ownWords: ['x'.repeat(61)] } }, 'wordFilter.ownWords')
  await refused({ surprise: true }, '')
})
