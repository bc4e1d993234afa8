import { addDays, dayOf, instantOf } from '../../kernel/index.ts'
import { type Availability, capabilitiesOf } from '../../platforms/capabilities.ts'
import type { Capability, ItemState, Platform, Reply } from '../../platforms/contract.ts'
import type { Item } from '../archive/index.ts'
import type { GroundGroup, PolicySettings } from '../policy/index.ts'
import type { Measure, MeasureKind, MeasureState, MeasureStep, ModerationKind, ReplyKind } from './types.ts'

/** The platform capability that a measure needs. */
export const capabilityOf: Readonly<Record<MeasureKind, Capability>> = {
  hide: 'hide',
  unhide: 'unhide',
  hold: 'hold',
  approve: 'approve',
  removeAsTrash: 'remove',
  removeAsSpam: 'remove',
  reply: 'reply',
  privateReply: 'privateReply',
}

export const isReply = (kind: MeasureKind): kind is ReplyKind => kind === 'reply' || kind === 'privateReply'

/** Of a measure of an item: what was done with it, or is on its way. Answers, and what a second person refused, did nothing. */
export const isModeration = <M extends Pick<Measure, 'kind' | 'state'>>(
  measure: M,
): measure is M & { kind: ModerationKind } => !isReply(measure.kind) && measure.state !== 'declined'

/** States that show that the order has been carried out; hiding may be done by holding, and the other way round. */
const fulfilled: Readonly<Record<ModerationKind, readonly (ItemState | 'gone')[]>> = {
  hide: ['hidden', 'held', 'removed', 'gone'],
  hold: ['held', 'hidden', 'removed', 'gone'],
  unhide: ['visible'],
  approve: ['visible'],
  removeAsTrash: ['removed', 'gone'],
  removeAsSpam: ['removed', 'gone'],
}

export const isFulfilled = (kind: ModerationKind, state: ItemState | 'gone'): boolean =>
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
  const last = history.findLast((one) => !isReply(one.kind) && one.state === 'done')
  return platform.moderation?.answerConfirms && last ? last.kind === kind : isFulfilled(kind, state)
}

/** When a person is to have done a part in a measure: what must go without delay at once, else before the day is over. */
export const personDue = (group: GroundGroup | undefined, now: Date): Date =>
  group === 'must' || group === 'secret' ? now : instantOf(addDays(dayOf(now), 1))

/** A ground is needed for what takes something from the public's view; giving it back, or answering, needs none. */
export const needsGround = (kind: MeasureKind): boolean =>
  kind !== 'unhide' && kind !== 'approve' && !isReply(kind)

export const isRemoval = (kind: MeasureKind): boolean => kind === 'removeAsTrash' || kind === 'removeAsSpam'

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

/** How the platform takes something from view at once, by its API: held where it knows that, else hidden. */
export const hidingOf = (platform: Platform): ModerationKind | undefined =>
  (['hold', 'hide'] as const).find((kind) => wayOf(platform, kind) === 'automatic')

/**
 * Fyra ögon: whether a second person approves before the order leaves. What must be taken from view without delay
 * (crimes, secrecy) is hidden by one; where the platform cannot hide, one may also remove it.
 */
export function needsSecond(
  { fourEyes }: { readonly fourEyes: Omit<PolicySettings['fourEyes'], 'replies'> },
  platform: Platform,
  kind: ModerationKind,
  group: GroundGroup | undefined,
): boolean {
  if (!group || !needsGround(kind) || !fourEyes.groups.includes(group)) return false
  const isUrgent = group === 'must' || group === 'secret'
  if (!isRemoval(kind)) return fourEyes.hidingToo && !isUrgent
  return !isUrgent || hidingOf(platform) !== undefined
}

/**
 * The strongest way to take something from view now: removed by the platform's API, else hidden by it, else by hand.
 * @returns undefined when it is gone, or an order of that kind is on its way or done.
 */
export function urgentRemoval(
  platform: Platform,
  state: ItemState | 'gone',
  measures: readonly Measure[],
): ModerationKind | undefined {
  const ways: readonly (readonly [ModerationKind, Availability])[] = [
    ['removeAsTrash', 'automatic'],
    ['hold', 'automatic'],
    ['hide', 'automatic'],
    ['removeAsTrash', 'byHand'],
    ['hide', 'byHand'],
  ]
  const kind = ways.find(([one, way]) => wayOf(platform, one) === way)?.[0]
  if (!kind || state === 'gone' || isAlready(platform, kind, state, measures)) return undefined
  return measures.some((one) => one.kind === kind && isOpen(one.state)) ? undefined : kind
}

/** How the word filter has hidden the item, where its measure is the last: that stands until a person has looked (S7). */
export function keptByFilter(measures: readonly Measure[]): ModerationKind | undefined {
  const last = measures.filter(isModeration).at(-1)
  return last && last.staffId === null && last.state !== 'refused' ? last.kind : undefined
}

export const waitsForPerson = (measures: readonly Measure[]): boolean => keptByFilter(measures) !== undefined

const ended: readonly MeasureState[] = ['done', 'refused', 'declined', 'overtaken']

export const isOpen = (state: MeasureState): boolean => !ended.includes(state)

/** Who took something from view. others: not through us; no platform says whether the author, itself or somebody signed in there. */
export type TakenAwayBy = 'us' | 'filter' | 'others' | 'cannotTell'

/**
 * Told from what is known: an order of ours that was done, against a disappearance without one.
 * @param history the item's measures with their steps, oldest first. @returns undefined for what is shown.
 */
export function takenAwayBy(
  state: ItemState | 'gone',
  history: readonly {
    readonly measure: Pick<Measure, 'kind' | 'state' | 'staffId'>
    readonly steps: readonly Pick<MeasureStep, 'kind'>[]
  }[],
): TakenAwayBy | undefined {
  if (state === 'visible') return undefined
  const last = history.findLast(({ measure }) => isModeration(measure) && measure.state === 'done')
  const isOurs = last && (state === 'hidden' || state === 'held' ? isHiding : isRemoval)(last.measure.kind)
  if (!last || !isOurs) return 'others'
  // A removal whose answer was lost, of something that is gone: it may have been ours.
  const isKnown = last.steps.some(({ kind }) => kind === 'answered' || kind === 'confirmedByHand')
  if (!isKnown) return 'cannotTell'
  return last.measure.staffId === null ? 'filter' : 'us'
}

const isHiding = (kind: MeasureKind): boolean => kind === 'hide' || kind === 'hold'

/** What is done with several at once; each platform has its own way to hide. */
const batchActs = ['hide', 'remove'] as const
export type BatchAct = (typeof batchActs)[number]

export type Planned =
  | { readonly kind: ModerationKind; readonly way: 'automatic' | 'byHand' }
  /** Why it is left out, Swedish. */
  | { readonly leftOut: string }

/** What an act on several would do with one of them, as it stands now. */
export function plannedFor(
  act: BatchAct,
  platform: Platform,
  state: ItemState | 'gone',
  measures: readonly Measure[],
): Planned {
  if (state === 'gone') return { leftOut: 'Det är redan borta från plattformen.' }
  const open = measures.find((one) => isOpen(one.state) && !isReply(one.kind))
  if (open?.state === 'awaitsSecond') return { leftOut: 'En åtgärd väntar redan på en andra person.' }
  if (open) return { leftOut: 'En annan åtgärd är inte klar.' }
  const kinds: readonly ModerationKind[] = act === 'hide' ? ['hide', 'hold'] : ['removeAsTrash']
  const kind = kinds.find((one) => wayOf(platform, one) !== 'unavailable')
  if (!kind) return { leftOut: `${platform.name} har inget sätt att göra det.` }
  if (isAlready(platform, kind, state, measures) && !waitsForPerson(measures))
    return { leftOut: 'Det är redan gjort.' }
  return { kind, way: wayOf(platform, kind) === 'automatic' ? 'automatic' : 'byHand' }
}

/** How an item is answered: to its sender alone where that is asked for or it is a message, else where everybody reads it. */
export const replyBy = (
  platform: Platform | undefined,
  item: Pick<Item, 'kind'>,
  kind: ReplyKind = 'reply',
): Reply['public'] =>
  kind === 'privateReply' || item.kind === 'message' ? platform?.reply?.private : platform?.reply?.public
