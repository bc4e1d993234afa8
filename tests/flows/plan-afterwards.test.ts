import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { type AccountId, dayOf } from '../../src/kernel/index.ts'
import { enterIn } from '../../src/modules/accounts/index.ts'
import { comment, decide, judgeTerms, readApplication, tick } from '../../src/modules/applications/index.ts'
import { checklistFor, planFields } from '../../src/modules/applications/plan.ts'
import { resolveSession } from '../../src/modules/organisation/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { type ApplicationsStage, applicationsStage } from '../support/applications-stage.ts'

/** R5: an account that was in use before the house gets its plan, from its own page. */

let stage: ApplicationsStage
let account: AccountId

beforeAll(async () => {
  stage = await applicationsStage()
  const { house, municipality, people } = stage
  const listed = {
    platform: 'bluesky',
    name: 'Konsthallen',
    shortName: 'konsthallen',
    url: 'https://bsky.app/profile/konsthallen',
    department: 'Kultur',
    purpose: 'Visa konst',
    audience: null,
    blog: false,
    ownerStaffId: people.hanna.staffId,
    deputyStaffId: people.ida.staffId,
  }
  const [id] = await withMunicipality(house.db, municipality, (tx) =>
    enterIn(tx, systemActor(municipality), [listed], house.clock.now()),
  )
  if (!id) throw new Error('nothing was entered')
  account = id
})
afterAll(() => stage?.close())

const own = () => `/register/${account}`
const begin = async (who: 'hanna' | 'ida' | 'bo') => {
  const answer = await stage.send(who, '/register', `${own()}/plan`, {})
  return { status: answer.status, path: answer.headers.get('location') ?? '' }
}

test('a plan is begun once, by those of the department, with what the register knows', async () => {
  expect(await stage.read(own(), 'hanna')).toContain('Skriv planen')
  expect((await begin('bo')).status).toBe(403)
  const { status, path } = await begin('hanna')
  expect(status).toBe(303)
  expect(await begin('ida')).toEqual({ status, path })
  const html = await (await stage.ask(`${path}/syfte`, 'hanna')).text()
  expect(html).toContain('Visa konst')
  for (const heading of ['Målgrupper', 'Mål']) expect(html).toContain(heading)
  expect(await stage.read(`${path}/ansvar`, 'hanna')).toContain('Resurser och kompetens')
})

test('while it is written, the account’s page leads to it and offers no other', async () => {
  const words = await stage.read(own(), 'hanna')
  expect([words.includes('Planen skrivs'), words.includes('Skriv planen')]).toEqual([true, false])
})

test('decided on, it is tied to the account that was there, and no other account is made', async () => {
  const { path } = await begin('hanna')
  const id = path.split('/').at(-1) ?? ''
  for (const part of ['plattform', 'syfte', 'anvandning', 'ansvar', 'uppfoljning']) {
    const fields = planFields.filter((field) => field.part === part && field.kind !== 'person' && !field.blog)
    const texts = fields.flatMap(({ name, choices }) => [
      [name, name === 'syfte' ? 'Visa mer konst' : (Object.keys(choices ?? {})[0] ?? `Om ${name}`)],
      [`fran.${name}`, '1'],
    ])
    await stage.send('hanna', `${path}/${part}`, `${path}/${part}`, Object.fromEntries(texts))
  }
  await stage.send('hanna', `${path}/uppdrag`, `${path}/uppdrag`, { chef: stage.people.tomas.staffId })
  await stage.send('tomas', `${path}/uppdrag`, `${path}/uppdrag/svar`, { svar: 'ja', skal: '' })
  const { house, municipality } = stage
  const actorOf = async (who: 'hanna' | 'tomas' | 'maja') => {
    const found = await resolveSession(house, municipality, stage.people[who].session)
    if (!found) throw new Error('nobody is signed in')
    return found.actor
  }
  const [hanna, tomas] = [await actorOf('hanna'), await actorOf('tomas')]
  const judged = { usable: true, suspected: 'no', security: '', reason: 'Prövat.' } as const
  await judgeTerms(house, hanna, catalogue, id, judged)
  const view = await readApplication(house, hanna, catalogue, id)
  const items = checklistFor(view.around.settings).map((item) => item.id)
  await tick(house, hanna, catalogue, id, 'employee', items)
  await tick(house, tomas, catalogue, id, 'manager', items)
  const lacks = (await readApplication(house, hanna, catalogue, id)).standing.flatMap((one) =>
    one.state === 'begun' || one.part === 'granska' ? one.lacks : [],
  )
  expect(lacks).toEqual(['Ansökan är inte skickad.'])
  await stage.send('hanna', `${path}/granska`, `${path}/granska`, {})
  await comment(house, await actorOf('maja'), catalogue, id, { goOn: true, text: 'Bra.' })
  const early = await stage.send('maja', `${path}/anslut`, `${path}/koppla`, {})
  expect([303, 200]).not.toContain(early.status)
  await decide(house, tomas, catalogue, id, {
    approved: true,
    delegated: false,
    decidedBy: 'Tomas Ekdal',
    on: dayOf(house.clock.now()),
    delegation: '',
    diaryNumber: '',
    reason: '',
  })
  expect(await stage.read(`${path}/anslut`, 'maja')).toContain('Koppla planen till kontot')
  const count = () =>
    withMunicipality(house.db, municipality, async (tx) => {
      const found = await tx.selectFrom('account').select('account_id').execute()
      return found.length
    })
  expect((await stage.send('hanna', path, `${path}/koppla`, {})).status).toBe(403)
  const entering = await stage.send('maja', `${path}/anslut`, `${path}/anslut`, {
    lank: 'https://bsky.app/x',
  })
  expect(entering.status).not.toBe(303)
  expect((await stage.send('maja', `${path}/anslut`, `${path}/koppla`, {})).status).toBe(303)
  expect(await count()).toBe(1)
  const page = await stage.read(own(), 'hanna')
  expect(page).toContain('Plan och beslut')
  expect(page).toContain('Följ upp planen')
  expect(page).not.toContain('Skriv planen')
  expect((await begin('hanna')).status).toBe(409)
})
