import { afterEach, expect, test } from 'vitest'
import { World } from '../../../doubles/x/state.ts'
import type { House } from '../../infra/house.ts'
import { createHttp } from '../../infra/http/index.ts'
import { silentLog } from '../../infra/log/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import { memoryQuota } from '../../platforms/quota.ts'
import { fenced } from './house.ts'
import { Script } from './life/script.ts'
import { pastOf } from './past/timeline.ts'
import { troublesBefore } from './past/troubles.ts'
import { openStage, replay, type Stage } from './stage/stage.ts'
import type { Order } from './state.ts'
import { type Happening, placeKeys } from './story.ts'
import { messagesBefore } from './texts/channels/messages.ts'
import { stories } from './texts/index.ts'
import { demoAccounts } from './town.ts'

const base = new Date('2026-11-21T09:30:00Z')
const since = new Date('2026-05-25T09:30:00Z')
const seed = 20
const extra = [...troublesBefore(base), ...messagesBefore(base)]
const past = pastOf(stories, extra, base, seed)

const opened: Stage[] = []
const stageOf = async (): Promise<Stage> => {
  const stage = await openStage(seed, since, {})
  opened.push(stage)
  return stage
}
afterEach(async () => {
  for (const stage of opened.splice(0)) await stage.close()
})

const bare = {
  http: (allowOrigins: readonly string[]) =>
    createHttp({ allowOrigins, userAgent: 'uppsikt', version: 'test' }),
  log: silentLog,
} as House

test('the past is the same each time, in order, and never later than the demo begins', () => {
  expect(pastOf(stories, extra, base, seed)).toEqual(past)
  const times = past.map(({ at }) => at.getTime())
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(times.at(-1)).toBeLessThan(base.getTime())
})

test('whatever the hour it begins, nothing is said under what is not there yet', () => {
  for (let hours = 0; hours < 24; hours += 2) {
    const there = new Set<string>()
    for (const { what } of pastOf(stories, [], new Date(base.getTime() + hours * 3_600_000), seed)) {
      if (what.kind === 'comment') expect(there, what.text).toContain(what.on)
      if (what.kind === 'post' || what.kind === 'comment') there.add(what.key)
    }
  }
})

test('whatever the time of year and day, half a year is well filled and nobody ploughs in July', () => {
  for (const day of ['2026-01-06T23:50:00Z', '2026-04-15T03:10:00Z', '2026-07-20T12:00:00Z']) {
    const found = pastOf(stories, [], new Date(day), seed)
    const posts = found.filter(({ what }) => what.kind === 'post')
    const comments = found.filter(({ what }) => what.kind === 'comment')
    expect(posts.length).toBeGreaterThanOrEqual(110)
    expect(posts.length).toBeLessThanOrEqual(160)
    expect(comments.length).toBeGreaterThanOrEqual(450)
    expect(comments.length).toBeLessThanOrEqual(750)
    const ploughing = found.filter(({ what }) => 'text' in what && /snön: 14 bilar/.test(what.text))
    expect(ploughing.every(({ at }) => [10, 11, 0, 1, 2].includes(at.getUTCMonth()))).toBe(true)
  }
})

test('each post, comment and message has a name of its own, on every platform that collects', () => {
  const keys = past.flatMap(({ what }) =>
    what.kind === 'post' || what.kind === 'comment' || what.kind === 'message' ? [what.key] : [],
  )
  // Of the stories that share a name only one fits the time of year.
  expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([])
  const collecting = [...catalogue.values()].filter(({ collects }) => Object.keys(collects).length > 0)
  const placed = new Set<string>(placeKeys.map((key) => demoAccounts[key].platform))
  expect([...placed].sort()).toEqual(collecting.map(({ id }) => id).sort())
})

test('the demo reaches its doubles and what an operator has added on the same machine, and no letter leaves it', async () => {
  const stage = await stageOf()
  const house = fenced(bare, stage, () => undefined)
  const http = house.http(['https://example.org', 'http://10.0.0.1:1', 'http://127.0.0.1.example.org'])
  const outside = ['https://example.org/', 'http://10.0.0.1:1/', 'http://127.0.0.1.example.org/', 'hej']
  for (const url of [...outside, 'http://127.0.0.1:1/'])
    expect(await http.request({ url })).toMatchObject({
      ok: false,
      error: { detail: expect.stringContaining('Storlunda är en') },
    })
  const own = await stageOf()
  const { url: added } = own.place('kvarnen')
  expect(await house.http([]).request({ url: added })).toMatchObject({ ok: false })
  expect(await house.http([added]).request({ url: added })).toMatchObject({ ok: true })
  const { url } = stage.place('bloggen')
  expect(await house.http([url]).request({ url })).toMatchObject({ ok: true, value: { status: 200 } })
  expect(house.mailer.configured).toBe(false)
})

test('how often events were asked for leaves the ids of posts alone: what was hidden on X can be hidden again', async () => {
  const [once, often] = [new World({ now: () => base }, 10), new World({ now: () => base }, 10)]
  for (let n = 0; n < 3; n += 1) often.serviceId()
  expect(often.add('Lena', 'Hej').ids).toEqual(once.add('Lena', 'Hej').ids)
  expect(new Set([often.serviceId(), often.serviceId()]).size).toBe(2)
})

/** An account's way in, as the house hands it out. */
const connection = (house: House, stage: Stage, account: 'bloggen' | 'gatan') => {
  const { settings, secrets, url } = stage.place(account)
  return {
    settings,
    secrets,
    http: house.http([url]),
    clock: stage.clock,
    memory: new Map(),
    quota: memoryQuota(stage.clock),
  }
}

test('what was hidden, answered and written live is there again when the doubles are built anew', async () => {
  const stage = await stageOf()
  const orders: Order[] = []
  const house = fenced(bare, stage, (order) => orders.push(order))
  const live: Happening[] = []
  const script = new Script(stage, seed)
  for (const happening of past) stage.apply(happening)
  stage.clock.follow({ now: () => base })
  const wordpress = catalogue.get('wordpress')
  const bluesky = catalogue.get('bluesky')
  const threat = { platformId: stage.idOf('hotet'), kind: 'comment' } as const
  const question = { platformId: stage.idOf('rampen'), kind: 'comment' } as const
  const rude = { platformId: stage.idOf('dumma'), kind: 'comment' } as const
  expect((await wordpress?.moderation?.hide?.(connection(house, stage, 'bloggen'), threat))?.ok).toBe(true)
  expect(
    (await wordpress?.reply?.public?.(connection(house, stage, 'bloggen'), threat, 'Nej.', 'k1'))?.ok,
  ).toBe(true)
  expect((await bluesky?.moderation?.hide?.(connection(house, stage, 'gatan'), rude))?.ok).toBe(true)
  for (let turn = 0; turn < 40; turn++) {
    const happening = script.next(new Date(base.getTime() + turn * 20_000))
    live.push(happening)
    stage.apply(happening)
  }
  expect(
    (await bluesky?.reply?.public?.(connection(house, stage, 'gatan'), question, 'I dag.', 'k2'))?.ok,
  ).toBe(true)
  expect(orders).toHaveLength(4)

  const again = await stageOf()
  await replay(bare, again, [...past, ...live], orders)
  again.clock.follow({ now: () => base })
  for (const { account, what } of [...past, ...live]) {
    if (what.kind === 'comment' || what.kind === 'post')
      expect([account, again.idOf(what.key)]).toEqual([account, stage.idOf(what.key)])
  }
  const looked = async (
    one: Stage,
    platform: typeof wordpress,
    account: 'bloggen' | 'gatan',
    ref: typeof threat,
  ) => {
    const seen = await platform?.collection.fetchItem(connection(bare, one, account), ref)
    return seen?.ok ? { state: seen.value.state, key: seen.value.versionKey } : seen
  }
  expect(await looked(again, wordpress, 'bloggen', threat)).toMatchObject({ state: 'held' })
  expect(await looked(again, bluesky, 'gatan', rude)).toMatchObject({ state: 'hidden' })
  for (const [platform, account, ref] of [
    [wordpress, 'bloggen', threat],
    [bluesky, 'gatan', rude],
    [bluesky, 'gatan', question],
  ] as const)
    expect(await looked(again, platform, account, ref)).toEqual(await looked(stage, platform, account, ref))
})

test('life goes on without end, the same for the same seed, and does not soon repeat itself', async () => {
  const [one, other] = [await stageOf(), await stageOf()]
  for (const stage of [one, other]) for (const happening of past) stage.apply(happening)
  const [first, second] = [new Script(one, seed), new Script(other, seed)]
  const said: string[] = []
  const kinds = new Set<string>()
  for (let turn = 0; turn < 600; turn++) {
    const at = new Date(base.getTime() + turn * 20_000)
    const happening = first.next(at)
    expect(second.next(at)).toEqual(happening)
    one.apply(happening)
    other.apply(happening)
    kinds.add(happening.what.kind)
    if (happening.what.kind === 'comment') said.push(`${happening.what.who}: ${happening.what.text}`)
  }
  expect([...kinds].sort()).toEqual(['comment', 'edit', 'post', 'remove'])
  const hour = said.slice(0, 120)
  expect(new Set(hour).size).toBe(hour.length)
  expect(said.filter((text) => /\{\w+\}/.test(text))).toEqual([])
})
