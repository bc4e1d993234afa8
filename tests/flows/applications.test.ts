import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId } from '../../src/kernel/index.ts'
import { connectAccount, requireAccount } from '../../src/modules/accounts/index.ts'
import { remindOfFollowUps } from '../../src/modules/applications/index.ts'
import { planFields } from '../../src/modules/applications/plan.ts'
import { verifyArchive } from '../../src/modules/archive/index.ts'
import { sendNotices } from '../../src/modules/notices/index.ts'
import { type ApplicationsStage, applicationsStage } from '../support/applications-stage.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { platformOf } from '../support/platform.ts'
import { until } from '../support/queue-stage.ts'
import { enter, tabTo } from '../support/screens.ts'

let stage: ApplicationsStage
let browser: Browser
let path: string
let account: AccountId

beforeAll(async () => {
  stage = await applicationsStage()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

/** What can wait is sent by the full hour: it is asked for as if that had come. */
const letterTo = (name: string, subject: string) =>
  until(`the letter to ${name}: ${subject}`, async () => {
    const inAnHour = new Date(stage.house.clock.now().getTime() + 60 * 60_000)
    await sendNotices({ ...stage.house, clock: { now: () => inAnHour } }, stage.municipality)
    return stage.letters.find(({ to, text }) => to === `${name}@storlunda.test` && text.includes(subject))
  })

const accountRow = () =>
  withMunicipality(stage.house.db, stage.municipality, (tx) =>
    requireAccount(tx, stage.municipality, account),
  )

describe('from the idea to the closed account', () => {
  test('the applicant writes the plan with the keyboard alone, at 320 px', async () => {
    const { page, context, complaints } = await visit(browser, stage.url, {
      session: stage.people.hanna.session,
      viewport: { width: 320, height: 640 },
    })
    await page.goto('/register/ansokan/ny')
    await tabTo(page, '[name=plattform]')
    await page.keyboard.type('WordPress')
    await tabTo(page, '[name=forvaltning]')
    await page.keyboard.type('Kultur')
    await tabTo(page, '[name=namn]')
    await page.keyboard.type('Stadsbiblioteket')
    await enter(page)
    path = new URL(page.url()).pathname.replace(/\/plattform$/, '')
    expect(path).toMatch(/^\/register\/ansokan\/[0-9a-f-]{36}$/)
    for (const part of ['plattform', 'syfte', 'anvandning', 'ansvar', 'uppfoljning']) {
      expect(new URL(page.url()).pathname).toBe(`${path}/${part}`)
      for (const field of planFields.filter((one) => one.part === part && one.name !== 'kontonamn')) {
        await tabTo(page, `[name=${field.name}]`)
        const person = field.name === 'ansvarig' ? 'Hanna' : 'Ida'
        const [choice = `Vårt svar om ${field.name}`] = Object.values(field.choices ?? {})
        await page.keyboard.type(field.kind === 'person' ? person : choice)
      }
      await tabTo(page, 'button[value=fortsatt]')
      await enter(page)
    }
    expect(new URL(page.url()).pathname).toBe(`${path}/uppdrag`)
    await tabTo(page, '[name=chef]')
    await page.keyboard.type('Tomas')
    await page.keyboard.press('Tab')
    await enter(page)
    expect(await page.textContent('main')).toContain('Tomas Ekdal har inte svarat om uppdraget än.')
    expect(complaints).toEqual([])
    await context.close()
    expect((await letterTo('maja', 'Någon vill starta ett konto')).text).not.toContain('Vårt svar')
    expect((await letterTo('tomas', 'Du får frågan om ett uppdrag')).text).toContain(path)
  })

  test('nothing is skipped: what is lacking is said, and the next step waits for it', async () => {
    const text = await stage.read(`${path}/granska`, 'hanna')
    expect(text).toContain('Det här måste göras först:')
    expect(text).toContain('Tomas Ekdal har inte svarat om uppdraget än.')
    expect(text).toContain('Plattformens villkor är inte bedömda.')
    expect(text).toContain('Chefen har inte gått igenom checklistan.')
    const refused = await stage.send('hanna', `${path}/granska`, `${path}/granska`, {})
    expect(refused.status).toBe(409)
    const early = await stage.send('tomas', `${path}/beslut`, `${path}/beslut`, {
      beslut: 'ja',
      datum: '2026-11-19',
    })
    expect(early.status).toBe(409)
    expect(await early.text()).toContain('Det går inte än.')
  })

  test('two who write in the same field at once lose nothing: both texts are shown, and one chooses', async () => {
    const from = { 'fran.mal': '1', 'fran.syfte': '1', gor: 'spara' }
    const kept = { syfte: 'Vårt svar om syfte', mal: 'Vårt svar om mal' }
    const hers = await stage.send('ida', `${path}/syfte`, `${path}/syfte`, {
      ...kept,
      ...from,
      mal: 'Idas mål',
    })
    expect(hers.status).toBe(303)
    const mine = { ...kept, ...from, mal: 'Hannas mål', syfte: 'Hannas syfte' }
    const clash = await stage.send('hanna', `${path}/syfte`, `${path}/syfte`, mine)
    expect(clash.status).toBe(409)
    const html = await clash.text()
    expect(html).toContain('Idas mål')
    expect(html).toContain('Hannas mål')
    expect(html).toMatch(/name="fran.mal" value="2"/)
    // The other field was free, and is kept; an untouched field is no clash.
    expect(await stage.read(`${path}/granska`, 'ida')).toContain('Hannas syfte')
    const late = { ...kept, ...from, gor: 'spara' }
    expect((await stage.send('hanna', `${path}/syfte`, `${path}/syfte`, late)).status).toBe(303)
    const both = { mal: 'Hannas och Idas mål', 'fran.mal': '2', gor: 'spara' }
    expect((await stage.send('hanna', `${path}/syfte`, `${path}/syfte`, both)).status).toBe(303)
    const all = await stage.read(`${path}/granska`, 'ida')
    expect(all).toContain('Hannas och Idas mål')
    expect(all).toContain('Hannas syfte')
  })

  test('the manager answers by a click of the own; nobody else can', async () => {
    const answer = `${path}/uppdrag/svar`
    expect((await stage.send('hanna', `${path}/uppdrag`, answer, { svar: 'ja' })).status).toBe(403)
    const { page, context } = await visit(browser, stage.url, {
      session: stage.people.tomas.session,
      viewport: { width: 320, height: 640 },
    })
    await page.goto(`${path}/uppdrag`)
    await page.getByRole('button', { name: 'Ge uppdraget' }).click()
    expect(await page.textContent('main')).toContain('Uppdraget är givet')
    await page.goto(`${path}/checklista`)
    for (const box of await page.locator('[name=punkter]').all()) await box.check()
    await page.getByRole('button', { name: 'Spara mina bockar' }).click()
    expect(await page.textContent('main')).toContain('Medarbetaren har inte gått igenom checklistan.')
    await context.close()
    await letterTo('hanna', 'Uppdraget är givet')
  })

  test('the terms are judged, and doubt asks the security function', async () => {
    const page = `${path}/villkor`
    const judged = {
      last: 'ja',
      misstankt: 'tveksamt',
      skal: 'Kommunens egen server.',
      anvandbar: 'ja',
      sakerhet: '',
    }
    const asked = await stage.send('hanna', page, page, judged)
    expect(asked.status).toBe(422)
    expect(await asked.text()).toContain('Fråga säkerhetsfunktionen')
    expect((await stage.send('hanna', page, page, { ...judged, misstankt: 'nej' })).status).toBe(303)
  })

  test('the applicant ticks and sends; the plan is sealed and locked', async () => {
    const { page, context } = await visit(browser, stage.url, {
      session: stage.people.hanna.session,
      viewport: { width: 320, height: 640 },
    })
    await page.goto(`${path}/checklista`)
    for (const box of await page.locator('[name=punkter]').all()) await box.check()
    await page.getByRole('button', { name: 'Spara mina bockar' }).click()
    await page.goto(`${path}/granska`)
    await page.getByRole('button', { name: 'Skicka ansökan' }).click()
    expect(await page.textContent('main')).toContain('Ansökan är skickad.')
    await context.close()
    const late = await stage.send('ida', `${path}/uppdrag`, `${path}/syfte`, { mal: 'Nytt', 'fran.mal': '3' })
    const told = await late.text()
    expect(told).toContain('Ansökan är skickad')
    expect(told).toContain('Nytt')
    await letterTo('maja', 'väntar på synpunkter')
  })

  test('communications comment first; then a manager decides, and the applicant cannot', async () => {
    const decide = `${path}/beslut`
    expect(await stage.read(decide, 'tomas')).toContain('Kommunikation har inte lämnat sina synpunkter.')
    const comments = `${path}/kommunikation`
    const said = { text: 'Bra. Tänk på sommaren.', gor: 'vidare' }
    expect((await stage.send('hanna', comments, comments, said)).status).toBe(403)
    expect((await stage.send('maja', comments, comments, said)).status).toBe(303)
    await letterTo('tomas', 'väntar på beslut')
    const ruling = {
      beslut: 'ja',
      beslutare: 'Tomas Ekdal, förvaltningschef',
      datum: '2026-11-19',
      motivering: '',
    }
    expect((await stage.send('hanna', decide, decide, ruling)).status).toBe(403)
    expect((await stage.send('eva', decide, decide, ruling)).status).toBe(403)
    const unheard = await stage.send('tomas', decide, decide, { ...ruling, datum: '2027-01-01' })
    expect(unheard.status).toBe(422)
    expect((await stage.send('tomas', decide, decide, ruling)).status).toBe(303)
    expect((await stage.send('tomas', decide, decide, ruling)).status).toBe(409)
    await letterTo('hanna', 'Beslutet om ansökan är fattat')
  })

  test('the account is entered with what the plan says, and connected', async () => {
    const page = `${path}/anslut`
    expect((await stage.send('hanna', page, page, { lank: 'https://blogg.se' })).status).toBe(403)
    expect((await stage.send('maja', page, page, { lank: 'inte en länk' })).status).toBe(422)
    expect((await stage.send('maja', page, page, { lank: 'https://blogg.storlunda.test/' })).status).toBe(303)
    const html = await (await stage.ask(page, 'maja')).text()
    account = /\/register\/([0-9a-f-]{36})\/forsta-anslutning/.exec(html)?.[1] as AccountId
    expect(await accountRow()).toMatchObject({
      name: 'Stadsbiblioteket',
      shortName: 'Vårt svar om kortnamn',
      purpose: 'Hannas syfte',
      ownerStaffId: stage.people.hanna.staffId,
      deputyStaffId: stage.people.ida.staffId,
      connected: false,
    })
    expect(await stage.read('/register', 'maja')).toContain('Ej ansluten')
    const first = `/register/${account}/forsta-anslutning`
    const { url, username, password } = stage.blog
    const privately = await stage.send('maja', first, first, { url, username, password })
    expect(privately.status).toBe(422)
    const answered = await privately.text()
    expect(answered).toContain('Provet mot WordPress gick inte')
    expect(answered).not.toContain(password)
    // The double lies on this machine's own net, which only the operator may reach.
    const platform = platformOf('wordpress')
    const given = { settings: { url, username }, secrets: { password }, url }
    await connectAccount(stage.house, systemActor(stage.municipality), platform, account, given)
    await until('the first collection', async () =>
      (await stage.read(`/register/${account}`, 'maja')).includes('Hämtar, senast') ? true : undefined,
    )
    expect(await stage.read(page, 'hanna')).toContain('Kontot finns i registret')
  })

  test('a change of responsible needs its reason, and is a step of its own', async () => {
    const page = `/register/${account}/ansvarig`
    const { ida, tomas } = stage.people
    const change = { owner: ida.staffId, deputy: tomas.staffId, skal: '' }
    const unexplained = await stage.send('maja', page, page, change)
    expect(unexplained.status).toBe(422)
    expect((await stage.send('maja', page, page, { ...change, skal: 'Hanna slutar.' })).status).toBe(303)
    expect((await accountRow()).ownerStaffId).toBe(ida.staffId)
    expect(await stage.read(`/register/${account}`, 'maja')).toContain(
      'Från Hanna Rosell till Ida Kvist. Hanna slutar.',
    )
    await letterTo('hanna', 'Ansvaret för ett konto byter person')
  })

  test('a paused account is still collected, and comes back', async () => {
    const own = `/register/${account}`
    expect(
      (await stage.send('maja', `${own}/pausa`, `${own}/pausa`, { skal: 'Sommar till 18 augusti.' })).status,
    ).toBe(303)
    expect(await accountRow()).toMatchObject({
      state: 'active',
      paused: { reason: 'Sommar till 18 augusti.' },
    })
    expect((await stage.send('maja', `${own}/pausa`, `${own}/igang`, {})).status).toBe(303)
    expect((await accountRow()).paused).toBeNull()
  })

  test('a year later the owner is told to follow the plan up, once, and does', async () => {
    const inAYear = new Date(stage.house.clock.now().getTime() + 366 * 24 * 60 * 60_000)
    const then = { ...stage.house, clock: { now: () => inAYear } }
    for (let times = 0; times < 2; times++) await remindOfFollowUps(then, stage.municipality)
    await letterTo('ida', 'Det är dags att följa upp planen')
    const page = `/register/${account}/uppfoljning`
    const said = { nadda: 'partly', text: 'Fler unga läser.' }
    expect((await stage.send('bo', page, page, said)).status).toBe(403)
    expect((await stage.send('ida', page, page, said)).status).toBe(303)
    expect(await stage.read(`/register/${account}`, 'maja')).toContain(
      'Målgrupperna nåddes till en del. Fler unga läser.',
    )
  })

  test('the account is closed only when everything is done, and the readers have been told', async () => {
    const page = `/register/${account}/avsluta`
    const post = stage.blog.addPost({ title: 'Öppet', content: 'Öppet i dag.', at: '2026-11-19T07:00:00Z' })
    stage.blog.addComment({ post, author: 'Roger', text: 'Varför stänger ni?', at: '2026-11-19T07:30:00Z' })
    const ruling = {
      motivering: 'För få läser bloggen.',
      stangs: '2026-12-18',
      beslutare: 'Tomas Ekdal, förvaltningschef',
      datum: '2026-11-19',
    }
    expect((await stage.send('ida', page, page, ruling)).status).toBe(403)
    expect((await stage.send('maja', page, page, ruling)).status).toBe(403)
    const early = await stage.send('tomas', page, `${page}/stang`, {})
    expect(early.status).toBe(409)
    expect((await stage.send('tomas', page, page, ruling)).status).toBe(303)
    await letterTo('eva', 'Ett konto ska stängas')
    const html = await (await stage.ask(page, 'maja')).text()
    const text = /<textarea[^>]*name="text"[^>]*>\n?([^<]+)</.exec(html)?.[1] ?? ''
    expect(text).toContain('Stadsbiblioteket stänger fredag 18 december 2026. För få läser bloggen.')
    expect(
      (await stage.send('maja', page, `${page}/besked`, { text, lank: '', gor: 'publicera' })).status,
    ).toBe(303)
    await until('the notice on the blog', async () =>
      (await stage.read(page, 'maja')).includes('Står på kontot') ? true : undefined,
    )
    const posts = await (await fetch(`${stage.blog.url}/wp-json/wp/v2/posts`)).json()
    expect(JSON.stringify(posts)).toContain('För få läser bloggen')
    expect((await stage.send('maja', page, `${page}/hamta`, {})).status).toBe(303)
    await until('the comment in the queue', async () =>
      (await stage.read(page, 'maja')).includes('Inlägg eller fråga') ? true : undefined,
    )
    const stuck = await stage.send('maja', page, `${page}/stang`, {})
    expect(await stuck.text()).toContain('Kontot kan inte stängas än. Kvar att göra: öppna ärenden')
    const over = { tar: stage.people.maja.staffId, skal: 'Ringer upp.' }
    expect((await stage.send('maja', page, `${page}/arenden`, over)).status).toBe(303)
    await until('the last collection', async () =>
      (await stage.read(page, 'maja')).includes('Sista hämtningen Klar') ? true : undefined,
    )
    const seen = { anteckning: 'Bilden ligger i diariet.', ohamtat: '' }
    expect((await stage.send('maja', page, `${page}/bild`, seen)).status).toBe(303)
    expect((await stage.send('maja', page, `${page}/stang`, {})).status).toBe(303)
    expect(await accountRow()).toMatchObject({ state: 'closed', closed: { reason: 'För få läser bloggen.' } })
    await letterTo('eva', 'Ett konto är stängt')
    const report = await stage.ask(`${page}/rapport.pdf`, 'maja')
    const pdf = Buffer.from(await report.arrayBuffer()).toString('latin1')
    expect([report.status, pdf.slice(0, 5), pdf.includes('pdfaid:part')]).toEqual([200, '%PDF-', true])
    expect((await stage.ask(`${page}/rapport.pdf`, 'bo')).status).toBe(403)
    expect(await (await stage.ask('/konton.json', 'maja')).text()).not.toContain('Stadsbiblioteket')
  })

  test('every step is a sealed decision with its proof, and the archive holds', async () => {
    const steps = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
      tx.selectFrom('life_step').select(['step_id', 'kind']).execute(),
    )
    expect(steps.map(({ kind }) => kind).sort()).toEqual(
      [
        ...['begun', 'mandateAsked', 'mandateGiven', 'ticked', 'ticked', 'termsJudged', 'sent', 'commented'],
        ...[
          'decided',
          'entered',
          'handedOver',
          'paused',
          'resumed',
          'followUpDue',
          'planFollowedUp',
          'closingDecided',
          'noticeOrdered',
        ],
        ...['noticeShown', 'tasksHandedOver', 'finalCapture', 'closed'],
      ].sort(),
    )
    for (const { step_id } of steps) {
      const statuses = [
        await stage.ask(`/handlingar/${step_id}`, 'maja'),
        await stage.ask(`/handlingar/${step_id}`, 'bo'),
      ]
      expect(statuses.map(({ status }) => status)).toEqual([200, 403])
    }
    await until('the log', async () => {
      const report = await verifyArchive(stage.house, stage.municipality)
      return report.problems.length === 0 ? true : undefined
    })
    const rewrite = withMunicipality(stage.house.db, stage.municipality, (tx) =>
      tx.updateTable('life_step').set({ kind: 'annat' }).execute(),
    )
    await expect(rewrite).rejects.toThrow()
  })

  test('a colleague of another department reads nothing of it', async () => {
    for (const part of ['', '/syfte', '/granska', '/beslut'])
      expect((await stage.ask(`${path}${part}`, 'bo')).status).toBe(403)
    expect(await stage.read('/register/ansokan', 'bo')).not.toContain('Stadsbiblioteket')
    expect(await stage.read(`/register/${account}`, 'bo')).not.toContain('Hanna slutar')
  })

  test('the plan and the decision are PDF/A of their own', async () => {
    for (const name of ['plan.pdf', 'beslut.pdf']) {
      const answer = await stage.ask(`${path}/${name}`, 'hanna')
      expect([name, answer.status, answer.headers.get('content-type')]).toEqual([
        name,
        200,
        'application/pdf',
      ])
      const pdf = Buffer.from(await answer.arrayBuffer())
      expect(pdf.toString('latin1')).toMatch(/pdfaid:part>2</)
    }
  })
})
