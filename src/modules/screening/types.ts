/** Labels a text can get. The first fifteen are promised to others (docs: the command `screen`). */
export const labels = [
  'threat',
  'hateAgainstGroup',
  'harassment',
  'sexual',
  'callToCrime',
  'profanity',
  'personalData',
  'confidential',
  'copyright',
  'spam',
  'question',
  'praise',
  'complaint',
  'faultReport',
  'staffHate',
  /** The municipality's own words (S7); never from the command, which has none. */
  'ownWord',
  /** Resembles what the municipality has measured (learned/); never from the command either. */
  'learned',
] as const
export type Label = (typeof labels)[number]

/** What `personalData` reasons name as their source. */
export const personalDataKinds = [
  'personalNumber',
  'coordinationNumber',
  'phone',
  'email',
  'address',
  'vehicle',
  'bankAccount',
  'health',
] as const
export type PersonalDataKind = (typeof personalDataKinds)[number]

/**
 * granskning: why a text got a label; a reason belongs to the text, never to its author.
 * `start` and `end` are UTF-16 code units of the original text, end exclusive.
 * `source` is 'list:<list id>:<word as the rulebook has it>', a kind of personal data, 'pattern:<name>',
 * 'own:<word>' or 'learned:<model number>:<day it was trained>'.
 */
export interface Reason {
  readonly label: Label
  readonly start: number
  readonly end: number
  readonly source: string
}

export interface Screening {
  /** ISO 639 code, or 'und' where the text is too short or too odd to say. */
  readonly language: string
  /** Each label once, in the order of `labels`. */
  readonly labels: readonly Label[]
  /** By place in the text. */
  readonly reasons: readonly Reason[]
}

/** ordfiltrets nivå (S7). A list takes part in the filter from its own level upwards. */
export const filterLevels = ['none', 'medium', 'strong'] as const
export type FilterLevel = (typeof filterLevels)[number]

/** A file in rulebook/word-lists; the notation of words is described in its README. */
export interface WordList {
  /** '<name>/<level>'. */
  readonly id: string
  readonly label: Label
  readonly level: Exclude<FilterLevel, 'none'>
  readonly source: string
  /** 'YYYY-MM-DD' when the list was last gone through. */
  readonly date: string
  readonly words: readonly string[]
  /** Innocent words that the list's words would otherwise be found in. */
  readonly except?: readonly string[]
  /** Words of this list are also found at the beginning and end of compounds. */
  readonly compounds?: boolean
  /** Words are bent by rule (fitta: fittan, fittor …). */
  readonly inflect?: boolean
  /** Named groups of words that mean something only together. */
  readonly parts?: Readonly<Record<string, readonly string[]>>
  readonly combinations?: readonly Combination[]
  /** Personal data's kind, where the list finds that. */
  readonly kind?: PersonalDataKind
}

/** Parts in this order with at most `gap` other words between each two, within one sentence. */
export interface Combination {
  /** Names of the list's own parts, or 'label:<label>' for anything that has got that label. */
  readonly parts: readonly string[]
  readonly gap: number
}
