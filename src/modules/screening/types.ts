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
  /** Found in an item's pictures, or told of them by the municipality's own classifier. */
  'knownPicture',
  'violence',
  /** The same text several times within a day. */
  'sameText',
  'otherLanguage',
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

/** What screening says of one text. */
export interface TextScreening {
  /** ISO 639 code, or 'und' where the text is too short or too odd to say. */
  readonly language: string
  /** Each label once, in the order of `labels`. */
  readonly labels: readonly Label[]
  /** By place in the text. */
  readonly reasons: readonly Reason[]
}

/** Why a picture got a label; it belongs to the picture, never to whoever posted it. */
export type PictureFinding = { readonly label: Label } & (
  | {
      /** It resembles one that a person here has marked. */
      readonly by: 'mark'
      readonly id: string
      /** The very same file, or one that looks like it. */
      readonly exact: boolean
      /** The measure that was taken on the item it came from, and when it was carried out. */
      readonly measure: string
      readonly at: string
    }
  | { readonly by: 'list'; readonly id: string; readonly exact: boolean; readonly name: string }
  /** What the municipality's own classifier says, in its words. */
  | { readonly by: 'classifier'; readonly name: string; readonly words: string }
)

/** A picture or film of an item's version. */
export interface Picture {
  /** The version that it came with: one that has gone from the platform keeps those of the version before. */
  readonly version: number
  /** Its part in the record: 'media-1'. */
  readonly part: string
  readonly mediaType: string
  /** false until it has been looked at. */
  readonly looked: boolean
  readonly findings: readonly PictureFinding[]
  /** Why it could not be looked at, and why the classifier said nothing of it; Swedish. */
  readonly failure: string | null
  readonly notJudged: string | null
  /** A person has marked it, to be known again. */
  readonly marked: boolean
}

/** The same text, or nearly, several times: a group is named by the record that came first. */
export interface Repeated {
  readonly groupId: string
  readonly count: number
  readonly accounts: number
  readonly since: Date
}

/** What screening says of an item's version: its text, its pictures, and whether its like has come before. */
export interface Screening extends TextScreening {
  readonly pictures: readonly Picture[]
  readonly repeated: Repeated | undefined
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
