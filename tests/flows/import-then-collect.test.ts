import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBlueskyDouble } from '../../doubles/bluesky/index.ts'
import { startMastodonDouble } from '../../doubles/mastodon/index.ts'
import { startWordPressDouble } from '../../doubles/wordpress/index.ts'
import { startXDouble } from '../../doubles/x/index.ts'
import { systemActor } from '../../src/access/index.ts'
import type { Clock, MunicipalityId } from '../../src/kernel/index.ts'
import { decideOnPlatform, registerAccount } from '../../src/modules/accounts/index.ts'
import { verifyArchive } from '../../src/modules/archive/index.ts'
import { collectAccount, importExport } from '../../src/modules/collection/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { blueskyArchive, mastodonArchive, wordPressArchive, xArchive } from '../support/archives.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../support/house.ts'

let place: TestHouse
let municipality: MunicipalityId
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  place = await testHouse()
  municipality = await bareMunicipality(place)
})
afterAll(async () => {
  for (const double of open) await double.close()
  await place.close()
})

/** An account at a platform where things have happened, and the export that the platform gives of it. */
interface Filled {
  readonly format: string
  readonly file: string
  readonly content: Uint8Array | string
  readonly settings: Record<string, string>
  readonly secrets: Record<string, string>
  /** What the export holds, and what only collecting brings. */
  readonly imported: number
  readonly collected: number
}

const filled: Readonly<Record<string, (clock: Clock) => Promise<Filled>>> = {
  x: async (clock) => {
    const double = await startXDouble({ clock, tokenSeconds: 7 * 24 * 60 * 60 })
    open.push(double)
    const post = double.addPost({
      text: 'Läs på https://storlunda.se/torget?a=1&b=2 & <torget>',
      image: { alt: 'Torget' },
    })
    const edited = double.addPost({ text: 'Badet stänger' })
    double.editPost(edited, 'Badet öppnar https://storlunda.se/badet')
    const question = double.addReply({ as: 'anna', to: post, text: 'När?' })
    double.addReply({ as: double.username, to: question, text: '@anna I maj, se storlunda.se/torget' })
    double.addMessage({ as: 'anna', text: 'Hej & tack, se https://storlunda.se' })
    return {
      format: 'x-archive',
      file: 'x.zip',
      content: await xArchive(double),
      settings: { api: double.url, username: double.username, userId: double.userId, clientId: 'klient' },
      secrets: { ...double.issue(), ...double.app },
      imported: 4,
      collected: 1,
    }
  },
  mastodon: async (clock) => {
    const double = await startMastodonDouble({ clock })
    open.push(double)
    const post = double.addPost({ text: 'Torget & badet' })
    double.editPost(double.addPost({ text: 'Badet stänger' }).id, 'Badet öppnar')
    double.addReply({ as: 'anna', to: post.id, text: 'När?' })
    return {
      format: 'mastodon',
      file: 'outbox.json',
      content: mastodonArchive(double),
      settings: { server: double.url, handle: double.handle },
      secrets: { accessToken: double.token },
      imported: 2,
      collected: 1,
    }
  },
  bluesky: async (clock) => {
    const double = await startBlueskyDouble({ clock })
    open.push(double)
    const post = double.addPost({ text: 'Torget & badet' })
    double.editPost(double.addPost({ text: 'Badet stänger' }).uri, 'Badet öppnar')
    double.addReply({ as: 'anna.test', to: post.uri, text: 'När?' })
    return {
      format: 'bluesky-car',
      file: 'repo.car',
      content: blueskyArchive(double),
      settings: { service: double.url, appview: double.url, handle: double.handle },
      secrets: { password: double.password },
      imported: 2,
      collected: 1,
    }
  },
  wordpress: async (clock) => {
    const double = await startWordPressDouble({ clock })
    open.push(double)
    const post = double.addPost({ title: 'Torget & badet', content: '<p>Vi <b>gräver</b>.</p>' })
    double.editPost(double.addPost({ title: 'Badet', content: 'Stängt' }), { content: 'Öppet' })
    double.addComment({ post, author: 'Anna', text: 'När?' })
    double.addComment({ post, author: 'Bo', text: 'Väntar', status: 'hold' })
    return {
      format: 'wordpress-wxr',
      file: 'export.xml',
      content: await wordPressArchive(double),
      settings: { url: double.url, username: double.username },
      secrets: { password: double.password },
      imported: 4,
      collected: 0,
    }
  },
}

test.each(Object.keys(filled))('what is imported from %s and then collected is not changed', async (id) => {
  const { house } = place
  const actor = systemActor(municipality)
  const platform = catalogue.get(id)
  const stand = await filled[id]?.(house.clock)
  if (!platform || !stand) throw new Error(`no platform ${id}`)
  const { format, settings, secrets } = stand
  if (platform.terms?.connectable === 'onceAccepted')
    await decideOnPlatform(house, actor, platform, { allowed: true, diaryNumber: 'KS 1', reason: 'Prövat.' })
  const account = { platform: id, name: id, department: 'Kommunledning', settings, secrets }
  const accountId = await registerAccount(house, actor, platform, account)
  const path = join(place.folder, stand.file)
  writeFileSync(path, stand.content)
  const owner = place.database.owner
  const run = () => importExport(house, owner, actor, catalogue, { format, path, accountId })
  expect(await run()).toMatchObject({ new: stand.imported, same: 0, notices: [] })
  const rounds = []
  for (let round = 0; round < 3; round++) {
    rounds.push(await collectAccount(house, actor, catalogue, accountId))
    // So that one of them reconciles, and one asks for what is new.
    house.clock.advance(round === 0 ? 60_000 : 25 * 60 * 60_000)
  }
  const [first, ...rest] = rounds
  expect(first).toMatchObject({ new: stand.collected, changed: 0, gone: 0, error: null })
  for (const round of rest) expect(round).toMatchObject({ new: 0, changed: 0, gone: 0, error: null })
  expect(await run()).toMatchObject({ new: 0, same: stand.imported })
  expect((await verifyArchive(house, municipality)).problems).toEqual([])
})
