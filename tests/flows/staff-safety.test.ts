import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Role, systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { remindOfSupport } from '../../src/modules/staffSafety/index.ts'
import { launchBrowser, visit } from '../support/browser.ts'
import { queueStage, type Stage } from '../support/queue-stage.ts'
import { assertAccessible, lookThrough, windows } from '../support/screens.ts'

let stage: Stage
let browser: Browser

beforeAll(async () => {
  stage = await queueStage()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

async function hired(name: string, ...roles: Role[]) {
  const email = `${name.toLowerCase().replace(' ', '.')}@storlunda.test`
  const { staffId } = await addStaff(stage.house, systemActor(stage.municipality), {
    email,
    name,
    roles: roles.map((role) => ({ role })),
  })
  const { token } = await startSession(stage.house, stage.municipality, staffId)
  return { staffId, email, session: token }
}

const read = <T>(query: Parameters<typeof withMunicipality<T>>[2]) =>
  withMunicipality(stage.house.db, stage.municipality, query)

const notices = () =>
  read((tx) =>
    tx
      .selectFrom('notice')
      .select(['staff_id', 'subject', 'line', 'href'])
      .where('kind', '=', 'personal')
      .execute(),
  )

test('a manager opens a room from a threat, the two go through the steps, invite a third, plan and close; nobody else knows', async () => {
  const bengt = await hired('Bengt Ahl', 'manager')
  const nora = await hired('Nora Lindell')
  const kajsa = await hired('Kajsa Rydh')
  const others = [
    await hired('Hanna Hogst', 'headOfCommunications'),
    await hired('Ove Drift', 'operator'),
    await hired('Mona Annanchef', 'manager'),
    await hired('Dan Ombud', 'dataProtectionOfficer'),
    stage.people.rut,
    stage.people.maja,
  ]
  const task = await stage.arrived('Jag ska döda Nora, jag vet var hon bor', 'Roger K.')

  const { page, context, complaints } = await visit(browser, stage.url, {
    session: bengt.session,
    viewport: { width: 320, height: 700 },
    javaScriptEnabled: false,
  })
  await page.goto(`/ko/${task.taskId}`)
  await page.getByRole('link', { name: 'Stöd en hotad medarbetare' }).click()
  await page.getByLabel('Medarbetarens e-postadress').fill('ingen@storlunda.test')
  await page.getByRole('button', { name: 'Öppna rummet' }).click()
  await page.getByText('Ingen kan logga in med den adressen').first().waitFor()
  await page.getByLabel('Medarbetarens e-postadress').fill(nora.email.toUpperCase())
  await page.getByRole('button', { name: 'Öppna rummet' }).click()
  await page.getByRole('heading', { name: 'Stöd till Nora Lindell' }).waitFor()
  const at = new URL(page.url()).pathname
  expect(await page.locator('#texten').getAttribute('class')).toContain('veiled')
  expect(await page.locator('main').textContent()).toContain('Ingen är gjord')

  await page.getByRole('link', { name: 'Prata med medarbetaren' }).click()
  await page.getByRole('radio', { name: 'Klart' }).check()
  await page.getByLabel('Vad ni gjorde').fill('HEMLIGSTEGET i mötesrummet')
  await page.getByRole('button', { name: 'Spara steget' }).click()
  await page.getByRole('link', { name: 'Prata igenom vägen hem' }).click()
  await page.getByRole('radio', { name: 'Hoppas över' }).check()
  await page.getByRole('button', { name: 'Spara steget' }).click()
  await page.getByText('Skriv varför ni hoppar över').first().waitFor()
  await page.getByLabel('Vad ni gjorde').fill('Hon åker med sin bror')
  await page.getByRole('button', { name: 'Spara steget' }).click()
  await page.getByText('2 av 7 steg är avklarade. Nästa: ändra det som går direkt.').waitFor()
  await page.getByLabel('Ny anteckning').fill('HEMLIGNOTEN om bilen vid lastkajen')
  await page.getByRole('button', { name: 'Spara anteckningen' }).click()
  await page.getByText('HEMLIGNOTEN').waitFor()
  await page.getByRole('link', { name: 'Bjud in någon' }).click()
  await page.getByLabel('E-postadress').fill(kajsa.email)
  await page.getByRole('button', { name: 'Bjud in', exact: true }).click()
  await page.getByText('Ser inget förrän ni båda har sagt ja').waitFor()
  await page.getByLabel('Följ upp den').fill('2026-11-20')
  await page.getByLabel('Påminn Nora Lindell också').check()
  await page.getByRole('button', { name: 'Lägg till uppföljning' }).click()
  await page.getByText('Chefen och Nora Lindell påminns').waitFor()
  expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
  await context.close()

  // One yes is not enough, and a proposer's own second yes is none.
  expect(
    (await stage.send(at, `${at}/inbjudan`, { val: kajsa.staffId, svar: 'ja' }, bengt.session)).status,
  ).toBe(303)
  expect((await stage.ask(at, kajsa.session)).status).toBe(404)
  expect(
    (await stage.send(at, `${at}/inbjudan`, { val: kajsa.staffId, svar: 'ja' }, nora.session)).status,
  ).toBe(303)
  expect(await (await stage.ask(at, kajsa.session)).text()).toContain('HEMLIGNOTEN')
  // Who is invited decides nothing.
  expect(
    (await stage.send(at, `${at}/bjud-in`, { epost: 'hanna.hogst@storlunda.test' }, kajsa.session)).status,
  ).toBe(403)
  expect((await stage.send(at, `${at}/stang`, {}, kajsa.session)).status).toBe(403)

  const inside = await (await stage.ask(`${at}?visa=1`, nora.session)).text()
  expect(inside).toContain('Läste senast')
  expect(inside).not.toContain('written veiled')

  for (const { session } of others) {
    const own = await (await stage.ask('/personalskydd', session)).text()
    expect([own.includes('Nora Lindell'), own.includes('inte med i något')]).toEqual([false, true])
    expect((await stage.ask(at, session)).status).toBe(404)
    for (const path of ['/steg/talk', '/bjud-in', '/stang'])
      expect((await stage.ask(at + path, session)).status).toBe(404)
    for (const [path, fields] of [
      ['/anteckning', { anteckning: 'Jag med' }],
      ['/anteckning', {}],
      ['/uppfoljning', { dag: '2026-12-01' }],
      ['/inbjudan', { val: kajsa.staffId, svar: 'nej' }],
      ['/steg/talk', { gor: 'done', dag: '2026-11-19' }],
      ['/stang', {}],
    ] as const)
      expect([path, (await stage.send('/personalskydd', at + path, fields, session)).status]).toEqual([
        path,
        404,
      ])
  }
  // No word of it where others look: not in the trail, not in what is queued, not in the database as text.
  const [trail, outbox] = await Promise.all([
    read((tx) => tx.selectFrom('audit_event').selectAll().execute()),
    read((tx) => tx.selectFrom('outbox').selectAll().execute()),
  ])
  const room = at.split('/')[2] ?? ''
  for (const text of [JSON.stringify(trail), JSON.stringify(outbox)])
    expect([text.includes(room), /staffSafety|HEMLIG/.test(text)]).toEqual([false, false])
  const kept = await read((tx) => tx.selectFrom('safety_entry').select('content_ciphertext').execute())
  expect(kept.length).toBe(5)
  for (const { content_ciphertext } of kept)
    expect(content_ciphertext.toString('utf8')).not.toMatch(/HEMLIG|note|talk/)

  const before = (await notices()).length
  await remindOfSupport(stage.house, stage.municipality)
  expect((await notices()).length).toBe(before)
  const later = { ...stage.house, clock: { now: () => new Date('2026-11-20T09:00:00Z') } }
  await remindOfSupport(later, stage.municipality)
  await remindOfSupport(later, stage.municipality)
  const told = await notices()
  // Nora: opened, asked about Kajsa, reminded. Kajsa: let in. Bengt: reminded.
  expect(told.map(({ staff_id }) => staff_id).sort()).toEqual(
    [nora, nora, nora, kajsa, bengt].map(({ staffId }) => staffId).sort(),
  )
  for (const { subject, line, href } of told) {
    expect([subject, href]).toEqual(['Ett besked till dig', at])
    expect(line).not.toMatch(/hot|rum|stöd|Nora/i)
  }

  const step = `${at}/steg/home`
  for (const window of windows)
    await lookThrough(browser, { url: stage.url, session: bengt.session }, window, [
      at,
      step,
      '/personalskydd',
    ])

  const ended = await visit(browser, stage.url, {
    session: nora.session,
    viewport: { width: 768, height: 900 },
  })
  await ended.page.goto(at)
  await ended.page.getByRole('button', { name: 'Ta bort Kajsa Rydh ur rummet' }).click()
  await ended.page.getByText('Sade nej till Kajsa Rydh').waitFor()
  expect((await stage.ask(at, kajsa.session)).status).toBe(404)
  await ended.page.getByRole('link', { name: 'Stäng rummet' }).click()
  await ended.page.locator('dialog').getByRole('button', { name: 'Stäng rummet' }).click()
  await ended.page.getByText('Det går att läsa men inte att skriva i.').waitFor()
  await assertAccessible(ended.page, 'closed')
  await ended.context.close()
  expect((await stage.send(at, `${at}/anteckning`, { anteckning: 'Mer' }, bengt.session)).status).toBe(422)
  expect((await read((tx) => tx.selectFrom('safety_entry').select('entry_id').execute())).length).toBe(6)
})
