import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { Mail } from '../../src/infra/mail/index.ts'
import { ok, type RecordId } from '../../src/kernel/index.ts'
import { verifyArchive } from '../../src/modules/archive/index.ts'
import { mailReferral } from '../../src/modules/dialogue/index.ts'
import { axeViolations, launchBrowser, visit } from '../support/browser.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'

let stage: Stage
let browser: Browser

/** The evening before Midsummer's Eve: the answer is due on Monday at half past four. */
beforeAll(async () => {
  stage = await queueStage(new Date('2026-06-18T17:30:00Z'))
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

const asMaja = (width: number) =>
  visit(browser, stage.url, { session: stage.people.maja.session, viewport: { width, height: 900 } })

const question = 'När plogar ni Kvarngatan? Vi kommer inte ut med rullatorn.'

test('a question goes to the unit that knows by a link without account, and back as our signed answer', async () => {
  const task = await stage.arrived(question, 'Birgitta Sörman')
  const { page, context, complaints } = await asMaja(320)
  await page.goto('/dialog')
  await page.getByRole('link', { name: 'Fråga från Birgitta Sörman' }).click()
  await page.waitForURL(`**/dialog/${task.taskId}`)
  expect(await page.locator('#pane').textContent()).toMatch(/Besvaras senast .*22 juni.*16\.30/)

  await page.getByRole('link', { name: 'Hänvisa till en enhet' }).click()
  await page.getByLabel('Enhet', { exact: true }).fill('Gata och park')
  await page.getByLabel('Enhetens e-postadress').fill('gatapark')
  await page.getByLabel('Vad vill du veta?').fill('När plogas Kvarngatan?')
  await page.getByRole('button', { name: 'Skicka frågan' }).click()
  await page.locator('.err-sum').waitFor()
  await page.getByLabel('Enhetens e-postadress').fill('gatapark@storlunda.test')
  await page.getByRole('button', { name: 'Skicka frågan' }).click()
  await page.waitForURL(`**/dialog/${task.taskId}`)
  await until('it is said that no mail can leave', async () => {
    await page.reload()
    return (await page.locator('#pane').textContent())?.includes('kan inte skicka e-post') ? true : undefined
  })
  await page.getByRole('link', { name: 'Visa länken' }).click()
  const path = new URL((await page.locator('.written').textContent()) ?? '').pathname

  const unit = await visit(browser, stage.url, { viewport: { width: 320, height: 700 } })
  await unit.page.goto(path)
  const shown = await unit.page.locator('main').textContent()
  expect(shown).toContain(question)
  expect(shown).toContain('Den som frågade ska ha svar senast')
  expect(shown).not.toContain('Birgitta')
  expect(await axeViolations(unit.page)).toEqual([])
  await unit.page.getByRole('button', { name: 'Skicka svaret' }).click()
  await unit.page.locator('.err-sum').waitFor()
  await unit.page.getByLabel('Svar', { exact: true }).fill('Kvarngatan plogas i dag klockan 13.')
  await unit.page.getByLabel('Ditt namn').fill('Ove Lindh')
  await unit.page.getByRole('button', { name: 'Skicka svaret' }).click()
  await unit.page.getByText('Tack, svaret har kommit fram').waitFor()
  await unit.context.close()
  expect((await answerAgain(path)).status).toBe(409)

  await page.goto(`/dialog/${task.taskId}`)
  expect(await page.locator('#pane').textContent()).toContain('Ove Lindh, Gata och park, svarade')
  expect(await axeViolations(page)).toEqual([])
  await page.getByLabel(/^Svara som/).fill('Hej Birgitta! Gata och park plogar i dag klockan 13.')
  await page.getByRole('button', { name: 'Godkänn och skicka svaret' }).click()
  await page.waitForURL(`**/ko/${task.taskId}`)
  const answer = await until('the answer stands on the blog', async () =>
    stage.blog.comments().find(({ content }) => content.includes('plogar i dag klockan 13')),
  )
  expect(answer.content).toContain('/Maja, Storlundabloggen')
  await page.goto('/dialog?urval=besvarade')
  expect(await page.locator('main').textContent()).toContain('Birgitta Sörman')
  expect(await page.locator('main').textContent()).toContain('1 besvarad, 1 i tid')
  expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
  await context.close()
  expect((await verifyArchive(stage.house, stage.municipality)).problems).toEqual([])
})

async function answerAgain(path: string): Promise<Response> {
  const page = await fetch(`${stage.url}/logga-in`)
  const cookie = page.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1]
  return fetch(`${stage.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams({ _csrf: token ?? '', svar: 'En gång till', namn: 'Någon' }),
  })
}

test('a draft is kept, a saved answer is put in it with the names, and another authority is pointed out', async () => {
  const task = await stage.arrived('Varför är vägen till Norrby så dålig?', 'Sten Ahlgren')
  const at = `/dialog/${task.taskId}`
  expect(
    (
      await stage.send('/dialog/svar', '/dialog/svar', {
        rubrik: 'Vägar',
        text: 'Hej {namn}, hälsar {konto}!',
      })
    ).status,
  ).toBe(303)
  const library = await (await stage.ask('/dialog/svar')).text()
  expect(library).toContain('Hej {namn}, hälsar {konto}!')
  const saved = /name="id" value="([^"]+)"/.exec(library)?.[1] ?? ''
  expect(
    (await stage.send(at, at, { gor: 'hamta', svar: 'Mitt eget.', version: '1', sparat: saved })).status,
  ).toBe(303)
  expect(await (await stage.ask(at)).text()).toContain('Mitt eget.\nHej Sten, hälsar Storlundabloggen!')
  const forwarded = await stage.send(at, `${at}/annan-myndighet`, {
    myndighet: 'Trafikverket',
    kontakt: 'trafikverket.se',
  })
  expect(forwarded.status).toBe(303)
  expect(await (await stage.ask(at)).text()).toContain('som Trafikverket ansvarar för, inte kommunen')
  expect(await (await stage.ask(`/dialog/svar?svar=${saved}`)).text()).toContain('Ändra svaret')
  const anew = { id: saved, rubrik: 'Vägar', text: 'Hej {namn}! Vi på {konto} hälsar.' }
  expect((await stage.send('/dialog/svar', '/dialog/svar', anew)).status).toBe(303)
  const changed = await (await stage.ask('/dialog/svar')).text()
  expect([changed.includes('hälsar {konto}'), changed.includes('Vi på {konto} hälsar.')]).toEqual([
    false,
    true,
  ])
  const removed = await stage.send('/dialog/svar', '/dialog/svar/ta-bort', { id: saved })
  expect(removed.status).toBe(303)
  expect(await (await stage.ask('/dialog/svar')).text()).not.toContain('{konto} hälsar')
})

test('the letter to a unit holds a link and nothing of what was said; taken back, the link is dead', async () => {
  const task = await stage.arrived('Kan jag få en kopia på mitt bygglov 19121212-1212?', 'Elin Dahlroth')
  const at = `/dialog/${task.taskId}`
  await stage.send(at, `${at}/hanvisa`, {
    enhet: 'Bygglov',
    epost: 'bygglov@storlunda.test',
    fraga: 'Var är bygglovet?',
  })
  const { referral_id: id } = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx
      .selectFrom('referral')
      .select('referral_id')
      .where('task_id', '=', task.taskId)
      .executeTakeFirstOrThrow(),
  )
  const letters: Mail[] = []
  const mailer = {
    configured: true,
    send: async (mail: Mail) => {
      letters.push(mail)
      return ok(undefined)
    },
  }
  await mailReferral({ ...stage.house, mailer }, stage.municipality, id)
  await mailReferral({ ...stage.house, mailer }, stage.municipality, id)
  expect(letters).toHaveLength(1)
  expect(letters[0]?.to).toBe('bygglov@storlunda.test')
  expect(JSON.stringify(letters)).not.toMatch(/bygglov 1912|19121212|Elin|Var är bygglovet/)
  const path = /\/hanvisning\/[\w-]+/.exec(letters[0]?.text ?? '')?.[0] ?? ''
  expect((await fetch(`${stage.url}${path}`)).status).toBe(200)
  expect((await stage.send(at, `/dialog/hanvisning/${id}/aterta`, {})).status).toBe(303)
  expect((await fetch(`${stage.url}${path}`)).status).toBe(404)
  expect((await fetch(`${stage.url}/hanvisning/${'a'.repeat(43)}`)).status).toBe(404)
})

test('people are invited to influence something, and told what came of it', async () => {
  const round = {
    fraga: 'Skolvägarna i Norrby',
    hur: 'Berätta på kartan var det känns otryggt.',
    lank: 'https://storlunda.test/dialog',
    fran: '2026-06-15',
    till: '2026-06-30',
  }
  const wrong = await stage.send('/dialog/rundor/ny', '/dialog/rundor', { ...round, till: '2026-06-01' })
  expect(wrong.status).toBe(422)
  expect(
    (await stage.send('/dialog/rundor/ny', '/dialog/rundor', { ...round, lank: 'javascript:alert(1)' }))
      .status,
  ).toBe(422)
  expect((await stage.send('/dialog/rundor/ny', '/dialog/rundor', round)).status).toBe(303)
  const open = await (await fetch(`${stage.url}/paverka`)).text()
  expect(open).toContain('Skolvägarna i Norrby')
  expect(open).toContain('Pågår nu')
  const id =
    /\/dialog\/rundor\/([0-9a-f-]{36})/.exec(await (await stage.ask('/dialog/rundor')).text())?.[1] ?? ''
  const told = await stage.send('/dialog/rundor/ny', '/dialog/rundor', {
    ...round,
    id,
    sagt: 'Övergången vid bron.',
    ledde: 'Ett övergångsställe i höst.',
  })
  expect(told.status).toBe(303)
  expect(await (await fetch(`${stage.url}/paverka`)).text()).toContain('Ett övergångsställe i höst.')
  const versions = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx
      .selectFrom('entry')
      .select('version')
      .where('record_id', '=', id as RecordId)
      .execute(),
  )
  expect(versions).toHaveLength(2)
})

test.each([1440, 768, 320])(
  'at %i the dialogue has no axe violation and nothing to scroll sideways',
  async (width) => {
    const { page, context } = await asMaja(width)
    const [first] = (await stage.open()).filter(({ kind, urgency }) => kind === 'item' && urgency === 1)
    for (const path of [
      '/dialog',
      `/dialog/${first?.taskId}`,
      `/dialog/${first?.taskId}/hanvisa`,
      '/dialog/svar',
      '/dialog/rundor',
      '/dialog/rundor/ny',
      '/paverka',
    ]) {
      await page.goto(path)
      expect([path, await axeViolations(page)]).toEqual([path, []])
      expect([path, await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([
        path,
        true,
      ])
      if (process.env['PICTURES'])
        await page.screenshot({
          path: `${process.env['PICTURES']}/${path.slice(1, 20).replaceAll('/', '_')}-${width}.png`,
          fullPage: true,
        })
    }
    await context.close()
  },
)

test('another department neither reads nor answers', async () => {
  const [first] = (await stage.open()).filter(({ kind, urgency }) => kind === 'item' && urgency === 1)
  const { samira } = stage.people
  expect(await (await stage.ask('/dialog', samira.session)).text()).not.toContain('Sten Ahlgren')
  expect((await stage.ask(`/dialog/${first?.taskId}`, samira.session)).status).toBe(403)
  expect(
    (await stage.send('/dialog', `/dialog/${first?.taskId}/inget-svar`, {}, samira.session)).status,
  ).toBe(403)
})
