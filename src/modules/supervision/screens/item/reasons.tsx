import type { RecordId } from '../../../../kernel/index.ts'
import { longDayText, type Reason as Shown, type Span, When } from '../../../../web/index.ts'
import {
  isOtherLanguage,
  languageName,
  type Reason,
  type Repeated,
  type Screening,
  seenAs,
} from '../../../screening/index.ts'
import { queueHref } from '../address.ts'
import { ofPicture } from './pictures/reasons.tsx'

const lists: Readonly<Record<string, string>> = {
  threat: 'Hot',
  'staff-hate': 'Hat mot medarbetare',
  'hate-group': 'Hat mot grupp',
  'hate-words-en': 'Hatord på engelska',
  'call-to-crime': 'Uppmaning till brott',
  complaint: 'Klagomål',
  confidential: 'Sekretess',
  copyright: 'Upphovsrätt',
  'fault-report': 'Felanmälan',
  harassment: 'Personangrepp',
  health: 'Hälsa',
  praise: 'Beröm',
  profanity: 'Svordomar',
  question: 'Frågor',
  sexual: 'Sexuellt',
  spam: 'Reklam och skräp',
}

const levels: Readonly<Record<string, string>> = { medium: 'medel', strong: 'stark' }

const personal: Readonly<Record<string, string>> = {
  personalNumber: 'Ser ut som ett personnummer',
  coordinationNumber: 'Ser ut som ett samordningsnummer',
  phone: 'Ser ut som ett telefonnummer',
  email: 'Ser ut som en e-postadress',
  address: 'Ser ut som en adress',
  vehicle: 'Ser ut som ett registreringsnummer på ett fordon',
  bankAccount: 'Ser ut som ett kontonummer',
  health: 'Ser ut att handla om någons hälsa',
}

/** Hits of one list or kind, in the order they stand in the text. */
interface Group {
  readonly key: string
  readonly reasons: Reason[]
}

/** 'list:threat/medium:passa dig' → 'list:threat/medium': what the hits of one list have in common. */
const keyOf = ({ source }: Reason): string =>
  source.startsWith('list:') ? source.split(':', 2).join(':') : source

function grouped(reasons: readonly Reason[]): Group[] {
  const groups = new Map<string, Group>()
  for (const reason of reasons) {
    const key = keyOf(reason)
    const group = groups.get(key) ?? { key, reasons: [] }
    group.reasons.push(reason)
    groups.set(key, group)
  }
  return [...groups.values()]
}

const links: Readonly<Record<string, string>> = {
  'pattern:shortLink': 'En förkortad länk visar inte vart den går',
  'pattern:borrowedName': 'En länk bär ett känt namn men hör inte hemma där',
  'pattern:hiddenAddress': 'En länk döljer vart den går',
}

const ofRepeated = ({ groupId, count, accounts, since }: Repeated): Shown => ({
  text: (
    <>
      Samma text, eller nästan, <b>{count} gånger</b> sedan <When at={since} />
      {accounts > 1 && `, på ${accounts} konton`}.{' '}
      <a href={queueHref({ sameAs: groupId as RecordId })}>Visa dem som väntar</a>
    </>
  ),
})

function ofLanguage(language: string, readers: readonly string[]): Shown {
  const name = languageName(language)
  return {
    text: (
      <>
        Ser ut att vara skrivet på <b>{name}</b>. Ordlistorna är svenska, så någon som läser {name} behöver
        läsa det.
      </>
    ),
    detail:
      readers.length > 0
        ? `Läser ${name}: ${readers.join(', ')}.`
        : `Ingen har sagt att de läser ${name}. Var och en säger det under Dina val.`,
  }
}

const mostQuoted = 3

const disguises = {
  covered: 'bokstäver är dolda, läst som',
  split: 'isärskrivet, läst som',
  backwards: 'baklänges, läst som',
  otherwise: 'läst som',
} as const

/** '”passa sig” och ”f***a” (bokstäver är dolda, läst som ”fitta”)', as the author wrote it, each once. */
function quoted(reasons: readonly Reason[], text: string): string {
  const hits = new Map<string, Reason>()
  for (const reason of reasons) {
    const words = text.slice(reason.start, reason.end).trim()
    if (!hits.has(words)) hits.set(words, reason)
  }
  const shown = [...hits].slice(0, mostQuoted).map(([words, { source }]) => {
    const quote = `”${words.length > 60 ? `${words.slice(0, 60)}…` : words}”`
    const seen = seenAs(words, source)
    return seen ? `${quote} (${disguises[seen.as]} ”${seen.word}”)` : quote
  })
  const rest = hits.size - shown.length
  if (rest > 0) return `${shown.join(', ')} och ${rest} till`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} och ${shown.at(-1)}` : (shown[0] ?? '')
}

function shownOf({ key, reasons }: Group, text: string): Shown {
  const hits = quoted(reasons, text)
  const [kind, rest = ''] = key.split(/:(.*)/u, 2)
  if (kind === 'list') {
    const [name = '', level = ''] = rest.split('/')
    const list = [lists[name] ?? name, levels[level] ?? level].filter(Boolean).join(', ')
    return {
      text: (
        <>
          Ordlistan <b>{list}</b> träffade {hits}.
        </>
      ),
    }
  }
  if (kind === 'own') {
    return {
      text: (
        <>
          Ert eget bevakade ord <b>{rest}</b> träffade {hits}.
        </>
      ),
    }
  }
  if (kind === 'learned') {
    const [number = '', day = ''] = rest.split(':')
    return {
      icon: 'words',
      text: (
        <>
          Liknar sådant som ni har åtgärdat. Tyngst vägde {hits}. Inlärning {number},{' '}
          {longDayText(new Date(day))}.
        </>
      ),
    }
  }
  if (key === 'pattern:questionMark')
    return { icon: 'talk', text: 'Det slutar med ett frågetecken, så det räknas som en fråga.' }
  const link = links[key]
  if (link) return { icon: 'ext', text: `${link}: ${hits}. Vi har inte öppnat den.` }
  return { icon: 'user', text: `${personal[key] ?? 'Ser ut som en personuppgift'}: ${hits}.` }
}

/**
 * Why an item lies in the queue, in plain Swedish; ends by saying who decides.
 * @param readers names of those who read the language, where it is not Swedish.
 */
export function reasonsOf(
  screening: Screening | undefined,
  text: string,
  readers: readonly string[] = [],
): readonly Shown[] {
  if (!screening) return [{ icon: 'clock', text: 'Texten är inte granskad ännu. Skälen kommer om en stund.' }]
  const { reasons, pictures, repeated, language } = screening
  const all: Shown[] = [
    ...pictures.flatMap(ofPicture),
    ...grouped(reasons).map((group) => shownOf(group, text)),
    ...(screening.labels.includes('sameText') && repeated ? [ofRepeated(repeated)] : []),
    ...(isOtherLanguage(language) ? [ofLanguage(language, readers)] : []),
  ]
  if (all.length === 0)
    return [{ icon: 'info', text: 'Inget i texten gav utslag. Den ligger här för att någon ska läsa den.' }]
  return [...all, { icon: 'info', text: 'Maskinen ger skäl. Det är du som bestämmer.' }]
}

/** Where in the text the reasons stand, but for whole sentences: a question mark marks nothing. */
export const spansOf = (screening: Screening | undefined): readonly Span[] =>
  (screening?.reasons ?? []).filter(({ source }) => source !== 'pattern:questionMark')
