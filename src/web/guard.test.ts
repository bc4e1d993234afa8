import { beforeEach, describe, expect, test } from 'vitest'
import { galleryDeps, galleryNow, galleryRoutes } from '../../tests/support/gallery/index.tsx'
import { inMemory } from '../../tests/support/received.ts'
import { Stop } from '../kernel/index.ts'
import { addressOf, createWeb, ownPath, type Route, readForm, setSessionCookie } from './index.ts'

const reported: unknown[] = []
const saved: string[] = []
/** What forms with films held, and files that lie on the disk. */
const films: string[] = []
const onDisk = new Set<object>()
const routes: readonly Route[] = [
  ...galleryRoutes,
  {
    method: 'POST',
    path: '/spara',
    permission: 'signedIn',
    handler: (c) => {
      saved.push('spara')
      return c.text('sparat')
    },
  },
  {
    method: 'POST',
    path: '/film',
    permission: 'signedIn',
    formBytes: 100 * 1024 * 1024,
    handler: async (c) => {
      for (const [name, value] of await readForm(c))
        films.push(typeof value === 'string' ? value : `${name} ${value.name} ${value.size} ${onDisk.size}`)
      if (films.includes('fel')) throw new Stop('conflict', 'Det gick inte.')
      return c.text('sparat')
    },
  },
  {
    method: 'GET',
    path: '/api/krasch',
    permission: 'public',
    handler: () => {
      throw new Error('password=hemligt')
    },
  },
  { method: 'GET', path: '/granskning', permission: 'audit.read', handler: (c) => c.text('logg') },
  {
    method: 'GET',
    path: '/in',
    permission: 'public',
    handler: (c) => {
      setSessionCookie(c, 'communicator', new Date(galleryNow.getTime() + 1000))
      return c.text('inne')
    },
  },
]
const app = createWeb({ ...galleryDeps(reported), receive: inMemory(onDisk) }, routes)
const staff = { cookie: 'uppsikt=communicator' }

beforeEach(() => {
  reported.length = 0
  saved.length = 0
})

/** A form token as a page of ours has it, with the cookies that came with the page. */
async function tokenFrom(path: string, cookie = ''): Promise<{ token: string; cookie: string }> {
  const answer = await app.request(path, { headers: { cookie } })
  const set = answer.headers.getSetCookie().map((text) => text.split(';')[0])
  const token = /name="_csrf" value="([^"]+)"/u.exec(await answer.text())?.[1] ?? ''
  return { token, cookie: [cookie, ...set].filter(Boolean).join('; ') }
}

const post = (path: string, body: Record<string, string>, headers: Record<string, string>) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(body), headers })

describe('nothing is reachable unless it is listed, and then only for those it is for', () => {
  test('an address that is not listed does not exist', async () => {
    expect((await app.request('/hemligt', { headers: staff })).status).toBe(404)
    const wrong = await app.request('/ko', { method: 'DELETE', headers: staff })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect(await wrong.text()).toContain('tar inte emot det som skickades')
  })

  test('one who is not signed in is led to the sign-in and back', async () => {
    const answer = await app.request('/ko?urval=mina')
    expect(answer.status).toBe(303)
    expect((await app.request('/ko', { method: 'HEAD' })).status).toBe(303)
    expect(answer.headers.get('location')).toBe('/logga-in?till=%2Fko%3Furval%3Dmina')
  })

  test.each(['ended', 'elsewhere'])('a session that has %s opens nothing', async (token) => {
    expect((await app.request('/ko', { headers: { cookie: `uppsikt=${token}` } })).status).toBe(303)
  })

  test('a role without the permission is refused with a sentence about what to do', async () => {
    const answer = await app.request('/granskning', { headers: staff })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('Du har inte behörighet')
    expect((await app.request('/granskning', { headers: { cookie: 'uppsikt=auditor' } })).status).toBe(200)
  })

  test('a host name that no municipality has shows no pages', async () => {
    const answer = await app.request('/konton', { headers: { host: 'annan.example' } })
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('Ingen kommun svarar')
    expect((await app.request('/ko', { headers: { ...staff, host: 'annan.example' } })).status).toBe(303)
  })

  test('two routes on one address are a fault at start, and so is a program with a session', () => {
    const twice = routes.filter(({ path }) => path === '/konton')
    expect(() => createWeb(galleryDeps(), [...twice, ...twice])).toThrow('two routes')
    const odd = { ...twice[0], permission: 'signedIn', fromPrograms: true } as Route
    expect(() => createWeb(galleryDeps(), [odd])).toThrow('no session')
  })

  test('the menu holds only what the person may use', async () => {
    const menu = async (role: string) =>
      (await app.request('/meny', { headers: { cookie: `uppsikt=${role}` } })).text()
    expect(await menu('communicator')).toContain('href="/sok"')
    expect(await menu('operator')).not.toContain('href="/sok"')
    expect(await menu('operator')).not.toContain('href="/ko"')
  })
})

describe('a change comes from a form of ours in this browser', () => {
  test('with its token it is made', async () => {
    const { token, cookie } = await tokenFrom('/ko', staff.cookie)
    expect((await post('/spara', { _csrf: token }, { cookie })).status).toBe(200)
    expect((await post('/spara', {}, { cookie, 'x-csrf-token': token })).status).toBe(200)
    expect(saved).toHaveLength(2)
  })

  test('without, or with that of another session, it is not', async () => {
    const other = await tokenFrom('/ko', 'uppsikt=auditor')
    const { token } = await tokenFrom('/ko', staff.cookie)
    const changed = `${token.slice(0, -2)}${token.endsWith('A') ? 'BB' : 'AA'}`
    for (const held of ['', 'x', other.token, changed]) {
      expect((await post('/spara', { _csrf: held }, staff)).status).toBe(403)
    }
    expect(saved).toHaveLength(0)
  })

  test('a form that is refused gives back what was written in it, unless it came from elsewhere, and no secret', async () => {
    const { cookie } = await tokenFrom('/ko', staff.cookie)
    const old = { _csrf: 'gammal', svar: 'Badhuset öppnar nio.', losenord: 'hemligt' }
    const refused = await post('/spara', old, { cookie, 'sec-fetch-site': 'same-origin' })
    const page = await refused.text()
    expect([refused.status, page.includes('Badhuset öppnar nio.'), page.includes('hemligt')]).toEqual([
      403,
      true,
      false,
    ])
    for (const site of [{ 'sec-fetch-site': 'cross-site' }, {}])
      expect(await (await post('/spara', old, { cookie, ...site })).text()).not.toContain('Badhuset')
  })

  test('what the browser says comes from another site is refused even with the token', async () => {
    const { token, cookie } = await tokenFrom('/ko', staff.cookie)
    const body = { _csrf: token }
    const foreign = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://ond.example' },
    ]
    for (const headers of foreign) {
      expect((await post('/spara', body, { cookie, host: 'uppsikt.example', ...headers })).status).toBe(403)
    }
    const own = { 'sec-fetch-site': 'same-origin', origin: 'http://uppsikt.example', host: 'uppsikt.example' }
    expect((await post('/spara', body, { cookie, ...own })).status).toBe(200)
  })

  test('when the session has ended meanwhile what was written is given back, from our own form alone, and no secret', async () => {
    const { token, cookie } = await tokenFrom('/ko', staff.cookie)
    const deps = galleryDeps()
    const late = createWeb({ ...deps, resolveSession: () => Promise.resolve(undefined) }, routes)
    const send = async (body: Record<string, string>, more: Record<string, string> = {}) => {
      const answer = await late.request('/spara', {
        method: 'POST',
        body: new URLSearchParams(body),
        headers: { cookie, ...more },
      })
      return [answer.status, await answer.text()] as const
    }
    const written = { svar: 'Vi öppnar klockan tio.', koder: 'abcd efgh', losenord: 'hemligt ord' }
    const [status, page] = await send({ _csrf: token, ...written })
    expect(status).toBe(401)
    expect(page).toContain('Vi öppnar klockan tio.')
    expect(page).not.toMatch(/abcd|hemligt/)
    for (const [body, more] of [
      [written, {}],
      [{ _csrf: token, ...written }, { 'sec-fetch-site': 'cross-site' }],
    ] as const)
      expect((await send({ ...body }, more))[1]).not.toContain('klockan tio')
    expect(saved).toEqual([])
  })

  test('before sign-in a form has a secret of its own', async () => {
    const { token, cookie } = await tokenFrom('/logga-in')
    expect((await post('/logga-in', { _csrf: token }, { cookie })).status).toBe(429)
    expect((await post('/logga-in', { _csrf: token }, {})).status).toBe(403)
  })

  test('two pages never carry the same token bytes', async () => {
    const one = await tokenFrom('/ko', staff.cookie)
    expect((await tokenFrom('/ko', staff.cookie)).token).not.toBe(one.token)
  })

  test('a webhook brings no cookie and no token', async () => {
    expect((await app.request('/webhooks/x', { method: 'POST', body: '{}' })).status).toBe(200)
  })

  test('a form larger than the limit is not read', async () => {
    const answer = await post('/spara', { text: 'a'.repeat(1024 * 1024 + 1) }, staff)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('1\u00a0MB')
    const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536).fill(97)) })
    const request = new Request('http://localhost/spara', {
      method: 'POST',
      body: endless,
      headers: { ...staff, 'content-type': 'application/x-www-form-urlencoded' },
      duplex: 'half',
    } as RequestInit)
    expect((await app.request(request)).status).toBe(422)
  })
})

test('a form with a film lies on the disk while it is answered, and no longer, whatever becomes of it', async () => {
  const { token, cookie } = await tokenFrom('/ko', staff.cookie)
  const send = async (text: string, given = token) => {
    films.length = 0
    const body = new FormData()
    body.append('_csrf', given)
    body.append('film', new File([Buffer.alloc(200_000, 'film')], 'Gata "åtta".mp4'))
    body.append('text', text)
    const { status } = await app.request('/film', { method: 'POST', body, headers: { cookie } })
    return [status, onDisk.size, ...films.slice(1)]
  }
  expect(await send('Så plogas\ngatan')).toEqual([
    200,
    0,
    'film Gata "åtta".mp4 200000 1',
    'Så plogas\r\ngatan',
  ])
  expect((await send('fel')).slice(0, 2)).toEqual([409, 0])
  expect(await send('utan sidan', 'x')).toEqual([403, 0])
  const broken = { cookie, 'content-type': 'multipart/form-data; boundary=b' }
  const half = '--b\r\ncontent-disposition: form-data; name="film"; filename="f"\r\n\r\nbara börj'
  const { status } = await app.request('/film', { method: 'POST', body: half, headers: broken })
  expect([status, onDisk.size]).toEqual([422, 0])
})

test('beside a film fields are bounded together, so that what is held in memory is not as large as a film', async () => {
  const { token, cookie } = await tokenFrom('/ko', staff.cookie)
  const send = async (fields: number, each: number): Promise<number> => {
    const body = new FormData()
    body.append('_csrf', token)
    for (let n = 0; n < fields; n += 1) body.append('text', 'a'.repeat(each))
    return (await app.request('/film', { method: 'POST', body, headers: { cookie } })).status
  }
  expect(await send(10, 100_000)).toBe(200)
  expect(await send(11, 100_000)).toBe(422)
  expect(await send(2_001, 1)).toBe(422)
})

describe('failures', () => {
  test('what we did not foresee gets a reference that is reported, and nothing of its inside', async () => {
    const text = await (await app.request('/fel')).text()
    expect(text).toMatch(/Felkod <span class="mono">[2-9A-Z]{4}-[2-9A-Z]{4}</u)
    expect(text).not.toMatch(/hemligt|secret\.ts/u)
    expect(reported).toHaveLength(1)
  })

  test('what is reported names the route, and no address: some of them let in whoever holds them', async () => {
    const told: unknown[] = []
    const broken: Route = {
      method: 'GET',
      path: '/lank/:token',
      permission: 'public',
      handler: () => {
        throw new Error('the database is away')
      },
    }
    const deps = { ...galleryDeps(), report: (...all: unknown[]) => told.push(all) }
    await createWeb(deps, [broken]).request('/lank/hemlig-lank?nyckel=hemlig')
    expect(told).toMatchObject([[expect.any(String), expect.any(Error), { route: '/lank/:token' }]])
    expect(JSON.stringify(told)).not.toContain('hemlig')
  })

  test('the API answers with problem+json', async () => {
    const answer = await app.request('/api/fel')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({
      status: 422,
      detail: 'Skriv ett namn.',
      errors: { name: 'Skriv ett namn.' },
    })
    expect(await (await app.request('/api/krasch')).text()).not.toContain('hemligt')
    expect((await app.request('/api/finns-inte')).headers.get('content-type')).toBe(
      'application/problem+json',
    )
  })

  test('script gets a notice for the page that stands there', async () => {
    const answer = await app.request('/fel', { headers: { 'hx-request': 'true' } })
    expect(answer.headers.get('x-uppsikt-besked')).toBe('1')
    expect(await answer.text()).not.toContain('<html')
    const away = await app.request('/ko', { headers: { 'hx-request': 'true' } })
    expect([away.status, away.headers.get('x-uppsikt-besked')]).toEqual([401, '1'])
  })

  test('too many attempts are told until when', async () => {
    const { token, cookie } = await tokenFrom('/logga-in')
    const answer = await post('/logga-in', { _csrf: token }, { cookie })
    expect(answer.headers.get('retry-after')).toBe('600')
    expect(await answer.text()).toContain('Försök igen i dag 08.52')
  })
})

describe('headers', () => {
  test.each(['/ko', '/logga-in', '/konton', '/fel', '/finns-inte', '/api/fel'])(
    '%s may load nothing from elsewhere',
    async (path) => {
      const { headers } = await app.request(path, { headers: staff })
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('strict-transport-security')).toBeNull()
    },
  )

  test('where people come over https cookies are bound to the host and the browser stays with https, whatever the proxy says', async () => {
    const secure = createWeb({ ...galleryDeps(), behindProxy: true }, routes)
    for (const headers of [{}, { 'x-forwarded-proto': 'http' }]) {
      const answer = await secure.request('/in', { headers })
      expect(answer.headers.get('strict-transport-security')).toContain('max-age=')
      expect(answer.headers.get('set-cookie')).toMatch(
        /^__Host-uppsikt=communicator; Path=\/; .*HttpOnly; Secure; SameSite=Lax/u,
      )
    }
    expect((await app.request('/in')).headers.get('set-cookie')).toMatch(
      /^uppsikt=communicator; .*HttpOnly; SameSite=Lax/u,
    )
  })

  test('who asked is known by the nearest proxy, where there is one of ours and it names an address', async () => {
    const address = async (behindProxy: boolean, told: string, remote = '192.0.2.9') => {
      const asked: Route = {
        method: 'GET',
        path: '/varifran',
        permission: 'public',
        handler: (c) => c.text(addressOf(c)),
      }
      const web = createWeb({ ...galleryDeps(), behindProxy }, [asked])
      const env = { incoming: { socket: { remoteAddress: remote } } }
      return (await web.request('/varifran', { headers: { 'x-forwarded-for': told } }, env)).text()
    }
    expect(await address(true, '10.0.0.1, 203.0.113.7')).toBe('203.0.113.7')
    expect(await address(true, '203.0.113.7:4711')).toBe('203.0.113.7')
    expect(await address(false, '203.0.113.7')).toBe('192.0.2.9')
    expect(await address(true, 'x'.repeat(9_000))).toBe('192.0.2.9')
    expect(await address(false, '', '::ffff:192.0.2.9')).toBe('192.0.2.9')
    // A home has 2^64 of them.
    const home = await address(true, '2001:db8:1:2::7')
    expect(await address(true, '[2001:db8:1:2:ffff::8]:443')).toBe(home)
    expect(await address(true, '2001:db8:1:3::7')).not.toBe(home)
  })

  test('assets are named by their content and kept for ever; an unknown name is not found', async () => {
    const href = /href="(\/assets\/app\.[0-9a-f]{12}\.css)"/u.exec(
      await (await app.request('/konton')).text(),
    )?.[1]
    const answer = await app.request(href ?? '', { headers: { 'accept-encoding': 'br' } })
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect((await app.request('/assets/app.000000000000.css')).status).toBe(404)
    expect((await app.request('/assets/..%2Fguard.ts')).status).toBe(404)
  })
})

test.each([
  ['/ko?urval=mina', '/ko?urval=mina'],
  ['//ond.example', '/'],
  ['/\\ond.example', '/'],
  ['https://ond.example', '/'],
  ['/a\nb', '/'],
  [undefined, '/'],
])('one comes back to a page of ours only: %s', (given, to) => {
  expect(ownPath(given, '/')).toBe(to)
})
