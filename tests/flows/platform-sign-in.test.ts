import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MastodonDouble, startMastodonDouble } from '../../doubles/mastodon/index.ts'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId } from '../../src/kernel/index.ts'
import {
  connectionOf,
  decideOnPlatform,
  registerAccount,
  requireAccount,
} from '../../src/modules/accounts/index.ts'
import { platformOf } from '../support/platform.ts'
import { type RecordsStage, recordsStage } from '../support/records-stage.ts'

let stage: RecordsStage
let double: MastodonDouble
let id: AccountId
let redirect: string
const platform = platformOf('mastodon')

beforeAll(async () => {
  stage = await recordsStage()
  double = await startMastodonDouble({ clock: stage.place.house.clock })
  const { house } = stage.place
  const actor = systemActor(stage.municipality)
  await decideOnPlatform(house, actor, platform, { allowed: true, diaryNumber: 'KS 1', reason: 'Prov.' })
  redirect =
    /class="mono">([^<]+svar)</.exec(
      await (await ask('/installningar/plattformar/mastodon', 'maja')).text(),
    )?.[1] ?? ''
  const registered = await fetch(`${double.url}/api/v1/apps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Uppsikt',
      redirect_uris: [redirect],
      scopes:
        'read write read:accounts read:statuses read:notifications write:statuses write:media write:blocks',
    }),
  })
  const app = (await registered.json()) as { client_id: string; client_secret: string }
  id = await registerAccount(house, actor, platform, {
    platform: 'mastodon',
    name: 'Kommunen',
    department: 'Kommunledning',
    settings: { server: double.url, handle: double.handle, clientId: app.client_id },
    secrets: { clientSecret: app.client_secret, accessToken: 'gammal-hemlig' },
  })
})
afterAll(async () => {
  await double?.close()
  await stage?.close()
})

type Name = keyof RecordsStage['people']

const ask = (path: string, who: Name) =>
  fetch(`${stage.url}${path}`, {
    redirect: 'manual',
    headers: { cookie: `uppsikt=${stage.people[who].session}` },
  })

const token = async (): Promise<string | undefined> =>
  withMunicipality(stage.place.house.db, stage.municipality, async (tx) => {
    const account = await requireAccount(tx, stage.municipality, id)
    return (await connectionOf(stage.place.house, tx, stage.municipality, account)).secrets['accessToken']
  })

/** Goes to the platform as a browser does. @returns where the platform sends the person back to, on the stage. */
async function throughPlatform(): Promise<string> {
  const start = await ask(`/register/${id}/anslut`, 'maja')
  expect(start.status).toBe(303)
  const there = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' })
  expect(there.status).toBe(302)
  const back = new URL(there.headers.get('location') ?? '')
  expect(`${back.origin}${back.pathname}`).toBe(redirect)
  return back.pathname + back.search
}

test('the connect page leads to the platform, whose answer becomes the access of the account', async () => {
  const page = await (await ask(`/register/${id}/anslutning`, 'maja')).text()
  expect(page).toContain(`href="/register/${id}/anslut"`)
  const back = await throughPlatform()
  const done = await ask(back, 'maja')
  expect(done.status).toBe(303)
  expect(done.headers.get('location')).toBe(`/register/${id}?gjort=anslutet`)
  const kept = await token()
  expect(kept).toMatch(/^double-token-/)
  const again = await ask(back, 'maja')
  expect(again.status).toBe(422)
  expect(await again.text()).toContain('Inloggningen hos plattformen gäller inte')
  expect(await token()).toBe(kept)
})

test('an answer in another session, with another state or too late changes nothing', async () => {
  const before = await token()
  const back = await throughPlatform()
  expect((await ask(back, 'samira')).status).toBe(403)
  expect((await ask(back, 'hanna')).status).toBe(422)
  expect((await ask(back.replace(/state=[^&]+/, 'state=fel'), 'maja')).status).toBe(422)
  stage.place.house.clock.advance(10 * 60_000)
  const late = await ask(back, 'maja')
  expect(late.status).toBe(422)
  expect(await late.text()).toContain('äldre än tio minuter')
  expect(await token()).toBe(before)
})

test('a no at the platform, and a code that it does not take, are told in words; the old access stays', async () => {
  const before = await token()
  const refused = await ask(
    `${(await throughPlatform()).replace(/code=[^&]+/, 'error=access_denied')}`,
    'maja',
  )
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('avbröts')
  const wrong = await ask((await throughPlatform()).replace(/code=[^&]+/, 'code=fel'), 'maja')
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain('godtog inte inloggningen')
  expect(await token()).toBe(before)
})

test('who may not connect the account is not sent anywhere', async () => {
  expect((await ask(`/register/${id}/anslut`, 'samira')).status).toBe(403)
})
