import type { Screening } from '../types.ts'
import { Collector, labelsOf } from './collector.ts'
import { languageOf } from './language.ts'
import { findPersonalData } from './personal-data/index.ts'
import { findQuestionMarks } from './questions.ts'
import type { Matcher, RuleSet } from './rule-set.ts'
import { bare, type ChunkListener } from './text/bare.ts'
import { emptyView, fold, type View } from './text/view.ts'
import { starredIn } from './words/starred.ts'

const plainView = emptyView()
const bareView = emptyView()

/**
 * granskning of one text: reasons with their places, never a verdict. Pure; linear in the text whatever it
 * holds; every string is accepted, lone surrogates too.
 */
export function screenText(text: string, rules: RuleSet): Screening {
  const into = new Collector()
  const { matchers } = rules
  fold(text, plainView)
  for (const matcher of matchers) matcher.plain.run(plainView, into)
  const language = languageOf(text, plainView, rules.detector)
  if (plainView.suspicious) screenDisguised(text, matchers, into)
  findPersonalData(text, into)
  findQuestionMarks(text, into)
  if (into.empty) return { language, labels: [], reasons: [] }
  const reasons = into.reasons()
  return { language, labels: labelsOf(reasons), reasons }
}

function screenDisguised(text: string, matchers: readonly Matcher[], into: Collector): void {
  const ambiguous = bare(text, bareView, false, starListener(matchers, into))
  search(bareView, matchers, into)
  if (!ambiguous) return
  bare(text, bareView, true)
  search(bareView, matchers, into)
}

function search(view: View, matchers: readonly Matcher[], into: Collector): void {
  for (const matcher of matchers) matcher.bare.run(view, into)
}

const starListener =
  (matchers: readonly Matcher[], into: Collector): ChunkListener =>
  (chunk, first, last) => {
    for (const { book } of matchers) {
      const found = starredIn(book.stars, chunk, first, last)
      if (found === undefined) continue
      const start = chunk.at[found.first] ?? chunk.start
      const end = found.last + 1 < chunk.count ? (chunk.at[found.last + 1] ?? chunk.end) : chunk.end
      for (const { entry } of found.patterns) {
        if (entry.does === 'reason') into.add(entry.label, start, end, entry.source)
      }
    }
  }
