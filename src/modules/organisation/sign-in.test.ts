import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { systemActor } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { Mail } from '../../infra/mail/index.ts'
import { type MunicipalityId, ok, type StaffId } from '../../kernel/index.ts'
import { changePolicy, currentPolicy } from '../policy/index.ts'
import {
  addMunicipality,
  addStaff,
  endStaff,
  mailSignInLink,
  requestSignIn,
  resolveSession,
  signInLinkHolds,
  signInWithLink,
  signOut,
} from './index.ts'

const minute = 60_000
let stage: TestHouse
let here: MunicipalityId
let there: MunicipalityId

beforeAll(async () => {
  stage = await testHouse()
  here = await addMunicipality(stage.house, {
    name: 'Storlunda',
    policy: 'allman',
    host: 'uppsikt.storlunda.test',
  })
  there = await addMunicipality(stage.house, {
    name: 'Lillåker',
    policy: 'falun',
    host: 'uppsikt.lillaker.test',
  })
})
afterAll(() => stage.close())

const tokenOf = (link: string): string => link.slice(link.lastIndexOf('/') + 1)
let people = 0

async function somebody(at: MunicipalityId): Promise<{ staffId: StaffId; email: string; token: string }> {
  people += 1
  const email = `medarbetare${people}@kommun.test`
  const added = await addStaff(stage.house, systemActor(at), {
    email,
    name: 'Maja Lindqvist',
    roles: [{ role: 'editor', department: 'Kultur' }],
  })
  return { staffId: added.staffId, email, token: tokenOf(added.link) }
}

async function signedIn(at: MunicipalityId): Promise<{ staffId: StaffId; session: string }> {
  const { staffId, token } = await somebody(at)
  const session = await signInWithLink(stage.house, at, token)
  if (!session.ok) throw new Error(session.error)
  return { staffId, session: session.value.token }
}

test('a sign-in link lets one person in once, also when it is used twice at the same time', async () => {
  const { token, staffId } = await somebody(here)
  const both = await Promise.all([
    signInWithLink(stage.house, here, token),
    signInWithLink(stage.house, here, token),
  ])
  expect(both.filter((one) => one.ok)).toHaveLength(1)
  expect(both.flatMap((one) => (one.ok ? [one.value.staffId] : []))).toEqual([staffId])
  expect(await signInWithLink(stage.house, here, token)).toEqual({ ok: false, error: 'linkDoesNotHold' })
})

test('a mail scanner that opens the link does not use it up', async () => {
  const { token } = await somebody(here)
  expect(await signInLinkHolds(stage.house, here, token)).toBe(true)
  expect(await signInLinkHolds(stage.house, here, token)).toBe(true)
  expect((await signInWithLink(stage.house, here, token)).ok).toBe(true)
  expect(await signInLinkHolds(stage.house, here, token)).toBe(false)
})

test('an added link holds for 24 hours and not longer', async () => {
  const start = stage.house.clock.now()
  const { token } = await somebody(here)
  stage.house.clock.advance(24 * 60 * minute - 1)
  expect(await signInLinkHolds(stage.house, here, token)).toBe(true)
  stage.house.clock.advance(1)
  expect((await signInWithLink(stage.house, here, token)).ok).toBe(false)
  stage.house.clock.set(start)
})

test('only the hash of a link and of a session is kept', async () => {
  const { token } = await somebody(here)
  const result = await signInWithLink(stage.house, here, token)
  const session = result.ok ? result.value.token : ''
  const { rows } = await stage.database.owner.query(
    `SELECT (SELECT json_agg(l)::text FROM sign_in_link l) || (SELECT json_agg(s)::text FROM session s)
       || (SELECT json_agg(a)::text FROM audit_event a) || (SELECT json_agg(o)::text FROM outbox o) AS everything`,
  )
  const kept: string = rows[0].everything
  expect(kept).toContain('session.begin')
  for (const secret of [token, session]) {
    expect(kept).not.toContain(secret)
    expect(kept).not.toContain(Buffer.from(secret).toString('hex'))
  }
})

test('a session that rests longer than the policy says is over; one in use is kept', async () => {
  const { session } = await signedIn(here)
  for (let n = 0; n < 3; n += 1) {
    stage.house.clock.advance(59 * minute)
    expect(await resolveSession(stage.house, here, session)).toBeDefined()
  }
  stage.house.clock.advance(60 * minute)
  expect(await resolveSession(stage.house, here, session)).toBeUndefined()
})

test('the municipality decides how long a session may rest', async () => {
  const system = systemActor(here)
  const before = await withMunicipality(stage.house.db, here, (tx) =>
    currentPolicy(tx, here, stage.house.clock.now()),
  )
  const settings = { ...before.settings, sessionIdleMinutes: 10 }
  const from = await changePolicy(stage.house, system, { from: before.version, settings, note: 'Kortare' })
  const { session } = await signedIn(here)
  stage.house.clock.advance(10 * minute)
  expect(await resolveSession(stage.house, here, session)).toBeUndefined()
  await changePolicy(stage.house, system, { from, settings: before.settings, note: 'Tillbaka' })
})

test('a session ends after twelve hours however it is used', async () => {
  const { session } = await signedIn(here)
  for (let n = 0; n < 23; n += 1) {
    stage.house.clock.advance(30 * minute)
    expect(await resolveSession(stage.house, here, session)).toBeDefined()
  }
  stage.house.clock.advance(30 * minute)
  expect(await resolveSession(stage.house, here, session)).toBeUndefined()
})

test('that a session is in use is written at most once a minute', async () => {
  const { session, staffId } = await signedIn(here)
  const seen = async () => {
    const { rows } = await stage.database.owner.query(
      'SELECT last_seen_at FROM session WHERE staff_id = $1',
      [staffId],
    )
    return rows[0].last_seen_at.getTime()
  }
  const first = await seen()
  stage.house.clock.advance(minute - 1)
  await resolveSession(stage.house, here, session)
  expect(await seen()).toBe(first)
  stage.house.clock.advance(1)
  await resolveSession(stage.house, here, session)
  expect(await seen()).toBe(first + minute)
})

test('staff of one municipality never resolve in the other, and their links do not work there', async () => {
  const { session } = await signedIn(here)
  expect(await resolveSession(stage.house, there, session)).toBeUndefined()
  expect((await resolveSession(stage.house, here, session))?.actor.municipalityId).toBe(here)
  const { token } = await somebody(here)
  expect((await signInWithLink(stage.house, there, token)).ok).toBe(false)
  expect((await signInWithLink(stage.house, here, token)).ok).toBe(true)
  const seen = await withMunicipality(stage.house.db, there, (tx) =>
    tx.selectFrom('session').select('municipality_id').execute(),
  )
  expect(seen.filter((row) => row.municipality_id !== there)).toEqual([])
})

test('signing out ends the session at once', async () => {
  const { session } = await signedIn(here)
  await signOut(stage.house, here, session)
  expect(await resolveSession(stage.house, here, session)).toBeUndefined()
})

test('when somebody ends, every session and every unused link of theirs ends', async () => {
  const { session, staffId } = await signedIn(here)
  const again = await signedIn(here)
  await endStaff(stage.house, systemActor(here), staffId)
  expect(await resolveSession(stage.house, here, session)).toBeUndefined()
  expect(await resolveSession(stage.house, here, again.session)).toBeDefined()
  const other = await somebody(here)
  await endStaff(stage.house, systemActor(here), other.staffId)
  expect((await signInWithLink(stage.house, here, other.token)).ok).toBe(false)
})

test('somebody who comes back signs in anew: neither an old session nor an old link lives again', async () => {
  const { session, staffId } = await signedIn(here)
  const unused = await somebody(here)
  for (const one of [staffId, unused.staffId]) await endStaff(stage.house, systemActor(here), one)
  const { rows } = await stage.database.owner.query(
    'SELECT email, name FROM staff WHERE staff_id = ANY($1)',
    [[staffId, unused.staffId]],
  )
  for (const row of rows) await addStaff(stage.house, systemActor(here), { ...row, roles: [] })
  expect(await resolveSession(stage.house, here, session)).toBeUndefined()
  expect((await signInWithLink(stage.house, here, unused.token)).ok).toBe(false)
})

/** A house whose letters can be read. */
function withLetters() {
  const letters: Mail[] = []
  const mailer = {
    configured: true,
    send: async (mail: Mail) => {
      letters.push(mail)
      return ok(undefined)
    },
  }
  return { letters, house: { ...stage.house, mailer } }
}

const askedFor = async (at: MunicipalityId) =>
  withMunicipality(stage.house.db, at, (tx) =>
    tx
      .selectFrom('outbox')
      .select('payload')
      .where('event', '=', 'signIn.requested')
      .orderBy('outbox_id')
      .execute(),
  )

test('asking for a link gets the same answer whether the address exists or not', async () => {
  const { house, letters } = withLetters()
  const { email, staffId } = await somebody(there)
  const known = await requestSignIn(house, there, { email: ` ${email.toUpperCase()} `, address: '192.0.2.1' })
  const unknown = await requestSignIn(house, there, { email: 'ingen@kommun.test', address: '192.0.2.1' })
  expect(known).toEqual(unknown)
  expect(known.ok).toBe(true)
  expect((await askedFor(there)).map((row) => row.payload)).toMatchObject([
    { staff: staffId },
    { staff: null },
  ])
  const at = house.clock.now()
  await mailSignInLink(house, there, { staff: null, at })
  expect(letters).toEqual([])
  await mailSignInLink(house, there, { staff: staffId, at })
  expect(letters.map((letter) => letter.to)).toEqual([email])
  const link = /https?:\S+/.exec(letters[0]?.text ?? '')?.[0] ?? ''
  expect(link.startsWith('http://uppsikt.lillaker.test:3000/logga-in/lank/')).toBe(true)
  stage.house.clock.advance(15 * minute - 1)
  expect(await signInLinkHolds(house, there, tokenOf(link))).toBe(true)
  stage.house.clock.advance(1)
  expect(await signInLinkHolds(house, there, tokenOf(link))).toBe(false)
  await mailSignInLink(house, there, { staff: staffId, at: new Date(at.getTime() - minute) })
  expect(letters).toHaveLength(1)
})

test('asking too often is refused, counted by e-mail address and by where it comes from', async () => {
  const { house } = withLetters()
  stage.house.clock.set(new Date('2026-11-22T08:00:00Z'))
  const ask = (email: string, address: string) => requestSignIn(house, here, { email, address })
  for (let n = 0; n < 5; n += 1) expect((await ask('a@kommun.test', `192.0.2.${n}`)).ok).toBe(true)
  const until = new Date('2026-11-22T08:15:00Z')
  expect(await ask('A@kommun.test', '192.0.2.9')).toEqual({ ok: false, error: { kind: 'tooMany', until } })
  expect((await ask('b@kommun.test', '192.0.2.9')).ok).toBe(true)
  for (let n = 0; n < 30; n += 1) await ask(`c${n}@kommun.test`, '198.51.100.1')
  expect((await ask('ny@kommun.test', '198.51.100.1')).ok).toBe(false)
  // Nor does whoever is refused use up anybody else's.
  for (let n = 0; n < 6; n += 1) expect((await ask('d@kommun.test', '198.51.100.1')).ok).toBe(false)
  expect((await ask('d@kommun.test', '192.0.2.9')).ok).toBe(true)
  stage.house.clock.set(until)
  expect((await ask('a@kommun.test', '198.51.100.1')).ok).toBe(true)
})

test('without a mail server the answer says so, instead of promising a letter', async () => {
  const asked = await requestSignIn(stage.house, here, { email: 'a@kommun.test', address: '192.0.2.1' })
  expect(asked).toEqual({ ok: false, error: { kind: 'noMail' } })
})
