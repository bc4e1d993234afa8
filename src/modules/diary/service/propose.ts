import { type Actor, authorize, may } from '../../../access/index.ts'
import { recordTypeName, recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { dayOf, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import type { Account } from '../../accounts/index.ts'
import {
  type Item,
  lastVersion,
  type RecordVersion,
  type VersionRef,
  versionsOf,
} from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { type Measure, measuresOf } from '../../measures/index.ts'
import { groundsAt } from '../../policy/index.ts'
import { authorizeRecord } from '../../records/index.ts'
import { screeningOf } from '../../screening/index.ts'
import { faultsOf, secrecyToTry, wordsOfItem } from '../rules.ts'
import { entryOfRecord, insertEntry, linkRecords, listSeries } from '../store.ts'
import type { DiaryEntry, EntryWords, Secrecy, Series } from '../types.ts'

/** What is known of a record before a person has written anything. */
export interface Draft {
  /** It stands in the diary, or waits for the registrar, already. */
  readonly entry: DiaryEntry | undefined
  readonly words: Pick<EntryWords, 'direction' | 'day' | 'counterpart' | 'matter' | 'groundId'>
  readonly secrecy: Secrecy | undefined
  /** A number that somebody has written for it before. */
  readonly number: string
  readonly series: readonly Series[]
  readonly account: Account | undefined
  readonly mayRegister: boolean
}

interface Subject {
  readonly item: Item | undefined
  readonly account: Account | undefined
  readonly version: RecordVersion
  readonly measures: readonly Measure[]
}

async function subjectOf(tx: Tx, actor: Actor, recordId: RecordId): Promise<Subject> {
  const { municipalityId } = actor
  const { item, account } = await authorizeRecord(tx, actor, 'diary.propose', recordId)
  const [version] = await versionsOf(tx, municipalityId, recordId, 1)
  if (!version) throw new Stop('notFound', 'Handlingen finns inte. Sök efter den i stället.')
  if (version.type === recordTypes.diaryEntry)
    throw new Stop('conflict', 'Det här är redan en post i diariet. Öppna den därifrån.')
  return { item, account, version, measures: item ? await measuresOf(tx, municipalityId, recordId) : [] }
}

/** What the form holds from the start. @throws Stop('notFound'), Stop('refused'). */
export async function draftEntry(house: House, actor: Actor, recordId: RecordId): Promise<Draft> {
  authorize(actor, 'diary.propose')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const { item, account, version, measures } = await subjectOf(tx, actor, recordId)
    const grounds = groundsOf(measures)
    const labels = item ? ((await screeningOf(tx, municipalityId, recordId, item.version))?.labels ?? []) : []
    const entry = await entryOfRecord(tx, municipalityId, recordId)
    return {
      entry: entry?.state === 'declined' ? undefined : entry,
      words: {
        ...(item ? wordsOfItem(item, account?.name ?? 'kontot') : wordsOfRecord(version)),
        groundId: grounds.find(({ group }) => group === 'secret')?.id ?? '',
      },
      secrecy: secrecyToTry(
        labels,
        grounds.map(({ group }) => group),
      ),
      number: version.fields?.['diaryNumber'] ?? '',
      series: await listSeries(tx, municipalityId),
      account,
      mayRegister: may(actor, 'diary.register', account ?? {}),
    }
  })
}

const groundsOf = (measures: readonly Measure[]) =>
  measures.flatMap(
    ({ groundId, requestedAt }) => groundsAt(requestedAt).find(({ id }) => id === groundId) ?? [],
  )

/** A record that is not an item: we made it, but for what somebody sent in by our own form. */
function wordsOfRecord(version: RecordVersion): Omit<Draft['words'], 'groundId'> {
  const fields = version.fields ?? {}
  const received = ['flag', 'reconsideration'].includes(fields['kind'] ?? '')
  return {
    direction: received ? 'received' : 'drawnUp',
    day: dayOf(version.acceptedAt),
    counterpart: '',
    matter: received
      ? 'Inkommet genom kommunens formulär'
      : recordTypeName(version.type) === 'decision'
        ? 'Beslut'
        : 'Upprättad handling',
  }
}

export interface Proposal {
  readonly recordId: RecordId
  readonly words: EntryWords
  /** To the registrar. */
  readonly note: string
}

/** Puts a record before the registrar. @returns the entry; the one there is, when it has been done already. */
export async function proposeEntry(house: House, actor: Actor, proposal: Proposal): Promise<RecordId> {
  authorize(actor, 'diary.propose')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const { entryId } = await proposeIn(house, tx, actor, proposal)
    return entryId
  })
}

/** In the caller's transaction. @throws Stop('invalid') with fields of the form. */
export async function proposeIn(
  house: House,
  tx: Tx,
  actor: Actor,
  { recordId, words, note }: Proposal,
): Promise<DiaryEntry> {
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('an entry is proposed by a person')
  const now = house.clock.now()
  const { item, account, version, measures } = await subjectOf(tx, actor, recordId)
  const checked = await checkedWords(tx, actor, words, now)
  const entry: DiaryEntry = {
    ...checked,
    ...{ entryId: newId<RecordId>(), version: 0, state: 'proposed', recordId, note },
    ...{ accountId: account?.accountId ?? null, number: null, serial: null },
    since: item?.publishedAt ?? version.acceptedAt,
    ...{ proposedBy: staffId, proposedAt: now, settledBy: null, settledAt: null, declinedAs: null },
  }
  if (!(await insertEntry(tx, municipalityId, entry))) {
    const held = await entryOfRecord(tx, municipalityId, recordId)
    if (!held) throw new Error(`record ${recordId} could not be proposed and has no entry`)
    return held
  }
  const own = { record: recordId, version: version.version }
  await linkRecords(tx, municipalityId, entry.entryId, [own, ...(await refsOf(tx, actor, measures))], now)
  const subject = { kind: 'record', id: recordId }
  await audit(tx, actor, 'diary.propose', subject, { entry: entry.entryId }, now)
  return entry
}

/** What has been decided and answered goes with what it is about. */
async function refsOf(tx: Tx, actor: Actor, measures: readonly Measure[]): Promise<VersionRef[]> {
  const refs: VersionRef[] = []
  for (const { measureId } of measures) {
    const record = measureId
    const version = await lastVersion(tx, actor.municipalityId, record)
    if (version > 0) refs.push({ record, version })
  }
  return refs
}

/** The words as they may be kept; a series brings its committee. @throws Stop('invalid'). */
export async function checkedWords(tx: Tx, actor: Actor, words: EntryWords, now: Date): Promise<EntryWords> {
  const series = words.series
    ? (await listSeries(tx, actor.municipalityId)).find((one) => one.series === words.series)
    : undefined
  const grounds = groundsAt(now).flatMap(({ id, group }) => (group === 'secret' ? [id] : []))
  const faults = {
    ...faultsOf(words, grounds, dayOf(now)),
    ...(words.series && !series && { serie: 'Välj en serie i listan' }),
  }
  if (Object.keys(faults).length > 0)
    throw new Stop('invalid', 'Något i posten behöver rättas. Inget är sparat.', faults)
  return { ...words, committee: series?.committee ?? words.committee }
}
