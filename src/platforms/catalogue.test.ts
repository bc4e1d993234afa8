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
