import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue } from '../../../platforms/catalogue.ts'
import { check } from './index.ts'

/** Two hundred posts as municipalities write them, all of which could go out as they are. */
const posts = readFileSync(new URL('fixtures/posts.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n---\n')

/** A link to somewhere else than the website is what it is. */
const right = new Set(['otherWebsite'])

test('posts as municipalities write them are not stopped, and seldom spoken of', () => {
  const platform = catalogue.get('facebook')
  if (!platform) throw new Error('no platform')
  expect(posts).toHaveLength(200)
  const said = posts.flatMap((text) =>
    check({ text, pictures: [], platform, websiteHosts: ['storlunda.se'], today: '2026-11-19' })
      .filter(({ code, weight }) => weight !== 'fine' && !right.has(code))
      .map(({ code, says, todo, weight }) => ({
        weight,
        what: `${code}: ${text.slice(0, 60)} | ${says} ${todo}`,
      })),
  )
  expect(said.filter(({ weight }) => weight === 'stops')).toEqual([])
  expect(said.map(({ what }) => what)).toEqual([])
})
