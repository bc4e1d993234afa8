import { expect, test } from 'vitest'
import type { RecordId } from '../../kernel/index.ts'
import { readText } from '../screening/index.ts'
import { learn } from './learn.ts'
import { beatsLists, fewest, interval, isLesson, mostFalseAlarms, sharesOf, stateOf } from './rules.ts'
import { digestOf, lessonsOf } from './service/examples.ts'
import type { Decided, Figures, Report } from './types.ts'
import { WordBook } from './word-book.ts'

const sorts = ['tomtar', 'murmeldjur', 'papperstigrar', 'flanellvantar']
const things = ['bussen', 'skolmaten', 'lekplatsen', 'simhallen']

const decision = (n: number, groundId: string | null, more: Partial<Decided> = {}): Decided => ({
  record: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as RecordId,
  version: 1,
  at: new Date(Date.UTC(2026, 0, 1) + n * 60_000),
  groundId,
  thread: `t${n % 60}`,
  text: groundId
    ? `ni ${sorts[n % 4]} borde packa ihop nummer ${n}`
    : `${things[n % 4]} är ${n % 14 === 1 ? 'jävligt bra' : 'öppen på söndag'} nummer ${n}`,
  author: null,
  authorId: `p${n}`,
  ...more,
})

/** One in three measured. */
const decisions = (count = 480, from = 0): Decided[] =>
  Array.from({ length: count }, (_, n) => decision(from + n, n % 3 === 0 ? 'house-personal-attacks' : null))

const learnt = async (given: readonly Decided[]) => learn((await lessonsOf(given)).examples)

const bytesOf = (weights: Float32Array): Buffer => Buffer.from(new Uint8Array(weights.buffer))

test('the same decisions give the same model, byte for byte, in whatever order they come', async () => {
  const all = decisions()
  const one = await learnt(all)
  const other = await learnt([...all].reverse())
  expect(one?.report).toEqual(other?.report)
  expect(one?.threshold).toBe(other?.threshold)
  expect(one && other && Buffer.compare(bytesOf(one.weights), bytesOf(other.weights))).toBe(0)
  const digests = await Promise.all([all, [...all].reverse()].map((each) => lessonsOf(each)))
  expect(digestOf(digests[0]?.examples ?? [])).toEqual(digestOf(digests[1]?.examples ?? []))
})

test('the newest fifth is tried on and never learnt from, and copies of what was learnt are no trial', async () => {
  const older = decisions(400)
  // The newest say the opposite: a model that had seen them would not miss them all.
  const newest = decisions(100, 1_000).map((one) => ({
    ...one,
    text: one.groundId ? 'bussen är öppen på söndag' : one.text,
  }))
  const report = (await learnt([...older, ...newest]))?.report
  expect(report?.learnt).toEqual({ measured: 134, stood: 266 })
  expect(report?.learned.found).toBe(0)
  const copied = newest.map((one, n) => ({ ...one, text: older[n]?.text ?? '' }))
  const shown = (await learnt([...older, ...copied]))?.report.learned
  expect([shown?.measured, shown?.stood]).toEqual([0, 0])
})

test('it takes the score that finds most under the share of false alarms that is asked for', async () => {
  // Of those that stood, one in ten says what is also taken down, and one of five measured is written as any other.
  const { examples } = await lessonsOf(
    decisions(600).map((one, n) => {
      const text =
        n % 15 === 1 || (one.groundId && n % 5 > 0) ? `ni ${sorts[n % 4]} borde packa ihop nummer ${n}` : ''
      return text ? { ...one, text } : { ...one, text: `${things[n % 4]} är öppen på söndag nummer ${n}` }
    }),
  )
  const at = (most: number) => {
    const learned = learn(examples, most)
    expect(learned?.threshold).toBeGreaterThanOrEqual(0)
    return learned?.report.threads.learned ?? figures(0, 0)
  }
  const shares = [0, 0.02, mostFalseAlarms, 1]
  for (const most of shares) {
    const { falseAlarms, stood } = at(most)
    expect(falseAlarms / stood).toBeLessThanOrEqual(Math.min(most, mostFalseAlarms))
  }
  const found = shares.map((most) => at(most).found)
  expect(found).toEqual(found.toSorted((a, b) => a - b))
  // What nothing blurs is told apart whole.
  const clear = learn(
    (await lessonsOf(decisions(600).map((one) => ({ ...one, text: one.text.replace(/\d+/, '') })))).examples,
  )
  expect(clear?.report.threads.learned).toMatchObject({
    measured: 160,
    found: 160,
    stood: 320,
    falseAlarms: 0,
  })
  expect(clear?.report.grounds).toEqual([
    {
      ground: 'house-personal-attacks',
      examples: 200,
      unseen: expect.any(Number),
      found: expect.any(Number),
    },
  ])
})

test('too few of either kind teach nothing', async () => {
  expect(await learnt(decisions(fewest.measured * 3 - 6))).toBeUndefined()
  expect(await learnt(decisions().map((one) => ({ ...one, groundId: null })))).toBeUndefined()
})

test('what was taken down for secrecy or personal data, and what looks confidential, is never learnt from', async () => {
  expect(['must-unlawful-threat', 'house-spam', null].map(isLesson)).toEqual([true, true, true])
  expect(
    ['secret-health', 'data-personal-number', 'house-personal-data', 'house-confidential'].map(isLesson),
  ).toEqual([false, false, false, false])
  const { examples } = await lessonsOf([
    decision(1, 'secret-health'),
    decision(2, 'house-spam', { text: '850709-9805' }),
    decision(3, 'house-spam', { text: 'Karlsson', author: 'Karlsson' }),
    decision(4, 'house-spam'),
  ])
  expect(examples.map(({ record }) => record.slice(-1))).toEqual(['4'])
})

const figures = (found: number, falseAlarms: number): Figures => ({
  measured: 40,
  found,
  stood: 100,
  falseAlarms,
})
const report = (learned: Figures, lists: Figures): Report => ({
  ...{ learnt: { measured: 160, stood: 400 }, learned, lists },
  ...{ threads: { learned, lists }, grounds: [] },
})

test('it beats the lists by finding more at no more false alarms, on enough that it has not seen', () => {
  expect(beatsLists(report(figures(21, 4), figures(20, 4)))).toBe(true)
  expect(beatsLists(report(figures(20, 0), figures(20, 4)))).toBe(false)
  expect(beatsLists(report(figures(40, 5), figures(20, 4)))).toBe(false)
  const few = { ...figures(19, 0), measured: fewest.unseenMeasured - 1 }
  expect(beatsLists(report(few, figures(1, 4)))).toBe(false)
})

test('where it stands follows from the training and its use alone', () => {
  const enough = { measured: fewest.measured, stood: fewest.stood }
  const none = { measured: 0, stood: 0 }
  const good = { held: true, inUse: false, report: report(figures(30, 1), figures(20, 4)) }
  expect(stateOf(undefined, enough)).toBe('tooFew')
  expect(stateOf(good, none)).toBe('mayTurnOn')
  expect(stateOf({ ...good, inUse: true }, none)).toBe('on')
  expect(stateOf({ ...good, held: false }, enough)).toBe('forgotten')
  expect(stateOf({ ...good, held: false }, none)).toBe('tooFew')
  expect(stateOf({ ...good, report: report(figures(20, 1), figures(20, 4)) }, none)).toBe('notBetter')
  const few = { ...figures(19, 0), stood: fewest.unseenStood - 1 }
  expect(stateOf({ ...good, report: report(few, figures(1, 4)) }, none)).toBe('tooFewUnseen')
})

test('shares and their intervals: Wilson, known values', () => {
  expect(sharesOf(figures(20, 5))).toEqual({ precision: 0.8, recall: 0.5, falseAlarms: 0.05 })
  expect(sharesOf({ measured: 0, found: 0, stood: 0, falseAlarms: 0 }).recall).toBeUndefined()
  const [low, high] = interval(8, 10)
  expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.490', '0.943'])
  expect(interval(0, 0)).toEqual([0, 1])
})

test('a word is shown when five people have written it, and never when it is a name', () => {
  const book = new WordBook()
  const write = (text: string, writer: string, author: string | null = null) =>
    book.add(readText(text, author, []), text, author, writer)
  for (let n = 0; n < 5; n += 1) write('nu får ni packa ihop karlsson och Berglund med lisa', `p${n}`)
  for (let n = 0; n < 9; n += 1) write('ja igen flanellvantar', 'samma')
  write('hej på er', 'p9', 'Lisa Karlsson')
  const weights = new Float32Array(65_536).fill(1)
  const { measured, stood } = book.heaviest(weights)
  expect([...measured].sort()).toEqual(['får', 'ihop', 'med', 'och', 'packa'])
  expect(stood).toEqual([])
})
