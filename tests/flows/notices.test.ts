import { createECDH, randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { createMailer } from '../../src/infra/mail/index.ts'
import { setResponsible } from '../../src/modules/accounts/index.ts'
import { type NewNotice, notify, sendNotices } from '../../src/modules/notices/index.ts'
import { startSession } from '../../src/modules/organisation/index.ts'
import { enterAbsence } from '../../src/modules/staffing/index.ts'
import { tellOwner } from '../../src/modules/supervision/index.ts'
import { axeViolations, launchBrowser, visit } from '../support/browser.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

let stage: RecordsStage
let mail: MailServer
let house: House
/** What the mail server answers with to every receiver; 250: takes it. */
let code = 250

beforeAll(async () => {
  mail = await startMailServer({
    onRcptTo: (_address, _session, done) =>
      code === 250 ? done() : done(Object.assign(new Error('no'), { responseCode: code })),
  })
  stage = await recordsStage()
  house = {
    ...stage.place.house,
    mailer: createMailer({ smtpUrl: mail.url, from: 'uppsikt@storlunda.test' }),
  }
  const { maja, samira } = stage.people
  const people = { owner: maja.staffId, deputy: samira.staffId }
  await setResponsible(house, systemActor(stage.municipality), stage.accounts.blog, people)
})
afterAll(async () => {
  await stage?.close()
  await mail?.close()
})
beforeEach(() => {
  code = 250
  mail.received.length = 0
})

type Name = keyof RecordsStage['people']
const minutes = (count: number) => stage.place.house.clock.advance(count * 60_000)
const send = () => sendNotices(house, stage.municipality)
/** Days pass, and sessions do not last that long. */
const sessionOf = async (who: Name) =>
  (await startSession(house, stage.municipality, stage.people[who].staffId)).token
async function read(path: string, who: Name, session?: string): Promise<string> {
  const headers = { cookie: `uppsikt=${session ?? (await sessionOf(who))}` }
  const answer = await fetch(`${stage.url}${path}`, { headers })
  return (await answer.text()).replace(/<svg.*?<\/svg>/gs, '').replace(/\s+/g, ' ')
}
async function post(path: string, who: Name, fields: Record<string, string>) {
  const session = await sessionOf(who)
  const token = /name="_csrf" value="([^"]+)"/.exec(await read('/installningar/notiser', who, session))?.[1]
  return fetch(`${stage.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `uppsikt=${session}` },
    body: new URLSearchParams({ ...fields, _csrf: token ?? '' }),
  })
}

let number = 0
async function tell(who: Name, more: Partial<NewNotice> = {}): Promise<void> {
  number += 1
  const notice: NewNotice = {
    ...{ to: stage.people[who].staffId, thing: `prov/${number}`, kind: 'prov', severity: 'alarm' },
    ...{ subject: `Sak ${number}`, line: 'Något har hänt.', href: '/oversikt' },
    ...more,
  }
  await withMunicipality(house.db, stage.municipality, (tx) =>
    notify(tx, stage.municipality, notice, house.clock.now()),
  )
}
const letters = async () =>
  Promise.all(
    mail.received.splice(0).map(async ({ to, raw }) => {
      const { subject, text } = await simpleParser(Buffer.from(raw, 'latin1'))
      return { to: to[0], subject, text: text ?? '' }
    }),
  )

describe('letters', () => {
  test('several senders at once send a thing once, and the same thing again is nothing', async () => {
    const many = () => Promise.all(Array.from({ length: 8 }, send))
    // With their connections open they begin together.
    await many()
    await tell('maja', { thing: 'samma', subject: 'Samma sak' })
    await tell('maja', { thing: 'samma', subject: 'Samma sak' })
    await many()
    await send()
    expect((await letters()).map(({ subject }) => subject)).toEqual(['Larm: Samma sak'])
  })

  test('one that the server cannot take now is tried again, later and later, and arrives', async () => {
    code = 451
    await tell('maja')
    await send()
    await send()
    minutes(1)
    await send()
    code = 250
    await send()
    expect(mail.received).toHaveLength(0)
    minutes(5)
    await send()
    expect(mail.received).toHaveLength(1)
    expect(await read('/oversikt', 'maja')).not.toContain('inte kommit fram')
  })

  test('one that is refused for good is said on the overview, to the person and to those who can mend it', async () => {
    code = 550
    await tell('samira')
    await send()
    minutes(2_000)
    code = 250
    await send()
    expect(mail.received).toHaveLength(0)
    for (const who of ['samira', 'hanna'] as const) {
      const said = await read('/oversikt', who)
      expect(said).toContain('1 besked har inte kommit fram.')
      expect(said).toContain('E-posten till Samira Haddad gick inte att lämna')
    }
    expect(await read('/oversikt', 'arvid')).not.toContain('inte kommit fram')
  })

  test('whatever an account and its failure are called, no letter holds a personal number, a header or the words of the platform', async () => {
    const { blog } = stage.accounts
    const evil = 'Blogg 19811228-9874\r\nBcc: alla@storlunda.test\u202e'
    const rename = (name: string) =>
      stage.place.database.owner.query('UPDATE account SET name = $1 WHERE account_id = $2', [name, blog])
    await rename(evil)
    await tellOwner(house, stage.municipality, blog, 'collection', '1')
    await send()
    await rename('Storlundabloggen')
    const [raw] = mail.received
    expect(raw?.to).toEqual(['maja.lindqvist@storlunda.test'])
    expect(raw?.raw).not.toMatch(/^Bcc:/im)
    const [letter] = await letters()
    expect(`${letter?.subject} ${letter?.text}`).not.toMatch(/9874|\u202e/)
    expect(letter?.subject).toContain('[personnummer]')
  })

  test('nobody who has ended is written to', async () => {
    await tell('rut')
    await stage.place.database.owner.query('UPDATE staff SET ended_at = now() WHERE staff_id = $1', [
      stage.people.rut.staffId,
    ])
    await send()
    await stage.place.database.owner.query('UPDATE staff SET ended_at = NULL')
    await send()
    expect(mail.received).toHaveLength(0)
  })
})

describe("a person's own choice", () => {
  test('quiet hours hold what is no alarm, and the page shows what waits', async () => {
    stage.place.house.clock.set(new Date('2026-11-19T10:10:00Z'))
    const choice = { tystFran: '9', tystTill: '15', ledigt: 'ja', morgon: '16' }
    const done = await post('/installningar/notiser', 'maja', choice)
    expect([done.status, done.headers.get('location')]).toEqual([303, '/installningar/notiser?gjort=sparat'])
    await tell('maja', { severity: 'today', subject: 'Vänta lite' })
    minutes(60)
    await send()
    expect(mail.received).toHaveLength(0)
    expect(await read('/installningar/notiser', 'maja')).toMatch(/Vänta lite.*?Väntar/)
    minutes(3 * 60)
    await send()
    expect((await letters()).map(({ subject }) => subject)).toEqual(['Vänta lite'])
    expect((await post('/installningar/notiser', 'maja', { ...choice, tystFran: '25' })).status).toBe(422)
  })
})

describe('a browser', () => {
  const require = createRequire(import.meta.url)
  const { decrypt } = require('http_ece') as {
    decrypt(body: Buffer, params: Record<string, unknown>): Buffer
  }
  const received: { headers: IncomingHttpHeaders; body: Buffer }[] = []
  let service: Server
  let origin = ''
  let answer = 201

  /** What only a browser knows of itself, and what it gives us. */
  function newBrowser() {
    const keys = createECDH('prime256v1')
    keys.generateKeys()
    const auth = randomBytes(16)
    const fields = { p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') }
    return { keys, auth, fields }
  }

  beforeAll(async () => {
    service = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(parts) })
        response.writeHead(answer).end()
      })
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(service.address() as { port: number }).port}`
  })
  afterAll(() => service?.close())

  test('is told the title and a link, readable by it alone, beside the letter; one that is gone is forgotten', async () => {
    const { keys, auth, fields } = newBrowser()
    const given = {
      ...fields,
      endpoint: 'https://push.example/send/abc',
      namn: 'Firefox i datorn',
    }
    expect((await post('/installningar/notiser/enhet', 'maja', given)).status).toBe(303)
    expect(await read('/installningar/notiser', 'maja')).toContain('Firefox i datorn')
    await stage.place.database.owner.query('UPDATE notice_device SET endpoint = $1', [`${origin}/send/abc`])
    // Only for this test may a push service lie on our own machine.
    const http = house.http
    const near: House = { ...house, http: () => http([origin]) }
    await tell('maja', { subject: 'Bloggen hämtas inte', href: '/register' })
    await sendNotices(near, stage.municipality)
    expect(mail.received).toHaveLength(1)
    const [told] = received.splice(0)
    expect(told?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high' })
    expect(told?.headers.authorization).toMatch(/^vapid t=/)
    const params = { version: 'aes128gcm', privateKey: keys, authSecret: auth }
    expect(JSON.parse(String(decrypt(told?.body ?? Buffer.alloc(0), params)))).toEqual({
      title: 'Larm: Bloggen hämtas inte',
      href: '/register',
    })
    answer = 410
    await tell('maja')
    await sendNotices(near, stage.municipality)
    expect(await read('/installningar/notiser', 'maja')).not.toContain('Firefox i datorn')
  })

  test('at an address inside the house is never asked, nor taken', async () => {
    received.length = 0
    const { fields } = newBrowser()
    for (const endpoint of ['http://127.0.0.1/x', 'javascript:alert(1)', 'file:///etc/passwd'])
      expect((await post('/installningar/notiser/enhet', 'maja', { ...fields, endpoint })).status).toBe(422)
    const inside = { ...fields, endpoint: origin.replace('http:', 'https:') }
    expect((await post('/installningar/notiser/enhet', 'maja', inside)).status).toBe(303)
    await tell('maja')
    await send()
    expect(mail.received).toHaveLength(1)
    expect(received).toHaveLength(0)
  })

  test('gets a service worker of less than two kilobytes, also when nobody is signed in', async () => {
    const worker = await fetch(`${stage.url}/notiser.js`, { redirect: 'manual' })
    expect([worker.status, worker.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ])
    expect((await worker.arrayBuffer()).byteLength).toBeLessThan(2_048)
  })
})

describe('the screens', () => {
  test('are free of faults that axe finds, at every width and in the dark', async () => {
    const { maja, hanna, samira } = stage.people
    const actor = { ...systemActor(stage.municipality), staffId: hanna.staffId }
    const away = (staffId: typeof maja.staffId, from: string, to: string) =>
      enterAbsence(house, actor, { staffId, from, to })
    await away(maja.staffId, '2026-11-20', '2026-11-23')
    await away(samira.staffId, '2026-11-22', '2026-11-22')
    await stage.place.database.owner.query(
      `INSERT INTO shift (municipality_id, shift_id, staff_id, account_id, from_at, to_at) VALUES
       ($1, gen_random_uuid(), NULL, $2, '2026-11-21T11:00Z', '2026-11-21T20:00Z'),
       ($1, '00000000-0000-4000-8000-000000000001', $3, NULL, '2026-11-19T16:00Z', '2026-11-19T20:00Z')`,
      [stage.municipality, stage.accounts.news, hanna.staffId],
    )
    const pages = [
      '/register/bemanning',
      '/installningar/notiser',
      '/register/bemanning/pass',
      '/register/bemanning/pass/00000000-0000-4000-8000-000000000001',
      `/register/${stage.accounts.blog}/personer`,
      `/register/${stage.accounts.blog}/brevlada`,
      `/register/bemanning/lamna-over/${maja.staffId}`,
    ]
    const browser = await launchBrowser()
    const faults: string[] = []
    const two = pages.slice(0, 2)
    for (const [width, scheme, shown] of [
      [320, 'light', pages],
      [768, 'light', two],
      [1440, 'light', two],
      [1440, 'dark', two],
    ] as const) {
      const { page, context, complaints } = await visit(browser, stage.url, {
        session: await sessionOf('hanna'),
        viewport: { width, height: 900 },
        colorScheme: scheme,
      })
      for (const path of shown) {
        await page.goto(path)
        faults.push(...(await axeViolations(page)).map((fault) => `${width} ${path} ${fault}`))
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        if (wide > 0) faults.push(`${width} ${path} is ${wide} too wide`)
      }
      faults.push(...complaints)
      await context.close()
    }
    await browser.close()
    expect(faults).toEqual([])
  }, 240_000)

  test('a notice is shown by the service worker as it was sent, and a browser that says no is told what to do', async () => {
    const browser = await launchBrowser()
    const session = await sessionOf('maja')
    const { page, context } = await visit(browser, stage.url, { session })
    await page.goto('/installningar/notiser')
    await page.getByRole('button', { name: 'Visa notiser i den här webbläsaren' }).click()
    await page.getByText('Webbläsaren släpper inte fram notiser').waitFor()
    await context.grantPermissions(['notifications'])
    const cdp = await context.newCDPSession(page)
    const registered = new Promise<string>((resolve) =>
      cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        const active = versions.find(({ status }) => status === 'activated')
        if (active) resolve(active.registrationId)
      }),
    )
    await cdp.send('ServiceWorker.enable')
    await page.evaluate(() => navigator.serviceWorker.register('/notiser.js').then(() => undefined))
    await cdp.send('ServiceWorker.deliverPushMessage', {
      origin: stage.url,
      registrationId: await registered,
      data: JSON.stringify({ title: 'Larm: Bloggen hämtas inte', href: '/register' }),
    })
    const shown = await page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.getRegistration()
      const [notice] = (await registration?.getNotifications()) ?? []
      return notice && [notice.title, notice.body, notice.data]
    })
    expect(await shown.jsonValue()).toEqual([
      'Larm: Bloggen hämtas inte',
      'Öppna Uppsikt för att se mer.',
      '/register',
    ])
    await context.close()
    await browser.close()
  }, 60_000)

  test('say a hole in red with the word, and take an absence without script', async () => {
    const browser = await launchBrowser()
    const { page, context } = await visit(browser, stage.url, {
      session: await sessionOf('samira'),
      javaScriptEnabled: false,
    })
    await page.goto('/register/bemanning')
    await page.getByRole('link', { name: 'Lägg in frånvaro' }).click()
    await page.getByLabel('Första dagen').fill('2026-12-10')
    await page.getByLabel('Sista dagen').fill('2026-12-09')
    await page.getByRole('button', { name: 'Spara frånvaron' }).click()
    expect(await page.locator('main').textContent()).toContain('Välj en sista dag som är samma dag')
    await page.getByLabel('Sista dagen').fill('2026-12-11')
    await page.getByRole('button', { name: 'Spara frånvaron' }).click()
    const said = (await page.locator('main').textContent()) ?? ''
    expect(said).toContain('Frånvaron är sparad')
    expect(said).toContain('10–11 dec')
    expect(await page.locator('.hole').first().textContent()).toContain('Ingen')
    await page.goto('/installningar/notiser')
    expect(await page.getByText('Visa notiser i den här webbläsaren').isVisible()).toBe(false)
    await context.close()
    await browser.close()
  }, 60_000)
})
