import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { jobHandlers, schedule } from '../../src/app/jobs.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { createMailer } from '../../src/infra/mail/index.ts'
import type { AccountId } from '../../src/kernel/index.ts'
import { setResponsible } from '../../src/modules/accounts/index.ts'
import { ingestItems } from '../../src/modules/archive/index.ts'
import { refer } from '../../src/modules/dialogue/index.ts'
import { answerReferral, referralLink } from '../../src/modules/dialogue/service/refer.ts'
import { sendNotices } from '../../src/modules/notices/index.ts'
import { resolveSession, startSession } from '../../src/modules/organisation/index.ts'
import { confirmRound } from '../../src/modules/supervision/index.ts'
import { leave, openForReading, tasksFor } from '../../src/modules/tasks/index.ts'
import { runAnnounced } from '../support/announced.ts'
import { comment, incoming } from '../support/items.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

/** A Wednesday in November, and nobody answers, nobody looks: each test goes on where the one before ended. */
let stage: RecordsStage
let mail: MailServer
let house: House
let blog: AccountId

beforeAll(async () => {
  mail = await startMailServer()
  stage = await recordsStage(new Date('2026-11-18T09:40:00Z'))
  house = {
    ...stage.place.house,
    mailer: createMailer({ smtpUrl: mail.url, from: 'uppsikt@storlunda.test' }),
  }
  blog = stage.accounts.blog
  const { maja, samira } = stage.people
  const owners = { owner: maja.staffId, deputy: samira.staffId }
  for (const account of Object.values(stage.accounts)) await setResponsible(house, system(), account, owners)
  await runAnnounced(house, stage.municipality, ['screening.', 'supervision.'])
  for (const { taskId } of await waiting()) await leave(house, await actor('maja'), taskId)
})
afterAll(async () => {
  await stage?.close()
  await mail?.close()
})

const system = () => systemActor(stage.municipality)
async function actor(who: keyof RecordsStage['people']) {
  const { token } = await startSession(house, stage.municipality, stage.people[who].staffId)
  const session = await resolveSession(house, stage.municipality, token)
  if (!session) throw new Error('nobody is signed in')
  return session.actor
}
const waiting = () => tasksFor(house, system(), { selection: 'todo', kind: 'item', limit: 100 })

/** A question that comes to the blog now. @returns its task. */
const asked = (id: string) => said(id, `När plogar ni ${id} på Kvarngatan hos Kalle Anka?`)
async function said(id: string, words: string) {
  const item = comment(id, words, {
    author: 'Elin Dahlroth',
    publishedAt: house.clock.now().toISOString(),
  })
  const context = { municipalityId: stage.municipality, accountId: blog }
  await withMunicipality(house.db, stage.municipality, (tx) =>
    ingestItems(house, tx, context, [incoming(item)]),
  )
  const known = new Set((await waiting()).map(({ taskId }) => taskId))
  await runAnnounced(house, stage.municipality, ['screening.', 'supervision.openTasks'])
  const task = (await waiting()).find(({ taskId }) => !known.has(taskId))
  if (!task) throw new Error('no task was opened')
  return task
}

/** The worker's clock strikes; the letters that come of it, as whom and about what. Twice, since it may be. */
async function strikes(job: string, at: string): Promise<string[]> {
  stage.place.house.clock.set(new Date(at))
  expect(schedule.map((one) => one.job)).toContain(job)
  for (let n = 0; n < 2; n++) await jobHandlers(house, new Map())[job]?.(stage.municipality, {})
  await sendNotices(house, stage.municipality)
  return letters()
}
async function letters(): Promise<string[]> {
  const found = []
  for (const { to, raw } of mail.received.splice(0)) {
    const { subject, text } = await simpleParser(Buffer.from(raw, 'latin1'))
    expect(`${subject} ${text}`).not.toMatch(/Elin|Kalle|Kvarngatan|Gata och park|Ove|klockan/)
    found.push(`${to[0]?.split('@')[0]}: ${subject}`)
  }
  return found.sort()
}
const late = (at: string) => strikes('dialogue.tellLate', at)

describe('a question that nobody answers', () => {
  test('an office hour before, whoever is on duty; when it is due, the deputy; a working day later, the head', async () => {
    const task = await asked('fraga-a')
    expect(task.dueAt).toEqual(new Date('2026-11-18T15:30:00Z'))
    expect(await late('2026-11-18T14:29:00Z')).toEqual([])
    expect(await late('2026-11-18T14:30:00Z')).toEqual([
      'maja.lindqvist: Larm: Snart dags att svara på Storlundabloggen',
    ])
    expect(await late('2026-11-18T15:30:00Z')).toEqual([])
    // Outside office hours nobody is woken: with the hour's.
    expect(await late('2026-11-18T16:00:00Z')).toEqual(['samira.haddad: Svar saknas på Storlundabloggen'])
    expect(await late('2026-11-19T15:29:00Z')).toEqual([])
    await late('2026-11-19T15:30:00Z')
    expect(await late('2026-11-19T16:00:00Z')).toEqual([
      'hanna.ek: Svar saknas sedan en arbetsdag på Storlundabloggen',
    ])
    expect(await late('2026-11-25T16:00:00Z')).toEqual([])
    await leave(house, await actor('maja'), task.taskId)
  })

  test('questions that are due together are one notice, and one that is answered is none', async () => {
    stage.place.house.clock.set(new Date('2026-11-26T09:00:00Z'))
    for (const id of ['fraga-b', 'fraga-c', 'fraga-d']) await asked(id)
    const [answered] = await waiting()
    await leave(house, await actor('maja'), answered?.taskId as never)
    expect(await late('2026-11-26T15:00:00Z')).toEqual([
      'maja.lindqvist: Larm: Snart dags att svara på Storlundabloggen',
    ])
    for (const { taskId } of await waiting()) await leave(house, await actor('maja'), taskId)
  })
})

describe('a unit that is asked', () => {
  test('whoever asked is told when half the time has gone, and when the unit has answered', async () => {
    stage.place.house.clock.set(new Date('2026-12-01T08:30:00Z'))
    const { taskId } = await asked('fraga-e')
    const unit = { unit: 'Gata och park', email: 'gata@storlunda.test', question: 'När plogas det?' }
    const id = await refer(house, await actor('maja'), taskId, unit)
    expect(await late('2026-12-01T11:59:00Z')).toEqual([])
    expect(await late('2026-12-01T12:00:00Z')).toEqual([
      'maja.lindqvist: Larm: Enheten har inte svarat om Storlundabloggen',
    ])
    const token = new URL(await referralLink(house, await actor('maja'), id)).pathname.split('/').at(-1) ?? ''
    await answerReferral(house, stage.municipality, token, { name: 'Ove Lindh', text: 'I dag klockan 13.' })
    expect(await late('2026-12-01T12:01:00Z')).toEqual([
      'maja.lindqvist: Larm: Enheten har svarat om Storlundabloggen',
    ])
    await leave(house, await actor('maja'), taskId)
  })
})

describe('a round that nobody makes', () => {
  const lacking = (at: string) => strikes('supervision.tellLacking', at)
  const look = async () =>
    confirmRound(house, await actor('maja'), {
      accountId: blog,
      lastRecordId: stage.records.get('fraga-1') ?? null,
      note: '',
    })

  test('whoever is on duty is told two hours before the office closes, once, of what lacks one', async () => {
    // Everything before has been missed; the morning's letter of it is not what this is about.
    await lacking('2026-12-02T06:00:00Z')
    await lacking('2026-12-02T08:00:00Z')
    await look()
    expect(await lacking('2026-12-02T13:29:00Z')).toEqual([])
    expect(await lacking('2026-12-02T13:30:00Z')).toEqual([
      'maja.lindqvist: Larm: Dagens tillsyn är inte klar för 2 konton',
    ])
    await look()
    expect(await lacking('2026-12-02T14:00:00Z')).toEqual([])
    // Nobody has made the other one: in the last hour the deputy is told, while it can still be made.
    expect(await lacking('2026-12-02T14:30:00Z')).toEqual([
      'samira.haddad: Larm: Dagens tillsyn är inte klar för Bibliotekets nyheter',
    ])
    expect(await lacking('2026-12-02T15:20:00Z')).toEqual([])
  })

  test('the next morning the head of communications is told of what was missed, in one notice', async () => {
    expect(await lacking('2026-12-02T23:10:00Z')).toEqual([])
    expect(await lacking('2026-12-03T08:00:00Z')).toEqual([
      'hanna.ek: Tillsynen missades för Bibliotekets nyheter',
    ])
    expect(await lacking('2026-12-04T06:00:00Z')).toEqual([])
  })
})

describe('a threat on a Saturday evening that nobody opens', () => {
  const urgent = (at: string) => strikes('supervision.tellUrgent', at)
  const threat = (id: string) => said(id, `Jag ska döda dig Kalle Anka ${id}`)

  test('whoever is on duty is told at once, the deputy after half an hour, communications after an hour', async () => {
    stage.place.house.clock.set(new Date('2026-12-05T19:00:00Z'))
    await threat('hot-a')
    expect(await urgent('2026-12-05T19:00:30Z')).toEqual([
      'maja.lindqvist: Larm: Något på Storlundabloggen kan inte vänta',
    ])
    // More of the same while nobody has opened the first: the same people know.
    for (const id of ['hot-b', 'hot-c']) await threat(id)
    expect(await urgent('2026-12-05T19:10:00Z')).toEqual([])
    expect(await urgent('2026-12-05T19:30:00Z')).toEqual([
      'samira.haddad: Larm: Ingen har öppnat det som inte kan vänta på Storlundabloggen',
    ])
    const last = await urgent('2026-12-05T20:00:00Z')
    expect(last).toEqual(['hanna.ek: Larm: Ingen har öppnat det som inte kan vänta på Storlundabloggen'])
    expect(await urgent('2026-12-06T20:00:00Z')).toEqual([])
  })

  test('what somebody has opened is nobody’s alarm, until there is something new', async () => {
    for (const { taskId } of await waiting()) await openForReading(house, await actor('maja'), taskId)
    expect(await urgent('2026-12-06T20:01:00Z')).toEqual([])
    await threat('hot-d')
    expect(await urgent('2026-12-06T20:02:00Z')).toHaveLength(1)
    for (const { taskId } of await waiting()) await openForReading(house, await actor('maja'), taskId)
    // Opened, and then nothing: a thumb slipped, or the line was lost.
    expect(await urgent('2026-12-06T22:05:00Z')).toEqual([
      'hanna.ek: Larm: Det som inte kan vänta på Storlundabloggen är inte avslutat',
    ])
    for (const { taskId } of await waiting()) await leave(house, await actor('maja'), taskId)
    stage.place.house.clock.set(new Date('2026-12-06T22:10:00Z'))
  })

  test('what was opened before it was urgent is told of when it is', async () => {
    for (const { taskId } of await waiting()) await openForReading(house, await actor('maja'), taskId)
    const { taskId } = await said('snall', 'Så fint det blev i parken')
    await openForReading(house, await actor('maja'), taskId)
    stage.place.house.clock.set(new Date('2026-12-06T22:20:00Z'))
    const context = { municipalityId: stage.municipality, accountId: blog }
    const edited = comment('snall', 'Jag ska döda dig Kalle Anka', { author: 'Elin Dahlroth' })
    await withMunicipality(house.db, stage.municipality, (tx) =>
      ingestItems(house, tx, context, [incoming(edited)]),
    )
    await runAnnounced(house, stage.municipality, ['screening.', 'supervision.openTasks'])
    expect(await urgent('2026-12-06T22:20:30Z')).toHaveLength(1)
  })
})
