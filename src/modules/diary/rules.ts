import { z } from 'zod'
import registration from '../../../rulebook/diary/registration.json' with { type: 'json' }
import { type RecordTypeName, recordTypeName } from '../../evidence/index.ts'
import { type Day, dayOf, due, isDay, type OfficeHours } from '../../kernel/index.ts'
import type { Item } from '../archive/index.ts'
import type { DiaryEntry, EntryWords, Secrecy, Series } from './types.ts'

const paragraph = z.object({
  id: z.enum(['duty', 'entry']),
  title: z.string().min(1),
  wording: z.string().min(1),
  lawRef: z.string().min(1),
  from: z.string().refine(isDay),
  to: z.string().refine(isDay).nullable(),
  source: z.string().min(1),
  checkedByLawyer: z.object({ name: z.string(), date: z.string() }).nullable(),
  needsLawyersCheck: z.string().optional(),
})
export type Paragraph = z.output<typeof paragraph>

/** What the law says of registering, as we describe it. A faulty file stops the program. */
const paragraphs: readonly Paragraph[] = z.array(paragraph).parse(registration)

/** The descriptions that hold on the Swedish day of `at`. */
export const registrationLaw = (at: Date): Paragraph[] => {
  const day = dayOf(at)
  return paragraphs.filter(({ from, to }) => from <= day && (to === null || day <= to))
}

/** 'KS 2026/0481' */
export const numberOf = (series: string, year: number, serial: number): string =>
  `${series} ${year}/${String(serial).padStart(4, '0')}`

export const seriesShape = /^[A-ZÅÄÖ]{1,10}$/

/** The series whose numbers are given here that a typed number would seem to be one of: it could be given twice. */
export const ownSeriesOf = (number: string, series: readonly Series[]): Series | undefined =>
  series.find((one) => one.numbering === 'own' && new RegExp(`^${one.series}\\W*\\d`, 'iu').test(number))

/** A full working day since: registered "without delay" is over by then. Days off, and the municipality's own, do not count. */
export const isLate = (since: Date, officeHours: OfficeHours, now: Date): boolean =>
  now >= due(since, 'within_24h', { clock: 'working_days', officeHours })

const mayBeSecret: readonly string[] = ['confidential', 'personalData']
const secretGroups: readonly string[] = ['secret', 'data']

/**
 * Whether secrecy is to be tried: screening saw something, a measure rested on it, or a person came from where it is
 * known. undefined: nothing points at it, and a person chooses.
 */
export const secrecyToTry = (
  labels: readonly string[],
  groundGroups: readonly (string | undefined)[],
): Secrecy | undefined =>
  labels.some((label) => mayBeSecret.includes(label)) ||
  groundGroups.some((group) => group !== undefined && secretGroups.includes(group))
    ? 'unknown'
    : undefined

const kindWords: Readonly<Record<Item['kind'], string>> = {
  post: 'Inlägg',
  comment: 'Kommentar',
  message: 'Meddelande',
}

/** What is known of an item without a person: when, from whom, and where it was said; never what was said. */
export const wordsOfItem = (
  item: Pick<Item, 'kind' | 'direction' | 'publishedAt' | 'author'>,
  account: string,
): Pick<EntryWords, 'direction' | 'day' | 'counterpart' | 'matter'> => ({
  direction: item.direction,
  day: dayOf(item.publishedAt),
  counterpart: item.direction === 'received' ? (item.author?.trim().slice(0, 200) ?? '') : '',
  matter: `${kindWords[item.kind]} på ${account}`.slice(0, 200),
})

const typeWords: Readonly<Partial<Record<RecordTypeName, string>>> = {
  measure: 'Beslut om en åtgärd',
  decision: 'Beslut',
  drawnUp: 'Upprättad handling',
  capture: 'Skärmbild',
  supervisionRound: 'Tillsynsrunda',
}

/** 'Kommentar av Roger K.', 'Beslut'; without what was said. */
export function recordTitle(
  item: Pick<Item, 'kind' | 'author'> | undefined,
  type: number | undefined,
): string {
  if (item) return `${kindWords[item.kind]} av ${item.author?.trim() || 'okänd avsändare'}`
  const name = type === undefined ? undefined : recordTypeName(type)
  return (name && typeWords[name]) ?? 'Handling'
}

/** What anyone may see of an entry: all of it, or where secrecy holds or may hold, its number and day alone. */
interface OpenEntry {
  readonly number: string
  readonly day: Day
  readonly direction: DiaryEntry['direction']
  /** undefined: not shown. */
  readonly committee: string | undefined
  readonly counterpart: string | undefined
  readonly matter: string | undefined
}

export const openEntry = (entry: DiaryEntry): OpenEntry => {
  const open = entry.secrecy === 'no'
  return {
    number: entry.number ?? '',
    day: entry.day,
    direction: entry.direction,
    committee: open ? entry.committee : undefined,
    counterpart: open ? entry.counterpart : undefined,
    matter: open ? entry.matter : undefined,
  }
}

/** What is wrong with what a person wrote, by field of the form. */
export function faultsOf(words: EntryWords, grounds: readonly string[], today: Day): Record<string, string> {
  const faults: Record<string, string> = {}
  if (words.day > today) faults['dag'] = 'Välj en dag som har varit'
  if (words.groundId !== '' && !grounds.includes(words.groundId)) faults['grund'] = 'Välj en grund i listan'
  if (words.secrecy === 'yes' && words.groundId === '' && words.groundWords === '')
    faults['grund'] = 'Välj vilken bestämmelse som gäller, eller skriv den med egna ord'
  return faults
}
