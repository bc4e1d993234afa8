import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWordPressDouble, type WordPressDouble } from '../../doubles/wordpress/index.ts'
import { type Actor, systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { type AccountId, addDays, type DepartmentId, dayOf } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { auditTrail } from '../../src/modules/audit/index.ts'
import { readSupervision } from '../../src/modules/reporting/service.ts'
import { platformOf } from '../support/platform.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

let stage: RecordsStage
let blog: WordPressDouble

beforeAll(async () => {
  stage = await recordsStage()
  blog = await startWordPressDouble({ clock: stage.place.house.clock })
})
afterAll(async () => {
  await blog?.close()
  await stage?.close()
})

type Name = keyof RecordsStage['people']

const ask = (path: string, who?: Name) =>
  fetch(`${stage.url}${path}`, {
    redirect: 'manual',
    headers: who ? { cookie: `uppsikt=${stage.people[who].session}` } : {},
  })
const read = async (path: string, who?: Name): Promise<string> => (await ask(path, who)).text()

/** Sends a form as the page at `from` would: with the token that the page carries. */
async function send(who: Name, from: string, path: string, fields: Readonly<Record<string, string>>) {
  const token = /name="_csrf" value="([^"]+)"/.exec(await read(from, who))?.[1] ?? ''
  return fetch(`${stage.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `uppsikt=${stage.people[who].session}` },
    body: new URLSearchParams({ _csrf: token, ...fields }),
  })
}

const accountRow = (id: string) =>
  withMunicipality(stage.place.house.db, stage.municipality, (tx) =>
    tx
      .selectFrom('account')
      .selectAll()
      .where('account_id', '=', id as AccountId)
      .executeTakeFirstOrThrow(),
  )

/** What a person reads, without the marks. */
const wordsOf = (html: string): string =>
  html
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&[a-z]+;|&#\d+;/g, ' ')
    .replace(/\s+/g, ' ')

describe('the overview', () => {
  test('says first that an account is not collected, and since when, with the last proof of life', async () => {
    const words = wordsOf(await read('/oversikt', 'maja'))
    expect(words).toContain('Ett konto hämtas inte.')
    expect(words).toMatch(/Bibliotekets nyheter, Nyhetsflöde sedan i dag 07\.41/)
    expect(words).toContain('Senaste livstecken i dag 06.41')
  })

  test('counts gaps that nobody has explained, and who has been looked at', async () => {
    const words = wordsOf(await read('/oversikt', 'maja'))
    expect(words).toMatch(/Insamling, 24 timmar 2 oförklarade luckor/)
    expect(words).toMatch(/Uppsikt i dag \d av 2 konton/)
    expect(words).toContain('Ingen tittade på Bibliotekets nyheter, Nyhetsflöde i går')
  })

  test('an editor of one department is told of its accounts alone', async () => {
    const words = wordsOf(await read('/oversikt', 'samira'))
    expect(words).toContain('Bibliotekets nyheter')
    expect(words).not.toContain('Storlundabloggen')
  })

  test('the underlag tells who looked at what, when, with a way to the proof', async () => {
    const html = await read('/oversikt/uppsikt?dagar=14', 'rut')
    const words = wordsOf(html)
    expect(words).toMatch(/I dag 10\.41 Storlundabloggen, WordPress Maja Lindqvist/)
    expect(words).toContain('Morgonrunda')
    const proof = /href="(\/handlingar\/[^"]+)">Visa/.exec(html)?.[1] ?? ''
    expect(wordsOf(await read(proof, 'rut'))).toContain('Tillsynsrunda')
    expect((await ask('/oversikt/uppsikt', 'arvid')).status).toBe(403)
  })

  test('a day of the calendar leads to who looked on it, at what, and what was done', async () => {
    const day = dayOf(stage.place.house.clock.now())
    const [, href = ''] =
      new RegExp(`href="([^"]+till=${day}[^"]*)"`).exec(await read('/oversikt', 'rut')) ?? []
    expect(wordsOf(await read(href.replaceAll('&amp;', '&'), 'rut'))).toMatch(
      /Vem såg vad Visar 1 av 1 runda.*I dag 10\.41 Storlundabloggen, WordPress Maja Lindqvist/,
    )
    expect(await read('/oversikt', 'arvid')).not.toContain('till=')
  })

  test('the underlag is of the days that are asked for, as they were', async () => {
    const { house } = stage.place
    const today = dayOf(house.clock.now())
    const of = (from: string, to: string) =>
      readSupervision(house, systemActor(stage.municipality), { from, to }, undefined)
    const whole = await of(addDays(today, -6), today)
    const parts = [await of(addDays(today, -6), addDays(today, -1)), await of(today, today)]
    const sum = (count: (report: typeof whole) => number) => parts.reduce((all, part) => all + count(part), 0)
    const missed = ({ figures }: typeof whole) => figures.reduce((all, one) => all + one.missed, 0)
    for (const count of [missed, ({ roundsTotal, rounds }: typeof whole) => roundsTotal + rounds.length])
      expect([count(whole) > 0, sum(count)]).toEqual([true, count(whole)])
    expect((await of('2024-01-01', '2024-12-31')).figures).toEqual([])
    const wrong = await ask('/oversikt/uppsikt?fran=2026-02-01&till=2026-01-01', 'rut')
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringContaining('Välj en dag som inte är före den första'),
    ])
  })

  test('the underlag is a page of its own as PDF/A, for those who read it', async () => {
    const answer = await ask('/oversikt/uppsikt.pdf?dagar=14', 'rut')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const pdf = Buffer.from(await answer.arrayBuffer())
    expect(pdf.toString('latin1')).toMatch(/pdfaid:part>2</)
    expect((await ask('/oversikt/uppsikt.pdf', 'arvid')).status).toBe(403)
  })
})

describe('the register', () => {
  test('tells which accounts lack something and who answers for each', async () => {
    const words = wordsOf(await read('/register', 'samira'))
    expect(words).toMatch(/2 konton saknar något/)
    expect(words).toContain('Maja Lindqvist')
    expect(words).toContain('Ersättare saknas')
    const found = (await read('/register?q=bibliotek', 'samira')).split('<tbody>')[1] ?? ''
    expect([found.includes('Bibliotekets'), found.includes('Storlundabloggen')]).toEqual([true, false])
    expect(wordsOf(await read('/register?q=ingenting', 'samira'))).toContain('Inget konto stämmer')
  })

  test('a department takes its own register out, as a spreadsheet that runs nothing and as one page for paper', async () => {
    await withMunicipality(stage.place.house.db, stage.municipality, (tx) =>
      tx
        .updateTable('account')
        .set({ purpose: '=HYPERLINK("https://elak.test")' })
        .where('account_id', '=', stage.accounts.news)
        .execute(),
    )
    const answer = await ask('/register/forteckning.csv?forvaltning=Kultur', 'samira')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = Buffer.from(await answer.arrayBuffer())
      .toString('utf8')
      .split('\r\n')
    expect(lines[0]).toMatch(/^\ufeff"Förvaltning";"Konto";"Plattform"/)
    expect(lines[1]).toMatch(/^"Kultur";"Bibliotekets nyheter";"Nyhetsflöde";.*"'=HYPERLINK\(""https/)
    expect(lines.length).toBe(3)
    expect((await ask('/register/forteckning.csv')).status).toBe(303)
    expect(wordsOf(await read('/register?sida=alla', 'samira'))).toContain('1–2 av 2 konton')
  })

  test('owner and deputy are appointed by communications, and not by an editor', async () => {
    const path = `/register/${stage.accounts.news}/ansvarig`
    const owner = stage.people.samira.staffId
    const same = await send('maja', path, path, { owner, deputy: owner })
    expect(same.status).toBe(422)
    expect(await same.text()).toContain('Välj någon annan än den ansvariga')
    const done = await send('maja', path, path, { owner, deputy: stage.people.maja.staffId })
    expect(done.status).toBe(303)
    expect((await accountRow(stage.accounts.news)).owner_staff_id).toBe(owner)
    const { events } = await auditTrail(stage.place.house, systemActor(stage.municipality), {
      subject: { kind: 'account', id: stage.accounts.news },
    })
    expect(events.slice(0, 2).map(({ verb, actor }) => [verb, actor])).toEqual([
      ['applications.handedOver', 'Maja Lindqvist'],
      ['accounts.setResponsible', 'Maja Lindqvist'],
    ])
    expect((await ask(path, 'samira')).status).toBe(403)
  })

  test('an explained gap stays a gap, with the words beside it', async () => {
    const page = await read(`/register/${stage.accounts.blog}`, 'maja')
    const href = /href="(\/register\/[^"]+\/forklara\?[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const query = new URLSearchParams(href.split('?')[1])
    const fields = { fran: query.get('fran') ?? '', till: query.get('till') ?? '' }
    const path = `/register/${stage.accounts.blog}/forklara`
    expect((await send('maja', href, path, { ...fields, text: ' ' })).status).toBe(422)
    expect((await send('maja', href, path, { ...fields, text: 'Servern byttes.' })).status).toBe(303)
    const after = wordsOf(await read(`/register/${stage.accounts.blog}`, 'maja'))
    expect(after).toContain('Förklaring: Servern byttes.')
    expect(after).toMatch(/2 h/)
    expect((await send('maja', href, path, { ...fields, text: 'Igen' })).status).toBe(422)
  })

  test('"Hämta nu" has the next round done at once, but never before the platform lets us', async () => {
    const blogPage = `/register/${stage.accounts.blog}`
    stage.place.house.clock.advance(1_000)
    expect((await send('maja', blogPage, `${blogPage}/hamta`, {})).status).toBe(303)
    const newsPage = `/register/${stage.accounts.news}`
    const refused = await send('maja', newsPage, `${newsPage}/hamta`, {})
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('Plattformen har bett oss vänta')
  })
})

describe('an account that is added from the web', () => {
  const start = '/register/nytt?plattform=wordpress'
  const fields = (url: string) => ({
    plattform: 'wordpress',
    url,
    username: blog.username,
    password: blog.password,
    forvaltning: 'Kultur',
    syfte: '',
    namn: 'Bloggen',
    owner: '',
    deputy: '',
  })

  test('an address on a private network is refused in words, and nothing is kept', async () => {
    const answer = await send('maja', start, '/register/nytt', fields(blog.url))
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(wordsOf(html)).toMatch(/Provet mot WordPress gick inte .*privat/)
    expect(html).not.toContain(blog.password)
    expect(wordsOf(await read('/register', 'maja'))).toContain('2 i bruk')
  })

  test('what is missing is pointed out, field by field', async () => {
    const answer = await send('maja', start, '/register/nytt', { ...fields(''), forvaltning: '' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Skriv vilken förvaltning kontot hör till')
    const second = await send('maja', start, '/register/nytt', fields(''))
    expect(await second.text()).toMatch(/href="#f-url">Fyll i det här\./)
  })

  test('an editor may not add one', async () => {
    expect((await ask(start, 'samira')).status).toBe(403)
  })
})

describe('an account whose access is gone', () => {
  test('is connected anew only with secrets that work, and collected at once', async () => {
    const platform = platformOf('wordpress')
    const id = await registerAccount(stage.place.house, systemActor(stage.municipality), platform, {
      platform: 'wordpress',
      name: 'Provbloggen',
      department: 'Kultur',
      settings: { url: blog.url, username: blog.username },
      secrets: { password: 'gammalt' },
    })
    const path = `/register/${id}/anslutning`
    const wrong = await send('maja', path, path, { password: 'fel fel fel' })
    expect(wrong.status).toBe(422)
    const html = await wrong.text()
    expect(wordsOf(html)).toContain('Provet mot WordPress gick inte')
    expect(html).not.toContain('fel fel fel')
    expect((await send('maja', path, path, { password: '' })).status).toBe(422)
    expect((await send('maja', path, path, { password: blog.password })).status).toBe(303)
    expect((await ask(path, 'samira')).status).toBe(403)
    await withMunicipality(stage.place.house.db, stage.municipality, (tx) =>
      tx.updateTable('account').set({ state: 'closed' }).where('account_id', '=', id).execute(),
    )
  })

  test('communications of one department may not enter an account in another', async () => {
    const platform = platformOf('feed')
    const { department_id } = await accountRow(stage.accounts.news)
    const nils: Actor = {
      ...systemActor(stage.municipality, 'Nils'),
      kind: 'staff',
      staffId: stage.people.samira.staffId,
      grants: [{ role: 'communicator', departmentId: department_id as DepartmentId }],
    }
    const enter = (department: string) =>
      registerAccount(stage.place.house, nils, platform, {
        platform: 'feed',
        name: 'Nytt',
        department,
        settings: { url: 'https://exempel.se/nytt.xml' },
        secrets: {},
      })
    await expect(enter('Kommunledning')).rejects.toThrow('Du har inte behörighet')
    await expect(enter('En förvaltning till')).rejects.toThrow('Du har inte behörighet')
  })
})

describe('what everyone may read', () => {
  test('the public list needs no sign-in and says which accounts are the municipality’s', async () => {
    const words = wordsOf(await read('/konton'))
    expect(words).toContain('Här finns alla konton som Storlunda kommun står bakom')
    expect(words).toContain('Storlundabloggen, WordPress')
    expect(words).not.toContain('Maja')
  })

  test('the list for programs holds what is promised, and only active accounts', async () => {
    const answer = await ask('/konton.json')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const { accounts } = (await answer.json()) as { accounts: Record<string, unknown>[] }
    expect(accounts.map(({ name }) => name)).toEqual(['Storlundabloggen', 'Bibliotekets nyheter'])
    expect(accounts[0]).toMatchObject({
      platform: 'wordpress',
      url: 'https://wordpress.exempel.se/',
      department: 'Kommunledning',
      purpose: 'Storlundabloggen: nyheter och svar på frågor',
    })
    await withMunicipality(stage.place.house.db, stage.municipality, (tx) =>
      tx
        .updateTable('account')
        .set({ state: 'closed' })
        .where('account_id', '=', stage.accounts.news)
        .execute(),
    )
    expect(JSON.stringify(await (await ask('/konton.json')).json())).not.toContain('Bibliotekets')
    await withMunicipality(stage.place.house.db, stage.municipality, (tx) =>
      tx
        .updateTable('account')
        .set({ state: 'active' })
        .where('account_id', '=', stage.accounts.news)
        .execute(),
    )
  })

  test('what each platform can do is read from the code, with the steps for what is done by hand', async () => {
    const words = wordsOf(await read('/installningar/plattformar', 'samira'))
    for (const word of ['Ja', 'För hand', 'Nej', 'Villkoren mot bevarandeplikten'])
      expect(words).toContain(word)
    expect(wordsOf(await read('/installningar/plattformar/bluesky', 'samira'))).toContain('Anmäl inlägg')
  })
})
