import type { Actor } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import { type Day, dayOf, newId, Stop } from '../../../kernel/index.ts'
import { closeRoom, insertFollowUp } from '../store.ts'
import type { Content } from '../types.ts'
import { inOpenRoom, keep } from './room.ts'

/** @throws Stop('notFound'), Stop('conflict'): so do all verbs of an open room. */
export const addNote = (house: House, actor: Actor, roomId: string, text: string): Promise<void> =>
  inOpenRoom(house, actor, roomId, (tx, room) => keep(house, tx, room, { kind: 'note', text }))

/** A step is done, or skipped with the reason. Said again, the last word counts. @throws Stop('invalid'). */
export async function takeStep(
  house: House,
  actor: Actor,
  roomId: string,
  step: Omit<Extract<Content, { kind: 'step' }>, 'kind'>,
): Promise<void> {
  await inOpenRoom(house, actor, roomId, async (tx, room) => {
    if (step.outcome === 'skipped' && step.text === '') {
      const text = 'Skriv varför ni hoppar över steget, till exempel att det inte behövs.'
      throw new Stop('invalid', text, { text })
    }
    await keep(house, tx, room, { kind: 'step', ...step })
  })
}

/** A day when the manager, and the employee where it is wished, are reminded. @throws Stop('invalid'). */
export async function addFollowUp(
  house: House,
  actor: Actor,
  roomId: string,
  follow: { readonly day: Day; readonly tellsEmployee: boolean },
): Promise<void> {
  await inOpenRoom(house, actor, roomId, async (tx, room) => {
    if (follow.day <= dayOf(house.clock.now())) {
      const text = 'Välj en dag som kommer, från i morgon.'
      throw new Stop('invalid', text, { day: text })
    }
    await insertFollowUp(tx, room.who, roomId, { followUpId: newId<string>(), ...follow })
  })
}

/** Nothing more is written; what is there can still be read by those in the room. @throws Stop('refused') for the invited. */
export async function endRoom(house: House, actor: Actor, roomId: string): Promise<void> {
  await inOpenRoom(house, actor, roomId, async (tx, room) => {
    if (room.part === 'invited') throw new Stop('refused', 'Bara chefen och medarbetaren kan stänga rummet.')
    await closeRoom(tx, room.who, roomId, house.clock.now())
  })
}
