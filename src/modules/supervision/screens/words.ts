import { type IconName, sentence, type Tone } from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import { type Item, wasMissed } from '../../archive/index.ts'
import { isReply, type MeasureKind, type ModerationKind, type TakenAwayBy } from '../../measures/index.ts'
import type { Task } from '../../tasks/index.ts'

interface LabelWords {
  readonly text: string
  readonly tone: Tone
  readonly icon?: IconName
}

/** Violet is for proof and secrecy, red for what cannot wait, amber for what may break a rule. */
const labelWords: Readonly<Record<string, LabelWords>> = {
  threat: { text: 'Hot', tone: 'bad' },
  staffHate: { text: 'Hot eller hat mot en medarbetare', tone: 'bad' },
  hateAgainstGroup: { text: 'Hat mot en grupp', tone: 'bad' },
  callToCrime: { text: 'Uppmaning till brott', tone: 'bad' },
  knownPicture: { text: 'Bilden är känd', tone: 'bad' },
  violence: { text: 'Våld i bild', tone: 'bad' },
  sexual: { text: 'Sexuellt innehåll', tone: 'bad' },
  confidential: { text: 'Kan röra sekretess', tone: 'seal', icon: 'lock' },
  personalData: { text: 'Personuppgifter', tone: 'seal', icon: 'user' },
  copyright: { text: 'Kan vara någon annans verk', tone: 'warn' },
  harassment: { text: 'Personangrepp', tone: 'warn', icon: 'words' },
  profanity: { text: 'Svordomar', tone: 'warn', icon: 'words' },
  ownWord: { text: 'Eget bevakat ord', tone: 'warn', icon: 'words' },
  learned: { text: 'Liknar det ni har åtgärdat', tone: 'warn', icon: 'words' },
  sameText: { text: 'Samma text många gånger', tone: 'warn', icon: 'words' },
  otherLanguage: { text: 'Annat språk', tone: 'info', icon: 'words' },
  spam: { text: 'Reklam eller skräp', tone: 'quiet' },
  flagged: { text: 'Anmäld av allmänheten', tone: 'warn', icon: 'flag' },
  question: { text: 'Fråga', tone: 'info', icon: 'talk' },
  faultReport: { text: 'Felanmälan', tone: 'info', icon: 'talk' },
  complaint: { text: 'Klagomål', tone: 'info', icon: 'talk' },
  praise: { text: 'Beröm', tone: 'info', icon: 'talk' },
}

/** A label in Swedish; one that we have no word for is shown by its code rather than hidden. */
export const labelWord = (label: string): LabelWords => labelWords[label] ?? { text: label, tone: 'quiet' }

export const labelChoices: readonly { readonly value: string; readonly text: string }[] = Object.entries(
  labelWords,
).map(([value, { text }]) => ({ value, text }))

export const kindWord: Readonly<Record<Item['kind'], string>> = {
  post: 'inlägg',
  comment: 'kommentar',
  message: 'meddelande',
}

/** 'kommentaren', for sentences: "Dölj kommentaren". */
export const theKind: Readonly<Record<Item['kind'], string>> = {
  post: 'inlägget',
  comment: 'kommentaren',
  message: 'meddelandet',
}

const wrote: Readonly<Record<Item['kind'], string>> = {
  post: 'skrev ett inlägg',
  comment: 'kommenterade',
  message: 'skrev ett meddelande',
}

export const authorOf = (item: Item): string => item.author?.trim() || 'Okänd avsändare'

/** What a row and its pane are called. A reason belongs to the text, so no name stands beside a suspected crime. */
export function titleOf(task: Task, item: Item | undefined, account: Account | undefined): string {
  if (task.kind === 'accountFailing') return `${account?.name ?? 'Ett konto'} går inte att hämta`
  if (task.kind === 'reconsideration') return 'Någon ber oss pröva igen'
  if (task.kind === 'flag') return 'Anmält av allmänheten'
  if (task.kind === 'measureStuck') return 'En åtgärd är inte genomförd'
  if (task.kind === 'byHand') return 'En åtgärd ska göras för hand'
  if (task.kind === 'secondPerson') return 'Väntar på en andra person'
  if (item?.withheld) return 'Misstänkt övergrepp mot barn'
  // What it is written in is a badge, not what it is about.
  const label = task.labels.find((one) => one !== 'otherLanguage')
  if (!item) return label ? labelWord(label).text : 'Ett ärende'
  if (!label) return `${authorOf(item)} ${wrote[item.kind]}`
  if (labelWord(label).tone === 'info') return `${labelWord(label).text} från ${authorOf(item)}`
  return labelWord(label).text
}

/** What stands in a list of all that has come in. */
export const itemTitle = (item: Item, account: Account | undefined): string =>
  item.direction === 'drawnUp'
    ? `${account?.name ?? 'Vi'} ${wrote[item.kind]}`
    : `${authorOf(item)} ${wrote[item.kind]}`

interface StateWords {
  readonly text: string
  readonly icon: IconName
  readonly tone: Tone
}

/** Where an item is when it is not simply shown. */
const stateWords: Readonly<Partial<Record<Item['state'], StateWords>>> = {
  held: { text: 'Hålls tillbaka', icon: 'hide', tone: 'info' },
  hidden: { text: 'Dold', icon: 'hide', tone: 'info' },
  removed: { text: 'Borttagen', icon: 'trash', tone: 'info' },
  gone: { text: 'Borta från plattformen', icon: 'dash', tone: 'quiet' },
}

const missedWords: StateWords = {
  text: 'Skrevs och togs bort innan det kunde hämtas',
  icon: 'dash',
  tone: 'warn',
}

export const stateOf = (item: Item): StateWords | undefined =>
  wasMissed(item) ? missedWords : stateWords[item.state]

interface MeasureWords {
  /** 'Dölj' */
  readonly verb: string
  /** 'Dold', of a comment, and 'Dolt', of a post or a message: "Dold på Facebook". */
  readonly done: readonly [common: string, neuter: string]
  /** 'att dölja', in "får order att dölja". */
  readonly order: string
  readonly icon: IconName
  /** What follows for those who see the platform. */
  readonly effect: string
  readonly shortcut?: string
}

export const measureWords: Readonly<Record<ModerationKind, MeasureWords>> = {
  hide: {
    verb: 'Dölj',
    done: ['Dold', 'Dolt'],
    order: 'dölja',
    icon: 'hide',
    effect: 'Syns inte längre för dem som läser. Kan ångras.',
    shortcut: 'd',
  },
  hold: {
    verb: 'Håll tillbaka',
    done: ['Tillbakahållen', 'Tillbakahållet'],
    order: 'hålla tillbaka',
    icon: 'clock',
    effect: 'Väntar på godkännande och syns inte för dem som läser. Kan ångras.',
  },
  unhide: {
    verb: 'Visa igen',
    done: ['Visas igen', 'Visas igen'],
    order: 'visa igen',
    icon: 'eye',
    effect: 'Syns igen för dem som läser.',
  },
  approve: {
    verb: 'Godkänn',
    done: ['Godkänd', 'Godkänt'],
    order: 'godkänna',
    icon: 'check',
    effect: 'Syns för dem som läser.',
  },
  removeAsTrash: {
    verb: 'Ta bort',
    done: ['Borttagen', 'Borttaget'],
    order: 'ta bort',
    icon: 'trash',
    effect: 'Läggs i plattformens papperskorg. Plattformen kan tömma den, och då kan det inte ångras.',
    shortcut: 't',
  },
  removeAsSpam: {
    verb: 'Ta bort som skräp',
    done: ['Borttagen som skräp', 'Borttaget som skräp'],
    order: 'ta bort som skräp',
    icon: 'trash',
    effect: 'Läggs bland skräppost. Plattformen kan tömma den, och då kan det inte ångras.',
  },
}

/** What has been done, in a line of history. @param of what it was done with. */
export const doneWord = (kind: MeasureKind, of: Item['kind']): string =>
  isReply(kind) ? 'Svaret är skickat' : measureWords[kind].done[of === 'comment' ? 0 : 1]

/**
 * Who took it away, told no further than it is known. No platform says whether the author did it, it itself, or
 * somebody who is signed in there.
 */
export function takenAwayText(by: TakenAwayBy, { state, direction, kind }: Item): string {
  const isHidden = state === 'hidden' || state === 'held'
  const done = `${isHidden ? 'dol' : 'borttage'}${kind === 'comment' ? (isHidden ? 'd' : 'n') : 't'}`
  const first = sentence(done)
  switch (by) {
    case 'us':
      return `${first} av kommunen.`
    case 'filter':
      return `${first} av ordfiltret.`
    case 'cannotTell':
      return 'Vi skickade en order om att ta bort, men fick aldrig svar. Vi vet inte om det var den som gjorde det.'
    case 'others': {
      const author = isHidden || direction === 'drawnUp' ? '' : 'av den som skrev, '
      return `${first}, men inte genom Uppsikt: ${author}av plattformen eller av någon hos er direkt på plattformen. Plattformen säger inte vem.`
    }
  }
}

const outcomes: Readonly<Record<string, string>> = {
  left: 'Fick stå',
  measured: 'Åtgärdat',
  replied: 'Besvarat',
  lookedThrough: 'Genomläst i en runda',
  recovered: 'Hämtas igen',
  gone: 'Borta från plattformen',
  answered: 'Anmälan besvarad',
  decided: 'Prövat igen',
  declined: 'En andra person sa nej',
  policeTold: 'Polisen är underrättad',
  carriedOut: 'Åtgärden är gjord',
}

export const outcomeWord = (outcome: string | null): string => outcomes[outcome ?? ''] ?? 'Klart'
