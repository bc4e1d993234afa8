import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MastodonDouble, startMastodonDouble } from '../../doubles/mastodon/index.ts'
import { type Actor, type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import {
  type AccountId,
  type Day,
  type DepartmentId,
  dayOf,
  type MunicipalityId,
  type RecordId,
  Stop,
} from '../../src/kernel/index.ts'
import { enterIn, registerAccount } from '../../src/modules/accounts/index.ts'
import {
  answerMandate,
  askMandate,
  beginApplication,
  decide,
  decideClosing,
  judgeTerms,
  lifeOf,
  readApplication,
  savePlan,
  comment as sayComments,
  sendApplication,
  tick,
} from '../../src/modules/applications/index.ts'
import { checklistFor, planFields } from '../../src/modules/applications/plan.ts'
import { ingestItems } from '../../src/modules/archive/index.ts'
import { judgeAccounts, readGuideline, setUnits } from '../../src/modules/compliance/index.ts'
import { approveReply } from '../../src/modules/measures/index.ts'
import {
  addDepartment,
  addMunicipality,
  addStaff,
  resolveSession,
  startSession,
} from '../../src/modules/organisation/index.ts'
import { confirmRound, supervisionCoverage } from '../../src/modules/supervision/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { comment, incoming } from '../support/items.ts'
import { platformOf } from '../support/platform.ts'
import { adjustPolicy } from '../support/policy.ts'

/**
 * The same things are done in five municipalities, each under its own guideline. What differs between the guidelines
 * differs in what the house does; the settings themselves are never looked at here.
 */

const presets = ['falun', 'gotene', 'ostersund', 'pitea', 'allman'] as const
type Preset = (typeof presets)[number]
type Name = 'hanna' | 'ida' | 'tomas' | 'eva'

interface Place {
  readonly municipality: MunicipalityId
  readonly system: Actor
  readonly departmentId: DepartmentId
  /** hanna and ida edit in Kultur, tomas is the manager there, eva is head of communications. */
  readonly actors: Readonly<Record<Name, Actor>>
  readonly host: string
  readonly account: AccountId
}

let house: TestHouse['house']
let place: TestHouse
let double: MastodonDouble
const places = new Map<Preset, Place>()

beforeAll(async () => {
  // A Tuesday.
  place = await testHouse(new Date('2026-11-17T08:00:00Z'))
  house = place.house
  double = await startMastodonDouble({ clock: house.clock, handle: 'biblioteket', name: 'Biblioteket' })
  double.profile.open = false
  for (const preset of presets) places.set(preset, await begin(preset))
})
afterAll(async () => {
  await double?.close()
  await place?.close()
})

async function begin(preset: Preset): Promise<Place> {
  const host = `${preset}.test`
  const municipality = await addMunicipality(house, { name: `${preset} kommun`, policy: preset, host })
  const system = systemActor(municipality)
  const departmentId = await addDepartment(house, system, { name: 'Kultur' })
  const hire = async (name: string, role: Role, department?: string) => {
    const roles = [{ role, ...(department && { department }) }]
    const email = `${name.split(' ')[0]?.toLowerCase()}@${preset}.test`
    const { staffId } = await addStaff(house, system, { email, name, roles })
    const { token } = await startSession(house, municipality, staffId)
    const found = await resolveSession(house, municipality, token)
    if (!found) throw new Error('nobody is signed in')
    return found.actor
  }
  const hanna = await hire('Hanna Rosell', 'editor', 'Kultur')
  const ida = await hire('Ida Kvist', 'editor', 'Kultur')
  const tomas = await hire('Tomas Ekdal', 'manager', 'Kultur')
  const eva = await hire('Eva Thorn', 'headOfCommunications')
  const platform = platformOf('mastodon')
  const account = await registerAccount(house, system, platform, {
    platform: 'mastodon',
    name: 'Biblioteket',
    department: 'Kultur',
    settings: { server: double.url, handle: double.handle },
    secrets: { accessToken: double.token },
  })
  await setUnits(house, eva, account, ['Biblioteket'])
  return { municipality, system, departmentId, actors: { hanna, ida, tomas, eva }, host, account }
}

/** What came of the same thing in each municipality. */
async function inEach<T>(what: (place: Place) => Promise<T>): Promise<Record<Preset, T>> {
  const found: Partial<Record<Preset, T>> = {}
  for (const preset of presets) {
    const own = places.get(preset)
    if (!own) throw new Error(`no ${preset}`)
    found[preset] = await what(own)
  }
  return found as Record<Preset, T>
}

/** 'done', or why it was stopped: its ending, and the fields that were wrong. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown
    return [thrown.ending, ...Object.keys(thrown.fields)].join(' ')
  }
}

const number = 'KS 2026/14'
const today = (): Day => dayOf(house.clock.now())

/** Steps come after one another: each has its own instant. */
async function later(work: Promise<unknown>): Promise<void> {
  await work
  house.clock.advance(1000)
}

/** An application that waits for its decision. */
async function applied({ actors, departmentId }: Place): Promise<string> {
  const { hanna, ida, tomas, eva } = actors
  const begun = { platform: 'bluesky', departmentId, name: 'Museet' }
  const id = await beginApplication(house, hanna, catalogue, begun)
  const texts = planFields.map(({ name, kind, choices }) => {
    const person = (name === 'ansvarig' ? hanna : ida).staffId ?? ''
    const [choice = `Om ${name}`] = Object.keys(choices ?? {})
    return [name, { text: kind === 'person' ? person : choice, from: 1 }] as const
  })
  await savePlan(house, hanna, catalogue, id, new Map(texts))
  await later(askMandate(house, hanna, catalogue, id, tomas.staffId))
  await answerMandate(house, tomas, catalogue, id, { given: true, reason: '' })
  const judged = { usable: true, suspected: 'no', security: '', reason: 'Prövat.' } as const
  await later(judgeTerms(house, hanna, catalogue, id, judged))
  const { around } = await readApplication(house, hanna, catalogue, id)
  const items = checklistFor(around.settings).map((item) => item.id)
  await later(tick(house, hanna, catalogue, id, 'employee', items))
  await tick(house, tomas, catalogue, id, 'manager', items)
  await later(sendApplication(house, hanna, catalogue, id))
  await sayComments(house, eva, catalogue, id, { goOn: true, text: 'Inget att invända.' })
  return id
}

const ruling = { decidedBy: 'Tomas Ekdal', delegated: false, delegation: '', diaryNumber: '', reason: '' }

describe('who decides that an account is opened', () => {
  const applications = new Map<MunicipalityId, string>()
  const rule = (own: Place, who: Name, more: Partial<typeof ruling>) =>
    outcomeOf(
      decide(house, own.actors[who], catalogue, applications.get(own.municipality) ?? '', {
        approved: true,
        on: today(),
        ...ruling,
        ...more,
      }),
    )
  beforeAll(async () => {
    await inEach(async (own) => applications.set(own.municipality, await applied(own)))
  })

  test('a committee’s decision needs its diary number; where a manager decides nobody else can', async () => {
    expect(await inEach((own) => rule(own, 'eva', {}))).toEqual({
      falun: 'refused',
      gotene: 'refused',
      ostersund: 'invalid diarienummer',
      pitea: 'invalid diarienummer',
      allman: 'refused',
    })
  })

  test('only where the guideline lets the committee delegate is a delegated decision taken', async () => {
    const delegated = { delegated: true, delegation: 'KFN 4.2', diaryNumber: number }
    expect(await inEach((own) => rule(own, 'tomas', delegated))).toEqual({
      falun: 'invalid delegerat',
      gotene: 'invalid delegerat',
      ostersund: 'done',
      pitea: 'done',
      allman: 'invalid delegerat',
    })
  })

  test('the sealed decision says who decided by the guideline', async () => {
    const decided = await inEach(async (own) => {
      await rule(own, 'tomas', {})
      const id = applications.get(own.municipality) ?? ''
      const { application } = await readApplication(house, own.actors.hanna, catalogue, id)
      return application.steps.findLast(({ kind }) => kind === 'decided')?.detail['decider']
    })
    expect(decided).toEqual({
      falun: 'department',
      gotene: 'manager',
      ostersund: 'committee',
      pitea: 'committee',
      allman: 'unit',
    })
  })
})

describe('how often somebody looks', () => {
  test('the same rounds fulfil one guideline and not another', async () => {
    const look = async (at: string) => {
      house.clock.advance(new Date(at).getTime() - house.clock.now().getTime())
      await inEach(({ actors, account }) =>
        confirmRound(house, actors.hanna, { accountId: account, lastRecordId: null, note: '' }),
      )
    }
    await look('2026-11-18T10:00:00+01:00')
    await look('2026-11-19T10:00:00+01:00')
    await look('2026-11-19T14:00:00+01:00')
    await look('2026-11-20T10:00:00+01:00')
    await look('2026-11-20T18:00:00+01:00')
    await look('2026-11-23T18:00:00+01:00')
    house.clock.advance(24 * 60 * 60_000)
    const cells = await inEach(async ({ system, account }) => {
      const { accounts } = await supervisionCoverage(house, system, 7)
      const own = accounts.find((one) => one.account.accountId === account)
      return own?.cells.slice(0, 6).map(({ state }) => state)
    })
    // One by day · two by day · one by day and one in the evening · Saturday · Sunday · one in the evening.
    const bothAndEvening = ['missed', 'missed', 'done', 'missed', 'missed', 'missed']
    expect(cells).toEqual({
      falun: ['missed', 'done', 'done', 'missed', 'missed', 'missed'],
      gotene: bothAndEvening,
      ostersund: ['done', 'done', 'done', 'notRequired', 'notRequired', 'done'],
      pitea: bothAndEvening,
      allman: ['missed', 'missed', 'done', 'missed', 'missed', 'done'],
    })
  })
})

describe('who decides that an account is closed', () => {
  /** Closes an account that was entered without an application: what was said without a number, and who decided. */
  async function closed({ municipality, system, actors }: Place) {
    const about = { platform: 'tiktok', name: 'Fritidsgården', url: null, purpose: '', shortName: '' }
    const kind = { audience: null, blog: false }
    const listed = { ...about, ...kind, department: 'Kultur', ownerStaffId: null, deputyStaffId: null }
    const [account] = await withMunicipality(house.db, municipality, (tx) =>
      enterIn(tx, system, [listed], house.clock.now()),
    )
    if (!account) throw new Error('nothing was entered')
    const given = { ...ruling, reason: 'Ingen läser.', on: today(), plannedOn: today() }
    const without = await outcomeOf(decideClosing(house, actors.tomas, account, given))
    if (without !== 'done')
      await decideClosing(house, actors.tomas, account, { ...given, diaryNumber: number })
    const steps = await lifeOf(house, actors.tomas, account)
    return [without, steps.find(({ kind }) => kind === 'closingDecided')?.detail['decider']]
  }

  test('it is whoever decides on opening, and a committee’s decision has a diary number', async () => {
    expect(await inEach(closed)).toEqual({
      falun: ['done', 'department'],
      gotene: ['done', 'manager'],
      ostersund: ['invalid diarienummer', 'committee'],
      pitea: ['invalid diarienummer', 'committee'],
      allman: ['done', 'unit'],
    })
  })

  test('Falun’s guideline names the department itself, whoever decides on opening', async () => {
    const deciders = await inEach(async (own) => {
      await adjustPolicy(house, own.municipality, ({ opening, ...rest }) => ({
        ...rest,
        opening: { ...opening, decidedBy: opening.decidedBy === 'unit' ? 'manager' : 'unit' },
      }))
      return (await closed(own))[1]
    })
    expect(deciders).toEqual({
      falun: 'department',
      gotene: 'unit',
      ostersund: 'unit',
      pitea: 'unit',
      allman: 'manager',
    })
  })
})

describe('what the account itself shows', () => {
  const standing = (...checks: readonly string[]) =>
    inEach(async ({ system, account }) => {
      const { lines } = await readGuideline(house, system, account)
      return checks.map((id) => lines.find(({ check }) => check.id === id)?.standing.outcome)
    })
  beforeAll(async () => {
    await inEach(({ system }) => judgeAccounts(house, system, catalogue))
  })

  test('a name that says the unit alone is enough only in the general guideline', async () => {
    expect(await standing('naming')).toEqual({
      falun: ['notMet'],
      gotene: ['notMet'],
      ostersund: ['notMet'],
      pitea: ['notMet'],
      allman: ['met'],
    })
  })

  test('the band, the logotype and the administrators are asked for where the guideline does', async () => {
    expect(await standing('profileBand', 'logotype', 'administrators')).toEqual({
      falun: ['unknown', 'unknown', 'notDemanded'],
      gotene: ['notDemanded', 'unknown', 'unknown'],
      ostersund: ['unknown', 'unknown', 'unknown'],
      pitea: ['notDemanded', 'notDemanded', 'notDemanded'],
      allman: ['notDemanded', 'notDemanded', 'notDemanded'],
    })
  })

  test('no guideline lets an account be closed to readers: here they do not differ', async () => {
    expect(Object.values(await standing('open'))).toEqual(presets.map(() => ['notMet']))
  })
})

test('an answer is signed as each guideline says', async () => {
  const signed = await inEach(async ({ municipality, account, actors }) => {
    const recordId = await withMunicipality(house.db, municipality, async (tx) => {
      const context = { municipalityId: municipality, accountId: account }
      await ingestItems(house, tx, context, [incoming(comment('1', 'När öppnar ni?'))])
      const item = tx.selectFrom('item').select('record_id').where('account_id', '=', account)
      return (await item.executeTakeFirstOrThrow()).record_id as RecordId
    })
    const answer = { recordId, text: 'Klockan tio.' }
    const { note } = await approveReply(house, actors.hanna, catalogue, answer)
    return note.split('\n').at(-1)
  })
  expect(signed).toEqual({
    falun: '/Hanna, Biblioteket',
    gotene: '/Hanna, Biblioteket',
    ostersund: '/Hanna, Biblioteket',
    pitea: '/Biblioteket',
    allman: '/Hanna, Biblioteket',
  })
})

test('the classes of retention are the same, and only in Piteå each department has a plan of its own', async () => {
  const app = createApp(house)
  const pages = await inEach(async ({ municipality, actors, host }) => {
    const { eva } = actors
    if (!eva.staffId) throw new Error('Eva is a person')
    // Nothing is disposed of in the house yet: what it does with the classes is to say them.
    const { token } = await startSession(house, municipality, eva.staffId)
    const request = new Request(`http://${host}/installningar/riktlinje`, {
      headers: { host, cookie: `uppsikt=${token}` },
    })
    const answer = await app.fetch(request)
    expect(answer.status).toBe(200)
    return answer.text()
  })
  for (const preset of presets) {
    expect(pages[preset]).toMatch(/3 klasser: a\) [^,<]+, b\) [^,<]+, c\) /)
    const ownPlan = pages[preset].includes('Varje förvaltning har sin egen plan.')
    expect([preset, ownPlan]).toEqual([preset, preset === 'pitea'])
  }
})
