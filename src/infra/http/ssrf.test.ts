import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHttp, type Resolve } from './index.ts'

let canary: Server
let port = 0
let touched = 0
let redirectTo = ''

beforeAll(async () => {
  canary = createServer((_, response) => {
    touched++
    if (redirectTo === '') response.end('canary')
    else response.writeHead(302, { location: redirectTo }).end()
  })
  await new Promise<void>((done) => canary.listen(0, '::', done))
  port = (canary.address() as AddressInfo).port
})
afterAll(() => canary.close())

const client = (allowOrigins: string[] = [], resolve?: Resolve) =>
  createHttp({
    allowOrigins,
    userAgent: 'Uppsikt',
    version: '0',
    ...(resolve === undefined ? {} : { resolve }),
  })

const privateHosts = [
  // loopback and its disguises
  '127.0.0.1',
  '127.0.0.2',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0x7f.0x0.0x0.0x1',
  '127.0.0.1.',
  '127.000.000.001',
  '①②⑦.⓪.⓪.①',
  '１２７.０.０.１',
  'localhost',
  'LOCALHOST',
  'localhost.',
  '0',
  '0.0.0.0',
  '0x0',
  '00000000',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::1]',
  '[::0.0.0.1]',
  // IPv4 inside IPv6
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::127.0.0.1]',
  '[64:ff9b:1:ffff::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:7f00:0001::1]',
  '[2001:0:7f00:1::]',
  '[2001::7f00:1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:a9fe:a9fe::]',
  '[2002:0a00:0001::]',
  '[2002:c0a8:0101::]',
  // cloud metadata and link-local
  '169.254.169.254',
  '169.254.0.1',
  '169.254.255.255',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '025177524776',
  '0xa9.0xfe.0xa9.0xfe',
  '169.254.43518',
  '169.16689662',
  '[fe80::1]',
  '[fe80::a9fe:a9fe]',
  '[febf::1]',
  '[fd00:ec2::254]',
  // private networks
  '10.0.0.1',
  '10.255.255.255',
  '10.1',
  '167772161',
  '012.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '172.20.1',
  '192.168.0.1',
  '192.168.1',
  '3232235777',
  '0xc0a80101',
  '[fc00::1]',
  '[fd12:3456:789a::1]',
  '[fec0::1]',
  // carrier-grade NAT, multicast, broadcast, reserved, documentation, benchmarking
  '100.64.0.1',
  '100.127.255.255',
  '100.100.100.200',
  '224.0.0.1',
  '239.255.255.250',
  '255.255.255.255',
  '240.0.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '192.88.99.1',
  '[ff02::1]',
  '[ff05::1:3]',
  '[100::1]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[5f00::1]',
  '[2001:10::1]',
  '[2001:2::1]',
  '[4000::1]',
  '[8000::1]',
]

test.each(privateHosts)('http://%s is not reached', async (host) => {
  touched = 0
  for (const suffix of [`:${port}/`, `:${port}/feed?x=1#y`]) {
    const answer = await client().request({ url: `http://${host}${suffix}`, timeoutMilliseconds: 5_000 })
    expect(answer).toMatchObject({ ok: false, error: { kind: 'forbidden', sent: false } })
  }
  expect(touched).toBe(0)
})

test.each([
  'file:///etc/passwd',
  'gopher://127.0.0.1:70/_x',
  'ftp://127.0.0.1/',
  'data:text/plain,x',
  'dict://127.0.0.1:11211/',
  'ws://127.0.0.1/',
  'unix:/var/run/docker.sock',
  'javascript:alert(1)',
  'blob:http://127.0.0.1/x',
  'jar:http://127.0.0.1!/',
  'http://',
  '//127.0.0.1',
  '',
  '\u0000',
  'http://[::1',
  'http://[fe80::1%25eth0]/',
  'http://256.256.256.256/',
])('%j is not an address we go to', async (url) => {
  expect(await client().request({ url })).toMatchObject({
    ok: false,
    error: { kind: 'forbidden', sent: false },
  })
})

test('a user name before the address does not lead astray', async () => {
  touched = 0
  const own = client([`http://127.0.0.1:${port}`])
  for (const url of [
    `http://kommun.example@127.0.0.1:${port}/`,
    `http://kommun.example:80@127.0.0.1:${port}/`,
    `http://a:b@127.0.0.1:${port}/`,
  ]) {
    expect(await own.request({ url })).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
  }
  expect(touched).toBe(0)
})

test('a name whose addresses include a private one is refused whole', async () => {
  touched = 0
  const resolve: Resolve = async () => ['93.184.215.14', '127.0.0.1']
  const answer = await client([], resolve).request({ url: `http://blandat.example:${port}/` })
  expect(answer).toMatchObject({ ok: false, error: { kind: 'forbidden', sent: false } })
  expect(touched).toBe(0)
})

test('a name that changes its answer between check and connection gains nothing', async () => {
  touched = 0
  let asked = 0
  const rebinding: Resolve = async () => (asked++ === 0 ? ['203.0.114.1'] : ['127.0.0.1'])
  const http = client([], rebinding)
  await http.request({ url: `http://byter.example:${port}/`, timeoutMilliseconds: 300 })
  expect(asked).toBe(1)
  const second = await http.request({ url: `http://byter.example:${port}/b`, timeoutMilliseconds: 300 })
  expect(second.ok).toBe(false)
  expect(touched).toBe(0)
})

test('a registered origin is reached, and no other port or address beside it', async () => {
  touched = 0
  const http = client([`http://127.0.0.1:${port}`])
  expect(await http.request({ url: `http://127.0.0.1:${port}/` })).toMatchObject({ ok: true })
  expect(touched).toBe(1)
  for (const url of [
    `http://127.0.0.2:${port}/`,
    `http://127.0.0.1:${port + 1}/`,
    `http://localhost:${port}/`,
  ]) {
    expect(await http.request({ url })).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
  }
  expect(touched).toBe(1)
})

test('a registered name may lie on the own network but not at a link-local address', async () => {
  touched = 0
  const own = client([`http://intranat.example:${port}`], async () => ['127.0.0.1'])
  expect(await own.request({ url: `http://intranat.example:${port}/` })).toMatchObject({ ok: true })
  expect(touched).toBe(1)
  const metadata = client([`http://moln.example:${port}`], async () => ['169.254.169.254'])
  expect(await metadata.request({ url: `http://moln.example:${port}/` })).toMatchObject({
    ok: false,
    error: { kind: 'forbidden' },
  })
})

test('every hop of a redirect is checked like the first address', async () => {
  const http = client([`http://127.0.0.1:${port}`])
  for (const host of [
    '127.0.0.2',
    '[::1]',
    'localhost',
    '169.254.169.254',
    '[::ffff:127.0.0.1]',
    '2130706434',
  ]) {
    redirectTo = `http://${host}:${port}/hemligt`
    touched = 0
    const answer = await http.request({ url: `http://127.0.0.1:${port}/`, redirects: 4 })
    expect(answer).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
    expect(touched).toBe(1)
  }
  redirectTo = 'file:///etc/passwd'
  const answer = await http.request({ url: `http://127.0.0.1:${port}/`, redirects: 4 })
  expect(answer).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
  redirectTo = ''
})

test('what must stay inside reaches private networks alone: no public address, whatever name or redirect leads there', async () => {
  const answers: Record<string, string[]> = {
    'bildgranskare.kommun.test': ['127.0.0.1'],
    'ute.test': ['203.0.113.9'],
    'bada.test': ['127.0.0.1', '8.8.8.8'],
    'moln.test': ['169.254.169.254'],
  }
  const inside = createHttp({
    allowOrigins: ['http://ute.test'],
    onlyInside: true,
    userAgent: 'Uppsikt',
    version: '0',
    resolve: async (host) => answers[host] ?? [],
  })
  const kindOf = async (host: string) => {
    const answer = await inside.request({ url: `http://${host}:${port}/`, redirects: 2 })
    return answer.ok ? 'reached' : answer.error.kind
  }
  redirectTo = ''
  expect(await kindOf('bildgranskare.kommun.test')).toBe('reached')
  expect(await kindOf('127.0.0.1')).toBe('reached')
  for (const host of ['ute.test', 'bada.test', 'moln.test', '8.8.8.8', '[2001:4860:4860::8888]'])
    expect([host, await kindOf(host)]).toEqual([host, 'forbidden'])
  redirectTo = 'http://ute.test/'
  expect(await kindOf('127.0.0.1')).toBe('forbidden')
  redirectTo = ''
})
