import { type Actor, authorize, type Permission } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { type AccountId, newId, type RecordId, type StaffId, Stop } from '../../../kernel/index.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'
import { acceptRecords } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { codeNow, openingsOf, stateOf, vaultTimes } from '../rules.ts'
import { findEntry, insertStep, stepsOf } from '../store.ts'
import type { Details, Opening, OpeningState, Step, StepName } from '../types.ts'
import { readDetails } from './details.ts'

export interface Asking {
  readonly reason: string
  readonly drill: boolean
}

/** Who takes the step: only people open the vault. */
function personOf(actor: Actor): { readonly staffId: StaffId; readonly name: string } {
  if (actor.staffId === undefined) throw new Error('the vault is opened by people alone')
  return { staffId: actor.staffId, name: actor.name }
}

function reasonOf({ reason }: Asking): string {
  const text = reason.trim()
  if (!text || text.length > 1_000)
    throw new Stop('invalid', 'Skriv varför inloggningen behövs, med högst 1\u00a0000 tecken.', {
      reason: 'Skriv varför, till exempel vem som är sjuk och vad som måste göras',
    })
  return text
}

interface Room {
  readonly tx: Tx
  readonly account: Account
  readonly ciphertext: Buffer
  readonly openings: readonly Opening[]
}

/** Does something with one account's entry while nobody else does. @throws Stop('notFound') where there is none. */
async function withEntry<T>(
  house: House,
  actor: Actor,
  permission: Permission,
  accountId: AccountId,
  work: (room: Room) => Promise<T>,
): Promise<T> {
  authorize(actor, permission)
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, permission, account)
    const found = await findEntry(tx, municipalityId, accountId, true)
    if (!found)
      throw new Stop('notFound', 'Kontots inloggning finns inte i valvet. Be kommunikation att lägga in den.')
    const openings = openingsOf(await stepsOf(tx, municipalityId, accountId))
    return work({ tx, account, ciphertext: found.ciphertext, openings })
  })
}

type Take = Pick<Step, 'openingId' | 'way' | 'drill' | 'reason'>

async function take(
  house: House,
  actor: Actor,
  { tx, account }: Room,
  step: StepName,
  what: Take,
): Promise<void> {
  const { openingId, way, drill, reason } = what
  const at = house.clock.now()
  const row = { openingId, way, drill, reason, step, at, ...personOf(actor) }
  await insertStep(tx, actor.municipalityId, account.accountId, row)
  const about = { kind: 'account', id: account.accountId }
  await audit(tx, actor, `vault.${verbOf[step]}`, about, { opening: openingId, way, drill }, at)
}

const verbOf: Readonly<Record<StepName, string>> = {
  asked: 'ask',
  opened: 'open',
  refused: 'refuse',
  shown: 'show',
}

/** One of the two asks. @returns the opening's id. @throws Stop 'refused'; 'notFound'; 'invalid'. */
export function askForVault(
  house: House,
  actor: Actor,
  accountId: AccountId,
  asking: Asking,
): Promise<RecordId> {
  return withEntry(house, actor, 'vault.ask', accountId, async (room) => {
    const openingId = newId<RecordId>()
    const what: Take = { openingId, way: 'twoPersons', drill: asking.drill, reason: reasonOf(asking) }
    await take(house, actor, room, 'asked', what)
    await announce(room.tx, actor.municipalityId, 'vault.asked', { opening: openingId }, house.clock.now())
    return openingId
  })
}

/** Before anything is shown the opening is a sealed decision: who, why, which; never what. */
async function open(house: House, actor: Actor, room: Room, what: Take, askedBy: string): Promise<void> {
  const { openingId, way, drill, reason } = what
  const { accountId, platform, name } = room.account
  await take(house, actor, room, 'opened', what)
  const decided = { decision: 'vaultOpening', account: accountId, accountName: name, platform }
  const fields = { ...decided, way, drill, reason, askedBy, decidedBy: actor.name }
  await acceptRecords(house, room.tx, actor.municipalityId, [
    { recordId: openingId, version: 1, type: recordTypes.decision, fields, parts: [] },
  ])
  await announce(room.tx, actor.municipalityId, 'vault.opened', { opening: openingId }, house.clock.now())
}

const inWords: Readonly<Record<OpeningState, string>> = {
  waiting: 'Ingen har godkänt det ännu. Du får inte se något förrän en till har gjort det.',
  refused: 'En kollega har sagt nej till öppningen. Fråga varför, eller be om en ny.',
  lapsed: 'Tiden har gått ut, så valvet är stängt. Be om en ny öppning.',
  ready: 'Öppningen är redan godkänd.',
  showing: 'Öppningen är redan godkänd.',
  closed: 'Uppgifterna har redan visats och valvet har stängts igen. Be om en ny öppning om du behöver dem.',
}

/** The opening, in one of the states. @throws Stop 'notFound'; 'conflict' that says how it stands instead. */
function requireOpening(
  house: House,
  room: Room,
  openingId: RecordId,
  states: readonly OpeningState[],
): Opening {
  const found = room.openings.find((one) => one.openingId === openingId)
  if (!found) throw new Stop('notFound', 'Öppningen finns inte. Gå till kontots valv och börja om där.')
  const state = stateOf(found, house.clock.now())
  if (!states.includes(state)) throw new Stop('conflict', inWords[state])
  return found
}

/** The other of the two answers. @throws Stop 'refused', also to the one who asked; 'notFound'; 'conflict'. */
export function answerForVault(
  house: House,
  actor: Actor,
  accountId: AccountId,
  openingId: RecordId,
  approved: boolean,
): Promise<void> {
  return withEntry(house, actor, 'vault.approve', accountId, async (room) => {
    const own = room.openings.find((one) => one.openingId === openingId)?.asked.staffId === actor.staffId
    if (own)
      throw new Stop('refused', 'Det är du som har bett om öppningen, så någon annan behöver svara på den.')
    const opening = requireOpening(house, room, openingId, ['waiting'])
    if (approved) await open(house, actor, room, opening, opening.asked.name)
    else await take(house, actor, room, 'refused', opening)
  })
}

/** The crisis role opens alone. @returns the opening's id. @throws Stop 'refused'; 'notFound'; 'invalid'. */
export function openInCrisis(
  house: House,
  actor: Actor,
  accountId: AccountId,
  asking: Asking,
): Promise<RecordId> {
  return withEntry(house, actor, 'vault.crisis', accountId, async (room) => {
    const openingId = newId<RecordId>()
    const what: Take = { openingId, way: 'crisis', drill: asking.drill, reason: reasonOf(asking) }
    await take(house, actor, room, 'asked', what)
    await open(house, actor, room, what, actor.name)
    return openingId
  })
}

export interface Shown {
  readonly account: Account
  readonly opening: Opening
  /** Empty in a drill. The seed of one-time codes is never shown: `code` is. */
  readonly details: Omit<Details, 'totpSeed'>
  readonly code: { readonly code: string; readonly seconds: number } | undefined
  /** When it is over. */
  readonly until: Date
}

/**
 * What the one who asked may see, for ten minutes from the first time. A drill shows that it could be decrypted, and
 * nothing of it.
 * @throws Stop 'refused' to everybody else; 'notFound'; 'conflict' before it is opened and when it is over.
 */
export function showVault(
  house: House,
  actor: Actor,
  accountId: AccountId,
  openingId: RecordId,
): Promise<Shown> {
  return withEntry(house, actor, 'vault.ask', accountId, async (room) => {
    const { account, ciphertext } = room
    const asker = room.openings.find((one) => one.openingId === openingId)?.asked.staffId
    if (asker !== undefined && asker !== actor.staffId)
      throw new Stop('refused', 'Bara den som bad om öppningen får se uppgifterna.')
    const opening = requireOpening(house, room, openingId, ['ready', 'showing'])
    const now = house.clock.now()
    if (!opening.shown) await take(house, actor, room, 'shown', opening)
    const { totpSeed, ...details } = readDetails(house, actor.municipalityId, accountId, ciphertext)
    const until = new Date((opening.shown?.at ?? now).getTime() + vaultTimes.shown)
    if (opening.drill) return { account, opening, details: {}, code: undefined, until }
    return { account, opening, details, code: totpSeed ? codeNow(totpSeed, now) : undefined, until }
  })
}
