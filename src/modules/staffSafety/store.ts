import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { Day, MunicipalityId, StaffId } from '../../kernel/index.ts'
import type { FollowUp, Member, Part, Room, Who } from './types.ts'

/**
 * The person's own places in rooms, of which each query below is made: where there is none, nothing is found and
 * nothing is written.
 */
const inside = (tx: Tx, { municipalityId, staffId }: Who) =>
  tx
    .selectFrom('safety_member as me')
    .where('me.municipality_id', '=', municipalityId)
    .where('me.staff_id', '=', staffId)
    .where('me.manager_yes_at', 'is not', null)
    .where('me.employee_yes_at', 'is not', null)

const insideOne = (tx: Tx, who: Who, roomId: string) => inside(tx, who).where('me.room_id', '=', roomId)

/** The two who decide who comes in. */
const deciding = (tx: Tx, who: Who, roomId: string) =>
  insideOne(tx, who, roomId).where('me.part', 'in', ['manager', 'employee'])

const rooms = (tx: Tx, who: Who) =>
  inside(tx, who)
    .innerJoin('safety_room as room', (join) =>
      join.onRef('room.municipality_id', '=', 'me.municipality_id').onRef('room.room_id', '=', 'me.room_id'),
    )
    .innerJoin('safety_member as about', (join) =>
      join
        .onRef('about.municipality_id', '=', 'me.municipality_id')
        .onRef('about.room_id', '=', 'me.room_id')
        .on('about.part', '=', 'employee'),
    )
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'me.municipality_id')
        .onRef('staff.staff_id', '=', 'about.staff_id'),
    )
    .select([
      'room.room_id',
      'room.opened_at',
      'room.closed_at',
      'room.content_ciphertext',
      'me.part',
      'staff.name',
    ])

type RoomRow = Awaited<ReturnType<ReturnType<typeof rooms>['execute']>>[number]

const toRoom = (row: RoomRow): Room => ({
  roomId: row.room_id,
  part: row.part as Part,
  about: row.name,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
})

/** The newest first. */
export async function ownRooms(tx: Tx, who: Who): Promise<Room[]> {
  return (await rooms(tx, who).orderBy('room.opened_at', 'desc').execute()).map(toRoom)
}

export async function findRoom(
  tx: Tx,
  who: Who,
  roomId: string,
): Promise<(Room & { readonly ciphertext: Buffer }) | undefined> {
  const row = await rooms(tx, who).where('me.room_id', '=', roomId).executeTakeFirst()
  return row && { ...toRoom(row), ciphertext: row.content_ciphertext }
}

/** A new room with the two whom it is for. */
export async function insertRoom(
  tx: Tx,
  municipalityId: MunicipalityId,
  room: {
    readonly roomId: string
    readonly ciphertext: Buffer
    readonly manager: StaffId
    readonly employee: StaffId
    readonly at: Date
  },
): Promise<void> {
  const { roomId, ciphertext, at } = room
  const place = { municipality_id: municipalityId, room_id: roomId }
  await tx
    .insertInto('safety_room')
    .values({ ...place, content_ciphertext: ciphertext, opened_at: at, closed_at: null })
    .execute()
  const both = { ...place, manager_yes_at: at, employee_yes_at: at }
  await tx
    .insertInto('safety_member')
    .values([
      { ...both, staff_id: room.manager, part: 'manager' },
      { ...both, staff_id: room.employee, part: 'employee' },
    ])
    .execute()
}

export async function membersOf(tx: Tx, who: Who, roomId: string): Promise<Member[]> {
  const rows = await insideOne(tx, who, roomId)
    .innerJoin('safety_member as one', (join) =>
      join.onRef('one.municipality_id', '=', 'me.municipality_id').onRef('one.room_id', '=', 'me.room_id'),
    )
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'one.municipality_id')
        .onRef('staff.staff_id', '=', 'one.staff_id'),
    )
    .select((eb) => [
      'one.staff_id',
      'one.part',
      'one.manager_yes_at',
      'one.employee_yes_at',
      'staff.name',
      eb
        .selectFrom('safety_reading as reading')
        .select(({ fn }) => fn.max('reading.at').as('at'))
        .whereRef('reading.municipality_id', '=', 'one.municipality_id')
        .whereRef('reading.room_id', '=', 'one.room_id')
        .whereRef('reading.staff_id', '=', 'one.staff_id')
        .as('last_read_at'),
    ])
    .orderBy(sql`array_position(array['manager', 'employee', 'invited'], one.part)`)
    .orderBy('staff.name')
    .execute()
  return rows.map((row) => ({
    staffId: row.staff_id,
    name: row.name,
    part: row.part as Part,
    managerYesAt: row.manager_yes_at,
    employeeYesAt: row.employee_yes_at,
    lastReadAt: row.last_read_at ?? undefined,
  }))
}

/** The oldest first, as they lie: encrypted. */
export async function entriesOf(tx: Tx, who: Who, roomId: string) {
  return insideOne(tx, who, roomId)
    .innerJoin('safety_entry as entry', (join) =>
      join
        .onRef('entry.municipality_id', '=', 'me.municipality_id')
        .onRef('entry.room_id', '=', 'me.room_id'),
    )
    .select(['entry.entry_id', 'entry.staff_id', 'entry.at', 'entry.content_ciphertext'])
    .orderBy('entry.at')
    .orderBy('entry.entry_id')
    .execute()
}

export async function insertEntry(
  tx: Tx,
  who: Who,
  roomId: string,
  entry: { readonly entryId: string; readonly at: Date; readonly ciphertext: Buffer },
): Promise<void> {
  await tx
    .insertInto('safety_entry')
    .columns(['municipality_id', 'room_id', 'staff_id', 'entry_id', 'at', 'content_ciphertext'])
    .expression(
      insideOne(tx, who, roomId).select((eb) => [
        'me.municipality_id',
        'me.room_id',
        'me.staff_id',
        eb.val(entry.entryId).as('entry_id'),
        eb.val(entry.at).as('at'),
        eb.val(entry.ciphertext).as('content_ciphertext'),
      ]),
    )
    .execute()
}

export async function insertReading(tx: Tx, who: Who, roomId: string, at: Date): Promise<void> {
  await tx
    .insertInto('safety_reading')
    .columns(['municipality_id', 'room_id', 'staff_id', 'at'])
    .expression(
      insideOne(tx, who, roomId).select((eb) => [
        'me.municipality_id',
        'me.room_id',
        'me.staff_id',
        eb.val(at).as('at'),
      ]),
    )
    .execute()
}

export async function followUpsOf(tx: Tx, who: Who, roomId: string): Promise<FollowUp[]> {
  const rows = await insideOne(tx, who, roomId)
    .innerJoin('safety_follow_up as follow', (join) =>
      join
        .onRef('follow.municipality_id', '=', 'me.municipality_id')
        .onRef('follow.room_id', '=', 'me.room_id'),
    )
    .select(['follow.follow_up_id', 'follow.on_day', 'follow.tells_employee'])
    .orderBy('follow.on_day')
    .execute()
  return rows.map((row) => ({
    followUpId: row.follow_up_id,
    day: row.on_day,
    tellsEmployee: row.tells_employee,
  }))
}

export async function insertFollowUp(tx: Tx, who: Who, roomId: string, follow: FollowUp): Promise<void> {
  await tx
    .insertInto('safety_follow_up')
    .columns(['municipality_id', 'room_id', 'follow_up_id', 'on_day', 'tells_employee'])
    .expression(
      insideOne(tx, who, roomId).select((eb) => [
        'me.municipality_id',
        'me.room_id',
        eb.val(follow.followUpId).as('follow_up_id'),
        eb.val(follow.day).as('on_day'),
        eb.val(follow.tellsEmployee).as('tells_employee'),
      ]),
    )
    .execute()
}

export async function closeRoom(tx: Tx, who: Who, roomId: string, at: Date): Promise<void> {
  await tx
    .updateTable('safety_room')
    .set({ closed_at: at })
    .where('municipality_id', '=', who.municipalityId)
    .where('room_id', 'in', deciding(tx, who, roomId).select('me.room_id'))
    .where('closed_at', 'is', null)
    .execute()
}

/** Somebody new, with the yes of whoever proposes; one who is there already stays as they are. */
export async function propose(tx: Tx, who: Who, roomId: string, staffId: StaffId, at: Date): Promise<void> {
  await tx
    .insertInto('safety_member')
    .columns(['municipality_id', 'room_id', 'staff_id', 'part', 'manager_yes_at', 'employee_yes_at'])
    .expression(
      deciding(tx, who, roomId).select((eb) => [
        'me.municipality_id',
        'me.room_id',
        eb.val(staffId).as('staff_id'),
        eb.val('invited').as('part'),
        sql<Date | null>`CASE WHEN me.part = 'manager' THEN ${at}::timestamptz END`.as('manager_yes_at'),
        sql<Date | null>`CASE WHEN me.part = 'employee' THEN ${at}::timestamptz END`.as('employee_yes_at'),
      ]),
    )
    .onConflict((conflict) => conflict.columns(['municipality_id', 'room_id', 'staff_id']).doNothing())
    .execute()
}

/** The other one's yes. */
export async function agree(
  tx: Tx,
  who: Who,
  roomId: string,
  room: { readonly part: Part },
  staffId: StaffId,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('safety_member')
    .set(room.part === 'manager' ? { manager_yes_at: at } : { employee_yes_at: at })
    .where('municipality_id', '=', who.municipalityId)
    .where('room_id', 'in', deciding(tx, who, roomId).select('me.room_id'))
    .where('staff_id', '=', staffId)
    .where('part', '=', 'invited')
    .execute()
}

/** Of those who were invited: the two whom the room is for stay. */
export async function removeInvited(tx: Tx, who: Who, roomId: string, staffId: StaffId): Promise<void> {
  await tx
    .deleteFrom('safety_member')
    .where('municipality_id', '=', who.municipalityId)
    .where('room_id', 'in', deciding(tx, who, roomId).select('me.room_id'))
    .where('staff_id', '=', staffId)
    .where('part', '=', 'invited')
    .execute()
}

/** Somebody who works here, by address. */
export async function staffByEmail(
  tx: Tx,
  municipalityId: MunicipalityId,
  email: string,
): Promise<{ readonly staffId: StaffId; readonly name: string } | undefined> {
  const row = await tx
    .selectFrom('staff')
    .select(['staff_id', 'name'])
    .where('municipality_id', '=', municipalityId)
    .where(({ fn }) => fn('lower', ['email']), '=', email.toLowerCase())
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row && { staffId: row.staff_id, name: row.name }
}

/** For the clock alone: whom to remind of which room, and nothing of what is in it. */
export async function dueFollowUps(
  tx: Tx,
  municipalityId: MunicipalityId,
  today: Day,
): Promise<{ readonly roomId: string; readonly followUpId: string; readonly staffId: StaffId }[]> {
  const rows = await tx
    .selectFrom('safety_follow_up as follow')
    .innerJoin('safety_room as room', (join) =>
      join
        .onRef('room.municipality_id', '=', 'follow.municipality_id')
        .onRef('room.room_id', '=', 'follow.room_id'),
    )
    .innerJoin('safety_member as one', (join) =>
      join
        .onRef('one.municipality_id', '=', 'follow.municipality_id')
        .onRef('one.room_id', '=', 'follow.room_id'),
    )
    .select(['follow.room_id', 'follow.follow_up_id', 'one.staff_id'])
    .where('follow.municipality_id', '=', municipalityId)
    .where('follow.on_day', '<=', today)
    .where('room.closed_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('one.part', '=', 'manager'),
        eb.and([eb('one.part', '=', 'employee'), eb('follow.tells_employee', '=', true)]),
      ]),
    )
    .execute()
  return rows.map((row) => ({
    roomId: row.room_id,
    followUpId: row.follow_up_id,
    staffId: row.staff_id,
  }))
}
