import type { Actor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { SecretPlace } from '../../../infra/signing/secret-places.ts'
import { type MunicipalityId, newId, Stop } from '../../../kernel/index.ts'
import { notify } from '../../notices/index.ts'
import { cipherContext } from '../rules.ts'
import { findRoom, insertEntry } from '../store.ts'
import type { Content, Room, Who } from '../types.ts'

/** A room as one of its members has it. */
export type OwnRoom = Room & { readonly who: Who; readonly ciphertext: Buffer }

/**
 * Where other verbs ask for a permission: no role opens a room, only a place in it does.
 * @throws Stop('notFound') alike for a room that does not exist and one that is somebody else's.
 */
export async function requireRoom(tx: Tx, actor: Actor, roomId: string): Promise<OwnRoom> {
  const who = actor.staffId && { municipalityId: actor.municipalityId, staffId: actor.staffId }
  const room = who && (await findRoom(tx, who, roomId))
  if (!who || !room)
    throw new Stop('notFound', 'Sidan finns inte, eller så är den inte din. Gå till startsidan.')
  return { ...room, who }
}

/** @throws Stop('conflict') when the room is closed; as requireRoom. */
export async function requireOpenRoom(tx: Tx, actor: Actor, roomId: string): Promise<OwnRoom> {
  const room = await requireRoom(tx, actor, roomId)
  if (room.closedAt)
    throw new Stop(
      'conflict',
      'Rummet är stängt. Det går att läsa men inte att skriva i. Öppna ett nytt rum om stödet behövs igen.',
    )
  return room
}

/** Something done in an open room, in one transaction. */
export const inOpenRoom = <T>(
  house: House,
  actor: Actor,
  roomId: string,
  act: (tx: Tx, room: OwnRoom) => Promise<T>,
): Promise<T> =>
  withMunicipality(house.db, actor.municipalityId, async (tx) =>
    act(tx, await requireOpenRoom(tx, actor, roomId)),
  )

/** Keeps what a member has written, encrypted. */
export async function keep(house: House, tx: Tx, room: OwnRoom, content: Content): Promise<void> {
  const entryId = newId<string>()
  const context = cipherContext(room.who.municipalityId, room.roomId, entryId)
  await insertEntry(tx, room.who, room.roomId, {
    entryId,
    at: house.clock.now(),
    ciphertext: house.keys.encrypt(JSON.stringify(content), context),
  })
}

/** Tells one person that there is something to read. Neither kind, subject nor line says that there is a room. */
export async function tellQuietly(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  to: Parameters<typeof notify>[2]['to'],
  about: { readonly roomId: string; readonly thing: string },
): Promise<void> {
  await notify(
    tx,
    municipalityId,
    {
      to,
      thing: `personal/${about.thing}`,
      kind: 'personal',
      severity: 'today',
      subject: 'Ett besked till dig',
      line: 'Logga in i Uppsikt och läs det när du är för dig själv.',
      href: `/personalskydd/${about.roomId}`,
    },
    house.clock.now(),
  )
}

export const roomSecrets: readonly SecretPlace[] = [
  {
    ...{ table: 'safety_room', column: 'content_ciphertext', key: ['room_id'] },
    context: (municipalityId, roomId = '') => cipherContext(municipalityId, roomId),
  },
  {
    ...{ table: 'safety_entry', column: 'content_ciphertext', key: ['room_id', 'entry_id'] },
    context: (municipalityId, roomId = '', entryId = '') => cipherContext(municipalityId, roomId, entryId),
  },
]
