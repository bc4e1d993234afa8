import { type Counts, noCounts, scoreOf, weightsOf } from '../screening/index.ts'
import { fewest, mostFalseAlarms, sharesOf } from './rules.ts'
import type { Example, Figures, Report } from './types.ts'

export interface Learned {
  readonly weights: Float32Array
  readonly threshold: number
  readonly report: Report
}

/** The newest fifth is tried on, and never learnt from. */
const unseenShare = 0.2
const folds = 5

interface Scored {
  readonly example: Example
  readonly score: number
}

/**
 * Learns from the older decisions and is tried on the newest; what is handed back is the very model that was tried. The
 * score it takes is chosen on conversations kept apart among the older ones. Pure: the same examples, whatever their
 * order, give the same.
 * @param most share of false alarms to stay under; unless given, the lists' own.
 * @returns undefined where there are too few examples.
 */
export function learn(given: readonly Example[], most?: number): Learned | undefined {
  const examples = [...given].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || (a.record < b.record ? -1 : 1),
  )
  const cut = Math.floor(examples.length * (1 - unseenShare))
  const older = examples.slice(0, cut)
  const unseen = withoutCopies(examples.slice(cut), older)
  const learnt = { measured: measuredIn(older), stood: older.length - measuredIn(older) }
  if (measuredIn(examples) < fewest.measured || examples.length - measuredIn(examples) < fewest.stood)
    return undefined
  if (learnt.measured === 0 || learnt.stood === 0) return undefined

  const total = countsOf(older)
  const apart = scoredApart(older, total)
  const lists = { older: figuresOf(older, isListed), unseen: figuresOf(unseen, isListed) }
  const threshold = thresholdOf(apart, most ?? sharesOf(lists.older).falseAlarms ?? 0)
  const weights = weightsOf(total)
  const isFound = (example: Example) => scoreOf(weights, example.buckets) > threshold
  const scoreApart = new Map(apart.map(({ example, score }) => [example, score]))
  const report: Report = {
    learnt,
    learned: figuresOf(unseen, isFound),
    lists: lists.unseen,
    threads: {
      learned: figuresOf(older, (example) => (scoreApart.get(example) ?? 0) > threshold),
      lists: lists.older,
    },
    grounds: groundsIn(examples, unseen, isFound),
  }
  return { weights, threshold, report }
}

const isListed = ({ listed }: Example): boolean => listed

const measuredIn = (examples: readonly Example[]): number =>
  examples.reduce((sum, { ground }) => sum + (ground === undefined ? 0 : 1), 0)

/** A text that says the same, word for word, as one that was learnt from has been seen. */
function withoutCopies(unseen: readonly Example[], older: readonly Example[]): Example[] {
  const keyOf = ({ buckets }: Example): string => buckets.join(' ')
  const known = new Set(older.map(keyOf))
  return unseen.filter((example) => !known.has(keyOf(example)))
}

function count({ measured, stood }: Counts, example: Example, times: 1 | -1): void {
  const into = example.ground === undefined ? stood : measured
  for (const bucket of example.buckets) into[bucket] = (into[bucket] ?? 0) + times
}

function countsOf(examples: readonly Example[]): Counts {
  const counts = noCounts()
  for (const example of examples) count(counts, example, 1)
  return counts
}

/** Each example scored by a model that has seen nothing of its conversation. `counts` is as it was afterwards. */
function scoredApart(examples: readonly Example[], counts: Counts): Scored[] {
  const foldOf = (thread: string): number => {
    let hash = 7
    for (let at = 0; at < thread.length; at += 1) hash = (Math.imul(hash, 31) + thread.charCodeAt(at)) | 0
    return (hash >>> 0) % folds
  }
  return Array.from({ length: folds }, (_, fold) => {
    const own = examples.filter(({ thread }) => foldOf(thread) === fold)
    for (const example of own) count(counts, example, -1)
    const weights = weightsOf(counts)
    for (const example of own) count(counts, example, 1)
    return own.map((example) => ({ example, score: scoreOf(weights, example.buckets) }))
  }).flat()
}

/** The lists are to be beaten on other texts than these: somewhat below their share leaves room for chance. */
const margin = 0.85

/**
 * Of the scores that stay under a share of false alarms, the one where most more is found than is falsely pointed at; never
 * below what resembles neither kind.
 */
function thresholdOf(scored: readonly Scored[], most: number): number {
  const sorted = [...scored].sort((a, b) => b.score - a.score)
  const measured = measuredIn(scored.map(({ example }) => example))
  const stood = scored.length - measured
  const allowed = Math.floor(Math.min(most, mostFalseAlarms) * margin * stood)
  let best = { gain: Number.NEGATIVE_INFINITY, score: 0 }
  let found = 0
  let falseAlarms = 0
  for (const { example, score } of sorted) {
    if (example.ground !== undefined) {
      found += 1
      continue
    }
    // At this score as threshold, what scored higher is pointed at.
    const gain = found / measured - falseAlarms / stood
    if (gain > best.gain) best = { gain, score }
    falseAlarms += 1
    if (falseAlarms > allowed) break
  }
  return Math.max(0, best.score)
}

function figuresOf(examples: readonly Example[], isFound: (example: Example) => boolean): Figures {
  const measured = examples.filter(({ ground }) => ground !== undefined)
  const stood = examples.filter(({ ground }) => ground === undefined)
  return {
    measured: measured.length,
    found: measured.filter(isFound).length,
    stood: stood.length,
    falseAlarms: stood.filter(isFound).length,
  }
}

function groundsIn(
  examples: readonly Example[],
  unseen: readonly Example[],
  isFound: (example: Example) => boolean,
): Report['grounds'] {
  const all = examples.flatMap(({ ground }) => (ground === undefined ? [] : [ground]))
  return [...new Set(all)]
    .map((ground) => {
      const tried = unseen.filter((example) => example.ground === ground)
      return {
        ground,
        examples: all.filter((one) => one === ground).length,
        unseen: tried.length,
        found: tried.filter(isFound).length,
      }
    })
    .sort((a, b) => b.examples - a.examples || (a.ground < b.ground ? -1 : 1))
}
