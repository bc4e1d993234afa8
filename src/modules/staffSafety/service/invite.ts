import type { Actor } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import { type StaffId, Stop } from '../../../kernel/index.ts'
import { isInside } from '../rules.ts'
import { agree, membersOf, propose, removeInvited, staffByEmail } from '../store.ts'
import { inOpenRoom, keep, type OwnRoom, tellQuietly } from './room.ts'

const assertDecides = (room: OwnRoom): void => {
  if (room.part === 'invited')
    throw new Stop('refused', 'Bara chefen och medarbetaren bestämmer vem som får vara i rummet.')
}

/** One of the two proposes somebody, who sees nothing until the other has said yes. @throws Stop('invalid') with fields.email. */
export async function invite(house: House, actor: Actor, roomId: string, email: string): Promise<void> {
  await inOpenRoom(house, actor, roomId, async (tx, room) => {
    assertDecides(room)
    const found = await staffByEmail(tx, actor.municipalityId, email)
    const members = await membersOf(tx, room.who, roomId)
    const already = found && members.some(({ staffId }) => staffId === found.staffId)
    if (!found || already) {
      const text = already
        ? `${found.name} är redan med, eller väntar på svar.`
        : 'Ingen kan logga in med den adressen. Kontrollera att den är rätt skriven.'
      throw new Stop('invalid', text, { email: text })
    }
    const { staffId } = found
    await propose(tx, room.who, roomId, staffId, house.clock.now())
    await keep(house, tx, room, { kind: 'proposed', staffId })
    const other = members.find(({ part }) => part !== 'invited' && part !== room.part)
    if (other)
      await tellQuietly(house, tx, actor.municipalityId, other.staffId, {
        roomId,
        thing: `${roomId}/proposed/${staffId}`,
      })
  })
}

/** Yes to somebody whom the other one has proposed; no to them, or out with them, which each of the two may say alone. */
export async function answerInvitation(
  house: House,
  actor: Actor,
  roomId: string,
  staffId: StaffId,
  yes: boolean,
): Promise<void> {
  await inOpenRoom(house, actor, roomId, async (tx, room) => {
    assertDecides(room)
    const invited = (await membersOf(tx, room.who, roomId)).find(
      (one) => one.staffId === staffId && one.part === 'invited',
    )
    if (!invited)
      throw new Stop('conflict', 'Inbjudan finns inte längre. Ladda om sidan och se vem som är med.')
    if (!yes) {
      await removeInvited(tx, room.who, roomId, staffId)
      return keep(house, tx, room, { kind: 'removed', staffId })
    }
    if (isInside(invited)) return
    await agree(tx, room.who, roomId, room, staffId, house.clock.now())
    const after = (await membersOf(tx, room.who, roomId)).find((one) => one.staffId === staffId)
    if (!after || !isInside(after)) return
    await keep(house, tx, room, { kind: 'agreed', staffId })
    await tellQuietly(house, tx, actor.municipalityId, staffId, {
      roomId,
      thing: `${roomId}/agreed/${staffId}`,
    })
  })
}
