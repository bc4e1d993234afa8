import type { RecordId } from '../src/kernel/index.ts'
import { type Decided, learn, lessonsOf } from '../src/modules/learning/index.ts'
import { learnedReasons, loadRuleSet, screenText } from '../src/modules/screening/index.ts'
import { randomFrom } from '../tests/support/random.ts'
import { atMost, type Measured, ratio, timed } from './support/result.ts'
import { vocabulary } from './support/words.ts'

/**
 * Learning from so many decisions about comments of about 100 characters, and what giving reasons from it costs beside
 * screening without. One in ten is measured; what they are about is chance, so that nothing here says how good it is.
 */
export async function run(size = 20_000): Promise<Measured[]> {
  const decisions = decisionsOf(size)
  const learning = await timed(async () => {
    const { examples, words } = await lessonsOf(decisions)
    const learned = learn(examples)
    return learned && { learned, words: words.heaviest(learned.weights) }
  })
  if (!learning.value) throw new Error('too few decisions for a bench')
  const rules = loadRuleSet()
  const { weights, threshold } = learning.value.learned
  const model = { weights, threshold, number: 1, day: '2026-11-29' }
  const texts = decisions.map(({ text }) => text)
  const count = texts.length
  const plain = best(() => texts.reduce((sum, text) => sum + screenText(text, rules).reasons.length, 0))
  const both = best(() =>
    texts.reduce((sum, text) => {
      const { reasons } = screenText(text, rules)
      return sum + reasons.length + learnedReasons(text, 'Lena Wikström', reasons, model).length
    }, 0),
  )
  return [
    atMost(`learning from ${size} decisions, trial and all`, learning.ms / 1000, 20, 's'),
    ratio(
      'screening with what was learnt, texts',
      { count, ms: both },
      { name: 'without', count, ms: plain },
      0.3,
    ),
    atMost('screening with what was learnt, one text in the mean', (both * 1000) / count, 50, 'µs'),
  ]
}

function decisionsOf(size: number): Decided[] {
  const language = vocabulary(20_000)
  const random = randomFrom(5)
  return Array.from({ length: size }, (_, n) => {
    let text = language.word(random)
    while (text.length < 95) text += `${random() < 0.1 ? '. ' : ' '}${language.word(random)}`
    return {
      record: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as RecordId,
      ...{ version: 1, at: new Date(n * 1000), text: `${text}.`, author: null, authorId: `p${n % 5_000}` },
      ...{ thread: `t${n % 500}`, groundId: random() < 0.1 ? 'house-harassment' : null },
    }
  })
}

/** Milliseconds of the best of five, after one to warm up. */
function best(work: () => unknown): number {
  work()
  let least = Number.POSITIVE_INFINITY
  for (let time = 0; time < 5; time += 1) {
    const begun = performance.now()
    work()
    least = Math.min(least, performance.now() - begun)
  }
  return least
}
