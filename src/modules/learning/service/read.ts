import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { isLesson, stateOf } from '../rules.ts'
import { decisionsOfUse, decisionsToLearnFrom, lastTraining, mostCounted } from '../store.ts'
import type { Decided, LearningState, Training, UseDecision } from '../types.ts'

export interface Learning {
  readonly state: LearningState
  readonly training: Training | undefined
  /** Decisions there are to learn from now, of the newest; counted only where nothing has been learnt from them yet. */
  readonly lessons: { readonly measured: number; readonly stood: number }
  /** Newest first. */
  readonly decisions: readonly UseDecision[]
}

/** How the learning stands: its figures, its words, and who turned it on or off. */
export async function readLearning(house: House, actor: Actor): Promise<Learning> {
  authorize(actor, 'learning.read', {})
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const training = await lastTraining(tx, municipalityId)
    const lessons = training?.held
      ? { measured: 0, stood: 0 }
      : lessonsIn(await decisionsToLearnFrom(tx, municipalityId, mostCounted))
    return {
      state: stateOf(training, lessons),
      training,
      lessons,
      decisions: await decisionsOfUse(tx, municipalityId),
    }
  })
}

function lessonsIn(decisions: readonly Decided[]): Learning['lessons'] {
  const lessons = decisions.filter(({ groundId }) => isLesson(groundId))
  const measured = lessons.filter(({ groundId }) => groundId !== null).length
  return { measured, stood: lessons.length - measured }
}
