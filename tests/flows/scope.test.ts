import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { may, type Role, roles } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { allRoutes } from '../../src/app/routes.ts'
import type { House } from '../../src/infra/house.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import type { Route } from '../../src/web/index.ts'
import { parameterIn } from '../support/scope-parameters.ts'
import { markers, type ScopeStage, scopeStage, type Where, type Who } from '../support/scope-stage.ts'

// Routes are only named from here, never run: the house is empty.
const routes = allRoutes({ clock: systemClock, publicUrl: 'http://localhost:3000' } as House, catalogue)
const nameOf = ({ method, path }: Route): string => `${method} ${path}`

/**
 * Shown to more than A's own, by decision: the register of accounts is open to the whole staff, and its public part to
 * everyone. Route → what of A's it may show.
 */
const open: Readonly<Record<string, readonly string[]>> = {
  'GET /register': ['Alfabloggen', 'Alva Alfasson'],
  'GET /register/:id': ['Alfabloggen', 'Alva Alfasson'],
  'GET /register/riktlinje': ['Alfabloggen'],
  'GET /register/riktlinje/behandling': ['Alfabloggen'],
  'GET /register/:id/riktlinje': ['Alfabloggen', 'Alva Alfasson'],
  'GET /konton': ['Alfabloggen'],
  'GET /konton.json': ['Alfabloggen'],
  'GET /konton/inbaddad': ['Alfabloggen'],
  'GET /konton/lista.html': ['Alfabloggen'],
  'GET /om-personuppgifter': ['Alfabloggen'],
  'GET /statistik': ['Alfabloggen'],
  'GET /statistik.csv': ['Alfabloggen'],
  'GET /publicering/tillstand/:licence': ['Alva Alfasson'],
  'GET /anmal': ['Alfabloggen'],
  'POST /anmal': ['Alfabloggen'],
}

/**
 * The municipality's own, not a department's: its news, the register of what pictures may be used, and what somebody
 * confirms for oneself. Route → the tables in which whoever may publish somewhere may leave a trace.
 */
const common: Readonly<Record<string, readonly string[]>> = {
  'POST /publicering/nyheter/hamta': ['news_feed'],
  'POST /publicering/nyheter/:news/utkast': ['news', 'publication', 'publication_step'],
  'POST /publicering/tillstand/:licence/aterkalla': ['picture_licence'],
  'POST /publicering/privat': ['training'],
}

let stage: ScopeStage
let app: ReturnType<typeof createApp>
const failures: string[] = []

beforeAll(async () => {
  stage = await scopeStage()
  const { log } = stage.place.house
  app = createApp({
    ...stage.place.house,
    log: { ...log, error: (detail) => failures.push(JSON.stringify(detail)) },
  })
})
afterAll(() => stage?.close())

const parametersOf = (path: string): string[] => path.split('/').filter((part) => /^[:*]/.test(part))

/** Whether the address names something of A's: a task, a record, an account, an application, a member of staff. */
const namesA = ({ path }: Route): boolean =>
  parametersOf(path).some((part) =>
    [
      ':id',
      ':account',
      ':measure',
      ':batch',
      ':referral',
      ':absence',
      ':shift',
      ':staff',
      ':application',
    ].includes(part),
  )

function pathOf({ path, method }: Route): string {
  const first = path.split('/')[1] ?? ''
  const filled = path
    .split('/')
    .map((part) => (/^[:*]/.test(part) ? parameterIn(stage.ids, first, part) : part))
    .join('/')
  const { account, record, gap } = stage.ids
  const query = {
    konto: account,
    handling: record,
    runda: account,
    sedd: record,
    q: 'alfaord',
    fran: gap,
    till: gap,
    plattform: 'feed',
  }
  return method === 'GET' ? `${filled}?${new URLSearchParams(query)}` : filled
}

/** One form that every handler finds its fields in. */
function form(): Record<string, string> {
  const { task, record, staff, gap, day, measure, opening } = stage.ids
  return {
    ...{
      val: task,
      gor: 'tilldela',
      till: staff,
      atgard: 'hide',
      grund: 'must-unlawful-threat',
      version: '1',
    },
    ...{ motivering: 'x', svar: 'Hej', gjorde: 'Dolde den', anteckning: 'ny', sist: record, anmarkning: 'x' },
    ...{ day, text: 'Sjuk', fran: gap, owner: staff, deputy: '', measure, password: 'abcd', note: 'Beslut' },
    ...{ name: 'Ny', email: 'ny@kommun.test', epost: 'ny@kommun.test', roles: 'headOfCommunications' },
    ...{
      department: '',
      id: 'x',
      svarnyckel: '',
      label: 'x',
      oppning: opening,
      krav: 'restraint',
      enheter: 'Enheten',
      beslut: 'nej',
      nadda: 'yes',
      lasare: 'public',
      diarienummer: '1',
      skal: 'x',
      plattform: 'feed',
      namn: 'N',
      enhet: 'Park',
      sammanhang: 'x',
      handling: record,
      riktning: 'inkommen',
      dag: '2026-11-19',
      sekretess: 'nej',
      namnd: 'Kommunstyrelsen',
      nummer: 'KS 1',
      serie: 'KS',
      varfor: 'x',
      som: 'ringa',
      provad: 'nej',
      bild: record,
      fraga: 'När?',
      myndighet: 'Trafikverket',
      kontakt: 'x',
      rubrik: 'Väg',
      hur: 'Skriv',
      lank: '',
      forvaltning: 'A',
      role: 'registrar',
      where: '',
    },
    ...{ from: '2026-11-20', to: '2026-11-21', reason: 'x', delegation: staff, group: 'Alla', bara: 'ja' },
  }
}

interface Visit {
  readonly cookie: string
  readonly token: string
}

const seats = new Map<Who, Promise<Visit>>()

/** A browser that has opened the sign-in page, signed in or not: one for each person, and a new one to sign out with. */
function visitor(who: Who, { path }: Route): Promise<Visit> {
  const known = path === '/logga-ut' ? undefined : seats.get(who)
  if (known) return known
  const made = stage.session(who).then((session) => visit(stage.origin(who), session))
  if (path !== '/logga-ut') seats.set(who, made)
  return made
}

async function visit(origin: string, session: string | undefined): Promise<Visit> {
  const own = session ? `uppsikt=${session}` : ''
  const page = await app.request(`${origin}/logga-in`, { headers: { cookie: own } })
  const given = page.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  return { cookie: [own, ...given].filter(Boolean).join('; '), token }
}

interface Asking {
  readonly token?: string
  readonly origin?: string
  readonly at?: string
  /** A field of the form to leave out. */
  readonly without?: string
}

async function ask(who: Who, route: Route, more: Asking = {}) {
  const { cookie, token } = await visitor(who, route)
  const url = `${more.at ?? stage.origin(who)}${pathOf(route)}`
  const headers = { cookie, ...(more.origin && { origin: more.origin }) }
  const body = new URLSearchParams({ ...form(), _csrf: more.token ?? token })
  if (more.without) body.delete(more.without)
  const { method } = route
  const response = await app.request(url, method === 'GET' ? { headers } : { method, headers, body })
  const told = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  return { status: response.status, text: `${told}\n${await response.text()}` }
}

const seen = (text: string): string[] => markers.filter((marker) => text.includes(marker))

/** Refused as the table promises: to the sign-in, or in words. */
const refusals = (who: Who, { method, path, permission }: Route): readonly number[] => {
  // The directory's key counts there, and nobody brings it.
  if (path.startsWith('/scim/')) return [401]
  if (who !== 'nobody') return [403, 404]
  if (path === '/') return [302]
  if (permission === 'public') return [200, 202, 303, 400, 403, 404, 410, 413, 422]
  return method === 'GET' ? [303] : [401]
}

async function mayHere(who: Who, { permission, method, path }: Route): Promise<boolean> {
  if (who === 'nobody' || permission === 'public' || permission === 'signedIn') return false
  // A bundle is sent for with a form, and changes nothing.
  const reads = who === 'auditor' && (method === 'GET' || path === '/handlingar/:id/bevis')
  return reads && may(await stage.actor(who), permission)
}

/** What was there after the last request: asked for once between two. */
let known: string

async function check(who: Who, route: Route, without?: string): Promise<string[]> {
  const before = known
  const { status, text } = await ask(who, route, { ...(without && { without }) })
  const after = await stage.state()
  known = after
  const name = nameOf(route)
  const faults: string[] = []
  const touched = changed(before, after).filter(
    (table) => who !== 'editorB' || !common[name]?.includes(table),
  )
  if (touched.length > 0) faults.push(`changed ${touched.join(', ')}`)
  if (status >= 500) faults.push(`answered ${status}`)
  if (!(await mayHere(who, route))) {
    const allowed = who === 'headOther' ? [] : (open[name] ?? [])
    const shown = seen(text).filter((marker) => !allowed.includes(marker))
    if (shown.length > 0) faults.push(`showed ${shown.join(', ')}`)
    const mustRefuse = who === 'nobody' || (namesA(route) && (who === 'headOther' || !(name in open)))
    if (mustRefuse && !refusals(who, route).includes(status)) faults.push(`answered ${status}`)
  }
  return faults.map((fault) => `${who}: ${name} ${fault}`)
}

function changed(before: string, after: string): string[] {
  const [old, now] = [new Set(before.split('\n')), new Set(after.split('\n'))]
  const lines = [...now].filter((line) => !old.has(line)).concat([...old].filter((line) => !now.has(line)))
  return [...new Set(lines.map((line) => line.split(' ')[0] ?? ''))]
}

describe("nobody reaches department A's things but those whose table says so", () => {
  test('every parameter of the route table is known here', () => {
    for (const route of routes)
      for (const part of parametersOf(route.path))
        parameterIn(stage.ids, route.path.split('/')[1] ?? '', part)
  })

  test('what is asked for below is really there: the head of communications is refused none of it', async () => {
    const refused: string[] = []
    for (const route of routes.filter((one) => one.method === 'GET' && namesA(one))) {
      // Nobody signs in at the platform of A's account.
      if (nameOf(route) === 'GET /register/:id/anslut' || route.path.startsWith('/scim/')) continue
      // Nothing is decided in A's application yet.
      if (nameOf(route) === 'GET /register/ansokan/:application/beslut.pdf') continue
      // A registrar alone corrects an entry.
      if (nameOf(route) === 'GET /diarium/:id/ratta') continue
      const { status } = await ask('headA', route)
      // A closed room is closed to the head of communications as well.
      if (route.path.startsWith('/personalskydd/:id')) {
        expect([nameOf(route), status]).toEqual([nameOf(route), 404])
        continue
      }
      if (![200, 303, 409].includes(status)) refused.push(`${nameOf(route)} ${status}`)
    }
    expect(refused).toEqual([])
    const item = await ask('headA', routes.find((one) => nameOf(one) === 'GET /ko/:id') as Route)
    expect(seen(item.text)).toEqual(
      expect.arrayContaining(['ALFATEXTEN', 'Alfa Författarsson', 'ALFAANTECKNINGEN']),
    )
  })

  test.each<Who>(['nobody', 'noRoles', 'editorB', 'headOther', 'auditor'])('%s', async (who) => {
    const faults: string[] = []
    await stage.untouched()
    known = await stage.state()
    for (const route of routes) faults.push(...(await check(who, route)))
    // Whom to give it to is asked first when nobody is named: the answer is a list of people.
    for (const route of routes.filter((one) => one.path === '/ko/valda'))
      faults.push(...(await check(who, route, 'till')))
    expect(faults).toEqual([])
    expect(failures).toEqual([])
    // What was refused above was refused to somebody who is signed in, to the end.
    const own = routes.find((one) => nameOf(one) === 'GET /installningar/mig') as Route
    expect((await ask(who, own)).status).toBe(who === 'nobody' ? 303 : 200)
  })

  test('a session of another municipality is nobody here', async () => {
    const faults: string[] = []
    for (const route of routes.filter((one) => one.permission !== 'public')) {
      const { status, text } = await ask('headOther', route, { at: 'http://storlunda.test' })
      if (!refusals('nobody', route).includes(status) || seen(text).length > 0)
        faults.push(`${nameOf(route)} ${status}`)
    }
    expect(faults).toEqual([])
  })
})

/** Shown beside the list above to whoever may see the staff of the municipality, by decision: to appoint people takes names. */
const openToColleagues: Readonly<Record<string, readonly string[]>> = {
  ...open,
  'GET /register/riktlinje/csv': ['Alfabloggen'],
  'GET /installningar/medarbetare': ['Alva Alfasson'],
  'GET /register/nytt': ['Alva Alfasson'],
  'POST /register/nytt': ['Alva Alfasson'],
  'GET /register/bemanning/utbildning': ['Alva Alfasson'],
  'POST /register/bemanning/utbildning': ['Alva Alfasson'],
  'GET /register/bemanning/pass': ['Alva Alfasson'],
  'POST /register/bemanning/pass': ['Alva Alfasson'],
  'GET /register/bemanning/franvaro': ['Alva Alfasson'],
  'POST /register/bemanning/franvaro': ['Alva Alfasson'],
  // What stands there is on the public list as well.
  'GET /installningar/offentligt': ['Alfabloggen'],
  'POST /installningar/offentligt': ['Alfabloggen'],
}

describe("every route, asked by every role of another department and of another municipality, with A's ids", () => {
  let asked = 0
  afterAll(() =>
    console.info(`scope: ${asked} answers of ${routes.length} routes to ${2 * roles.length} people`),
  )

  /** The session is to last to the end; what changes the municipality's own is tried above. */
  const all = routes.filter((one) => one.path !== '/logga-ut' && !(nameOf(one) in common))

  async function faultsOf(route: Route, origin: string, seat: Visit, where: Where): Promise<string[]> {
    const { method } = route
    const body = new URLSearchParams({ ...form(), _csrf: seat.token })
    const init = { headers: { cookie: seat.cookie }, ...(method !== 'GET' && { method, body }) }
    const response = await app.request(`${origin}${pathOf(route)}`, init)
    const text = await response.text()
    asked += 1
    const name = nameOf(route)
    const allowed = where === 'another department' ? openToColleagues : {}
    const shown = seen(text).filter((marker) => !allowed[name]?.includes(marker))
    const isServed = response.status === 200 && namesA(route) && !(name in allowed)
    return [
      ...(shown.length > 0 ? [`${name} showed ${shown.join(', ')}`] : []),
      ...(isServed ? [`${name} answered 200`] : []),
      ...(response.status >= 500 ? [`${name} answered ${response.status}`] : []),
    ]
  }

  test.each(
    roles.flatMap((role) => [[role, 'another department'] as const, [role, 'another municipality'] as const]),
  )('%s of %s', async (role: Role, where: Where) => {
    const { session, origin } = await stage.hired(role, where)
    const seat = await visit(origin, session)
    const before = await stage.state()
    const faults: string[] = []
    for (const route of all) faults.push(...(await faultsOf(route, origin, seat, where)))
    expect(faults).toEqual([])
    expect(await stage.state()).toBe(before)
    expect(failures).toEqual([])
  })
})

describe('a form that no page of ours sent changes nothing', () => {
  const posts = routes.filter((one) => one.method === 'POST' && !one.fromPrograms)

  test.each([
    ['without a token', { token: '' }],
    ['with a token of somebody else', { token: Buffer.alloc(64, 7).toString('base64url') }],
    ['from another site', { origin: 'https://elak.test' }],
    ['from another port', { origin: 'http://storlunda.test:8080' }],
  ])('%s', async (_what, more) => {
    const before = await stage.state()
    const taken: string[] = []
    for (const route of posts) {
      const { status } = await ask('headA', route, more)
      if (status !== 403) taken.push(`${nameOf(route)} ${status}`)
    }
    expect(taken).toEqual([])
    expect(await stage.state()).toBe(before)
  })

  test('the same form, sent from a page of ours, does change something', async () => {
    const before = await stage.state()
    const note = posts.find((one) => one.path === '/ko/:id/anteckning') as Route
    expect((await ask('headA', note)).status).toBe(303)
    expect(await stage.state()).not.toBe(before)
  })
})
