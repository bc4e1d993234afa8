import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { uploadMilliseconds } from '../kernel/index.ts'
import { listen, patience } from './http.ts'

/** A film that comes a byte at a time. @returns the status that it was answered with. */
const upload = (port: number, milliseconds: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sending = request({ port, method: 'POST' }, ({ statusCode }) => resolve(statusCode))
    sending.on('error', reject)
    const byte = setInterval(() => sending.write('.'), 50)
    sending.on('close', () => clearInterval(byte))
    setTimeout(() => {
      clearInterval(byte)
      sending.end()
    }, milliseconds).unref()
  })

test('an upload that is slow comes through while the page waits for it, and is cut off after that', async () => {
  expect(patience(uploadMilliseconds).requestTimeout).toBe(uploadMilliseconds)
  const server = createServer(patience(1_500), async (asked, answer) => {
    await text(asked).catch(() => undefined)
    answer.end()
  })
  await listen(server, 0, '127.0.0.1')
  const { port } = server.address() as AddressInfo
  expect(await Promise.all([upload(port, 100), upload(port, 60_000)])).toEqual([200, 408])
  server.close()
})

test('thousands may wait to be let in', async () => {
  const asked: unknown[] = []
  const server = {
    once: () => server,
    listen: (how: object, done: () => void) => {
      asked.push(how)
      done()
      return server
    },
  }
  await listen(server as unknown as Server, 0, '127.0.0.1')
  expect(asked).toEqual([{ port: 0, host: '127.0.0.1', backlog: 4_096 }])
})
