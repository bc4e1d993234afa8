import { expect, test } from 'vitest'
import { jobHandlers, listeners } from '../../src/app/jobs.ts'
import type { House } from '../../src/infra/house.ts'
import { filesBelow, isSource, isTest, read } from './tree.ts'

// Handlers are only named here, never run.
const handlers = Object.keys(jobHandlers({} as House, new Map()))

test('every job that is listened for has its handler, and every handler is started by something', () => {
  const wanted = new Set([...listeners.values()].flat())
  expect([...wanted].filter((job) => !handlers.includes(job))).toEqual([])
  const queued = filesBelow('src')
    .filter((path) => isSource(path) && !isTest(path))
    .map(read)
    .join('\n')
  expect(handlers.filter((job) => !wanted.has(job) && !queued.includes(`'${job}'`))).toEqual([])
})

test('every event that a module announces has somebody who listens', () => {
  const announced = filesBelow('src/modules')
    .filter((path) => isSource(path) && !isTest(path))
    .flatMap((path) =>
      [...read(path).matchAll(/announce\([^']*'([a-zA-Z]+\.[a-zA-Z]+)'/g)].map((match) => match[1] ?? ''),
    )
  expect(announced.length).toBeGreaterThan(3)
  expect([...new Set(announced)].filter((event) => !listeners.has(event))).toEqual([])
})
