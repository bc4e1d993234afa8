import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { Mail } from '../../src/infra/mail/types.ts'
import { ok, type RecordId } from '../../src/kernel/index.ts'
import { verifyArchive } from '../../src/modules/archive/index.ts'
import { raiseFlag, tellNotifiers } from '../../src/modules/flags/index.ts'
import { type Outside, somebodyOutside, wordsOf } from '../support/outside.ts'
import { queueStage, type Stage, until } from '../support/queue-stage.ts'

let stage: Stage
let visitor: Outside

beforeAll(async () => {
  stage = await queueStage()
  visitor = somebodyOutside(stage.url)
})
afterAll(() => stage?.close())

const open: Outside['ask'] = (...given) => visitor.ask(...given)
const read: Outside['read'] = (...given) => visitor.read(...given)

/** Sends a notice as the form would. @returns where the notifier's own page is. */
async function notify(fields: Record<string, string>): Promise<{ number: string; own: string }> {
  const answer = await visitor.send('/anmal', '/anmal', { galler: 'threat', ...fields })
  expect(answer.status).toBe(303)
  const own = answer.headers.get('location') ?? ''
  return { number: /A-\d{4}-\w{8}/.exec(own)?.[0] ?? '', own }
}

const flagTasks = async () =>
  (await stage.open()).filter(({ kind, labels }) => kind === 'flag' || labels.includes('flagged'))
const taskOf = async (number: string): Promise<string> =>
  withMunicipality(stage.house.db, stage.municipality, async (tx) => {
    const row = tx.selectFrom('flag').select('task_id').where('number', '=', number)
    return (await row.executeTakeFirstOrThrow()).task_id
  })
const permalinkOf = async (recordId: string | null): Promise<string> => {
  const row = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx
      .selectFrom('item')
      .select('permalink')
      .where('record_id', '=', recordId as RecordId)
      .executeTakeFirstOrThrow(),
  )
  return row.permalink ?? ''
}

const settings = '/installningar/offentligt'
const everySetting = {
  colour: '#5b2a86',
  telephone: '010-00 00 00',
  email: 'kommun@storlunda.example',
  website: 'https://storlunda.example',
  accessibility: 'https://storlunda.example/tillganglighet',
  framedBy: 'https://www.storlunda.example/kontakt',
  licence: 'cc0',
  legalBasis: 'Uppgift av allmänt intresse, så som kommunstyrelsen har beslutat.',
  keptFor: '',
  recipients: 'Den som driver Uppsikt åt kommunen.',
  dataProtection: 'dso@storlunda.example',
}

describe('the list that everyone may read', () => {
  test('tells of every account, when somebody watches it, and what one may not write', async () => {
    const words = await read('/konton')
    expect(words).toContain('Här finns alla konton som Storlunda kommun står bakom')
    expect(words).toContain('Storlundabloggen, WordPress')
    expect(words).toContain('Bevakas: Vardagar på dagtid. Svarar: samma dag, senast nästa vardag.')
    expect(words).toContain('Angrip inte personer.')
    expect(words).not.toContain('Maja')
  })

  test('is searched on the server, and says when an account is not the municipality’s', async () => {
    const found = await read('/konton?q=nyheter')
    expect([found.includes('Bibliotekets nyheter'), found.includes('Storlundabloggen,')]).toEqual([
      true,
      false,
    ])
    expect(await read('/konton?q=storlunda-falsk')).toContain('Inget av våra konton heter så')
  })

  test('tells of a closed account when and why, and of a politician’s own link with its disclaimer', async () => {
    const { blog, feed } = stage.accounts
    const why = 'Nyheterna finns på kommunens webbplats.'
    await withMunicipality(stage.house.db, stage.municipality, (tx) =>
      tx
        .updateTable('account')
        .set({ state: 'closed', closed_at: new Date('2026-06-30T10:00:00Z'), closed_reason: why })
        .where('account_id', '=', feed)
        .execute(),
    )
    const account = `${settings}/konto/${blog}`
    expect((await stage.send(account, account, { watched: 'Alla dagar 8–20' })).status).toBe(303)
    expect(await read('/konton')).toContain('Bevakas: Alla dagar 8–20. Svarar')
    const politician = {
      name: 'Kerstin Alm',
      seat: 'Ledamot i kommunfullmäktige',
      channel: 'egen blogg',
      url: 'https://kerstin.example/blogg',
    }
    const form = `${settings}/politiker`
    expect((await stage.send(form, form, { ...politician, url: 'javascript:alert(1)' })).status).toBe(422)
    expect((await stage.send(form, form, politician)).status).toBe(303)
    const words = await read('/konton')
    expect(words).toContain(`Bibliotekets nyheter, Nyhetsflöde , stängt tisdag 30 juni 2026 . ${why}`)
    expect(words).toMatch(/ansvarar inte för det som står där, och sparar det inte\. Kerstin Alm, egen blogg/)
    const list = (await (await open('/konton.json')).json()) as { accounts: { name: string }[] }
    expect(list.accounts.map(({ name }) => name)).toEqual(['Storlundabloggen'])
    const link = /politiker\/([0-9a-f-]{36})\/ta-bort/.exec(await (await stage.ask(settings)).text())?.[1]
    expect((await stage.send(settings, `${form}/${link}/ta-bort`, {})).status).toBe(303)
    expect(await read('/konton')).not.toContain('Kerstin Alm')
    expect((await stage.ask(settings, stage.people.samira.session)).status).toBe(403)
  })

  test('a colour that cannot be read is refused; one that can is worn in light and dark', async () => {
    const pale = await stage.send(settings, settings, { ...everySetting, colour: '#7ec8e3' })
    expect(pale.status).toBe(422)
    expect(await pale.text()).toMatch(/kontrasten är 1,7:1 och ska vara minst 4,5:1/)
    expect((await stage.send(settings, settings, everySetting)).status).toBe(303)
    const page = await (await open('/konton')).text()
    const sheet = /href="(\/konton\/farg\.css[^"]*)"/.exec(page)?.[1] ?? ''
    expect(await (await open(sheet)).text()).toContain('--brand:light-dark(#5b2a86,')
    expect(wordsOf(page)).toContain('010-00 00 00')
  })

  test('wears the municipality’s logotype, and no file that only says that it is a picture', async () => {
    const page = await (await stage.ask(settings)).text()
    const send = async (bytes: Buffer) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(everySetting)) body.set(name, value)
      body.set('_csrf', /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '')
      body.set('logotyp', new File([new Uint8Array(bytes)], 'logotyp.png', { type: 'image/png' }))
      const headers = { cookie: `uppsikt=${stage.people.maja.session}` }
      return fetch(`${stage.url}${settings}`, { method: 'POST', redirect: 'manual', headers, body })
    }
    expect((await send(Buffer.from('<svg onload="alert(1)"/>'))).status).toBe(422)
    expect((await open('/konton/logotyp')).status).toBe(404)
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
      'base64',
    )
    const hidden = 'TAGEN I NORRBY'
    expect((await send(Buffer.concat([picture, Buffer.from(hidden)]))).status).toBe(303)
    const shown = /<img src="(\/konton\/logotyp[^"]+)"/.exec(await (await open('/konton')).text())?.[1] ?? ''
    const logotype = await open(shown)
    expect([logotype.headers.get('content-type'), logotype.status]).toEqual(['image/webp', 200])
    expect(Buffer.from(await logotype.arrayBuffer()).includes(hidden)).toBe(false)
  })

  test('may be kept a minute, sets no cookie, and is asked for anew by its ETag', async () => {
    const first = await open('/konton')
    expect(first.headers.get('cache-control')).toBe('public, max-age=60')
    expect(first.headers.getSetCookie()).toEqual([])
    const again = await open('/konton', { 'if-none-match': first.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
    const signedIn = await stage.ask('/konton')
    expect(signedIn.headers.get('cache-control')).toBe('no-store')
  })

  test('stands in a frame on the sites that are named and nowhere else, and as plain lists without script', async () => {
    const framed = await open('/konton/inbaddad')
    expect(framed.headers.get('content-security-policy')).toContain(
      'frame-ancestors https://www.storlunda.example;',
    )
    expect((await open('/konton')).headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    const included = await open('/konton/lista.html')
    expect(included.headers.get('access-control-allow-origin')).toBe('*')
    expect(await included.text()).toMatch(/^<h2>Kommunledning<\/h2><ul><li>.*Storlundabloggen, WordPress/)
  })

  test('is described for the data portal as DCAT-AP-SE asks', async () => {
    const answer = await open('/konton/dcat.jsonld')
    expect(answer.headers.get('content-type')).toBe('application/ld+json')
    const catalogue = (await answer.json()) as Record<string, Record<string, unknown>>
    const asked = ['dct:title', 'dct:description', 'dct:publisher', 'dct:license', 'dcat:dataset']
    expect([catalogue['@type'], asked.filter((name) => !catalogue[name])]).toEqual(['dcat:Catalog', []])
    const dataset = catalogue['dcat:dataset'] as Record<string, Record<string, unknown>>
    const known = ['dct:title', 'dct:description', 'dct:publisher', 'dcat:contactPoint', 'dcat:distribution']
    expect([dataset['@type'], known.filter((name) => !dataset[name])]).toEqual(['dcat:Dataset', []])
    const distribution = dataset['dcat:distribution'] as Record<string, { '@id': string }>
    expect(distribution['dcat:accessURL']?.['@id']).toMatch(/\/konton\.json$/)
    expect(distribution['dct:license']?.['@id']).toBe('http://creativecommons.org/publicdomain/zero/1.0/')
  })

  test('what is done with personal data is told, with the basis in the municipality’s own words', async () => {
    const words = await read('/om-personuppgifter')
    expect(words).toContain(everySetting.legalBasis)
    expect(words).toContain('Kommunen har inte skrivit det här ännu')
    expect(words).toContain('dso@storlunda.example')
    for (const said of ['Vad en dator gör', 'Konto för konto', everySetting.recipients, 'IMY'])
      expect(words).toContain(said)
    const staff = wordsOf(await (await stage.ask(settings)).text())
    expect(staff).toContain('Det saknas hur länge uppgifterna sparas.')
  })

  test('whoever meets a hindrance is told whom to tell, and where the municipality’s own statement is', async () => {
    const page = await (await open('/tillganglighet')).text()
    expect(page).toContain(`href="${everySetting.accessibility}"`)
    expect(page).toContain(`mailto:${everySetting.email}`)
    expect(await read('/konton')).toContain('Så tillgängliga är sidorna')
  })
})

describe('a notice from the public', () => {
  test('of a comment that we have becomes one task, is decided by a measure, and the notifier sees it', async () => {
    const comment = await stage.arrived('Jag ska slå ihjäl dig, din jävel')
    const link = await permalinkOf(comment.recordId)
    const first = await notify({ lank: link.replace('http://', 'https://').replace('#', '?utm_source=app#') })
    const second = await notify({ lank: link, galler: 'other', beskrivning: 'Hemskt' })
    expect(await read(first.own)).toContain('Ingen har sett den än.')
    const [task, ...others] = await flagTasks()
    expect(others).toEqual([])
    expect(task).toMatchObject({
      recordId: comment.recordId,
      accountId: stage.accounts.blog,
      kind: 'item',
      urgency: 0,
      labels: ['threat', 'harassment', 'profanity', 'flagged'],
    })
    const path = `/ko/${task?.taskId}`
    const pane = wordsOf(await (await stage.ask(path)).text())
    expect((await stage.open()).filter(({ recordId }) => recordId === comment.recordId)).toHaveLength(1)
    expect(pane).toContain('2 anmälningar från allmänheten')
    expect(await read(`/anmal/${first.number}`)).toContain('En medarbetare har sett din anmälan.')
    await stage.send(`${path}/atgard`, `${path}/atgard`, {
      atgard: 'hide',
      grund: 'must-unlawful-threat',
      version: '1',
      motivering: 'HEMLIGT SKÄL',
    })
    await until('the comment is hidden', async () => stage.statusOf(comment.number) === 'hold' || undefined)
    const told = await until('the notifier is told', async () => {
      const words = await read(`/anmal/${second.number}`)
      return words.includes('Vi har dolt eller tagit bort kommentaren.') ? words : undefined
    })
    expect(told).toContain('Vi bedömde att den kan vara ett brott.')
    expect(told).not.toMatch(/HEMLIGT|Roger|ihjäl|Maja/)
    // Somebody who tells us of the same the day it was decided, with nothing new to say, is answered at once.
    const late = await notify({ lank: link })
    expect(await read(late.own)).toContain('Vi har dolt eller tagit bort kommentaren.')
    expect(await flagTasks()).toEqual([])
    await notify({ lank: link, beskrivning: 'Den syns fortfarande för mig' })
    const [again] = await flagTasks()
    expect((await stage.send('/ko', `/ko/${again?.taskId}/lat-sta`, {})).status).toBe(303)
  })

  test('of what we have not collected is a task of its own, ended with an answer in words', async () => {
    const sent = await notify({
      lank: 'https://annanstans.example/x/1',
      beskrivning: 'ORDEN',
      galler: 'other',
    })
    const path = `/ko/${await taskOf(sent.number)}`
    const pane = await (await stage.ask(path)).text()
    expect(pane).not.toContain('href="https://annanstans')
    expect(wordsOf(pane)).toContain('https://annanstans.example/x/1')
    const form = `${path}/svara-anmalan`
    expect((await stage.send('/ko', `${path}/lat-sta`, {})).status).toBe(409)
    expect((await stage.send(form, form, { svar: 'Hej' })).status).toBe(422)
    const answer = { utfall: 'notOurs', svar: 'Vänd dig till den som har sidan.' }
    expect((await stage.send(form, form, answer)).status).toBe(303)
    const alone = await read(`/anmal/${sent.number.toLowerCase()}`)
    expect(alone).toContain('finns inte på något av våra konton. Vänd dig till den som har sidan.')
    expect(alone).not.toContain('ORDEN')
    expect(await read(sent.own)).toContain('ORDEN')
    expect(await read(sent.own.replace(/nyckel=\w/, 'nyckel=_'))).not.toContain('ORDEN')
    expect((await open('/anmal/A-2026-22222222')).status).toBe(404)
  })

  test('is a received record, sealed like every other, and the whole archive holds', async () => {
    const { rows } = await withMunicipality(stage.house.db, stage.municipality, async (tx) => ({
      rows: await tx.selectFrom('flag').select(['flag_id', 'number']).execute(),
    }))
    const page = await (await stage.ask(`/handlingar/${rows[0]?.flag_id}`)).text()
    expect(wordsOf(page)).toContain('Anmälan från allmänheten')
    expect(wordsOf(page)).toContain(rows[0]?.number)
    const { problems } = await verifyArchive(stage.house, stage.municipality)
    expect(problems).toEqual([])
  })

  test('leaves its own fault at the field, and a program’s answer nowhere', async () => {
    const empty = await visitor.send('/anmal', '/anmal', { galler: 'threat' })
    expect(empty.status).toBe(422)
    expect(await empty.text()).toContain('Skriv en länk till kommentaren, eller beskriv den i nästa fält.')
    const before = await flagTasks()
    const trapped = await visitor.send('/anmal', '/anmal', {
      galler: 'other',
      beskrivning: 'köp nu',
      hemsida: 'x',
    })
    expect([trapped.status, trapped.headers.get('location')]).toEqual([303, '/konton'])
    expect(await flagTasks()).toEqual(before)
  })

  test('whoever left an address is written to once, when there is something to tell, without its content', async () => {
    const letters: Mail[] = []
    const house = {
      ...stage.house,
      mailer: {
        configured: true,
        send: async (mail: Mail) => {
          letters.push(mail)
          return ok(undefined)
        },
      },
    }
    const { number } = await raiseFlag(house, stage.municipality, {
      link: '',
      text: 'ORDEN',
      reason: 'other',
      email: 'elin@example.se',
    })
    await tellNotifiers(house, stage.municipality)
    expect(letters).toEqual([])
    const form = `/ko/${await taskOf(number)}/svara-anmalan`
    await stage.send(form, form, { utfall: 'gone', svar: '' })
    await tellNotifiers(house, stage.municipality)
    await tellNotifiers(house, stage.municipality)
    expect(letters.map(({ to }) => to)).toEqual(['elin@example.se'])
    expect(letters[0]?.text).toContain(`/anmal/${number}`)
    expect(letters[0]?.text).not.toContain('ORDEN')
  })

  test('in a flood hides nothing: one address is told to wait, and the queue stays a queue', async () => {
    const answers: number[] = []
    for (let n = 0; n < 22; n += 1)
      answers.push(
        (await visitor.send('/anmal', '/anmal', { galler: 'other', lank: 'https://flod.example/samma' }))
          .status,
      )
    expect(answers.at(-1)).toBe(429)
    for (let n = 0; n < 230; n += 1)
      await raiseFlag(stage.house, stage.municipality, {
        link: `https://flod.example/${n}`,
        text: '',
        reason: 'other',
      })
    const tasks = await withMunicipality(stage.house.db, stage.municipality, (tx) =>
      tx
        .selectFrom('task')
        .select('subject_id')
        .where('kind', '=', 'flag')
        .where('done_at', 'is', null)
        .execute(),
    )
    expect(tasks.length).toBeLessThanOrEqual(203)
    expect(tasks.map(({ subject_id }) => subject_id)).toContain('rest')
  })

  test('whoever has guessed too often is told nothing of the next number either, right or wrong', async () => {
    const { number, key } = await raiseFlag(stage.house, stage.municipality, {
      link: '',
      text: 'Gissa inte',
      reason: 'other',
    })
    const wrong = async (n: number) => (await open(`/anmal/A-2026-222222${22 + n}`)).status
    const answers: number[] = []
    for (let n = 0; n < 32; n += 1) answers.push(await wrong(n))
    expect([answers[0], answers.at(-1)]).toEqual([404, 429])
    expect((await open(`/anmal/${number}`)).status).toBe(429)
    expect((await open('/provning/K-2026-22222222')).status).toBe(429)
    // The link that we gave out is no guess.
    expect((await open(`/anmal/${number}?nyckel=${key}`)).status).toBe(200)
  })
})
