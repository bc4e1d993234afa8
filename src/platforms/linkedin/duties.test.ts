import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LinkedinDouble, startLinkedinDouble } from '../../../doubles/linkedin/index.ts'
import { connectionTo } from '../../../tests/support/linkedin-stage.ts'
import { roundOf } from '../conformance/world.ts'
import { failureOfAnswer } from './failures.ts'
import { escapeLittle, unescapeLittle } from './mapping.ts'
import { linkedin } from './platform.ts'

let double: LinkedinDouble
beforeEach(async () => {
  double = await startLinkedinDouble()
})
afterEach(() => double.close())

test('an answer to a comment is collected under it', async () => {
  const comment = double.addComment('urn:li:person:a', double.addPost({ text: 'Hej' }), 'När?')
  const nested = double.addComment('urn:li:person:b', comment, 'Snart')
  const { items } = await roundOf(linkedin, connectionTo(double))
  expect(items.find(({ platformId }) => platformId === nested)).toMatchObject({ parent: comment })
})

test('more posts and comments than a page holds are all collected', async () => {
  const post = double.addPost({ text: 'Först' })
  for (let number = 0; number < 60; number++) double.addComment('urn:li:person:a', post, `Nummer ${number}`)
  for (let number = 0; number < 55; number++) double.addPost({ text: `Inlägg ${number}` })
  expect((await roundOf(linkedin, connectionTo(double))).items).toHaveLength(1 + 60 + 55)
})

test('an empty page with a link to a next one is gone past', async () => {
  double.state.gap = true
  const post = double.addPost({ text: 'Först' })
  for (let number = 0; number < 60; number++) double.addComment('urn:li:person:a', post, `Nummer ${number}`)
  for (let number = 0; number < 55; number++) double.addPost({ text: `Inlägg ${number}` })
  expect((await roundOf(linkedin, connectionTo(double))).items).toHaveLength(1 + 60 + 55)
})

test('a page that the member does not administer, and a name for a number, are refused', async () => {
  const connection = connectionTo(double)
  for (const organizationId of ['1', 'anna-andersson']) {
    const settings = { ...connection.settings, organizationId }
    expect(await linkedin.check({ ...connection, settings })).toMatchObject({ error: { kind: 'rejected' } })
  }
})

test('reserved characters survive there and back', () => {
  const text = 'a (b) [c] {d} <e> @f |g| ~h_ *i* #j \\k'
  expect(unescapeLittle(escapeLittle(text))).toBe(text)
})

test('a version that has ended says to update', () => {
  const answer = { url: 'https://api.linkedin.com/', status: 426, headers: {}, bytes: Buffer.from('{}') }
  const failure = failureOfAnswer(answer, 'read', new Date('2026-11-29T08:00:00Z'))
  expect(failure).toMatchObject({ kind: 'rejected', detail: expect.stringContaining('Uppdatera Uppsikt') })
})
