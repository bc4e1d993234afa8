import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Actor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  describeError,
  fail,
  type MunicipalityId,
  ok,
  type Result,
  type StaffId,
  Stop,
} from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { mayEnterBeside } from '../provider-rules.ts'
import { originOf, properName, signIn } from '../rules.ts'
import {
  deletePasskey,
  findPasskey,
  insertChallenge,
  insertPasskey,
  listPasskeysOf,
  notePasskeyUse,
  takeChallenge,
} from '../store/passkeys.ts'
import { findProvider } from '../store/provider.ts'
import { findStaff } from '../store/staff.ts'
import { findMunicipality } from '../store/structure.ts'
import type { NewSession, Passkey } from '../types.ts'
import { noteBreakGlass } from './break-glass.ts'
import { openSession } from './sessions.ts'

/** A passkey belongs to the municipality's own address: one made elsewhere is of no use here. */
async function relyingParty(house: House, tx: Tx, municipalityId: MunicipalityId) {
  const municipality = await findMunicipality(tx, municipalityId)
  const origin = originOf(house.publicUrl, municipality?.host ?? null)
  return { origin, id: new URL(origin).hostname, name: `Uppsikt, ${municipality?.name ?? ''}` }
}

/** @throws Error for the program itself: keys are people's. */
function personOf(actor: Actor): StaffId {
  if (!actor.staffId) throw new Error('a passkey belongs to a person')
  return actor.staffId
}

/** COSE: Ed25519, ECDSA with SHA-256, RSA with SHA-256; what the authenticators of today have. */
const algorithms = [-8, -7, -257] as const

const challengeEnd = (now: Date): Date => new Date(now.getTime() + signIn.challengeLasts)

/** What the browser needs to make a key for the person who is signed in. Holds for five minutes. */
export async function passkeyRegistration(
  house: House,
  actor: Actor,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const staffId = personOf(actor)
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const party = await relyingParty(house, tx, municipalityId)
    const staff = await findStaff(tx, municipalityId, staffId)
    const held = await listPasskeysOf(tx, municipalityId, staffId)
    const options = await generateRegistrationOptions({
      rpName: party.name,
      rpID: party.id,
      userName: staff?.email ?? actor.name,
      userDisplayName: actor.name,
      userID: new Uint8Array(Buffer.from(staffId.replaceAll('-', ''), 'hex')),
      excludeCredentials: held.map((key) => ({ id: key.credential_id, transports: key.transports })),
      supportedAlgorithmIDs: [...algorithms],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    const now = house.clock.now()
    const challenge = { challenge: options.challenge, staffId, expiresAt: challengeEnd(now) }
    await insertChallenge(tx, municipalityId, challenge, now)
    return options
  })
}

/**
 * Keeps the key that the browser made.
 * @param answer what navigator.credentials gave, from outside and unchecked.
 * @throws Stop('invalid') when it does not hold; Stop('conflict') when it is kept already.
 */
export async function registerPasskey(
  house: House,
  actor: Actor,
  answer: unknown,
  label: string,
): Promise<void> {
  const staffId = personOf(actor)
  const { municipalityId } = actor
  const name = properName(label, 'label')
  // Returned, not thrown: a challenge that has been answered stays used also when the answer does not hold.
  const outcome = await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const party = await relyingParty(house, tx, municipalityId)
    const verified = await attempt(house, () =>
      verifyRegistrationResponse({
        response: answer as RegistrationResponseJSON,
        expectedChallenge: (challenge) => takeChallenge(tx, municipalityId, challenge, staffId, now),
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        supportedAlgorithmIDs: [...algorithms],
      }),
    )
    if (!verified?.verified) return 'doesNotHold'
    const { credential } = verified.registrationInfo
    const kept = await insertPasskey(tx, municipalityId, {
      credential_id: credential.id,
      staff_id: staffId,
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      label: name,
      created_at: now,
    })
    if (!kept) return 'keptAlready'
    await audit(tx, actor, 'passkey.add', { kind: 'staff', id: staffId }, { label: name }, now)
    return 'added'
  })
  if (outcome === 'doesNotHold')
    throw new Stop('invalid', 'Nyckeln gick inte att spara. Börja om, och bekräfta inom fem minuter.')
  if (outcome === 'keptAlready')
    throw new Stop('conflict', 'Den nyckeln finns redan. Använd den när du loggar in.')
}

/** What the browser needs to ask whoever sits there for any key that belongs here. Holds for five minutes. */
export async function passkeyQuestion(
  house: House,
  municipalityId: MunicipalityId,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const party = await relyingParty(house, tx, municipalityId)
    const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: 'required' })
    const now = house.clock.now()
    const challenge = { challenge: options.challenge, staffId: null, expiresAt: challengeEnd(now) }
    await insertChallenge(tx, municipalityId, challenge, now)
    return options
  })
}

/** Somebody answers with a key. One that is unknown, or whose answer does not hold, gives nothing away about why. */
export async function signInWithPasskey(
  house: House,
  municipalityId: MunicipalityId,
  answer: unknown,
): Promise<Result<NewSession, 'keyDoesNotHold' | 'onlyProvider'>> {
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const key = await findPasskey(tx, municipalityId, credentialIdOf(answer))
    const staff = key && (await findStaff(tx, municipalityId, key.staff_id))
    if (!key || !staff || staff.endedAt) return fail('keyDoesNotHold')
    const party = await relyingParty(house, tx, municipalityId)
    const verified = await attempt(house, () =>
      verifyAuthenticationResponse({
        response: answer as AuthenticationResponseJSON,
        expectedChallenge: (challenge) => takeChallenge(tx, municipalityId, challenge, null, now),
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        credential: {
          id: key.credential_id,
          publicKey: new Uint8Array(key.public_key),
          counter: key.counter,
          transports: key.transports,
        },
      }),
    )
    if (!verified?.verified) return fail('keyDoesNotHold')
    await notePasskeyUse(tx, municipalityId, key.credential_id, verified.authenticationInfo.newCounter, now)
    if (!mayEnterBeside(await findProvider(tx, municipalityId), staff)) return fail('onlyProvider')
    await noteBreakGlass(tx, municipalityId, staff, 'passkey', now)
    return ok(await openSession(tx, municipalityId, staff, 'passkey', now))
  })
}

const credentialIdOf = (answer: unknown): string => {
  const id = typeof answer === 'object' && answer !== null && 'id' in answer ? answer.id : undefined
  return typeof id === 'string' && id.length <= 2048 ? id : ''
}

/** The library throws for an answer that does not hold. A fault of the database is ours, and is thrown on. */
async function attempt<T>(house: House, verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify()
  } catch (thrown) {
    if (thrown instanceof Error && 'severity' in thrown) throw thrown
    house.log.info({ reason: describeError(thrown) }, 'a passkey did not hold')
    return undefined
  }
}

/** The signed-in person's own keys. */
export async function ownPasskeys(house: House, actor: Actor): Promise<Passkey[]> {
  const staffId = personOf(actor)
  const rows = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    listPasskeysOf(tx, actor.municipalityId, staffId),
  )
  return rows.map((row) => ({
    credentialId: row.credential_id,
    label: row.label,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }))
}

/** @throws Stop('notFound') when it is not the person's own. */
export async function removePasskey(house: House, actor: Actor, credentialId: string): Promise<void> {
  const staffId = personOf(actor)
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    if (!(await deletePasskey(tx, municipalityId, staffId, credentialId)))
      throw new Stop('notFound', 'Nyckeln finns inte längre. Ladda om sidan för att se dina nycklar.')
    await audit(tx, actor, 'passkey.remove', { kind: 'staff', id: staffId }, {}, house.clock.now())
  })
}
