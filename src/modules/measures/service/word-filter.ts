import { systemActor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, type MeasureId, type MunicipalityId, newId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { requireAccount } from '../../accounts/index.ts'
import { type Item, itemsByIds, versionsOf } from '../../archive/index.ts'
import { isRecordedByHand } from '../../collection/index.ts'
import { currentPolicy, type Policy } from '../../policy/index.ts'
import { caughtByFilter, type Reason, reasonsOf } from '../../screening/index.ts'
import { hidingOf, isReply } from '../rules.ts'
import { measuresOf } from '../store.ts'
import type { Measure, ModerationKind } from '../types.ts'
import { decide } from './decide.ts'

/** Who decided, in the record: nobody has looked yet. */
export const filterName = 'Ordfiltret'

/**
 * Hides what the word filter catches until a person has looked (S7), where the policy says so and the platform can.
 * A recorded measure like any other, sealed before it leaves; the item stays in the queue for a person. The same words
 * are hidden by the filter once: a person who has shown them again has the last word.
 */
export async function hideCaught(
  house: House,
  municipalityId: MunicipalityId,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
  recordIds: readonly string[],
): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const policy = await currentPolicy(tx, municipalityId, now)
    if (!policy.settings.wordFilter.hideUntilApproved) return
    const account = await requireAccount(tx, municipalityId, accountId)
    const platform = platforms.get(account.platform)
    const kind = platform && hidingOf(platform)
    if (!kind || account.state !== 'active') return
    const items = await itemsByIds(tx, municipalityId, [...recordIds])
    const shown = items.filter((item) => canBeHidden(item, policy))
    const reasons = await reasonsOf(tx, municipalityId, shown)
    for (const item of shown) {
      const found = reasons.get(item.recordId) ?? []
      const caught = caughtByFilter(found, policy.settings.wordFilter.level)
      if (caught.length === 0 || (await isDecided(tx, municipalityId, item))) continue
      await decide(
        house,
        tx,
        systemActor(municipalityId, filterName),
        measureOf(item, kind, policy, caught, now),
        item,
      )
    }
  })
}

const dayMilliseconds = 24 * 60 * 60_000

/** Comments of others that are shown now; what was old when it came (an import) has been read by those who will. */
function canBeHidden(item: Item, { settings }: Policy): boolean {
  const age = item.collectedAt.getTime() - item.publishedAt.getTime()
  return (
    item.direction === 'received' &&
    item.kind === 'comment' &&
    item.state === 'visible' &&
    !item.withheld &&
    age <= settings.importQuietDays * dayMilliseconds &&
    !isRecordedByHand(item)
  )
}

/** Whether a measure has been taken on these words, by the filter or by a person. */
async function isDecided(tx: Tx, municipalityId: MunicipalityId, item: Item): Promise<boolean> {
  const measures = (await measuresOf(tx, municipalityId, item.recordId)).filter(({ kind }) => !isReply(kind))
  if (measures.length === 0) return false
  const textOf = new Map(
    (await versionsOf(tx, municipalityId, item.recordId)).map(({ version, fields }) => [
      version,
      fields?.['text'],
    ]),
  )
  return measures.some(
    ({ recordVersion }) => recordVersion === null || textOf.get(recordVersion) === item.text,
  )
}

const measureOf = (
  item: Item,
  kind: ModerationKind,
  policy: Policy,
  caught: readonly Reason[],
  now: Date,
): Measure => ({
  measureId: newId<MeasureId>(),
  recordId: item.recordId,
  recordVersion: item.version,
  number: null,
  accountId: item.accountId,
  kind,
  groundId: null,
  groundWording: null,
  note: noteOf(caught),
  policyVersion: policy.version,
  staffId: null,
  requestedAt: now,
  state: 'requested',
  detail: '',
  finishedAt: null,
  undoes: null,
})

const longestNote = 500

/** 'list:hot/medium:döda, own:svartbygge': what was caught, by the sources that screening names. */
const noteOf = (caught: readonly Reason[]): string =>
  [...new Set(caught.map(({ source }) => source))].join(', ').slice(0, longestNote)
