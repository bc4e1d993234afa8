import type { Reason, TextScreening } from '../types.ts'
import { Collector, labelsOf } from './collector.ts'
import { languageOf } from './language.ts'
import { findLinks } from './links.ts'
import { findPersonalData } from './personal-data/index.ts'
import { findQuestionMarks } from './questions.ts'
import type { Matcher, RuleSet } from './rule-set.ts'
import { bare, type ChunkListener, otherReadings, reading } from './text/bare.ts'
import { emptyView, fold, type View } from './text/view.ts'
import { starredIn } from './words/starred.ts'

const plainView = emptyView()
const bareView = emptyView()

/**
 * granskning of one text: reasons with their places, never a verdict. Pure; linear in the text whatever it
 * holds; every string is accepted, lone surrogates too.
 */
export function screenText(text: string, rules: RuleSet): TextScreening {
  const into = new Collector()
  const { matchers } = rules
  fold(text, plainView)
  for (const { plain, book } of matchers) {
    plain.run(plainView, into)
    book.misspelt.find(plainView, into)
  }
  const language = languageOf(text, plainView, rules.detector)
  if (plainView.suspicious) screenDisguised(text, matchers, into)
  findPersonalData(text, into)
  findQuestionMarks(text, into)
  findLinks(text, into)
  if (into.empty) return { language, labels: [], reasons: [] }
  const reasons = rules.innocent ? outsideOf(into.reasons(), text, rules.innocent) : into.reasons()
  return { language, labels: labelsOf(reasons), reasons }
}

function screenDisguised(text: string, matchers: readonly Matcher[], into: Collector): void {
  const others = bare(text, bareView, reading.usual, starListener(matchers, into))
  search(bareView, matchers, into)
  for (const other of otherReadings) {
    if ((others & other) === 0) continue
    bare(text, bareView, other)
    search(bareView, matchers, into)
  }
}

/** Reasons from lists that do not stand inside an exception; numbers and patterns are no words, and stay. */
function outsideOf(reasons: readonly Reason[], text: string, innocent: readonly Matcher[]): Reason[] {
  const excepted = new Collector()
  fold(text, plainView)
  for (const matcher of innocent) matcher.plain.run(plainView, excepted)
  if (excepted.empty) return [...reasons]
  const spans = excepted.reasons()
  return reasons.filter(
    ({ source, start, end }) =>
      !/^(list|own):/.test(source) || !spans.some((span) => span.start <= start && end <= span.end),
  )
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
