import { afterAll, beforeAll, expect, test } from 'vitest'
import { softAuthenticator } from '../../../tests/support/authenticator.ts'
import { type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { type Actor, systemActor } from '../../access/index.ts'
import type { MunicipalityId } from '../../kernel/index.ts'
import {
  addMunicipality,
  addStaff,
  endStaff,
  ownPasskeys,
  passkeyQuestion,
  passkeyRegistration,
  registerPasskey,
  removePasskey,
  resolveSession,
  signInWithLink,
  signInWithPasskey,
} from './index.ts'

const origin = 'http://uppsikt.storlunda.test:3000'
let stage: TestHouse
let here: MunicipalityId
let there: MunicipalityId

beforeAll(async () => {
  stage = await testHouse()
  here = await addMunicipality(stage.house, {
    name: 'Storlunda',
    policy: 'allman',
    host: 'uppsikt.storlunda.test',
  })
  there = await addMunicipality(stage.house, {
    name: 'Lillåker',
    policy: 'falun',
    host: 'uppsikt.lillaker.test',
  })
})
afterAll(() => stage.close())

let people = 0
async function somebody(at = here): Promise<Actor> {
  people += 1
  const input = { email: `m${people}@kommun.test`, name: 'Maja Lindqvist', roles: [] }
  const { link } = await addStaff(stage.house, systemActor(at), input)
  const session = await signInWithLink(stage.house, at, link.slice(link.lastIndexOf('/') + 1))
  const resolved = session.ok && (await resolveSession(stage.house, at, session.value.token))
  if (!resolved) throw new Error('not signed in')
  return resolved.actor
}

async function withKey() {
  const actor = await somebody()
  const key = softAuthenticator(origin)
  const answer = key.register(await passkeyRegistration(stage.house, actor))
  await registerPasskey(stage.house, actor, answer, 'Min telefon')
  return { actor, key }
}

const doesNotHold = { ok: false, error: 'keyDoesNotHold' }

test('a key that was registered signs its owner in, with nothing typed', async () => {
  const { actor, key } = await withKey()
  expect(await ownPasskeys(stage.house, actor)).toMatchObject([{ label: 'Min telefon', lastUsedAt: null }])
  const question = await passkeyQuestion(stage.house, here)
  const session = await signInWithPasskey(stage.house, here, key.authenticate(question))
  if (!session.ok) throw new Error(session.error)
  const resolved = await resolveSession(stage.house, here, session.value.token)
  expect(resolved?.actor.staffId).toBe(actor.staffId)
  expect((await ownPasskeys(stage.house, actor))[0]?.lastUsedAt).toEqual(stage.house.clock.now())
})

test('an answer is taken once: what was overheard is of no use', async () => {
  const { key } = await withKey()
  const answer = key.authenticate(await passkeyQuestion(stage.house, here))
  expect((await signInWithPasskey(stage.house, here, answer)).ok).toBe(true)
  expect(await signInWithPasskey(stage.house, here, answer)).toEqual(doesNotHold)
})

test('a question older than five minutes is no longer answered', async () => {
  const { key } = await withKey()
  const question = await passkeyQuestion(stage.house, here)
  stage.house.clock.advance(5 * 60_000)
  expect(await signInWithPasskey(stage.house, here, key.authenticate(question))).toEqual(doesNotHold)
})

test('a key whose counter goes back, as a copy would, is refused', async () => {
  const { key } = await withKey()
  expect(
    (await signInWithPasskey(stage.house, here, key.authenticate(await passkeyQuestion(stage.house, here))))
      .ok,
  ).toBe(true)
  key.rewind()
  const answer = key.authenticate(await passkeyQuestion(stage.house, here))
  expect(await signInWithPasskey(stage.house, here, answer)).toEqual(doesNotHold)
})

test('a key is not enough without finger, face or PIN, nor on another address, nor in another municipality', async () => {
  const { actor, key } = await withKey()
  const ask = () => passkeyQuestion(stage.house, here)
  expect(await signInWithPasskey(stage.house, here, key.authenticate(await ask(), false))).toEqual(
    doesNotHold,
  )
  const elsewhere = softAuthenticator('https://uppsikt.storlunda.test.ond.example')
  const made = elsewhere.register(await passkeyRegistration(stage.house, actor))
  await expect(registerPasskey(stage.house, actor, made, 'Ond')).rejects.toMatchObject({ ending: 'invalid' })
  const answer = key.authenticate(await passkeyQuestion(stage.house, there))
  expect(await signInWithPasskey(stage.house, there, answer)).toEqual(doesNotHold)
})

test('what is not an answer at all is refused, not thrown', async () => {
  for (const answer of [
    undefined,
    null,
    'x',
    7,
    [],
    {},
    { id: 7 },
    { id: 'x'.repeat(5000) },
    { id: 'okänd', response: {} },
  ])
    expect(await signInWithPasskey(stage.house, here, answer)).toEqual(doesNotHold)
  const { actor, key } = await withKey()
  expect(await signInWithPasskey(stage.house, here, { id: key.id })).toEqual(doesNotHold)
  await expect(registerPasskey(stage.house, actor, { id: 'x' }, 'X')).rejects.toMatchObject({
    ending: 'invalid',
  })
})

test("nobody registers a key with another person's question", async () => {
  const [one, other] = [await somebody(), await somebody()]
  const answer = softAuthenticator(origin).register(await passkeyRegistration(stage.house, one))
  await expect(registerPasskey(stage.house, other, answer, 'X')).rejects.toMatchObject({ ending: 'invalid' })
})

test('a key that was removed, and a key of somebody who has ended, signs nobody in', async () => {
  const { actor, key } = await withKey()
  const other = await withKey()
  await expect(removePasskey(stage.house, actor, other.key.id)).rejects.toMatchObject({ ending: 'notFound' })
  await removePasskey(stage.house, actor, key.id)
  const answer = key.authenticate(await passkeyQuestion(stage.house, here))
  expect(await signInWithPasskey(stage.house, here, answer)).toEqual(doesNotHold)
  if (!other.actor.staffId) throw new Error('a person')
  await endStaff(stage.house, systemActor(here), other.actor.staffId)
  const late = other.key.authenticate(await passkeyQuestion(stage.house, here))
  expect(await signInWithPasskey(stage.house, here, late)).toEqual(doesNotHold)
})
