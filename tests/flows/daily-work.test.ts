import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { dayOf, type RecordId, type TaskId } from '../../src/kernel/index.ts'
import { ingestGone, ingestItems, itemsByIds, verifyArchive } from '../../src/modules/archive/index.ts'
import { dialoguePage } from '../../src/modules/dialogue/service/list.ts'
import { readInsights } from '../../src/modules/insights/index.ts'
import {
  addAbuseStep,
  approveReply,
  carryOut,
  historyOf,
  requestMeasure,
  suspectAbuse,
} from '../../src/modules/measures/index.ts'
import { delegateRole, departmentByName } from '../../src/modules/organisation/index.ts'
import { lastDays } from '../../src/modules/reporting/rules.ts'
import { readSupervision } from '../../src/modules/reporting/service.ts'
import { enterAbsence } from '../../src/modules/staffing/index.ts'
import { confirmRound, openItemTasks, supervisionCoverage } from '../../src/modules/supervision/index.ts'
import { tasksFor } from '../../src/modules/tasks/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import type { CollectedItem, Failure, Platform } from '../../src/platforms/contract.ts'
import { runAnnounced } from '../support/announced.ts'
import { comment, incoming } from '../support/items.ts'
import { wordsOf } from '../support/outside.ts'
import { adjustPolicy, onlyPeopleHide } from '../support/policy.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

/** What happens to a task while somebody, or something, else is at work with the same item. */
let stage: RecordsStage
let house: House

beforeAll(async () => {
  stage = await recordsStage(new Date('2026-11-18T09:40:00Z'))
  house = stage.place.house
  await onlyPeopleHide(house, stage.municipality)
  await settled()
})
afterAll(() => stage?.close())

type Name = keyof RecordsStage['people']
const system = () => systemActor(stage.municipality)
const actor = (who: Name): Actor => ({
  ...system(),
  kind: 'staff',
  staffId: stage.people[who].staffId,
  name: who,
  grants: [{ role: who === 'hanna' ? 'headOfCommunications' : 'communicator' }],
})
const settled = () => runAnnounced(house, stage.municipality, ['screening.screen', 'supervision.'])
const open = () => tasksFor(house, system(), { selection: 'todo', limit: 100 })
const openAbout = async (recordId: RecordId) => (await open()).filter((task) => task.recordId === recordId)
const kindsAbout = async (recordId: RecordId) => (await openAbout(recordId)).map(({ kind }) => kind)
const context = () => ({ municipalityId: stage.municipality, accountId: stage.accounts.blog })
const inTx = <T>(act: Parameters<typeof withMunicipality<T>>[2]) =>
  withMunicipality(house.db, stage.municipality, act)

/** What a round shows, half a minute after what was before. @returns the record. */
async function shown(id: string, text: string, more: Partial<CollectedItem> = {}): Promise<RecordId> {
  stage.place.house.clock.advance(30_000)
  const publishedAt = more.publishedAt ?? house.clock.now().toISOString()
  await inTx((tx) =>
    ingestItems(house, tx, context(), [incoming(comment(id, text, { ...more, publishedAt }))]),
  )
  await settled()
  const row = await inTx((tx) =>
    tx.selectFrom('item').select('record_id').where('platform_id', '=', id).executeTakeFirstOrThrow(),
  )
  return row.record_id as RecordId
}
async function vanishes(platformId: string): Promise<void> {
  stage.place.house.clock.advance(30_000)
  const gone = { ref: { platformId, kind: 'comment' as const }, confirmation: 'Sidan svarar 404' }
  await inTx((tx) => ingestGone(house, tx, context(), [gone]))
  await settled()
}
const decide = (who: Name, recordId: RecordId, kind: 'hide' | 'hold' | 'removeAsTrash' = 'hold') =>
  requestMeasure(house, actor(who), catalogue, {
    ...{ recordId, kind, groundId: 'house-personal-attacks', note: 'Påhopp' },
  })
const lastOf = async (recordId: RecordId) => (await historyOf(house, system(), recordId)).at(-1)
const twoPersons = (groups: readonly 'house'[], replies = false) =>
  adjustPolicy(house, stage.municipality, (settings) => ({
    ...settings,
    fourEyes: { groups: [...groups], hidingToo: true, replies },
  }))

test('what is withheld is never an ordinary item, and its task stays until the police are told', async () => {
  const recordId = await shown('sparr-1', 'Ove är en nolla')
  await suspectAbuse(house, actor('maja'), catalogue, recordId)
  expect(await kindsAbout(recordId)).toEqual(['suspectedAbuse'])
  // The screening of a version that was recorded before comes to its end now.
  await openItemTasks(house, stage.municipality, stage.accounts.blog, [{ record: recordId, labels: [] }])
  expect(await kindsAbout(recordId)).toEqual(['suspectedAbuse'])
  // Our own order removes it, and a round records that it has gone.
  await vanishes('sparr-1')
  expect((await inTx((tx) => itemsByIds(tx, stage.municipality, [recordId])))[0]?.state).toBe('gone')
  expect(await kindsAbout(recordId)).toEqual(['suspectedAbuse'])
  await addAbuseStep(house, actor('maja'), recordId, { kind: 'policeTold', detail: 'Ringde 114 14' })
  expect(await kindsAbout(recordId)).toEqual([])
})

test('a round that sees our own hiding before it is confirmed opens nothing; what others do then is news', async () => {
  const recordId = await shown('dold-1', 'Ove är en nolla')
  await decide('maja', recordId)
  await shown('dold-1', 'Ove är en nolla', { state: 'held' })
  expect(await kindsAbout(recordId)).toEqual([])
  await shown('dold-1', 'Ove är en nolla')
  expect(await kindsAbout(recordId)).toEqual(['item'])
})

test('words that come with our own hiding are read by somebody', async () => {
  const recordId = await shown('dold-2', 'Ove är en nolla')
  await decide('maja', recordId)
  await shown('dold-2', 'Ove är en nolla och bor på Storgatan 4', { state: 'held' })
  expect(await kindsAbout(recordId)).toEqual(['item'])
})

test('the author takes it away while it waits for a second person: nobody is asked any longer, the first is told', async () => {
  await twoPersons(['house'])
  const recordId = await shown('andra-1', 'Ove är en nolla')
  await decide('maja', recordId)
  expect((await kindsAbout(recordId)).sort()).toEqual(['item', 'secondPerson'])
  await vanishes('andra-1')
  expect(await kindsAbout(recordId)).toEqual([])
  const last = await lastOf(recordId)
  expect([last?.measure.state, last?.steps.at(-1)?.kind]).toEqual(['overtaken', 'overtaken'])
  const told = await inTx((tx) =>
    tx.selectFrom('notice').select(['staff_id', 'line']).where('thing', 'like', '%/overtaken').execute(),
  )
  expect(told).toEqual([
    {
      staff_id: stage.people.maja.staffId,
      line: 'Det försvann från plattformen innan en andra person hade svarat.',
    },
  ])
})

const get = async (path: string, who: Name) =>
  (await fetch(`${stage.url}${path}`, { headers: { cookie: `uppsikt=${stage.people[who].session}` } })).text()
async function send(path: string, who: Name, fields: readonly (readonly [string, string])[]) {
  const token = /name="_csrf" value="([^"]+)"/.exec(await get('/ko', who))?.[1] ?? ''
  return fetch(`${stage.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `uppsikt=${stage.people[who].session}` },
    body: new URLSearchParams([['_csrf', token], ...fields.map(([name, value]) => [name, value])]),
  })
}
/** The tasks that a page lists, by what may be chosen. */
const listed = async (path: string, who: Name): Promise<TaskId[]> =>
  [...(await get(path, who)).matchAll(/name="val" value="([^"]+)"/g)].map(([, id]) => id as TaskId)

test('a second person sees what waits for that person alone, reads it, and answers many at once', async () => {
  const records = [
    await shown('manga-1', 'Ove är en nolla'),
    await shown('manga-2', 'Ove är en fåntratt'),
    await shown('manga-3', 'Ove är en idiot, passa dig jävligt noga'),
  ]
  for (const recordId of records) await decide('maja', recordId)
  const own = await shown('manga-4', 'Ove är en stolle')
  await decide('hanna', own)
  expect(wordsOf(await get('/ko', 'hanna'))).toMatch(/Väntar på en andra ?3/)
  const mine = await listed('/ko?urval=andra', 'hanna')
  expect(mine).toHaveLength(3)
  // A threat is veiled for the second person as it was for the first.
  const list = await get('/ko?urval=andra', 'hanna')
  expect([list.includes('fåntratt'), list.includes('passa dig')]).toEqual([true, false])
  expect(await listed('/ko?urval=andra', 'maja')).toHaveLength(1)
  expect(await get('/ko', 'rut')).not.toContain('urval=andra')

  const chosen = mine.map((id) => ['val', id] as const)
  await shown('manga-3', 'Ove är en trevlig person')
  const read = wordsOf(
    await (await send('/ko/valda?urval=andra', 'hanna', [...chosen, ['gor', 'andra']])).text(),
  )
  expect(read).toMatch(
    /Kan godkännas, 2.*Kan inte godkännas längre, 1.*Det har ändrats sedan kollegan beslutade/s,
  )
  expect(read).toMatch(/Maja Lindqvist vill.*Påhopp/s)
  const answer = (who: Name, ...fields: (readonly [string, string])[]) =>
    send('/ko/valda/andra?urval=andra', who, [...chosen, ...fields])
  const unanswered = await answer('hanna')
  expect([unanswered.status, wordsOf(await unanswered.text())]).toEqual([
    422,
    expect.stringContaining('Välj om du godkänner eller säger nej'),
  ])
  const silent = await answer('hanna', ['svar', 'nej'])
  expect([silent.status, wordsOf(await silent.text())]).toEqual([
    422,
    expect.stringContaining('Skriv varför du säger nej'),
  ])
  // Whoever decided cannot approve by naming the tasks.
  expect((await answer('maja', ['svar', 'ja'])).headers.get('location')).toContain('antal=0')
  const approved = await answer('hanna', ['svar', 'ja'])
  expect(approved.status).toBe(303)
  expect(wordsOf(await get(approved.headers.get('location') ?? '', 'hanna'))).toContain(
    '2 åtgärder är godkända. 1 gick inte att godkänna.',
  )
  const states = await Promise.all(records.map(async (one) => (await lastOf(one))?.measure.state))
  expect(states).toEqual(['requested', 'requested', 'awaitsSecond'])
  expect((await lastOf(records[0] as RecordId))?.steps.map(({ kind }) => kind)).toEqual([
    'ordered',
    'approved',
  ])
  expect((await answer('hanna', ['svar', 'nej'], ['motivering', 'Den är snäll nu.'])).status).toBe(303)
  expect((await lastOf(records[2] as RecordId))?.measure.state).toBe('declined')
  expect(await listed('/ko?urval=andra', 'hanna')).toEqual([])
  await twoPersons([])
})

test('where the policy asks for two, a second person reads an answer before it leaves, and no words are lost', async () => {
  await twoPersons([], true)
  const recordId = await shown('tva-1', 'När öppnar badhuset på lördag?')
  const [asked] = await openAbout(recordId)
  const at = `/dialog/${asked?.taskId}`
  const answer = (text: string) =>
    send(at, 'maja', [
      ['gor', 'skicka'],
      ['version', '1'],
      ['svar', text],
    ])
  expect((await answer('Klockan nio.')).status).toBe(303)
  expect((await lastOf(recordId))?.measure.state).toBe('awaitsSecond')
  const waiting = (await openAbout(recordId)).find(({ kind }) => kind === 'secondPerson')
  expect(waiting?.dueAt).toEqual(asked?.dueAt)
  expect(wordsOf(await get(at, 'maja'))).toContain('Inget är skickat än.')
  const form = `/ko/${waiting?.taskId}/fyra-ogon`
  expect(wordsOf(await get(form, 'hanna'))).toMatch(/Maja Lindqvist vill svara.*Svaret Klockan nio./s)
  const say = (...fields: (readonly [string, string])[]) => send(form, 'hanna', fields)
  expect((await say(['svar', 'nej'], ['motivering', 'Det är tio.'])).status).toBe(303)
  expect(await kindsAbout(recordId)).toEqual(['item'])
  expect(await get(at, 'maja')).toMatch(/<textarea[^>]*>\s*Klockan nio\./)
  expect((await answer('Klockan tio.')).status).toBe(303)
  const again = (await openAbout(recordId)).find(({ kind }) => kind === 'secondPerson')
  expect((await send(`/ko/${again?.taskId}/fyra-ogon`, 'hanna', [['svar', 'ja']])).status).toBe(303)
  const sent = await lastOf(recordId)
  expect([sent?.measure.state, sent?.measure.note]).toEqual([
    'requested',
    expect.stringContaining('Klockan tio.'),
  ])
  expect(await kindsAbout(recordId)).toEqual([])
  await twoPersons([])
})

test('a question that is answered on the platform itself is answered from then on, until it is written anew', async () => {
  const words = 'När plogar ni Kvarngatan i morgon?'
  const publishedAt = house.clock.now().toISOString()
  const recordId = await shown('svarad-1', words, { publishedAt })
  expect(await kindsAbout(recordId)).toEqual(['item'])
  const before = (await dialoguePage(house, actor('maja'), 'unanswered')).figures
  const own = { direction: 'drawnUp', author: 'Storlundabloggen', parent: 'svarad-1' } as const
  await shown('svar-1', 'I morgon klockan fem.', own)
  const answeredAt = house.clock.now()
  expect(await kindsAbout(recordId)).toEqual([])
  const { figures } = await dialoguePage(house, actor('maja'), 'answered')
  expect([figures.answered, figures.inTime]).toEqual([before.answered + 1, before.inTime + 1])
  const done = await inTx((tx) =>
    tx.selectFrom('task').select(['done_at', 'outcome']).where('record_id', '=', recordId).execute(),
  )
  expect(done).toEqual([{ done_at: answeredAt, outcome: 'replied' }])
  await shown('svarad-1', `${words} Och Storgatan?`, { publishedAt })
  expect(await kindsAbout(recordId)).toEqual(['item'])
})

test('a question and its answer that come together are no work for anybody', async () => {
  const at = house.clock.now().getTime()
  const question = comment('ihop-1', 'När öppnar badhuset på lördag?', {
    publishedAt: new Date(at - 50_000).toISOString(),
  })
  const answer = comment('ihop-2', 'Klockan tio.', {
    ...{ direction: 'drawnUp', author: 'Storlundabloggen', parent: 'ihop-1' },
    publishedAt: new Date(at - 40_000).toISOString(),
  })
  await inTx((tx) => ingestItems(house, tx, context(), [incoming(answer), incoming(question)]))
  await settled()
  const { entries } = await dialoguePage(house, actor('maja'), 'unanswered')
  expect(entries.map(({ item }) => item?.platformId)).not.toContain('ihop-1')
})

/** The blog's platform, as it is while it answers everything like this. */
function answering(failure: () => Failure): ReadonlyMap<string, Platform> {
  const platform = catalogue.get('wordpress') as Platform
  const fails = async () => ({ ok: false as const, error: failure() })
  const reply = { public: fails }
  const whole = { ...platform, collection: { ...platform.collection, fetchItem: fails }, reply }
  return new Map([['wordpress', whole as unknown as Platform]])
}
const inMinutes = (minutes: number) => new Date(house.clock.now().getTime() + minutes * 60_000)

test('what is decided and does not happen is somebody’s task, until it has happened or somebody has seen to it', async () => {
  const recordId = await shown('drojer-1', 'Jag ska döda dig Ove')
  const { measureId } = await decide('maja', recordId)
  expect(await kindsAbout(recordId)).toEqual([])
  const busy = (minutes: number) =>
    answering(() => ({ kind: 'retryLater', detail: 'Plattformen ber oss vänta', at: inMinutes(minutes) }))
  await carryOut(house, system(), busy(2), measureId)
  expect(await kindsAbout(recordId)).toEqual([])
  await carryOut(house, system(), busy(60), measureId)
  const [stuck] = await openAbout(recordId)
  expect(stuck).toMatchObject({ kind: 'measureStuck', urgency: 0 })
  expect(wordsOf(await get(`/ko/${stuck?.taskId}`, 'maja'))).toContain('Plattformen ber oss vänta')
  const gone = answering(() => ({ kind: 'gone', detail: 'Sidan svarar 404' }))
  expect(await carryOut(house, system(), gone, measureId)).toBeUndefined()
  expect(await kindsAbout(recordId)).toEqual([])
})

test('a question whose answer the platform refuses waits for its answer as before', async () => {
  const recordId = await shown('nekad-1', 'När öppnar badhuset på söndag?')
  const [asked] = await openAbout(recordId)
  const { measureId } = await approveReply(house, actor('maja'), catalogue, { recordId, text: 'Tio.' })
  expect(await kindsAbout(recordId)).toEqual([])
  await carryOut(
    house,
    system(),
    answering(() => ({ kind: 'rejected', detail: 'Tråden är låst' })),
    measureId,
  )
  expect(await openAbout(recordId)).toEqual([expect.objectContaining({ kind: 'item', dueAt: asked?.dueAt })])
  expect(wordsOf(await get(`/dialog/${asked?.taskId}`, 'maja'))).toContain('Tråden är låst')
})

test('whoever has a role in a department for a time is in it for that time', async () => {
  const { arvid } = stage.people
  const departmentId = await inTx((tx) => departmentByName(tx, stage.municipality, 'Kultur'))
  const manager: Actor = { ...actor('samira'), grants: [{ role: 'manager', departmentId }] }
  const away = { staffId: arvid.staffId, from: '2026-11-20', to: '2026-11-21' }
  await expect(enterAbsence(house, manager, away)).rejects.toMatchObject({ ending: 'refused' })
  await delegateRole(house, system(), {
    ...{ staffId: arvid.staffId, role: 'editor', department: 'Kultur', reason: 'Semester' },
    ...{ from: '2026-11-18', to: '2026-11-19' },
  })
  await enterAbsence(house, manager, away)
  stage.place.house.clock.set(new Date('2026-11-20T08:00:00Z'))
  const later = { ...away, from: '2026-11-24', to: '2026-11-25' }
  await expect(enterAbsence(house, manager, later)).rejects.toMatchObject({ ending: 'refused' })
})

test('what nobody answers stands in the figures as late, and what was done in the round it was done before', async () => {
  const { blog } = stage.accounts
  const asked = await shown('sen-1', 'Varför är det släckt på Ågatan?')
  const late = async () => {
    const filter = { department: '', accountId: blog, period: '' }
    return (await readInsights(house, actor('hanna'), catalogue, filter)).accounts[0]?.own.late ?? 0
  }
  stage.place.house.clock.set(new Date('2026-11-26T08:00:00Z'))
  const due = (await open()).filter(
    ({ kind, urgency, accountId, dueAt }) =>
      kind === 'item' && urgency === 1 && accountId === blog && dueAt < house.clock.now(),
  )
  expect(due.map(({ recordId }) => recordId)).toContain(asked)
  expect(await late()).toBe(due.length)
  await requestMeasure(house, actor('maja'), catalogue, {
    ...{ recordId: await shown('gjord-1', 'Köp billiga klockor'), kind: 'hold' },
    ...{ groundId: 'house-personal-attacks', note: 'Skräp' },
  })
  stage.place.house.clock.advance(60_000)
  await confirmRound(house, actor('maja'), { accountId: blog, lastRecordId: asked, note: '' })
  stage.place.house.clock.advance(60_000)
  await confirmRound(house, actor('hanna'), { accountId: blog, lastRecordId: asked, note: '' })
  const { rounds } = await readSupervision(
    house,
    actor('hanna'),
    lastDays(14, dayOf(house.clock.now())),
    undefined,
  )
  expect(rounds.slice(0, 2).map(({ by, measures }) => [by, measures > 0])).toEqual([
    ['Hanna Ek', false],
    ['Maja Lindqvist', true],
  ])
})

test('an account that is closed keeps before the audit the days that nobody looked', async () => {
  const { news } = stage.accounts
  const figures = async () =>
    (
      await readSupervision(house, actor('hanna'), lastDays(14, dayOf(house.clock.now())), undefined)
    ).figures.find(({ account }) => account.accountId === news)
  const before = await figures()
  const closed = { state: 'closed', closed_at: house.clock.now(), closed_reason: 'För få läsare' } as const
  await inTx((tx) => tx.updateTable('account').set(closed).where('account_id', '=', news).execute())
  expect(before?.missed).toBeGreaterThan(0)
  expect((await figures())?.missed).toBe(before?.missed)
  const { accounts } = await supervisionCoverage(house, actor('hanna'), 14)
  expect(accounts.map(({ account }) => account.accountId)).not.toContain(news)
})

test('all of it is in the log', async () => {
  expect((await verifyArchive(house, stage.municipality)).problems).toEqual([])
})
