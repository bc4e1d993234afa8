import { expect, test } from 'vitest'
import { capabilitiesOf, isCollected } from './capabilities.ts'
import { catalogue } from './catalogue.ts'
import type { Capability, Collectable } from './contract.ts'

test.each([...catalogue])('%s presents itself fully', (id, platform) => {
  expect(id).toMatch(/^[a-z][a-z0-9]*$/)
  expect(platform.id).toBe(id)
  expect(platform.mark).toMatch(/^\p{Lu}\p{Ll}?$/u)
  expect(platform.name).not.toBe('')
  for (const setting of platform.settings) expect(setting.help).toMatch(/\.$/)
  const recorded = !isCollected(platform)
  expect(capabilitiesOf(platform).collect.posts).toBe(recorded ? 'unavailable' : 'automatic')
})

test('no two platforms share a name or a mark', () => {
  const platforms = [...catalogue.values()]
  for (const key of ['name', 'mark'] as const) {
    expect(new Set(platforms.map((platform) => platform[key])).size).toBe(platforms.length)
  }
})

test('every platform says how it is connected, what its terms mean, and why something is not possible', () => {
  const silent = [...catalogue.values()].flatMap((platform) => {
    const { collect, ...orders } = capabilitiesOf(platform)
    const not = Object.entries({ ...collect, ...orders }).filter(([, can]) => can === 'unavailable')
    const unexplained = not
      .map(([name]) => name as Collectable | Capability)
      .filter((name) => !platform.conditions?.[name])
    return [
      ...(platform.guide?.steps.length ? [] : [`${platform.id}: guide`]),
      ...(platform.terms?.entries.length ? [] : [`${platform.id}: terms`]),
      ...unexplained.map((name) => `${platform.id}: ${name}`),
    ]
  })
  expect(silent).toEqual([])
})

const keyOf = (id: string, settings: Readonly<Record<string, string>>) =>
  catalogue.get(id)?.accountKey?.(settings)

test('an account is the same however it is written, and another where it is another', () => {
  for (const id of ['wordpress', 'feed', 'tiktok', 'other'])
    expect(keyOf(id, { url: 'http://www.Blåbär.se/' })).toBe(keyOf(id, { url: 'https://xn--blbr-noae.se' }))
  const blog = { url: 'https://blogg.kommun.se' }
  expect(keyOf('wordpress', { ...blog, username: 'anna' })).toBe(
    keyOf('wordpress', { ...blog, username: 'bo' }),
  )
  const mastodon = { server: 'https://social.kommun.se/', handle: '@Kommunen@social.kommun.se' }
  expect(keyOf('mastodon', { ...mastodon, handle: 'kommunen' })).toBe(keyOf('mastodon', mastodon))
  expect(keyOf('mastodon', { ...mastodon, server: 'https://annan.se' })).not.toBe(keyOf('mastodon', mastodon))
  expect(keyOf('bluesky', { service: 'https://a.se', handle: 'Kommun.se' })).toBe(
    keyOf('bluesky', { service: 'https://b.se', handle: 'kommun.se' }),
  )
})

test('a platform whose accounts are told by an address says when two are one', () => {
  const silent = [...catalogue.values()].filter(
    ({ settings, accountKey }) =>
      settings.some(({ address, registration }) => address && !registration) && !accountKey,
  )
  expect(silent.map(({ id }) => id)).toEqual([])
})
