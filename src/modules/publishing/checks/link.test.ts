import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHttp } from '../../../infra/http/index.ts'
import { settableClock } from '../../../kernel/index.ts'
import { checkLink } from './link.ts'

let server: Server
let base: string
let elsewhere: string
const asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const status = Number(/^\/(\d{3})/.exec(path)?.[1] ?? 200)
    response.writeHead(status, path === '/302' ? { location: `${elsewhere}/200` } : {})
    response.end('ja')
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const { port } = server.address() as AddressInfo
  base = `http://127.0.0.1:${port}`
  elsewhere = `http://127.0.0.2:${port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const clock = settableClock(new Date('2026-11-19T08:00:00Z'))
const opened = () => ({
  clock,
  http: () => createHttp({ allowOrigins: [base, elsewhere], userAgent: 'uppsikt', version: 'test' }),
})

test('a link that works, is gone, is closed, fails or leads elsewhere is told apart', async () => {
  const house = opened()
  const code = async (path: string) => (await checkLink(house, `${base}${path}`)).code
  expect(await code('/200')).toBe('link')
  expect(await code('/404')).toBe('linkGone')
  expect(await code('/410')).toBe('linkGone')
  expect(await code('/403')).toBe('linkClosed')
  expect(await code('/500')).toBe('linkDead')
  expect(await code('/302')).toBe('linkElsewhere')
  expect((await checkLink(house, 'storlunda')).code).toBe('linkMalformed')
})

test('an address inside the house is never asked', async () => {
  const house = {
    clock,
    http: (own: readonly string[]) =>
      createHttp({ allowOrigins: own, userAgent: 'uppsikt', version: 'test' }),
  }
  const before = asked.length
  expect((await checkLink(house, `${base}/200`)).code).toBe('linkInside')
  expect(asked).toHaveLength(before)
})

test('the same link is asked about once in five minutes, also by two at once', async () => {
  const house = opened()
  const ask = () => checkLink(house, `${base}/200?samma`)
  const count = () => asked.filter((path) => path.endsWith('?samma')).length
  await Promise.all([ask(), ask()])
  expect(count()).toBe(1)
  clock.advance(4 * 60_000)
  await ask()
  expect(count()).toBe(1)
  clock.advance(2 * 60_000)
  await ask()
  expect(count()).toBe(2)
})
