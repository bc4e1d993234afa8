import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { verifyBundle } from '../../src/evidence/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { RecordId } from '../../src/kernel/index.ts'
import { makeBundle, verifyArchive } from '../../src/modules/archive/index.ts'
import { readBundleFiles } from '../support/evidence-log.ts'
import { until } from '../support/until.ts'
import { type WebhookStage, webhookStage } from '../support/webhook-stage.ts'

let stage: WebhookStage

beforeAll(async () => {
  stage = await webhookStage()
})
afterAll(() => stage?.close())

const partsOf = (recordId: RecordId, version: number) =>
  withMunicipality(stage.house.db, stage.municipality, (tx) =>
    tx
      .selectFrom('part')
      .select(['name', 'media_type', 'content'])
      .where('municipality_id', '=', stage.municipality)
      .where('record_id', '=', recordId)
      .where('version', '=', version)
      .execute(),
  )
test('a comment is in the archive within a second of its webhook, and with it; so is its disappearance', async () => {
  const { page, house, municipality, itemOf } = stage
  const post = await stage.posted('Vi plogar.')
  const waits: number[] = []
  let comment = ''
  for (let n = 0; n < 5; n += 1) {
    comment = page.addComment({ to: post, text: `När kommer ni till Åkergatan ${n}?`, as: 'Åsa' })
    const sent = performance.now()
    expect(await stage.tell(comment, post, 'add')).toBe(200)
    await until('the comment is in the archive', async () => (await itemOf(comment)) !== undefined, 10_000)
    waits.push(Math.round(performance.now() - sent))
  }
  console.info(`comments in the archive ${waits.join(', ')} ms after their webhooks were sent`)
  // The middle one counts: the machine may be busy with other tests for a moment.
  expect(waits.sort((a, b) => a - b)[2]).toBeLessThan(1_000)

  const item = await itemOf(comment)
  const parts = await partsOf(item?.record_id as RecordId, 1)
  const webhook = parts.find(({ name }) => name === 'webhook')
  expect(webhook?.media_type).toBe('application/json')
  expect(webhook?.content?.toString()).toContain(comment)
  const signature = parts.find(({ name }) => name === 'webhook-signature')
  expect(signature?.media_type).toBe('text/plain')
  expect(signature?.content?.toString()).toMatch(/^x-hub-signature-256: sha256=[0-9a-f]{64}\n$/)

  page.remove(comment)
  await stage.tell(comment, post, 'remove')
  await until('its disappearance too', async () => (await itemOf(comment))?.state === 'gone', 10_000)
  expect((await partsOf(item?.record_id as RecordId, 2)).map(({ name }) => name).sort()).toEqual([
    'webhook',
    'webhook-signature',
  ])

  expect((await verifyArchive(house, municipality)).problems).toEqual([])
  const records = [item?.record_id as RecordId]
  const files = await makeBundle(house, systemActor(municipality), { records, withhold: [], parts: [] })
  const byPath = await readBundleFiles(files)
  expect(await verifyBundle((path) => byPath.get(path), { paths: [...byPath.keys()] })).toMatchObject({
    ok: true,
  })
  expect([...byPath.keys()].filter((path) => path.endsWith('/webhook'))).toHaveLength(2)
})

test('what Facebook did not sign brings nothing', async () => {
  const body = JSON.stringify({ object: 'page', entry: [{ id: stage.page.pageId, time: 1, changes: [] }] })
  const headers = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
  expect((await fetch(stage.address, { method: 'POST', body, headers })).status).toBe(404)
})
