import { expect, test } from 'vitest'
import { createHttp } from '../../infra/http/index.ts'
import { systemClock } from '../../kernel/index.ts'
import { capabilitiesOf } from '../capabilities.ts'
import type { Connection, Platform } from '../contract.ts'
import { memoryQuota } from '../quota.ts'
import { otherPlatform, snapchat, tiktok } from './platform.ts'

const all: readonly Platform[] = [tiktok, snapchat, otherPlatform]

const connectionTo = (url: string): Connection => ({
  settings: { url },
  secrets: {},
  http: createHttp({ allowOrigins: [], userAgent: 'Uppsikt', version: 'test' }),
  clock: systemClock,
  memory: new Map(),
  quota: memoryQuota(systemClock),
})

test.each(all)('$name collects nothing, and everything else is done by hand', async (platform) => {
  const { collect, ...can } = capabilitiesOf(platform)
  expect(new Set(Object.values(collect))).toEqual(new Set(['unavailable']))
  expect(new Set(Object.values(can))).toEqual(new Set(['byHand']))
  for (const steps of Object.values(platform.byHand)) {
    for (const step of steps) expect(step).toMatch(/[a-zåäö].*\.$/)
    expect(steps.at(-1)).toMatch(/bild/)
  }
  const pages: unknown[] = []
  const options = { cursor: null, mode: 'new', since: null } as const
  for await (const page of platform.collection.round(connectionTo('https://x.se'), options)) pages.push(page)
  expect(pages).toEqual([])
  const asked = await platform.collection.fetchItem(connectionTo('https://x.se'), {
    platformId: '1',
    kind: 'post',
  })
  expect(asked).toMatchObject({ ok: false, error: { kind: 'rejected' } })
})

test('an account is known by its address, and what is none is refused', async () => {
  expect(await tiktok.check(connectionTo('https://www.tiktok.com/@kommunen'))).toMatchObject({
    ok: true,
    value: { name: 'www.tiktok.com/@kommunen' },
  })
  for (const url of ['', 'kommunen', 'javascript:alert(1)'])
    expect(await tiktok.check(connectionTo(url))).toMatchObject({ error: { kind: 'rejected' } })
})
