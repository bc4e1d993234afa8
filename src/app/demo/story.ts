/** The accounts of Storlunda that have a double, by the names that the stories use. */
export const placeKeys = [
  'bloggen',
  'kvarnen',
  'biblioteket',
  'kommunen',
  'gatan',
  'kulturskolan',
  'nyheter',
  'raddning',
  'sidan',
  'musiken',
  'bilden',
  'filmen',
  'jobben',
  'krisen',
  'parken',
  'tradarna',
] as const
export type PlaceKey = (typeof placeKeys)[number]

/** Storlunda's accounts: also the one that somebody looks at and records by hand. */
export const accountKeys = [...placeKeys, 'klippen'] as const
export type AccountKey = (typeof accountKeys)[number]

export type Scene = 'gata' | 'park' | 'vatten' | 'hus' | 'kväll' | 'snö'

export interface Picture {
  readonly alt: string
  readonly scene: Scene
}

export interface Later {
  readonly text: string
  /** Hours after the first words. */
  readonly after: number
}

interface Aside {
  /** A name by which the rest of the demo finds this comment. */
  readonly as?: string
  /** It answers this comment of the story, counted from 0. */
  readonly to?: number
  /** Hours after the post; without it the demo finds a time. */
  readonly after?: number
  /** Hours before the demo began. */
  readonly ago?: number
  readonly edit?: Later
  /** Taken away by its author, in hours after it was written. */
  readonly gone?: number
}

/** Somebody says something under a post. `us` is the account itself. */
export type Saying = readonly [who: string, text: string, aside?: Aside]

export const us = 'vi'

/** A post and what was said under it. */
export interface Story {
  /** A name by which the rest of the demo finds the post. */
  readonly as?: string
  /** Days before the demo began; without it the story finds its own day among `months`. */
  readonly day?: number
  /** Hours before the demo began, for what is new. */
  readonly ago?: number
  /** Swedish time of day, '09.15'. */
  readonly time?: string
  /** Only in these months of the year, first and last: nobody ploughs in July. */
  readonly months?: readonly [number, number]
  readonly title: string
  readonly text: string
  readonly picture?: Picture
  readonly edit?: Later
  readonly says: readonly Saying[]
}

/** What happens on one of the platforms, at a time. Keys are names within the demo, made from the story's place. */
export interface Happening {
  readonly at: Date
  readonly account: PlaceKey
  readonly what:
    | {
        readonly kind: 'post'
        readonly key: string
        readonly title: string
        readonly text: string
        readonly picture?: Picture
      }
    | {
        readonly kind: 'comment'
        readonly key: string
        readonly on: string
        readonly to?: string
        readonly who: string
        readonly text: string
      }
    | { readonly kind: 'message'; readonly key: string; readonly who: string; readonly text: string }
    | { readonly kind: 'edit'; readonly key: string; readonly text: string }
    | { readonly kind: 'remove'; readonly key: string }
    /** works: false is a withdrawn access; busy: the platform answers with errors. */
    | { readonly kind: 'access'; readonly works: boolean; readonly busy?: boolean }
}
