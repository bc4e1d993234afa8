import { createHash, timingSafeEqual } from 'node:crypto'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId, TaskId } from '../../../kernel/index.ts'
import { measuresOf } from '../../measures/index.ts'
import { groundById } from '../../policy/index.ts'
import { findTask } from '../../tasks/index.ts'
import { seenSince, stateOf } from '../rules.ts'
import { flagNumbered, flagsAt, lastAnswer } from '../store.ts'
import type { Flag, FlagState, FlagStatus } from '../types.ts'

const mostShown = 100

/** The notices that a task gathers, newest first. Called by verbs that have authorised the task's reading. */
export const flagsOf = (
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
): Promise<{ readonly flags: readonly Flag[]; readonly count: number }> =>
  flagsAt(tx, municipalityId, taskId, mostShown)

/** What became of the notices of a task. */
export async function outcomeOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  taskId: TaskId,
  now: Date,
): Promise<FlagState> {
  const task = await findTask(tx, municipalityId, taskId)
  if (!task) throw new Error(`the task ${taskId} of a flag is gone`)
  const measures = task.recordId ? await measuresOf(tx, municipalityId, task.recordId) : []
  const answer = await lastAnswer(tx, municipalityId, taskId)
  return stateOf(task, answer, measures, (id) => groundById(id, now)?.group)
}

/** For whoever has the number. @returns undefined when there is no such notice. */
export const flagStatus = (
  house: House,
  municipalityId: MunicipalityId,
  asked: { readonly number: string; readonly key: string },
): Promise<FlagStatus | undefined> =>
  withMunicipality(house.db, municipalityId, async (tx) => {
    const flag = await flagNumbered(tx, municipalityId, asked.number)
    if (!flag) return undefined
    const { number, receivedAt, link, text, reason, email } = flag
    const given = createHash('sha256').update(asked.key).digest()
    return {
      number,
      receivedAt,
      anonymous: email === null,
      state: seenSince(receivedAt, await outcomeOf(tx, municipalityId, flag.taskId, house.clock.now())),
      own: timingSafeEqual(given, flag.keySha256) ? { link, text, reason, email } : undefined,
    }
  })
