import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { type ApplicationsStage, applicationsStage, wordsOf } from '../support/applications-stage.ts'

let stage: ApplicationsStage

beforeAll(async () => {
  stage = await applicationsStage()
})
afterAll(() => stage?.close())

describe('accounts that are in use are entered from a list', () => {
  const list = (rows: readonly string[]) =>
    Buffer.from(`Plattform;Namn;Förvaltning;Länk;Ansvarig\n${rows.join('\n')}`, 'latin1')
  const page = '/register/lista'
  const count = () =>
    withMunicipality(stage.house.db, stage.municipality, async (tx) => {
      const rows = await tx
        .selectFrom('account')
        .select('account_id')
        .where('connected', '=', false)
        .execute()
      return rows.length
    })

  test('one wrong cell and nothing is entered; the cell and what to do are told', async () => {
    const before = await count()
    const sent = await stage.sendFile(
      'maja',
      page,
      'fil',
      list(['Facebook;Åsa läser;Kultur;;', 'Fejsbok;B;Kultur;;']),
    )
    expect(sent.status).toBe(422)
    expect(wordsOf(await sent.text())).toMatch(/A3 Skriv en plattform som finns: Facebook/)
    expect(await count()).toBe(before)
    expect((await stage.sendFile('ida', page, 'fil', list([]))).status).toBe(403)
  })

  test('five thousand are read, shown, and entered only when somebody confirms', async () => {
    const rows = Array.from(
      { length: 5_000 },
      (_, n) => `TikTok;Konto ${n + 1};Fritid;https://exempel.se/${n};`,
    )
    const sent = await stage.sendFile('maja', page, 'fil', list(rows))
    expect(sent.status).toBe(303)
    const waiting = sent.headers.get('location') ?? ''
    expect(await stage.read(waiting, 'maja')).toContain('Förvaltningar som inte finns läggs till: Fritid.')
    expect(await count()).toBe(0)
    expect((await stage.ask(waiting, 'eva')).status).toBe(404)
    expect((await stage.send('maja', waiting, waiting, {})).status).toBe(303)
    expect(await count()).toBe(5_000)
    expect((await stage.ask(waiting, 'maja')).status).toBe(404)
    await stage.place.database.owner.query(
      "DELETE FROM account WHERE name LIKE 'Konto %' AND name <> 'Konto 1'",
    )
  })
})
