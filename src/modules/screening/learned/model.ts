import type { Reason } from '../types.ts'
import { bucketCount, type Reading, readText } from './reading.ts'

/** What has been learnt: a weight for each bucket, and from which score a text resembles what was measured. */
export interface Model {
  readonly weights: Float32Array
  readonly threshold: number
}

/** A model in use, by the name that its reasons go by. */
export interface NumberedModel extends Model {
  readonly number: number
  /** 'YYYY-MM-DD' */
  readonly day: string
}

/** Changes with whatever makes an older model's weights mean something else; such a model is trained again. */
export const modelFormat = 1

/** How many texts of each kind each bucket stands in. */
export interface Counts {
  readonly measured: Int32Array
  readonly stood: Int32Array
}

export const noCounts = (): Counts => ({
  measured: new Int32Array(bucketCount),
  stood: new Int32Array(bucketCount),
})

/** Pieces in fewer texts than this weigh nothing: what few have written leaves no trace in a model. */
export const fewestTexts = 5
const smoothing = 0.3

/**
 * Naive Bayes over both kinds at once: how much more often a piece stands in what was measured than in what was let
 * stand, as a logarithm. Each kind is set against its own total, so that it does not matter which is the rarer.
 * The same counts give the same weights.
 */
export function weightsOf({ measured, stood }: Counts): Float32Array {
  const weights = new Float32Array(bucketCount)
  const inMeasured = measured.reduce((sum, each) => sum + each, 0) + smoothing
  const inStood = stood.reduce((sum, each) => sum + each, 0) + smoothing
  for (let bucket = 0; bucket < bucketCount; bucket += 1) {
    const yes = measured[bucket] ?? 0
    const no = stood[bucket] ?? 0
    if (yes + no < fewestTexts) continue
    weights[bucket] = Math.log((yes + smoothing) / inMeasured) - Math.log((no + smoothing) / inStood)
  }
  return weights
}

/** How much a text resembles what was measured; 0 is neither. Over the root of how many pieces are known. */
export function scoreOf(weights: Float32Array, buckets: Int32Array, count: number = buckets.length): number {
  let sum = 0
  let known = 0
  for (let at = 0; at < count; at += 1) {
    const weight = weights[buckets[at] ?? 0] ?? 0
    if (weight === 0) continue
    sum += weight
    known += 1
  }
  return known === 0 ? 0 : sum / Math.sqrt(known)
}

/** A word's place in the text and its part of the score; the parts of all words sum to the score. */
export interface Weighed {
  readonly start: number
  readonly end: number
  readonly weight: number
}

/** What each word of a reading adds to the score. */
export function explain(weights: Float32Array, { buckets, owners, count, view }: Reading): Weighed[] {
  const parts = new Float64Array(view.words)
  let known = 0
  for (let at = 0; at < count; at += 1) {
    const weight = weights[buckets[at] ?? 0] ?? 0
    if (weight === 0) continue
    parts[owners[at] ?? 0] = (parts[owners[at] ?? 0] ?? 0) + weight
    known += 1
  }
  return [...parts].map((sum, word) => ({
    start: view.from[word] ?? 0,
    end: view.to[word] ?? 0,
    weight: known === 0 ? 0 : sum / Math.sqrt(known),
  }))
}

/** So many words are named; the rest weigh less. */
const mostWords = 3

/**
 * Reasons that a text resembles what the municipality has measured: the words that weighed most, none where it does
 * not. Never a verdict, and never from who wrote it.
 */
export function learnedReasons(
  text: string,
  author: string | null,
  found: readonly Reason[],
  { weights, threshold, number, day }: NumberedModel,
): Reason[] {
  const reading = readText(text, author, found)
  if (!(scoreOf(weights, reading.buckets, reading.count) > threshold)) return []
  return explain(weights, reading)
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.start - b.start)
    .slice(0, mostWords)
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => ({ label: 'learned', start, end, source: `learned:${number}:${day}` }))
}
