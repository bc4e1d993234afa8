import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
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
    }, milliseconds)
  })

test('an upload that is slow comes through while the page waits for it, and is cut off after that', async () => {
  expect(patience(uploadMilliseconds).requestTimeout).toBe(uploadMilliseconds)
  const server = createServer(patience(800), async (asked, answer) => {
    await text(asked).catch(() => undefined)
    answer.end()
  })
  await listen(server, 0, '127.0.0.1')
  const { port } = server.address() as AddressInfo
  expect(await Promise.all([upload(port, 400), upload(port, 3_000)])).toEqual([200, 408])
  server.close()
})

test('seven hundred who call at the same time are all let in at once', async () => {
  const server = createServer()
  await listen(server, 0, '127.0.0.1')
  const { port } = server.address() as AddressInfo
  const begun = performance.now()
  const callers = Array.from({ length: 700 }, () => connect(port, '127.0.0.1'))
  await Promise.all(callers.map((caller) => new Promise((resolve) => caller.once('connect', resolve))))
  // Whoever was not taken would have tried again after a second.
  expect(performance.now() - begun).toBeLessThan(990)
  for (const caller of callers) caller.destroy()
  server.close()
})
