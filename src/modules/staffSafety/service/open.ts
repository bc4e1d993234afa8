import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { newId, Stop, type TaskId } from '../../../kernel/index.ts'
import { requireTask } from '../../tasks/index.ts'
import { cipherContext } from '../rules.ts'
import { insertRoom, ownRooms, staffByEmail } from '../store.ts'
import type { Room, RoomContent } from '../types.ts'
import { tellQuietly } from './room.ts'

const noOne = 'Ingen kan logga in med den adressen. Kontrollera att den är rätt skriven.'

/**
 * A manager opens a room for an employee. The municipality's audit trail is told nothing: it is read by people who are
 * not to know that there is a room.
 * @param wanted.taskId what it is about; the manager must be able to read it in the queue.
 * @returns the room's id. @throws Stop('invalid') with fields.email; Stop('refused'); Stop('notFound') for the task.
 */
export async function openRoom(
  house: House,
  actor: Actor,
  wanted: { readonly email: string; readonly taskId?: TaskId | undefined },
): Promise<string> {
  authorize(actor, 'staffSafety.open')
  const { municipalityId, staffId: manager } = actor
  if (!manager) throw new Stop('refused', 'Bara en chef kan öppna ett stängt rum.')
  return withMunicipality(house.db, municipalityId, async (tx) => {
    if (wanted.taskId) await requireTask(tx, actor, wanted.taskId, 'tasks.read')
    const employee = await staffByEmail(tx, municipalityId, wanted.email)
    if (!employee) throw new Stop('invalid', noOne, { email: noOne })
    if (employee.staffId === manager) {
      const text = 'Skriv medarbetarens adress. Är det du som är hotad: be din egen chef öppna rummet.'
      throw new Stop('invalid', text, { email: text })
    }
    const roomId = newId<string>()
    const content: RoomContent = { taskId: wanted.taskId }
    await insertRoom(tx, municipalityId, {
      roomId,
      manager,
      employee: employee.staffId,
      at: house.clock.now(),
      ciphertext: house.keys.encrypt(JSON.stringify(content), cipherContext(municipalityId, roomId)),
    })
    await tellQuietly(house, tx, municipalityId, employee.staffId, { roomId, thing: `${roomId}/opened` })
    return roomId
  })
}

/** The rooms that the person is in; for everybody else they are not there. */
export async function listRooms(house: House, actor: Actor): Promise<Room[]> {
  const { municipalityId, staffId } = actor
  if (!staffId) return []
  return withMunicipality(house.db, municipalityId, (tx) => ownRooms(tx, { municipalityId, staffId }))
}
