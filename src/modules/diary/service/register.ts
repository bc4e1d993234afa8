import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import type { DiaryGateway } from '../../../gateways/diary/contract.ts'
import { isUniqueViolation, type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type RecordId, Stop, wallTime } from '../../../kernel/index.ts'
import { acceptRecords } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { ownSeriesOf } from '../rules.ts'
import { entryByNumber, listSeries, lockEntry, nextNumber, recordsOf, writeEntry } from '../store.ts'
import type { Decline, DiaryEntry, EntryWords, Secrecy } from '../types.ts'
import { checkedWords, type Proposal, proposeIn } from './propose.ts'
import { requireEntry, sealEntry } from './sealed.ts'

/** What the registrar decides: the words of the entry, and the number where the municipality's own diary gives it. */
export interface Registration {
  readonly words: EntryWords
  /** Read only where the series is not numbered here. */
  readonly typed: string
}

/**
 * diarieför: a number and a sealed entry in one transaction, so that a number that was given always has its entry.
 * @returns the number. @throws Stop('invalid') with fields of the form; Stop('conflict') when it is settled already.
 */
export async function registerEntry(
  house: House,
  actor: Actor,
  gateway: DiaryGateway,
  entryId: RecordId,
  registration: Registration,
): Promise<string> {
  authorize(actor, 'diary.register')
  return sayTaken(() =>
    withMunicipality(house.db, actor.municipalityId, async (tx) => {
      const entry = await requireEntry(tx, actor, 'diary.register', entryId, lockEntry)
      return registerIn(house, tx, actor, gateway, entry, registration)
    }),
  )
}

/** A registrar who comes from a record proposes and registers at once. @returns the entry's id. */
export async function enterInDiary(
  house: House,
  actor: Actor,
  gateway: DiaryGateway,
  proposal: Proposal,
  typed: string,
): Promise<RecordId> {
  authorize(actor, 'diary.register')
  return sayTaken(() =>
    withMunicipality(house.db, actor.municipalityId, async (tx) => {
      const { entryId } = await proposeIn(house, tx, actor, proposal)
      const entry = await requireEntry(tx, actor, 'diary.register', entryId, lockEntry)
      await registerIn(house, tx, actor, gateway, entry, { words: proposal.words, typed })
      return entryId
    }),
  )
}

async function registerIn(
  house: House,
  tx: Tx,
  actor: Actor,
  gateway: DiaryGateway,
  entry: DiaryEntry,
  { words, typed }: Registration,
): Promise<string> {
  if (entry.state !== 'proposed') throw settledAlready()
  const { staffId } = actor
  if (!staffId) throw new Error('a registrar is a person')
  const now = house.clock.now()
  const checked = await wordsOfEntry(tx, actor, words, now)
  const numbered = await numberFor(tx, actor, gateway, checked.series, typed, now)
  const settled = { settledBy: staffId, settledAt: now }
  await sealEntry(house, tx, actor, { ...entry, ...checked, ...numbered, ...settled, state: 'registered' })
  const subject = { kind: 'record', id: entry.entryId }
  await audit(tx, actor, 'diary.register', subject, { diaryNumber: numbered.number }, now)
  return numbered.number
}

/** What is proposed may leave the committee to the registrar; an entry names it. @throws Stop('invalid'). */
async function wordsOfEntry(tx: Tx, actor: Actor, words: EntryWords, now: Date): Promise<EntryWords> {
  const checked = await checkedWords(tx, actor, words, now)
  if (checked.committee !== '') return checked
  const fault = 'Skriv nämnden, till exempel Kommunstyrelsen'
  throw new Stop('invalid', 'Skriv vilken nämnd handlingen hör till.', { namnd: fault })
}

/** From the series, or as it was typed. @throws Stop('invalid') with field 'nummer'. */
async function numberFor(
  tx: Tx,
  actor: Actor,
  gateway: DiaryGateway,
  series: string | null,
  typed: string,
  now: Date,
): Promise<{ readonly number: string; readonly serial: number | null }> {
  const { municipalityId } = actor
  const known = await listSeries(tx, municipalityId)
  const own = known.find((one) => one.series === series && one.numbering === 'own')
  if (own) return nextNumber(tx, municipalityId, own.series, wallTime(now).year)
  const read = gateway.read(typed)
  if (!read.ok) throw wrongNumber(read.error)
  const taken = ownSeriesOf(read.value, known)
  if (taken)
    throw wrongNumber(`Numren i serien ${taken.series} ges här. Välj serien, så kommer numret av sig självt.`)
  const other = await entryByNumber(tx, municipalityId, read.value)
  if (other) throw wrongNumber(`${read.value} står redan i diariet: ${other.matter}. Skriv ett annat nummer.`)
  return { number: read.value, serial: null }
}

const wrongNumber = (text: string): Stop => new Stop('invalid', text, { nummer: text })

const settledAlready = (): Stop =>
  new Stop('conflict', 'En kollega har redan avgjort den här posten. Ladda om sidan och se vad som står.')

/** Two who type the same number at once: the later is told, as one who came a moment after would be. */
async function sayTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (isUniqueViolation(thrown))
      throw wrongNumber('Numret togs just av en annan post. Skriv ett annat nummer.')
    throw thrown
  }
}

/**
 * Not to be registered: kept in order, or obviously of little importance. Sealed as a decision. What is or may be secret
 * cannot be declined (offentlighets- och sekretesslagen 5 kap. 1 §; A4).
 */
export async function declineEntry(
  house: House,
  actor: Actor,
  entryId: RecordId,
  { as, secrecy }: { readonly as: Decline; readonly secrecy: Secrecy },
): Promise<void> {
  authorize(actor, 'diary.register')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a registrar is a person')
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const entry = await requireEntry(tx, actor, 'diary.register', entryId, lockEntry)
    if (entry.state !== 'proposed') throw settledAlready()
    if (secrecy !== 'no')
      throw new Stop('invalid', 'Det som omfattas av sekretess, eller kan göra det, diarieförs alltid.', {
        provad: 'Pröva sekretessen först. Det som kan röra sekretess diarieförs alltid',
      })
    const about = await recordsOf(tx, municipalityId, entryId)
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: entryId,
        version: 1,
        type: recordTypes.decision,
        fields: {
          decision: 'notRegistered',
          about: about.map(({ record, version }) => ({ record, version })),
          account: entry.accountId ?? undefined,
          reason: as,
          secrecy,
          decidedBy: actor.name,
        },
        parts: [],
      },
    ])
    await writeEntry(tx, municipalityId, {
      ...entry,
      ...{ version: 1, state: 'declined', declinedAs: as, secrecy, settledBy: staffId, settledAt: now },
    })
    await audit(tx, actor, 'diary.decline', { kind: 'record', id: entry.recordId }, { reason: as }, now)
  })
}

/** A new version of an entry; the one before stays as it was. A number that was given here is never changed. */
export async function correctEntry(
  house: House,
  actor: Actor,
  gateway: DiaryGateway,
  entryId: RecordId,
  { words, typed, why }: Registration & { readonly why: string },
): Promise<void> {
  authorize(actor, 'diary.register')
  const { municipalityId } = actor
  const now = house.clock.now()
  await sayTaken(() =>
    withMunicipality(house.db, municipalityId, async (tx) => {
      const entry = await requireEntry(tx, actor, 'diary.register', entryId, lockEntry)
      if (entry.state !== 'registered') throw new Stop('conflict', 'Bara det som är diariefört kan rättas.')
      const { series } = entry
      const checked = { ...(await wordsOfEntry(tx, actor, { ...words, series: null }, now)), series }
      const numbered =
        entry.serial !== null || typed === entry.number
          ? {}
          : await numberFor(tx, actor, gateway, null, typed, now)
      const next = { ...entry, ...checked, ...numbered }
      if (JSON.stringify(next) === JSON.stringify(entry))
        throw new Stop('invalid', 'Ingenting är ändrat. Ändra något, eller gå tillbaka till posten.')
      await sealEntry(house, tx, actor, next, { correction: why })
      const detail = { diaryNumber: next.number ?? '', version: next.version + 1 }
      await audit(tx, actor, 'diary.correct', { kind: 'record', id: entryId }, detail, now)
    }),
  )
}
