import type { Capability, Collectable, Platform } from './contract.ts'

/** automatic: through the API · byHand: by steps that a person follows and confirms · unavailable: the platform has no such thing. */
export type Availability = 'automatic' | 'byHand' | 'unavailable'

const collectable: readonly Collectable[] = [
  'posts',
  'comments',
  'messages',
  'mentions',
  'visitorPosts',
  'media',
  'edits',
  'deletions',
]

type Capabilities = { readonly [Name in Capability]: Availability } & {
  readonly collect: { readonly [Kind in Collectable]: Availability }
}

/** Whether anything is collected from it; otherwise its items are recorded by hand, and no round is run. */
export const isCollected = ({ collects }: Pick<Platform, 'collects'>): boolean =>
  Object.keys(collects).length > 0

/** What a platform can do, read from the parts it has: no list beside the code that could say otherwise. */
export function capabilitiesOf(platform: Platform): Capabilities {
  const { moderation, reply } = platform
  const either = (part: unknown, capability: Capability): Availability => {
    if (part !== undefined) return 'automatic'
    return platform.byHand[capability] === undefined ? 'unavailable' : 'byHand'
  }
  const collects = collectable.map((kind): [Collectable, Availability] => [
    kind,
    platform.collects[kind] === true ? 'automatic' : 'unavailable',
  ])
  return {
    collect: Object.fromEntries(collects) as Capabilities['collect'],
    hide: either(moderation?.hide, 'hide'),
    unhide: either(moderation?.unhide, 'unhide'),
    hold: either(moderation?.hold, 'hold'),
    approve: either(moderation?.approve, 'approve'),
    remove: either(moderation?.remove, 'remove'),
    blockAuthor: either(moderation?.blockAuthor, 'blockAuthor'),
    reply: either(reply?.public, 'reply'),
    privateReply: either(reply?.private, 'privateReply'),
    publish: either(platform.publishing, 'publish'),
    insights: either(platform.insights, 'insights'),
  }
}

/**
 * The platform of what stands in the register: it was in the catalogue when that was entered, and nothing leaves it.
 * @throws Error when it has left all the same.
 */
export function platformIn(platforms: ReadonlyMap<string, Platform>, id: string): Platform {
  const platform = platforms.get(id)
  if (!platform) throw new Error(`the platform ${id} is not in the catalogue`)
  return platform
}
