import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyArchive } from '../../src/modules/archive/index.ts'
import type { ModerationKind } from '../../src/modules/measures/index.ts'
import type { Moderation, Platform } from '../../src/platforms/contract.ts'
import { dyingAt, orderStage, type PlaceName } from '../support/faults/orders.ts'
import { platformOf } from '../support/platform.ts'
import { adjustPolicy } from '../support/policy.ts'

// What can go wrong with an order, on two platforms that show how a comment stands (X, which does not: flows/x.test.ts).

let stage: Awaited<ReturnType<typeof orderStage>>

beforeAll(async () => {
  stage = await orderStage()
})
afterAll(() => stage?.close())

const orders: readonly (readonly [PlaceName, ModerationKind, string])[] = [
  ['wordpress', 'hold', 'hold'],
  ['wordpress', 'removeAsTrash', 'trash'],
  ['facebook', 'hide', 'hidden'],
  ['facebook', 'removeAsTrash', 'gone'],
]
let written = 0
const arrived = (place: PlaceName) => {
  written += 1
  return stage.arrived(place, () => stage.places[place].write(`Jag ska döda dig ${written}`))
}

describe.each(orders)('%s, %s', (place, kind, asOrdered) => {
  const stands = (id: string) => stage.places[place].stands(id)

  test('killed between the seal and the order: sealed once, sent once', async () => {
    const { recordId, platformId } = await arrived(place)
    const measureId = await stage.order(recordId, kind)
    await dyingAt(stage.owner, 'sent', () => expect(stage.carry(measureId)).rejects.toThrow('killed'))
    expect(await stage.how(recordId)).toMatchObject({ state: 'sealed', steps: ['ordered', 'sealedBefore'] })
    expect(stands(platformId)).not.toBe(asOrdered)
    expect(await stage.carry(measureId)).toBeUndefined()
    expect(await stage.how(recordId)).toMatchObject({
      state: 'done',
      steps: ['ordered', 'sealedBefore', 'sent', 'answered', 'confirmed'],
    })
    expect(stands(platformId)).toBe(asOrdered)
  })

  test('killed between the order and the confirmation: looked up, and not sent again', async () => {
    const { recordId, platformId, taskId } = await arrived(place)
    const measureId = await stage.order(recordId, kind)
    await dyingAt(stage.owner, 'confirmed', () => expect(stage.carry(measureId)).rejects.toThrow('killed'))
    expect(await stage.how(recordId)).toMatchObject({ state: 'sent' })
    expect(stands(platformId)).toBe(asOrdered)
    expect(await stage.read(`/ko/${taskId}`)).toContain('Vi ser efter att det blev gjort.')
    expect(await stage.carry(measureId)).toBeUndefined()
    expect(await stage.how(recordId)).toMatchObject({
      state: 'done',
      steps: ['ordered', 'sealedBefore', 'sent', 'answered', 'confirmed'],
    })
  })

  test('the platform says yes and does nothing: never told as done, and at last a task for a person', async () => {
    const { recordId, platformId, taskId } = await arrived(place)
    const measureId = await stage.order(recordId, kind)
    const polite = politely(place)
    expect(await stage.carry(measureId, polite)).toMatchObject({ again: expect.any(Date) })
    expect(await stage.how(recordId)).toMatchObject({ state: 'unknown' })
    expect(await stage.read(`/ko/${taskId}`)).toContain('Vi vet inte om ordern gick fram.')
    while (await stage.carry(measureId, polite));
    expect(await stage.how(recordId)).toMatchObject({ state: 'refused' })
    expect(stands(platformId)).not.toBe(asOrdered)
    const page = await stage.read(`/ko/${taskId}`)
    expect(page).toContain('Det gick inte. Ordern har skickats fem gånger utan att synas på plattformen.')
  })

  test('the author takes it away meanwhile: nothing is claimed to be ours', async () => {
    const { recordId, platformId, taskId } = await arrived(place)
    const measureId = await stage.order(recordId, kind)
    stage.places[place].remove(platformId)
    expect(await stage.carry(measureId)).toBeUndefined()
    expect(await stage.how(recordId)).toMatchObject({ state: 'overtaken', steps: ['ordered', 'overtaken'] })
    const told = 'Borttagen, men inte genom Uppsikt: av den som skrev, av plattformen'
    expect(await stage.read(`/ko/${taskId}`)).toContain(told)
    expect(await stage.read(`/handlingar/${recordId}`)).toContain(told)
  })

  test('the policy changes meanwhile: what was decided keeps the version and the wording it was decided under', async () => {
    const { recordId, taskId } = await arrived(place)
    const measureId = await stage.order(recordId, kind, 'house-swearing')
    const before = (await stage.how(recordId)).measure
    await adjustPolicy(stage.house, stage.municipality, (settings) => ({
      ...settings,
      houseRules: { forbidden: settings.houseRules.forbidden.filter((group) => group !== 'swearing') },
    }))
    expect(await stage.carry(measureId)).toBeUndefined()
    expect((await stage.how(recordId)).measure).toMatchObject({
      state: 'done',
      policyVersion: before?.policyVersion,
      groundWording: before?.groundWording,
    })
    expect(await stage.read(`/ko/${taskId}`)).toContain(`Riktlinjens version ${before?.policyVersion}`)
    await adjustPolicy(stage.house, stage.municipality, (settings) => ({
      ...settings,
      houseRules: { forbidden: [...settings.houseRules.forbidden, 'swearing'] },
    }))
  })
})

describe('an answer', () => {
  test('killed between what was sent and what is known of it: sent once, and told as sent', async () => {
    const { recordId, platformId } = await arrived('wordpress')
    const measureId = await stage.answer(recordId, 'Vi har polisanmält det här.')
    await dyingAt(stage.owner, 'published', () => expect(stage.carry(measureId)).rejects.toThrow('killed'))
    expect(await stage.how(recordId)).toMatchObject({ state: 'sent', steps: ['ordered', 'sent'] })
    expect(stage.answersTo(platformId)).toHaveLength(1)
    expect(await stage.carry(measureId)).toBeUndefined()
    expect(await stage.how(recordId)).toMatchObject({
      state: 'done',
      steps: ['ordered', 'sent', 'published'],
    })
    expect(stage.answersTo(platformId)).toHaveLength(1)
  })

  test('the author takes the question away meanwhile: never told as answered, and a task for a person', async () => {
    const { recordId, platformId, taskId } = await arrived('wordpress')
    const measureId = await stage.answer(recordId, 'Vi har polisanmält det här.')
    stage.places.wordpress.remove(platformId)
    while (await stage.carry(measureId));
    expect(await stage.how(recordId)).toMatchObject({ state: 'refused' })
    expect(await stage.read(`/ko/${taskId}`)).toContain('Det gick inte.')
    // It waits for somebody as before.
    expect(await stage.read(`/ko/${taskId}`)).toContain('Åtgärda utan dröjsmål')
  })
})

test('when all of it is over the archive holds', async () => {
  expect((await verifyArchive(stage.house, stage.municipality)).problems).toEqual([])
})

/** The platform's own answer to a reading, given to every order. */
function politely(place: PlaceName): ReadonlyMap<string, Platform> {
  const platform = platformOf(place)
  const yes: NonNullable<Moderation['hide']> = async (connection, ref) => {
    const seen = await platform.collection.fetchItem(connection, ref)
    return seen.ok ? { ok: true, value: seen.value.raw } : seen
  }
  const moderation: Moderation = { hide: yes, hold: yes, unhide: yes, approve: yes, remove: yes }
  return new Map([[place, { ...platform, moderation }]])
}
