import { afterAll, beforeAll, expect, test } from 'vitest'
import { formsBrowser, webFor } from '../../../tests/support/forms-browser.ts'
import { type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { type Role, systemActor } from '../../access/index.ts'
import type { MunicipalityId } from '../../kernel/index.ts'
import { addMunicipality, addStaff, startSession } from '../organisation/index.ts'
import { policyRoutes, presetById } from './index.ts'
import { filledForm } from './screens/form.ts'

let stage: TestHouse
let here: MunicipalityId
let app: ReturnType<typeof webFor>

beforeAll(async () => {
  stage = await testHouse()
  here = await addMunicipality(stage.house, { name: 'Storlunda', policy: 'gotene' })
  app = webFor(
    stage.house,
    here,
    policyRoutes(stage.house, async () => []),
  )
})
afterAll(() => stage.close())

async function signedIn(role: Role) {
  const added = await addStaff(stage.house, systemActor(here), {
    email: `${role}@kommun.test`,
    name: 'Erik Sandvall',
    roles: [{ role }],
  })
  const session = await startSession(stage.house, here, added.staffId)
  const one = formsBrowser(app, 'http://localhost:3000')
  one.jar.set('uppsikt', session.token)
  return one
}

const path = '/installningar/riktlinje'

test('the guideline is compared with the others, and silence is said', async () => {
  const text = await (await (await signedIn('editor')).get(path)).text()
  for (const name of ['Falun', 'Götene', 'Östersund', 'Piteå', 'Allmän']) expect(text).toContain(name)
  expect(text).toContain('Säger inget')
  expect(text).toContain(
    'Götene anger inget värde här. Det strängaste av de andras gäller tills ni ändrar det.',
  )
  expect(text).toContain('Ingen i kommunen har godtagit de lagrum som följer med.')
  expect(text).toContain('Brottsbalken 16\u00a0kap.\u00a08\u00a0§')
  expect(text).not.toContain(`href="${path}/supervision"`)
})

test('the head of communications changes a setting, and the change is shown with its reason', async () => {
  const one = await signedIn('headOfCommunications')
  await one.get(`${path}/captures`)
  const settings = presetById('gotene')?.settings
  if (!settings) throw new Error('no preset')
  const filled = filledForm(settings, 'captures').values
  const unexplained = await one.post(`${path}/captures`, { ...filled, everyMonths: '3', fran: '1', note: '' })
  expect(unexplained.status).toBe(422)
  expect(await unexplained.text()).toContain('value="3"')
  const changed = { ...filled, everyMonths: '3', fran: '1', note: 'KS § 12 <2026>' }
  expect((await one.post(`${path}/captures`, changed)).headers.get('location')).toBe(path)
  const text = await (await one.get(path)).text()
  expect(text).toContain('Var tredje månad.')
  expect(text).toContain('KS § 12 &lt;2026&gt;')
  const version = await (await one.get(`${path}/version/2`)).text()
  expect(version).toContain('Varje halvår.')
  expect(version).toContain('Erik Sandvall')
  const late = await one.post(`${path}/captures`, { ...changed, everyMonths: '4' })
  expect(await late.text()).toContain('En kollega har ändrat riktlinjen')
})

test('others cannot open or send the form, and what does not exist is not found', async () => {
  const lawyer = await signedIn('lawyer')
  expect((await lawyer.get(`${path}/captures`)).status).toBe(403)
  expect((await lawyer.post(`${path}/captures`, { fran: '2' })).status).toBe(403)
  expect((await lawyer.get(`${path}/version/1`)).status).toBe(404)
  expect((await lawyer.get(`${path}/version/99`)).status).toBe(404)
  const operatorsPage = await (await signedIn('operator')).get(`${path}/constructor`)
  expect(operatorsPage.status).toBe(403)
})
