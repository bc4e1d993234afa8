import { type Actor, authorize, may } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { newId, Stop, type TaskId } from '../../../kernel/index.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'
import { type Item, itemsByIds, requireItem } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { choosableGrounds, currentPolicy } from '../../policy/index.ts'
import { requireTask, type Task } from '../../tasks/index.ts'
import { type Batch, type FollowedLine, findBatch, insertBatch, insertLine, linesOf } from '../batch-store.ts'
import { type BatchAct, type Planned, plannedFor } from '../rules.ts'
import { measuresOf } from '../store.ts'
import { permissionFor, takeMeasure } from './request.ts'

/** At most this many at once: as many as one can read through before deciding. */
export const mostTogether = 100

/** One of several, with what would be done with it. */
export interface BatchCandidate {
  readonly task: Task
  readonly item: Item
  readonly account: Account
  readonly platform: Platform
  readonly planned: Planned
}

/** An item that a person chooses, and, once it has been read, in which version. */
export interface Chosen {
  readonly taskId: TaskId
  readonly version?: number
}

/**
 * What an act on several would do with each, to be read before it is decided. Tasks that are about no item are left out.
 * @throws Stop('notFound'), Stop('refused') when one of them is out of reach; Stop('invalid') when there are too many.
 */
export async function batchPreview(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  act: BatchAct,
  chosen: readonly Chosen[],
): Promise<BatchCandidate[]> {
  authorize(actor, 'measures.take')
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    candidates(tx, actor, platforms, act, chosen),
  )
}

async function candidates(
  tx: Tx,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  act: BatchAct,
  chosen: readonly Chosen[],
): Promise<BatchCandidate[]> {
  if (chosen.length > mostTogether)
    throw new Stop('invalid', `Du kan åtgärda högst ${mostTogether} åt gången. Välj färre i kön.`)
  const found = new Map<string, BatchCandidate>()
  for (const { taskId, version } of chosen) {
    const task = await requireTask(tx, actor, taskId, 'tasks.work')
    if (!task.recordId || found.has(task.recordId)) continue
    const item = await requireItem(tx, actor.municipalityId, task.recordId)
    const account = await requireAccount(tx, actor.municipalityId, item.accountId)
    authorize(actor, permissionFor(act === 'remove' ? 'removeAsTrash' : 'hide'), account)
    const platform = platformIn(platforms, account.platform)
    const measures = await measuresOf(tx, actor.municipalityId, item.recordId)
    const leftOut = whyLeftOut(task, item, version)
    const planned = leftOut ? { leftOut } : plannedFor(act, platform, item.state, measures)
    found.set(item.recordId, { task, item, account, platform, planned })
  }
  return [...found.values()]
}

function whyLeftOut(task: Task, item: Item, version: number | undefined): string | undefined {
  if (item.withheld) return 'Innehållet är spärrat.'
  if (task.doneAt) return 'En kollega har redan avslutat ärendet.'
  return version === undefined || version === item.version
    ? undefined
    : 'Det har ändrats sedan du öppnade listan.'
}

interface BatchRequest {
  readonly act: BatchAct
  readonly groundId: string
  readonly note: string
  readonly chosen: readonly Chosen[]
}

/**
 * One measure on one ground with several items: each becomes a measure of its own, decided and sealed in a transaction
 * of its own, so that one that cannot be done stops none of the others. What has changed since it was read, and what a
 * colleague has dealt with, is left out, with why.
 * @returns the batch's id. @throws Stop as batchPreview; Stop('invalid') with field groundId.
 */
export async function takeTogether(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  request: BatchRequest,
): Promise<string> {
  authorize(actor, 'measures.take')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a measure is decided by a person')
  const { act, groundId, note } = request
  const batchId = newId()
  const chosen = await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const { settings } = await currentPolicy(tx, municipalityId, now)
    if (!choosableGrounds(settings, now).some(({ id }) => id === groundId))
      throw new Stop('invalid', 'Välj på vilken grund du gör det här. Grunden sparas med varje bevis.', {
        groundId: 'Välj en grund',
      })
    const all = await candidates(tx, actor, platforms, act, request.chosen)
    await insertBatch(tx, municipalityId, {
      batchId,
      staffId,
      at: now,
      act,
      groundId,
      note,
      chosen: all.length,
    })
    const detail = { act, chosen: all.length, ground: groundId }
    await audit(tx, actor, 'measures.together', { kind: 'measureBatch', id: batchId }, detail, now)
    return all
  })
  for (const candidate of chosen) {
    const { task, item } = candidate
    const line = { recordId: item.recordId, taskId: task.taskId, measureId: null, leftOut: null }
    const leftOut = await takeOne(candidate).catch((thrown: unknown) => {
      if (thrown instanceof Stop) return thrown.message
      throw thrown
    })
    if (leftOut !== undefined)
      await withMunicipality(house.db, municipalityId, (tx) =>
        insertLine(tx, municipalityId, batchId, { ...line, leftOut }),
      )
  }
  return batchId

  /** @returns why it is left out. */
  function takeOne({ task, item }: BatchCandidate): Promise<string | undefined> {
    return withMunicipality(house.db, municipalityId, async (tx) => {
      const read = request.chosen.find(({ taskId }) => taskId === task.taskId)
      const [now] = await candidates(tx, actor, platforms, act, read ? [read] : [])
      if (!now) return 'Ärendet finns inte längre.'
      if ('leftOut' in now.planned) return now.planned.leftOut
      const { kind } = now.planned
      const { recordId } = item
      const measure = await takeMeasure(house, tx, actor, platforms, {
        ...{ recordId, kind, version: now.item.version, groundId, note, batch: batchId },
      })
      const line = { recordId, taskId: task.taskId, measureId: measure.measureId, leftOut: null }
      await insertLine(tx, municipalityId, batchId, line)
      return undefined
    })
  }
}

/** What became of each, as far as the reader reaches. */
export interface ReadBatch {
  readonly batch: Batch
  readonly lines: readonly (FollowedLine & { readonly item: Item; readonly account: Account })[]
  /** Chosen, and not reached: the program was stopped in the middle. */
  readonly unreached: number
}

/** @throws Stop('notFound') when there is none, or nothing in it lies within reach. */
export async function readBatch(house: House, actor: Actor, batchId: string): Promise<ReadBatch> {
  authorize(actor, 'tasks.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const batch = await findBatch(tx, municipalityId, batchId)
    const all = batch ? await linesOf(tx, municipalityId, batchId) : []
    const items = new Map(
      (
        await itemsByIds(
          tx,
          municipalityId,
          all.map(({ recordId }) => recordId),
        )
      ).map((item) => [item.recordId, item]),
    )
    const lines: ReadBatch['lines'][number][] = []
    for (const line of all) {
      const item = items.get(line.recordId)
      const account = item && (await requireAccount(tx, municipalityId, item.accountId))
      if (item && account && may(actor, 'tasks.read', account)) lines.push({ ...line, item, account })
    }
    if (!batch || (lines.length === 0 && batch.staffId !== actor.staffId))
      throw new Stop('notFound', 'Listan finns inte. Gå tillbaka till kön.')
    return { batch, lines, unreached: batch.chosen - all.length }
  })
}
