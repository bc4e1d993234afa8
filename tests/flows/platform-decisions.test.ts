import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { recordsWith } from '../../src/modules/archive/store.ts'
import { accountsDue, collectAccount } from '../../src/modules/collection/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

let stage: RecordsStage

beforeAll(async () => {
  stage = await recordsStage()
})
afterAll(() => stage?.close())

type Name = keyof RecordsStage['people']

const cookie = (who: Name) => ({ cookie: `uppsikt=${stage.people[who].session}` })
const page = '/installningar/plattformar/feed'

const read = async (path: string, who: Name): Promise<string> =>
  (await fetch(`${stage.url}${path}`, { headers: cookie(who) })).text()

async function decide(who: Name, fields: Readonly<Record<string, string>>): Promise<Response> {
  const token = /name="_csrf" value="([^"]+)"/.exec(await read(page, who))?.[1] ?? ''
  const body = new URLSearchParams({ _csrf: token, ...fields })
  return fetch(`${stage.url}${page}`, { method: 'POST', redirect: 'manual', headers: cookie(who), body })
}

const wordsOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('a no to a platform stops collection and new accounts, is sealed, and is followed by a yes', async () => {
  const { house } = stage.place
  const feed = catalogue.get('feed')
  if (!feed) throw new Error('no feed')
  expect((await decide('samira', { beslut: 'nej', diarienummer: '1', skal: 'x' })).status).toBe(403)
  expect((await decide('maja', { beslut: 'nej', diarienummer: '1', skal: 'x' })).status).toBe(403)
  const empty = await decide('hanna', { beslut: 'nej', diarienummer: '', skal: '' })
  expect(wordsOf(await empty.text())).toContain('Skriv diarienumret för beslutet')
  const no = { beslut: 'nej', diarienummer: 'KS 2026/14', skal: 'It-säkerheten avråder' }
  expect((await decide('hanna', no)).status).toBe(303)
  expect(wordsOf(await read('/installningar/plattformar', 'samira'))).toMatch(
    /Används inte KS 2026\/14.*It-säkerheten avråder/,
  )
  const system = systemActor(stage.municipality)
  const add = () =>
    registerAccount(house, system, feed, {
      platform: 'feed',
      name: 'Ett flöde till',
      department: 'Kultur',
      settings: { url: 'https://exempel.se/flode' },
      secrets: {},
    })
  await expect(add()).rejects.toThrow('beslutat att inte använda Nyhetsflöde (KS 2026/14)')
  expect(await accountsDue(house, system)).not.toContain(stage.accounts.news)
  await expect(collectAccount(house, system, catalogue, stage.accounts.news)).rejects.toThrow('Inget hämtas')
  const yes = { beslut: 'ja', diarienummer: 'KS 2026/15', skal: 'Nytt yttrande' }
  expect((await decide('hanna', yes)).status).toBe(303)
  const decided = await withMunicipality(house.db, stage.municipality, (tx) =>
    recordsWith(tx, stage.municipality, 11, { name: 'decision', value: 'platform' }),
  )
  expect(decided).toHaveLength(2)
})
