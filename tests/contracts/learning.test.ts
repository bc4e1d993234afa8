import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { RecordId } from '../../src/kernel/index.ts'
import { type Decided, type Figures, learn, lessonsOf, sharesOf } from '../../src/modules/learning/index.ts'

/**
 * The learning held against texts that others wrote and judged: absabank-imm of Språkbanken, Swedish forum posts, blogs and
 * comments about immigration, each sentence judged by readers from 1 (very negative) to 5 (very positive). It is no
 * moderation: no Swedish text that somebody has moderated is in ../shared. It is the nearest there is, and harder than most
 * of it: telling what is said against from what is said for.
 *
 * The goal of ../shared/reference/performance.md §2 is 70 % found at 12 % false alarms. These data do not carry it: what is
 * reached is printed, and held here. No variant that was measured carries it either (docs/decisions/0016).
 */
const path = '../shared/data/swedish/absabank_imm_train.tsv'

interface Judged {
  readonly document: string
  readonly post: string
  readonly text: string
  readonly mean: number
}

function sentences(): Judged[] {
  if (!existsSync(path)) throw new Error(`${path} is missing: these tests need ../shared (README.md)`)
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .map(([id = '', text = '', mean = '']) => ({
      document: id.split('_')[0] ?? '',
      post: id.replace(/_\d+$/, ''),
      text,
      mean: Number(mean),
    }))
    .filter(({ text, mean }) => text !== '' && mean >= 1 && mean <= 5)
}

function posts(): Judged[] {
  const found = new Map<string, Judged[]>()
  for (const one of sentences()) found.set(one.post, [...(found.get(one.post) ?? []), one])
  return [...found.values()].map((parts) => ({
    document: parts[0]?.document ?? '',
    post: parts[0]?.post ?? '',
    text: parts.map(({ text }) => text).join(' '),
    mean: parts.reduce((sum, { mean }) => sum + mean, 0) / parts.length,
  }))
}

/** As if the negative had been measured and the positive let stand; what is neither was never decided on. */
const decided = (
  judged: readonly Judged[],
  isMeasured: (mean: number) => boolean,
  stood: (mean: number) => boolean,
): Decided[] =>
  judged
    .filter(({ mean }) => isMeasured(mean) || stood(mean))
    .map(({ document, text, mean }, at) => ({
      record: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` as RecordId,
      version: 1,
      // Whole documents one after the other: the newest are of documents that have not been seen.
      at: new Date(Number.parseInt(document.slice(1), 10) * 1000),
      groundId: isMeasured(mean) ? 'house-harassment' : null,
      thread: document,
      text,
      author: null,
      authorId: null,
    }))

const goal = 0.12

async function tried(name: string, decisions: Decided[]) {
  const { examples } = await lessonsOf(decisions)
  const report = learn(examples, goal)?.report
  if (!report) throw new Error('too few examples')
  const say = (what: string, figures: Figures) => {
    const { recall = 0, falseAlarms = 0, precision = 0 } = sharesOf(figures)
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`
    console.log(
      `${name}, ${what}: found ${percent(recall)} of ${figures.measured}, false alarms ${percent(falseAlarms)} of ${figures.stood}, precision ${percent(precision)}`,
    )
    return { recall, falseAlarms }
  }
  return {
    unseen: say('newest documents, learned', report.learned),
    lists: say('newest documents, lists', report.lists),
    apart: say('other documents, learned', report.threads.learned),
    listsApart: say('other documents, lists', report.threads.lists),
  }
}

test('whole posts in documents it has not seen: half again as much is found as the lists find, under 12 % false alarms', async () => {
  const { unseen, lists, apart, listsApart } = await tried(
    'posts',
    decided(
      posts(),
      (mean) => mean < 3,
      (mean) => mean > 3,
    ),
  )
  expect(unseen.recall).toBeGreaterThan(Math.max(0.5, lists.recall * 1.5))
  expect(apart.recall).toBeGreaterThan(Math.max(0.45, listsApart.recall * 1.5))
  for (const { falseAlarms } of [unseen, apart]) expect(falseAlarms).toBeLessThanOrEqual(goal)
})

test('single sentences in documents it has not seen: twice what the lists find, under 12 % false alarms', async () => {
  const { unseen, lists, apart, listsApart } = await tried(
    'sentences',
    decided(
      sentences(),
      (mean) => mean <= 2,
      (mean) => mean >= 4,
    ),
  )
  expect(unseen.recall).toBeGreaterThan(Math.max(0.4, lists.recall * 2))
  expect(apart.recall).toBeGreaterThan(Math.max(0.4, listsApart.recall * 2))
  for (const { falseAlarms } of [unseen, apart]) expect(falseAlarms).toBeLessThanOrEqual(goal)
})
