import { type Availability, capabilitiesOf } from '../../platforms/capabilities.ts'
import type { Capability, ItemState, Platform, Reply } from '../../platforms/contract.ts'
import type { Item } from '../archive/index.ts'
import type { Measure, MeasureKind, MeasureState, ModerationKind } from './types.ts'

/** The platform capability that a measure needs. */
export const capabilityOf: Readonly<Record<MeasureKind, Capability>> = {
  hide: 'hide',
  unhide: 'unhide',
  hold: 'hold',
  approve: 'approve',
  removeAsTrash: 'remove',
  removeAsSpam: 'remove',
  reply: 'reply',
}

/** States that show that the order has been carried out; hiding may be done by holding, and the other way round. */
const fulfilled: Readonly<Record<MeasureKind, readonly (ItemState | 'gone')[]>> = {
  hide: ['hidden', 'held', 'removed', 'gone'],
  hold: ['held', 'hidden', 'removed', 'gone'],
  unhide: ['visible'],
  approve: ['visible'],
  removeAsTrash: ['removed', 'gone'],
  removeAsSpam: ['removed', 'gone'],
  reply: [],
}

export const isFulfilled = (kind: MeasureKind, state: ItemState | 'gone'): boolean =>
  fulfilled[kind].includes(state)

/**
 * Whether the item is already as the measure would leave it. Where the platform shows no state to look for, it is as
 * our own last order left it.
 * @param history the item's measures, oldest first.
 */
export function isAlready(
  platform: Platform,
  kind: ModerationKind,
  state: ItemState,
  history: readonly Pick<Measure, 'kind' | 'state'>[],
): boolean {
  const last = history.findLast((one) => one.kind !== 'reply' && one.state === 'done')
  return platform.moderation?.answerConfirms && last ? last.kind === kind : isFulfilled(kind, state)
}

/** A ground is needed for what takes something from the public's view; giving it back, or answering, needs none. */
export const needsGround = (kind: MeasureKind): boolean => !['unhide', 'approve', 'reply'].includes(kind)

/** The measure that reverses another; what was removed as a whole may not come back. */
export const reversalOf: Readonly<Record<ModerationKind, ModerationKind>> = {
  hide: 'unhide',
  unhide: 'hide',
  hold: 'approve',
  approve: 'hold',
  removeAsTrash: 'approve',
  removeAsSpam: 'approve',
}

/** How a measure is carried out on a platform: by its API, by a person, or not at all. */
export const wayOf = (platform: Platform, kind: MeasureKind): Availability =>
  capabilitiesOf(platform)[capabilityOf[kind]]

/** How the word filter has hidden the item, where its measure is the last: that stands until a person has looked (S7). */
export function keptByFilter(measures: readonly Measure[]): ModerationKind | undefined {
  const last = measures.findLast(({ kind }) => kind !== 'reply')
  if (!last || last.kind === 'reply' || last.staffId !== null || last.state === 'refused') return undefined
  return last.kind
}

export const waitsForPerson = (measures: readonly Measure[]): boolean => keptByFilter(measures) !== undefined

export const isOpen = (state: MeasureState): boolean => state !== 'done' && state !== 'refused'

/** How an item is answered: a message to its sender alone, anything else where everybody reads it. */
export const replyBy = (platform: Platform | undefined, item: Pick<Item, 'kind'>): Reply['public'] =>
  item.kind === 'message' ? platform?.reply?.private : platform?.reply?.public
