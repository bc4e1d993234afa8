import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { createHttp } from './index.ts'

const servers: Server[] = []

/** A real server on loopback that remembers what reached it. */
async function serve(
  handler: RequestListener,
): Promise<{ origin: string; port: number; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    handler(request, response)
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, port, seen }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const httpTo = (...allowOrigins: string[]) => createHttp({ allowOrigins, userAgent: 'Uppsikt', version: '0' })

test('an answer of any status is an answer, with our name on the question', async () => {
  const { origin, seen } = await serve((_, response) => {
    response
      .writeHead(503, { 'retry-after': '7', 'x-two': ['a', 'b'], 'set-cookie': 'sid=hemligt' })
      .end('nej')
  })
  const answer = await httpTo(origin).request({ url: `${origin}/x` })
  expect(answer).toMatchObject({ ok: true, value: { status: 503, url: `${origin}/x` } })
  if (!answer.ok) return
  expect(Buffer.from(answer.value.bytes).toString()).toBe('nej')
  expect(answer.value.headers).toMatchObject({ 'retry-after': '7', 'x-two': 'a, b' })
  expect(answer.value.headers).not.toHaveProperty('set-cookie')
  expect(seen[0]?.headers['user-agent']).toBe('Uppsikt/0')
})

test('a body that is read as it is sent comes whole, with its length; one that breaks off is no whole question', async () => {
  let [got, ended] = [0, false]
  const { origin, seen } = await serve((request, response) => {
    request.on('data', (chunk: Buffer) => {
      got += chunk.length
    })
    request.on('end', () => {
      ended = true
      response.end()
    })
  })
  const piece = Buffer.alloc(65_536, 'film')
  const film = (breaksAt?: number) => ({
    size: 20 * piece.length,
    async *stream() {
      for (let n = 0; n < 20; n++) {
        if (n === breaksAt) throw new Error('the disk is gone')
        yield piece
      }
    },
  })
  const whole = await httpTo(origin).request({ method: 'PUT', url: origin, body: film() })
  expect([whole.ok, got, seen[0]?.headers['content-length']]).toEqual([true, 1_310_720, '1310720'])
  ended = false
  const broken = await httpTo(origin).request({ method: 'PUT', url: origin, body: film(3) })
  expect(broken).toMatchObject({ ok: false, error: { kind: 'broken', sent: true } })
  expect(ended).toBe(false)
})

test('a method, a body and headers reach the other side', async () => {
  let got = ''
  const { origin, seen } = await serve((request, response) => {
    request.on('data', (chunk) => {
      got += chunk
    })
    request.on('end', () => response.end())
  })
  const headers = { Authorization: 'Bearer x', 'Content-Type': 'application/json' }
  await httpTo(origin).request({ method: 'PUT', url: origin, headers, body: '{"å":1}' })
  expect(got).toBe('{"å":1}')
  expect(seen[0]).toMatchObject({ method: 'PUT', headers: { authorization: 'Bearer x' } })
})

const packings = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const

test.each(Object.entries(packings))('%s is unpacked', async (encoding, pack) => {
  const { origin } = await serve((_, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(pack('räksmörgås')),
  )
  const answer = await httpTo(origin).request({ url: origin })
  expect(answer.ok && Buffer.from(answer.value.bytes).toString()).toBe('räksmörgås')
})

test('deflate without its envelope is unpacked too', async () => {
  const { origin } = await serve((_, response) =>
    response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateRawSync('hej')),
  )
  const answer = await httpTo(origin).request({ url: origin })
  expect(answer.ok && Buffer.from(answer.value.bytes).toString()).toBe('hej')
})

test.each(Object.entries(packings))('a %s bomb is cut off at the limit', async (encoding, pack) => {
  const bomb = pack(Buffer.alloc(60 * 1024 * 1024))
  const { origin } = await serve((_, response) =>
    response.writeHead(200, { 'content-encoding': encoding }).end(bomb),
  )
  const answer = await httpTo(origin).request({ url: origin, maxBytes: 1024 * 1024 })
  expect(answer).toMatchObject({ ok: false, error: { kind: 'tooLarge', sent: true } })
})

test('an endless answer is cut off at the limit', async () => {
  let written = 0
  const { origin } = await serve((_, response) => {
    const chunk = Buffer.alloc(65_536)
    const more = () => {
      while (!response.destroyed && response.write(chunk)) written += chunk.length
    }
    response.on('drain', more)
    more()
  })
  const answer = await httpTo(origin).request({ url: origin, maxBytes: 1_000_000 })
  expect(answer).toMatchObject({ ok: false, error: { kind: 'tooLarge' } })
  expect(written).toBeLessThan(20_000_000)
})

test('an unknown or broken packing is a broken answer', async () => {
  const { origin } = await serve((request, response) =>
    response
      .writeHead(200, { 'content-encoding': request.url === '/half' ? 'gzip' : 'gzip, gzip' })
      .end(gzipSync(Buffer.from('x'.repeat(5000))).subarray(0, 30)),
  )
  for (const path of ['/half', '/twice']) {
    const answer = await httpTo(origin).request({ url: origin + path })
    expect(answer).toMatchObject({ ok: false, error: { kind: 'broken', sent: true } })
  }
})

test('an answer cut off in the middle is broken and may have had effect', async () => {
  const { origin } = await serve((request, response) => {
    if (request.url === '/half') {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => request.socket.destroy())
    } else request.socket.destroy()
  })
  for (const path of ['/half', '/nothing']) {
    const answer = await httpTo(origin).request({ method: 'POST', url: origin + path, body: '1' })
    expect(answer).toMatchObject({ ok: false, error: { kind: 'broken', sent: true } })
  }
})

test('nobody there: nothing was sent', async () => {
  const { origin, port } = await serve((_, response) => response.end())
  const server = servers.pop()
  await new Promise((done) => server?.close(done))
  const answer = await httpTo(origin).request({ url: `http://127.0.0.1:${port}/` })
  expect(answer).toMatchObject({ ok: false, error: { kind: 'unreachable', sent: false } })
  const unknown = createHttp({
    allowOrigins: [],
    userAgent: 'U',
    version: '0',
    resolve: async () => Promise.reject(new Error('ENOTFOUND')),
  })
  expect(await unknown.request({ url: 'https://finns-inte.example/' })).toMatchObject({
    ok: false,
    error: { kind: 'unreachable', sent: false },
  })
})

test('the time limit counts to the last byte, however slowly it drips', async () => {
  const open: Socket[] = []
  const { origin } = await serve((request, response) => {
    open.push(request.socket)
    response.writeHead(200)
    const drip = setInterval(() => response.write('.'), 40)
    response.on('close', () => clearInterval(drip))
  })
  const started = performance.now()
  const answer = await httpTo(origin).request({ url: origin, timeoutMilliseconds: 250 })
  expect(answer).toMatchObject({ ok: false, error: { kind: 'timeout', sent: true } })
  expect(performance.now() - started).toBeLessThan(2_000)
})

test('a name that is never resolved times out with nothing sent', async () => {
  const http = createHttp({
    allowOrigins: [],
    userAgent: 'U',
    version: '0',
    resolve: () => new Promise(() => undefined),
  })
  const answer = await http.request({ url: 'https://seg.example/', timeoutMilliseconds: 100 })
  expect(answer).toMatchObject({ ok: false, error: { kind: 'timeout', sent: false } })
})

test('redirects are followed as far as asked, and are otherwise the answer', async () => {
  const { origin } = await serve((request, response) => {
    const step = Number(request.url?.slice(1))
    if (step === 0) response.end('framme')
    else response.writeHead(302, { location: `/${step - 1}` }).end('vidare')
  })
  const http = httpTo(origin)
  expect(await http.request({ url: `${origin}/3`, redirects: 3 })).toMatchObject({
    ok: true,
    value: { status: 200, url: `${origin}/0` },
  })
  expect(await http.request({ url: `${origin}/3`, redirects: 2 })).toMatchObject({
    ok: true,
    value: { status: 302, url: `${origin}/1` },
  })
  expect(await http.request({ url: `${origin}/1` })).toMatchObject({ ok: true, value: { status: 302 } })
})

test('secret headers and bodies stay with their origin', async () => {
  const other = await serve((_, response) => response.end('other'))
  const home = await serve((request, response) =>
    response.writeHead(request.url === '/307' ? 307 : 302, { location: `${other.origin}/` }).end(),
  )
  const http = httpTo(home.origin, other.origin)
  const headers = { authorization: 'Basic aGVtbGlndA==', 'x-api-key': 'hemligt', accept: 'text/plain' }
  await http.request({ url: `${home.origin}/`, headers, redirects: 1 })
  expect(other.seen[0]?.headers).toMatchObject({ accept: 'text/plain' })
  expect(JSON.stringify(other.seen[0]?.headers)).not.toMatch(/hemligt|aGVtbGlndA/)
  const posted = await http.request({
    method: 'POST',
    url: `${home.origin}/307`,
    body: 'lösen',
    redirects: 1,
  })
  expect(posted).toMatchObject({ ok: true, value: { status: 307 } })
  expect(other.seen).toHaveLength(1)
})
