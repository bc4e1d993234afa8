import type { RecordId, StaffId } from '../../kernel/index.ts'

/** What a person decided about an item: measured with a ground, or let stand. The newest decision on each counts. */
export interface Decided {
  readonly record: RecordId
  /** The version whose words were decided on. */
  readonly version: number
  readonly at: Date
  /** null: it was let stand. */
  readonly groundId: string | null
  /** What it was said under, so that the same conversation is not both learnt from and tried on. */
  readonly thread: string
  readonly text: string
  readonly author: string | null
  readonly authorId: string | null
}

/** lärande exempel: a decision as it is learnt from. Nothing of the author is left in it. */
export interface Example {
  readonly record: string
  readonly version: number
  readonly at: Date
  /** The ground it was measured on; undefined: it was let stand. */
  readonly ground: string | undefined
  readonly thread: string
  /** Whether the word lists find it unsuitable. */
  readonly listed: boolean
  /** What a model knows it by (screening's readText). */
  readonly buckets: Int32Array
}

/** How often something is right on texts it has not seen. */
export interface Figures {
  /** Measured by people, and how many of them were found. */
  readonly measured: number
  readonly found: number
  /** Let stand by people, and how many of them were said to resemble the measured all the same. */
  readonly stood: number
  readonly falseAlarms: number
}

/** What a trial showed. Figures alone. */
export interface Report {
  /** What it learnt from. */
  readonly learnt: { readonly measured: number; readonly stood: number }
  /** On the newest decisions, which it has not seen. */
  readonly learned: Figures
  readonly lists: Figures
  /** On conversations it has not seen, among the older decisions. */
  readonly threads: { readonly learned: Figures; readonly lists: Figures }
  /** Grounds by how many examples there are: of those, how many were among the unseen, and how many of them were found. */
  readonly grounds: readonly {
    readonly ground: string
    readonly examples: number
    readonly unseen: number
    readonly found: number
  }[]
}

/** Words that weigh most for and against, in readable form. */
export interface Words {
  readonly measured: readonly string[]
  readonly stood: readonly string[]
}

export interface Training {
  readonly number: number
  readonly trainedAt: Date
  readonly report: Report
  readonly words: Words
  /** Whether it holds what it learnt: not after something of that has been disposed of, or the program reads differently. */
  readonly held: boolean
  readonly inUse: boolean
}

/** A decision to turn it on or off. */
export interface UseDecision {
  readonly number: number
  readonly on: boolean
  /** null: it turned itself off. */
  readonly staffId: StaffId | null
  readonly name: string | null
  readonly at: Date
}

/** tooFew: examples · tooFewUnseen: to show anything · notBetter: than the lists · forgotten: to be trained again first. */
export type LearningState = 'tooFew' | 'tooFewUnseen' | 'notBetter' | 'mayTurnOn' | 'on' | 'forgotten'
