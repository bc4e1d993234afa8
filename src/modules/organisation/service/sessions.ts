import type { Actor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MunicipalityId, type StaffId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { sessionIdleMinutes } from '../../policy/index.ts'
import { signIn } from '../rules.ts'
import {
  endSession,
  endSessionsOf,
  findSession,
  insertSession,
  runningSessions,
  touchSession,
} from '../store/sign-in.ts'
import { findStaff } from '../store/staff.ts'
import type { NewSession, RunningSession, Session, SignInMethod, Staff } from '../types.ts'
import { hashOf, looksLikeToken, newToken } from './tokens.ts'

/** Begins a session in the transaction in which the person proved who they are. */
export async function openSession(
  tx: Tx,
  municipalityId: MunicipalityId,
  staff: Pick<Staff, 'staffId' | 'name'>,
  method: SignInMethod,
  now: Date,
  providerSession: string | null = null,
): Promise<NewSession> {
  const token = newToken()
  await insertSession(tx, municipalityId, {
    tokenHash: hashOf(token),
    staffId: staff.staffId,
    method,
    csrfToken: newToken(),
    at: now,
    providerSession,
  })
  const actor = personActor(municipalityId, staff)
  await audit(tx, actor, 'session.begin', { kind: 'staff', id: staff.staffId }, { method }, now)
  return { token, staffId: staff.staffId, expires: new Date(now.getTime() + signIn.sessionLasts) }
}

/** The person's own hand, before it is known what they may do. */
export const personActor = (
  municipalityId: MunicipalityId,
  staff: Pick<Staff, 'staffId' | 'name'>,
): Actor => ({
  kind: 'staff',
  municipalityId,
  staffId: staff.staffId,
  name: staff.name,
  grants: [],
  ownAccounts: new Set(),
})

/**
 * The demo's sign-in with one click. Whoever calls it has seen to it that this installation is a demo.
 * @throws Stop('notFound').
 */
export async function startSession(
  house: House,
  municipalityId: MunicipalityId,
  staffId: StaffId,
): Promise<NewSession> {
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const staff = await findStaff(tx, municipalityId, staffId)
    if (!staff || staff.endedAt)
      throw new Stop('notFound', 'Medarbetaren finns inte, eller har slutat. Välj en annan.')
    return openSession(tx, municipalityId, staff, 'demo', house.clock.now())
  })
}

/**
 * Who a session token belongs to, with what they may do right now; undefined when it is unknown here, has rested
 * longer than the policy says, is older than twelve hours, or the person has ended. That it is in use is written
 * down at most once a minute.
 */
export async function resolveSession(
  house: Pick<House, 'db' | 'clock'>,
  municipalityId: MunicipalityId,
  token: string,
): Promise<Session | undefined> {
  if (!looksLikeToken(token)) return undefined
  const tokenHash = hashOf(token)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const limits = await limitsAt(tx, municipalityId, now)
    const row = await findSession(tx, municipalityId, tokenHash, { ...limits, now })
    if (!row) return undefined
    if (now.getTime() - row.lastSeenAt.getTime() >= signIn.lastSeenEvery)
      await touchSession(tx, municipalityId, tokenHash, now)
    const actor: Actor = {
      kind: 'staff',
      municipalityId,
      staffId: row.staffId,
      name: row.name,
      grants: row.grants,
      ownAccounts: new Set(row.ownAccounts),
    }
    return { actor, csrfToken: row.csrfToken, email: row.email }
  })
}

/** A session that began or was used before these runs no longer. */
async function limitsAt(tx: Tx, municipalityId: MunicipalityId, now: Date) {
  const idle = (await sessionIdleMinutes(tx, municipalityId, now)) * 60_000
  return {
    createdAfter: new Date(now.getTime() - signIn.sessionLasts),
    seenAfter: new Date(now.getTime() - idle),
  }
}

/** Where the person is signed in. @param token of the session that asks. */
export async function ownSessions(house: House, actor: Actor, token: string): Promise<RunningSession[]> {
  const { municipalityId, staffId } = actor
  if (!staffId) return []
  const hash = hashOf(token)
  const running = await withMunicipality(house.db, municipalityId, async (tx) =>
    runningSessions(tx, municipalityId, staffId, await limitsAt(tx, municipalityId, house.clock.now())),
  )
  return running.map(({ tokenHash, ...session }) => ({ ...session, isThis: tokenHash.equals(hash) }))
}

/** Ends the person's sessions everywhere but here: a telephone is lost, or a computer was shared. */
export async function endOtherSessions(house: House, actor: Actor, token: string): Promise<void> {
  const { municipalityId, staffId } = actor
  if (!staffId) return
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    await endSessionsOf(tx, municipalityId, staffId, now, hashOf(token))
    await audit(tx, actor, 'session.endOthers', { kind: 'staff', id: staffId }, {}, now)
  })
}

/** Ends the session; the token is worth nothing from then on. Ending one that has ended does nothing. */
export async function signOut(house: House, municipalityId: MunicipalityId, token: string): Promise<void> {
  if (!looksLikeToken(token)) return
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const staffId = await endSession(tx, municipalityId, hashOf(token), now)
    const staff = staffId && (await findStaff(tx, municipalityId, staffId))
    if (!staff) return
    const subject = { kind: 'staff', id: staff.staffId }
    await audit(tx, personActor(municipalityId, staff), 'session.end', subject, {}, now)
  })
}
