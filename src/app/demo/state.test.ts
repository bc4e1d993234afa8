import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isBeingFilled, stateKeeper } from './state.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'uppsikt-demo-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a demo is being filled until its past is whole; no other municipality passes for one', async () => {
  const logOrigin = 'storlunda.0a1b2c3d/log'
  const state = { version: 1, seed: 20, base: '2026-11-30T00:00:00.000Z', logOrigin, ports: {} } as const
  const keep = stateKeeper(folder)
  expect(await isBeingFilled(folder, [logOrigin])).toBe(false)
  await keep({ ...state, filled: false, orders: [], live: [] })
  expect(await isBeingFilled(folder, [logOrigin])).toBe(true)
  expect(await isBeingFilled(folder, ['falun.4e5f6a7b/log'])).toBe(false)
  expect(await isBeingFilled(folder, [logOrigin, 'falun.4e5f6a7b/log'])).toBe(false)
  expect(await isBeingFilled(folder, [])).toBe(false)
  await keep({ ...state, filled: true, orders: [], live: [] })
  expect(await isBeingFilled(folder, [logOrigin])).toBe(false)
})
