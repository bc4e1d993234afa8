import type { Actor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { Stop } from '../../../kernel/index.ts'
import { itemsByIds } from '../../archive/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { findReport } from '../../policeReports/index.ts'
import { findTask } from '../../tasks/index.ts'
import { cipherContext, stepsWith, supportSteps } from '../rules.ts'
import { entriesOf, followUpsOf, insertReading, membersOf } from '../store.ts'
import type { Entry, FollowUp, Incident, Member, Room, RoomContent, Step } from '../types.ts'
import { type OwnRoom, requireOpenRoom, requireRoom } from './room.ts'

export interface RoomPage {
  readonly room: Room
  readonly members: readonly Member[]
  readonly entries: readonly Entry[]
  readonly steps: ReturnType<typeof stepsWith>
  readonly followUps: readonly FollowUp[]
  /** undefined: the room was opened without an item. */
  readonly incident: Incident | undefined
  readonly names: ReadonlyMap<string, string>
}

/** Whether the person is in the room. @throws Stop('notFound') when not. */
export async function assertInside(house: House, actor: Actor, roomId: string): Promise<Room> {
  return withMunicipality(house.db, actor.municipalityId, (tx) => requireRoom(tx, actor, roomId))
}

/** A step of an open room. @throws Stop('notFound'), Stop('conflict'). */
export async function readStep(house: House, actor: Actor, roomId: string, id: string): Promise<Step> {
  await withMunicipality(house.db, actor.municipalityId, (tx) => requireOpenRoom(tx, actor, roomId))
  const step = supportSteps.find((one) => one.id === id)
  if (!step) throw new Stop('notFound', 'Steget finns inte. Gå tillbaka till rummet och välj ett annat.')
  return step
}

async function incidentOf(house: House, tx: Tx, actor: Actor, room: OwnRoom): Promise<Incident | undefined> {
  const { municipalityId } = actor
  const content: RoomContent = JSON.parse(
    house.keys.decrypt(room.ciphertext, cipherContext(municipalityId, room.roomId)),
  )
  const task = content.taskId && (await findTask(tx, municipalityId, content.taskId))
  if (!task?.recordId) return undefined
  const { taskId, recordId } = task
  const [item] = await itemsByIds(tx, municipalityId, [recordId])
  const report = await findReport(tx, municipalityId, recordId)
  return { taskId, recordId, text: item?.text, report }
}

/** The room with all that is in it. The reading is kept, for those in the room. @throws Stop('notFound'). */
export async function readRoom(house: House, actor: Actor, roomId: string): Promise<RoomPage> {
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const room = await requireRoom(tx, actor, roomId)
    const { who } = room
    await insertReading(tx, who, roomId, house.clock.now())
    const members = await membersOf(tx, who, roomId)
    const entries: Entry[] = (await entriesOf(tx, who, roomId)).map((row) => ({
      entryId: row.entry_id,
      staffId: row.staff_id as Entry['staffId'],
      at: row.at,
      content: JSON.parse(
        house.keys.decrypt(row.content_ciphertext, cipherContext(municipalityId, roomId, row.entry_id)),
      ),
    }))
    const named = entries.flatMap(({ staffId, content }) =>
      'staffId' in content ? [staffId, content.staffId] : [staffId],
    )
    return {
      room,
      members,
      entries,
      steps: stepsWith(entries),
      followUps: await followUpsOf(tx, who, roomId),
      incident: await incidentOf(house, tx, actor, room),
      names: await staffNames(tx, municipalityId, named),
    }
  })
}
