import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, type Role, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { jobHandlers, listeners } from '../../src/app/jobs.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import type { Mail } from '../../src/infra/mail/index.ts'
import {
  type AccountId,
  type MunicipalityId,
  ok,
  type RecordId,
  type StaffId,
} from '../../src/kernel/index.ts'
import { registerAccount, setResponsible } from '../../src/modules/accounts/index.ts'
import { sealLog, verifyArchive } from '../../src/modules/archive/index.ts'
import { addMunicipality, addStaff, endStaff, startSession } from '../../src/modules/organisation/index.ts'
import { remindOfVault } from '../../src/modules/vault/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { platformOf } from '../support/platform.ts'

const minute = 60_000
const day = 24 * 60 * minute
const seed = 'JBSWY3DPEHPK3PXP'
const secrets = { anvandarnamn: 'biblan', losenord: 'Mycket-Hemligt-9', koder: 'KOD-1111\nKOD-2222' }

interface Person {
  readonly staffId: StaffId
  readonly session: string
}

let place: TestHouse
let house: House
let app: ReturnType<typeof createApp>
let municipality: MunicipalityId
let account: AccountId
let people: Readonly<Record<'hanna' | 'maja' | 'petra' | 'samira' | 'annika' | 'arvid' | 'nils', Person>>
const letters: Mail[] = []
const logged: string[] = []

beforeAll(async () => {
  place = await testHouse(new Date('2026-11-19T09:00:00Z'))
  const keep = (detail: unknown, text?: string) => logged.push(JSON.stringify([detail, text]))
  house = {
    ...place.house,
    mailer: { configured: true, send: async (mail) => ok(void letters.push(mail)) },
    log: { ...place.house.log, info: keep, warn: keep, error: keep },
  }
  municipality = await addMunicipality(house, { name: 'Storlunda kommun', policy: 'falun' })
  const platform = platformOf('feed')
  account = await registerAccount(house, systemActor(municipality), platform, {
    platform: 'feed',
    name: 'Storlunda bibliotek',
    department: 'Kultur',
    settings: { url: 'https://exempel.se/nyheter.xml' },
    secrets: {},
  })
  people = {
    hanna: await hire('Hanna Ek', 'headOfCommunications'),
    maja: await hire('Maja Lindqvist', 'communicator'),
    petra: await hire('Petra Wallin', 'communicator'),
    samira: await hire('Samira Haddad', 'editor', 'Kultur'),
    annika: await hire('Annika Falk', 'editor', 'Kultur'),
    arvid: await hire('Arvid Arkivarie', 'archivist'),
    nils: await hire('Nils Annan', 'communicator', 'Skola'),
  }
  await setResponsible(house, systemActor(municipality), account, {
    owner: people.annika.staffId,
    deputy: null,
  })
  app = createApp(house)
})
afterAll(() => place?.close())

async function hire(name: string, role: Role, department?: string): Promise<Person> {
  const { staffId } = await addStaff(house, systemActor(municipality), {
    email: `${name.split(' ')[0]?.toLowerCase()}@storlunda.test`,
    name,
    roles: [{ role, ...(department && { department }) }],
  })
  return { staffId, session: '' }
}

/** Sessions end while the clock is moved, so that each visit has its own. */
async function cookieOf(who: keyof typeof people): Promise<string> {
  return `uppsikt=${(await startSession(house, municipality, people[who].staffId)).token}`
}

const vault = () => `/register/${account}/valv`
const at = (path: string) => `http://localhost${path}`

async function read(who: keyof typeof people, path = vault()) {
  const answer = await app.request(at(path), { headers: { cookie: await cookieOf(who) } })
  return { status: answer.status, html: await answer.text(), headers: answer.headers }
}

/** Sends a form of a page, as a browser without script does. */
async function send(who: keyof typeof people, path: string, fields: Readonly<Record<string, string>> = {}) {
  const cookie = await cookieOf(who)
  const page = await (await app.request(at('/register'), { headers: { cookie } })).text()
  const token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const answer = await app.request(at(`${vault()}${path}`), {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams({ _csrf: token, ...fields }),
  })
  return { status: answer.status, html: await answer.text(), headers: answer.headers }
}

/** What the worker does with what has been announced. */
async function work(): Promise<void> {
  const { rows } = await place.database.owner.query<{ event: string; payload: Record<string, string> }>(
    'DELETE FROM outbox RETURNING event, payload',
  )
  const handlers = jobHandlers(house, catalogue)
  for (const { event, payload } of rows.filter((row) => row.event.startsWith('vault.')))
    for (const job of listeners.get(event) ?? []) await handlers[job]?.(municipality, payload)
  await handlers['notices.send']?.(municipality, {})
}

const waiting = (html: string): string => /name="oppning" value="([^"]+)"/.exec(html)?.[1] ?? ''
const wait = (milliseconds: number) => place.house.clock.advance(milliseconds)
const shows = (html: string): boolean => html.includes(secrets.losenord)

describe('what is put in', () => {
  test('is put in by communications alone, is checked, and is never shown again by the form', async () => {
    expect((await send('samira', '/uppgifter', { adress: 'x@y.se', ...secrets })).status).toBe(403)
    const wrong = await send('maja', '/uppgifter', { adress: 'bibliotek', ...secrets, fro: 'inte base32!' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('Skriv en e-postadress')
    expect(wrong.html).toContain('engångskoder')
    expect(shows(wrong.html)).toBe(false)
    const adress = 'bibliotek@storlunda.test'
    expect((await send('maja', '/uppgifter', { adress, ...secrets, fro: seed })).status).toBe(303)
    const { html } = await read('maja')
    expect(html).toContain(adress)
    expect(shows(html)).toBe(false)
  })

  test('lies encrypted, and opens with no key but the one outside the database', async () => {
    const { rows } = await place.database.owner.query<{ all: string }>(
      `SELECT v::text || encode(ciphertext, 'escape') AS all FROM vault_entry v`,
    )
    for (const secret of [secrets.losenord, secrets.anvandarnamn, 'KOD-1111', seed])
      expect(rows[0]?.all).not.toContain(secret)
  })
})

describe('two persons', () => {
  let opening: string

  test('whoever asks says why, and sees nothing alone', async () => {
    expect((await send('samira', '/be', { skal: ' ' })).status).toBe(422)
    expect((await send('samira', '/be', { skal: 'Annika är sjuk och vi måste svara.' })).status).toBe(303)
    opening = waiting((await read('maja')).html)
    expect(opening).not.toBe('')
    expect((await send('samira', '/visa', { oppning: opening })).status).toBe(409)
    expect((await send('samira', '/godkann', { oppning: opening })).status).toBe(403)
    await work()
    expect(letters.map(({ to }) => to).sort()).toEqual(
      expect.arrayContaining(['maja@storlunda.test', 'petra@storlunda.test', 'hanna@storlunda.test']),
    )
    expect(letters.map(({ to }) => to)).not.toContain('nils@storlunda.test')
  })

  test('nobody approves their own asking, nor one of another department', async () => {
    await send('maja', '/be', { skal: 'Jag vill se själv.' })
    const own = [...(await read('petra')).html.matchAll(/name="oppning" value="([^"]+)"/g)]
      .map((found) => found[1] ?? '')
      .find((id) => id !== opening)
    expect((await send('maja', '/godkann', { oppning: own ?? '' })).status).toBe(403)
    expect((await send('nils', '/godkann', { oppning: opening })).status).toBe(403)
    expect((await read('arvid')).status).toBe(403)
    wait(61 * minute)
    expect((await send('petra', '/godkann', { oppning: own ?? '' })).status).toBe(409)
  })

  test('when another approves within the hour it is sealed and told, and shown for ten minutes', async () => {
    await send('samira', '/be', { skal: 'Annika är sjuk och vi måste svara i kväll.' })
    opening = waiting((await read('petra')).html)
    wait(59 * minute)
    letters.length = 0
    expect((await send('petra', '/godkann', { oppning: opening })).status).toBe(303)
    await work()
    const told = letters.filter(({ text }) => text.includes('Valvet har öppnats'))
    expect(told.map(({ to }) => to).sort()).toEqual(['annika@storlunda.test', 'hanna@storlunda.test'])
    expect(told[0]?.text).toContain('Öppnat av Samira Haddad, godkänt av Petra Wallin.')
    // Why is read in Uppsikt: what somebody wrote stands in no letter.
    expect(JSON.stringify(told)).not.toContain('Annika är sjuk')
    expect((await send('petra', '/visa', { oppning: opening })).status).toBe(403)

    const shown = await send('samira', '/visa', { oppning: opening })
    expect(shown.status).toBe(200)
    expect(shown.headers.get('cache-control')).toBe('no-store')
    for (const secret of [secrets.losenord, secrets.anvandarnamn, 'KOD-1111'])
      expect(shown.html).toContain(secret)
    const code = new TOTP({ secret: Secret.fromBase32(seed) }).generate({
      timestamp: house.clock.now().getTime(),
    })
    expect(shown.html.replaceAll(' ', '')).toContain(code)
    expect(shown.html).not.toContain(seed)
    expect(shown.html).toContain('hx-history="false"')

    wait(9 * minute)
    expect(shows((await send('samira', '/visa', { oppning: opening })).html)).toBe(true)
    wait(2 * minute)
    const later = await send('samira', '/visa', { oppning: opening })
    expect([later.status, shows(later.html)]).toEqual([409, false])
  })

  test('the sealed decision says who, why and which, never the details', async () => {
    const fields = await withMunicipality(house.db, municipality, (tx) =>
      tx
        .selectFrom('content')
        .select('fields')
        .where('record_id', '=', opening as RecordId)
        .executeTakeFirstOrThrow(),
    )
    expect(JSON.parse(fields.fields)).toMatchObject({
      decision: 'vaultOpening',
      way: 'twoPersons',
      reason: 'Annika är sjuk och vi måste svara i kväll.',
      askedBy: 'Samira Haddad',
      decidedBy: 'Petra Wallin',
    })
    await sealLog(house, municipality)
    expect((await verifyArchive(house, municipality)).problems).toEqual([])
  })

  test('one who is refused sees nothing', async () => {
    await send('samira', '/be', { skal: 'Jag är nyfiken.' })
    const asked = waiting((await read('petra')).html)
    expect((await send('petra', '/neka', { oppning: asked })).status).toBe(303)
    expect((await send('petra', '/godkann', { oppning: asked })).status).toBe(409)
    expect((await send('samira', '/visa', { oppning: asked })).status).toBe(409)
    expect((await read('samira')).html).toContain('Nekades')
  })
})

describe('the crisis role', () => {
  test('opens alone, with a reason, and everybody hears of it', async () => {
    expect((await send('maja', '/kris', { skal: 'Kapat konto' })).status).toBe(403)
    expect((await send('hanna', '/kris', { skal: '' })).status).toBe(422)
    letters.length = 0
    expect((await send('hanna', '/kris', { skal: 'Kontot är kapat.' })).status).toBe(303)
    await work()
    expect(letters.map(({ to }) => to)).toContain('annika@storlunda.test')
    const { html } = await read('hanna')
    const shown = await send('hanna', '/visa', { oppning: waiting(html) })
    expect(shows(shown.html)).toBe(true)
  })

  test('a drill goes the whole way and shows nothing but that the details could be unlocked', async () => {
    wait(11 * minute)
    await send('hanna', '/kris', { skal: 'Årlig övning', ovning: 'ja' })
    const shown = await send('hanna', '/visa', { oppning: waiting((await read('hanna')).html) })
    expect([shown.status, shows(shown.html)]).toEqual([200, false])
    expect(shown.html).toContain('Övningen lyckades')
    expect((await read('hanna')).html).toContain('Övning')
  })
})

describe('reminders', () => {
  const system = (): Actor => systemActor(municipality)
  const written = async (): Promise<readonly string[]> =>
    withMunicipality(house.db, municipality, async (tx) => {
      const notices = tx
        .selectFrom('notice')
        .select('line')
        .where('severity', '=', 'digest')
        .orderBy('notice_id')
      return (await notices.execute()).map(({ line }) => line)
    })
  const remind = async (): Promise<readonly string[]> => {
    const before = await written()
    await remindOfVault(house, system())
    return [...new Set((await written()).slice(before.length))]
  }

  test('after an opening the log-in is to be changed, said once, and is quiet once it is', async () => {
    const texts = await remind()
    expect(texts.join()).toContain('öppnades')
    expect(await remind()).toEqual([])
    wait(minute)
    await send('maja', '/uppgifter', { adress: 'bibliotek@storlunda.test', losenord: 'Nytt-Hemligt-10' })
    expect(await remind()).toEqual([])
    expect((await read('maja')).html).not.toContain('behöver bytas')
  })

  test('when somebody who has seen it has left, it is to be changed', async () => {
    wait(day)
    await send('samira', '/be', { skal: 'Byter bild.' })
    await send('petra', '/godkann', { oppning: waiting((await read('petra')).html) })
    const { html } = await read('samira')
    expect((await send('samira', '/visa', { oppning: waiting(html) })).html).toContain('Nytt-Hemligt-10')
    await endStaff(house, system(), people.samira.staffId)
    expect((await remind()).join()).toContain('Samira Haddad')
  })

  test('after a year without a drill one is due', async () => {
    wait(366 * day)
    expect((await remind()).join()).toContain('övning')
  })
})

test('nothing of it has been logged or audited', async () => {
  const { rows } = await place.database.owner.query<{ all: string }>(
    `SELECT string_agg(e::text, ' ') AS all FROM audit_event e`,
  )
  const told = [logged.join(), rows[0]?.all ?? '', JSON.stringify(letters)].join()
  expect(rows[0]?.all).toContain('vault.show')
  for (const secret of [...Object.values(secrets), 'KOD-1111', seed, 'Nytt-Hemligt-10'])
    expect(told).not.toContain(secret)
})
