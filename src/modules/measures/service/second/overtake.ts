import { recordTypes } from '../../../../evidence/index.ts'
import type { Tx } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import { type MunicipalityId, newId, type RecordId } from '../../../../kernel/index.ts'
import { requireAccount } from '../../../accounts/index.ts'
import { acceptRecords, type Item } from '../../../archive/index.ts'
import { notify } from '../../../notices/index.ts'
import { closeTasks } from '../../../tasks/index.ts'
import { addStep, measuresOf, moveMeasure } from '../../store.ts'
import type { Measure } from '../../types.ts'

const whys = {
  gone: 'Det försvann från plattformen innan en andra person hade svarat.',
  withheld: 'Innehållet spärrades innan en andra person hade svarat.',
} as const

/**
 * What waits for its second person, of an item that has gone or is shown to nobody: there is nothing left to approve, so
 * nobody is asked any longer, and the first person is told. Sealed like every other end of a measure.
 */
export async function overtakeWaiting(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  item: Item,
  why: keyof typeof whys,
): Promise<void> {
  const now = house.clock.now()
  const measures = await measuresOf(tx, municipalityId, item.recordId)
  for (const measure of measures.filter(({ state }) => state === 'awaitsSecond')) {
    const { measureId } = measure
    const recordId = newId<RecordId>()
    const about = [
      { record: item.recordId as string, version: item.version },
      { record: measureId as string, version: 1 },
    ]
    const fields = { about, step: 'overtaken', measure: measure.kind, note: whys[why] }
    await acceptRecords(house, tx, municipalityId, [
      { recordId, version: 1, type: recordTypes.measure, fields, parts: [] },
    ])
    await addStep(tx, municipalityId, {
      ...{ measureId, kind: 'overtaken', at: now, recordId, recordVersion: 1 },
      ...{ detail: whys[why], staffId: null },
    })
    await moveMeasure(tx, municipalityId, measureId, 'overtaken', whys[why], now)
    const task = { kind: 'secondPerson', subjectId: measureId } as const
    await closeTasks(tx, municipalityId, task, 'gone', null, now)
    await tellFirst(tx, municipalityId, measure, whys[why], now)
  }
}

async function tellFirst(
  tx: Tx,
  municipalityId: MunicipalityId,
  { measureId, staffId, recordId, accountId }: Measure,
  why: string,
  now: Date,
): Promise<void> {
  if (!staffId) return
  const { name } = await requireAccount(tx, municipalityId, accountId)
  await notify(
    tx,
    municipalityId,
    {
      ...{
        to: staffId,
        thing: `secondPerson/${measureId}/overtaken`,
        kind: 'secondPerson',
        severity: 'today',
      },
      ...{ accountId, subject: `Behövs inte längre: din åtgärd på ${name}` },
      ...{ line: why, href: `/handlingar/${recordId}` },
    },
    now,
  )
}
