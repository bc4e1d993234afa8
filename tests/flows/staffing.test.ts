import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { createMailer } from '../../src/infra/mail/index.ts'
import { type AccountId, type RecordId, type StaffId, Stop } from '../../src/kernel/index.ts'
import { findAccount, setResponsible } from '../../src/modules/accounts/index.ts'
import { ingestItems } from '../../src/modules/archive/index.ts'
import { chooseMailbox, sendNotices, tellByTheClock } from '../../src/modules/notices/index.ts'
import { endStaff, resolveSession, startSession } from '../../src/modules/organisation/index.ts'
import {
  addShifts,
  enterAbsence,
  handOver,
  onDuty,
  removeShift,
  setAccountPeople,
} from '../../src/modules/staffing/index.ts'
import { confirmRound, openHealthTask, tellOwner } from '../../src/modules/supervision/index.ts'
import { runAnnounced } from '../support/announced.ts'
import { comment, incoming } from '../support/items.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

/** People go away and come back, and everyone who must know is told: each test goes on where the one before ended. */
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
  await setResponsible(house, system(), blog, { owner: maja.staffId, deputy: samira.staffId })
  await runAnnounced(house, stage.municipality, [])
})
afterAll(async () => {
  await stage?.close()
  await mail?.close()
})

const system = () => systemActor(stage.municipality)
type Name = keyof RecordsStage['people']
/** Days pass, and sessions do not last that long. */
const sessionOf = async (who: Name) =>
  (await startSession(house, stage.municipality, stage.people[who].staffId)).token
async function actor(who: Name) {
  const session = await resolveSession(house, stage.municipality, await sessionOf(who))
  if (!session) throw new Error('nobody is signed in')
  return session.actor
}
const get = async (path: string, who: Name) =>
  fetch(`${stage.url}${path}`, { headers: { cookie: `uppsikt=${await sessionOf(who)}` } })
/** The worker, which has everything done that waits, and the mail that has come of it: to whom, about what, and the text. */
async function posted(at?: string) {
  if (at) stage.place.house.clock.set(new Date(at))
  await runAnnounced(house, stage.municipality, ['screening.screen', 'notices.', 'supervision.'])
  await sendNotices(house, stage.municipality)
  const letters = []
  for (const { to, raw } of mail.received.splice(0)) {
    const parsed = await simpleParser(Buffer.from(raw, 'latin1'))
    letters.push({ to: to[0]?.split('@')[0] ?? '', subject: parsed.subject ?? '', text: parsed.text ?? '' })
  }
  return letters
}
const heads = (letters: Awaited<ReturnType<typeof posted>>) => letters.map(({ to, subject }) => [to, subject])
const dutyNow = () =>
  withMunicipality(house.db, stage.municipality, async (tx) => {
    const account = await findAccount(tx, stage.municipality, blog)
    if (!account) throw new Error('no account')
    return onDuty(tx, stage.municipality, account, house.clock.now())
  })
const answers = async () => (await dutyNow()).now?.staffId
const away = async (who: Name, from: string, to: string, by: Name = who) =>
  enterAbsence(house, await actor(by), { staffId: stage.people[who].staffId, from, to })
const fails = async (about: 'collection' | 'access') => {
  await tellOwner(house, stage.municipality, blog, about, house.clock.now().toISOString())
  await openHealthTask(house, stage.municipality, blog)
}

describe('an editor goes on leave from Friday', () => {
  test('the deputy is told, takes over by itself, and gives back', async () => {
    await away('maja', '2026-11-20', '2026-11-22')
    // What is not an alarm comes together, each full hour.
    expect(await posted()).toEqual([])
    const [letter, ...more] = await posted('2026-11-18T10:00:00Z')
    expect(more).toEqual([])
    expect([letter?.to, letter?.subject]).toEqual(['samira.haddad', 'Du tar över Storlundabloggen'])
    expect(letter?.text).toContain('Maja Lindqvist är borta. Du svarar för kontot 20–22 nov.')
    expect(await posted('2026-11-18T11:00:00Z')).toEqual([])

    const { maja, samira } = stage.people
    stage.place.house.clock.set(new Date('2026-11-19T22:59:59Z'))
    expect(await answers()).toBe(maja.staffId)
    stage.place.house.clock.set(new Date('2026-11-19T23:00:00Z'))
    expect(await answers()).toBe(samira.staffId)
    expect(await (await get(`/register/${blog}`, 'maja')).text()).toContain('Samira Haddad')
  })

  test('an account that fails at night alarms the deputy at once, once, and not the one who is away', async () => {
    await posted('2026-11-20T08:00:00Z')
    stage.place.house.clock.set(new Date('2026-11-21T01:14:00Z'))
    await fails('collection')
    await tellOwner(house, stage.municipality, blog, 'collection', house.clock.now().toISOString())
    const [letter, ...more] = await posted()
    expect(more).toEqual([])
    expect([letter?.to, letter?.subject]).toEqual(['samira.haddad', 'Larm: Storlundabloggen hämtas inte'])
    expect(letter?.text).toContain(`${house.publicUrl}/register/${blog}`)
  })

  test('what can wait waits for those who are away, and is there when they are back', async () => {
    await away('samira', '2026-11-26', '2026-11-27')
    await tellByTheClock(house, stage.municipality)
    expect(await posted('2026-11-22T09:00:00Z')).toEqual([])
    expect(heads(await posted('2026-11-23T05:59:00Z'))).toEqual([])
    expect(heads(await posted('2026-11-23T07:00:00Z'))).toEqual([
      ['maja.lindqvist', 'Du blir ensam om Storlundabloggen'],
    ])
    expect(await answers()).toBe(stage.people.maja.staffId)
  })
})

describe('a hole', () => {
  test('a deputy who is away too is a hole: whoever leaves and communications are told', async () => {
    stage.place.house.clock.set(new Date('2026-11-23T08:10:00Z'))
    await away('maja', '2026-11-26', '2026-11-26', 'hanna')
    expect(await posted()).toEqual([])
    const letters = await posted('2026-11-23T09:00:00Z')
    expect(heads(letters).sort()).toEqual([
      ['hanna.ek', 'Ingen tar över Storlundabloggen'],
      ['maja.lindqvist', 'Ingen tar över Storlundabloggen'],
    ])
    expect(letters[0]?.text).toContain('Varken ansvarig eller ersättare är på plats 26 nov.')
  })

  test('the letter of the week warns of it, once', async () => {
    await tellByTheClock(house, stage.municipality)
    await tellByTheClock(house, stage.municipality)
    const letters = await posted('2026-11-24T07:00:00Z')
    expect(heads(letters).sort()).toEqual([
      ['hanna.ek', 'Ingen är på plats för Storlundabloggen'],
      ['maja.lindqvist', '2 besked från Uppsikt'],
    ])
    const [maja] = letters.filter(({ to }) => to.startsWith('maja'))
    expect(maja?.text).toMatch(/Varken ansvarig eller ersättare är på plats 26 nov\./)
    expect(maja?.text).toMatch(/Ingen annan är på plats 27 nov\./)
    await tellByTheClock(house, stage.municipality)
    expect(await posted('2026-11-25T07:00:00Z')).toEqual([])
  })

  test('an alarm within it goes to communications, and says why', async () => {
    await posted('2026-11-25T12:00:00Z')
    stage.place.house.clock.set(new Date('2026-11-26T10:00:00Z'))
    expect(await dutyNow()).toMatchObject({ nobody: true, now: { as: 'communications' } })
    await fails('access')
    const [letter] = await posted()
    expect([letter?.to, letter?.subject]).toEqual([
      'hanna.ek',
      'Larm: Åtkomsten till Storlundabloggen behöver förnyas',
    ])
    expect(letter?.text).toContain('Ingen ansvarig eller ersättare är på plats')
  })

  test('a further deputy fills it, may work with the account, and looks as a deputy', async () => {
    const { arvid } = stage.people
    expect((await get(`/ko/runda/${blog}`, 'arvid')).status).toBe(403)
    await setAccountPeople(house, await actor('maja'), blog, { deputies: [arvid.staffId], speakers: [] })
    expect(await dutyNow()).toMatchObject({ nobody: false, now: { staffId: arvid.staffId, as: 'deputy' } })
    const round = await confirmRound(house, await actor('arvid'), {
      accountId: blog,
      lastRecordId: stage.records.get('fraga-1') as RecordId,
      note: '',
    })
    expect(round.asDeputy).toBe(true)
  })

  test('a deputy who leaves when the owner is away already leaves it to the next, who is told, or to nobody', async () => {
    await posted('2026-11-26T10:30:00Z')
    await away('maja', '2026-12-01', '2026-12-02')
    await posted('2026-11-26T10:40:00Z')
    await away('samira', '2026-12-02', '2026-12-02')
    await posted('2026-11-26T10:50:00Z')
    await away('arvid', '2026-12-02', '2026-12-02', 'hanna')
    const letters = [...(await posted()), ...(await posted('2026-11-27T07:00:00Z'))]
    const told = letters.map(({ to, text }) => [to.split('.')[0], text]).sort()
    const textTo = (who: string) => told.flatMap(([to, text]) => (to === who ? [text] : [])).join()
    expect(textTo('arvid')).toContain('Samira Haddad är borta. Du svarar för kontot 2 dec.')
    expect(textTo('hanna')).toContain('Varken ansvarig eller ersättare är på plats 2 dec.')
  })

  test('a shift goes before everyone, and its last hour is its last', async () => {
    const { hanna, arvid } = stage.people
    await addShifts(house, await actor('maja'), {
      staffId: hanna.staffId,
      accountId: null,
      departmentId: null,
      day: '2026-11-26',
      from: 17 * 3_600_000,
      to: 21 * 3_600_000,
      weeks: 2,
    })
    stage.place.house.clock.set(new Date('2026-11-26T10:55:00Z'))
    await posted()
    const [letter] = (await posted('2026-11-26T11:00:00Z')).filter(({ subject }) => subject.includes('pass'))
    expect([letter?.to, letter?.subject]).toEqual(['hanna.ek', 'Du har ett pass'])
    expect(letter?.text).toContain('Torsdag 26 november 2026 17–21, och sedan varje vecka, 2 gånger i allt.')
    stage.place.house.clock.set(new Date('2026-11-26T16:00:00Z'))
    expect(await answers()).toBe(hanna.staffId)
    stage.place.house.clock.set(new Date('2026-11-26T20:00:00Z'))
    expect(await answers()).toBe(arvid.staffId)
    stage.place.house.clock.set(new Date('2026-12-03T19:59:59Z'))
    expect(await answers()).toBe(hanna.staffId)
  })

  test('whoever loses a shift that is to come is told', async () => {
    const { arvid } = stage.people
    const given = { staffId: arvid.staffId, accountId: null, departmentId: null, weeks: 1 }
    const hours = { day: '2026-12-10', from: 17 * 3_600_000, to: 21 * 3_600_000 }
    await addShifts(house, await actor('maja'), { ...given, ...hours })
    const { shift_id: added } = await withMunicipality(house.db, stage.municipality, (tx) =>
      tx.selectFrom('shift').select('shift_id').orderBy('from_at', 'desc').executeTakeFirstOrThrow(),
    )
    await removeShift(house, await actor('maja'), added)
    await posted()
    const letters = await posted('2026-12-04T11:00:00Z')
    const told = letters.find(({ text }) => text.includes('Passet är borttaget'))
    expect([told?.to, told?.subject]).toEqual(['arvid.arkivarie', 'Du har inte längre passet'])
  })
})

describe('the official mailbox', () => {
  const hostile = 'Jag 19811228-9874 heter Roger och ska DÖDA er\r\nBcc: alla@storlunda.test'
  const write = (...ids: string[]) =>
    withMunicipality(house.db, stage.municipality, (tx) =>
      ingestItems(
        house,
        tx,
        { municipalityId: stage.municipality, accountId: blog },
        ids.map((id) =>
          incoming(
            comment(id, `${hostile} ${id}`, {
              author: 'Roger Hatare 811228-9874',
              publishedAt: house.clock.now().toISOString(),
            }),
          ),
        ),
      ),
    )

  test('is told of a comment at once, and neither its text, its author nor a personal number', async () => {
    await posted('2026-12-05T22:00:00Z')
    const mailbox = { address: 'kommun@storlunda.test', pace: 'atOnce' } as const
    await chooseMailbox(house, await actor('maja'), blog, mailbox, false)
    await write('lada-1', 'lada-2')
    const [letter, ...more] = await posted()
    expect(more).toEqual([])
    expect([letter?.to, letter?.subject]).toEqual(['kommun', 'Nytt på Storlundabloggen'])
    expect(letter?.text).toContain('En ny kommentar. (2 stycken)')
    expect(letter?.text).toContain(`${house.publicUrl}/ko?konto=${blog}`)
    expect(JSON.stringify(letter)).not.toMatch(/Roger|DÖDA|8112|9874|alla@/)
    await write('lada-1')
    expect(await posted()).toEqual([])
  })

  test('is told once an hour, or once a day, where that is chosen', async () => {
    const by = await actor('maja')
    await chooseMailbox(house, by, blog, { address: 'kommun@storlunda.test', pace: 'hourly' }, true)
    await write('lada-3')
    expect(await posted('2026-12-05T22:59:00Z')).toEqual([])
    expect(heads(await posted('2026-12-05T23:00:00Z'))).toEqual([['kommun', 'Nytt på Storlundabloggen']])
    await chooseMailbox(house, by, blog, { address: 'kommun@storlunda.test', pace: 'daily' }, false)
    await write('lada-4')
    expect(await posted('2026-12-06T06:59:00Z')).toEqual([])
    expect(heads(await posted('2026-12-06T07:00:00Z'))).toHaveLength(1)
    await chooseMailbox(house, by, blog, undefined, false)
    await write('lada-5')
    expect((await posted('2026-12-07T07:30:00Z')).filter(({ to }) => to === 'kommun')).toEqual([])
  })
})

describe('nobody leaves without handing over', () => {
  test('ending somebody who answers for an account says which, and asks who takes over', async () => {
    const { maja, samira, arvid } = stage.people
    const ending = endStaff(house, await actor('hanna'), maja.staffId)
    await expect(ending).rejects.toThrow('Maja Lindqvist ansvarar för Storlundabloggen')
    await expect(
      setResponsible(house, system(), blog, { owner: null, deputy: samira.staffId }),
    ).rejects.toThrow('utan att någon tar över')
    const hanna = await actor('hanna')
    await expect(handOver(house, hanna, maja.staffId, new Map())).rejects.toMatchObject({
      fields: { [blog]: 'Välj vem som tar över Storlundabloggen.' },
    })
    await handOver(house, hanna, maja.staffId, new Map([[blog, samira.staffId]]))
    await endStaff(house, hanna, maja.staffId)
    const account = await withMunicipality(house.db, stage.municipality, (tx) =>
      findAccount(tx, stage.municipality, blog),
    )
    expect([account?.ownerStaffId, account?.deputyStaffId]).toEqual([samira.staffId, arvid.staffId])
  })

  test('nobody enters absence for somebody whom they do not manage', async () => {
    const days = { from: '2026-12-20', to: '2026-12-21' }
    const staffId = stage.people.hanna.staffId as StaffId
    await expect(enterAbsence(house, await actor('arvid'), { staffId, ...days })).rejects.toBeInstanceOf(Stop)
    await expect(enterAbsence(house, await actor('samira'), { staffId, ...days })).rejects.toThrow(
      'behörighet',
    )
  })
})
