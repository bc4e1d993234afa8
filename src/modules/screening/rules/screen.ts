import type { Reason, TextScreening } from '../types.ts'
import { Collector, labelsOf } from './collector.ts'
import { isOtherLanguage, languageOf } from './language.ts'
import { findLinks } from './links.ts'
import { findPersonalData } from './personal-data/index.ts'
import { findQuestionMarks } from './questions.ts'
import type { Matcher, RuleSet } from './rule-set.ts'
import { bare, type ChunkListener, otherReadings, reading } from './text/bare.ts'
import { turnRound, turnWords, writtenAt } from './text/turned.ts'
import { emptyView, fold, mark, type View } from './text/view.ts'
import { shapeOf } from './words/covered/shape.ts'
import { starredIn } from './words/covered/starred.ts'

const plainView = emptyView()
const bareView = emptyView()
const turnedView = emptyView()

/**
 * granskning of one text: reasons with their places, never a verdict. Pure; linear in the text whatever it
 * holds; every string is accepted, lone surrogates too.
 */
export function screenText(text: string, rules: RuleSet): TextScreening {
  const into = new Collector()
  const { matchers } = rules
  fold(text, plainView)
  for (const { plain, near } of matchers) plain.run(plainView, into, near().read(plainView))
  const language = languageOf(text, plainView, rules.detector)
  // The words of another language resemble ours without being them: count, where, whole.
  if (!isOtherLanguage(language)) for (const { near } of matchers) near().find(plainView, into)
  if (plainView.suspicious) screenDisguised(text, matchers, into)
  if (plainView.suspicious || text.includes('\u202e')) screenTurned(text, matchers, into)
  findPersonalData(text, into, plainView.digits)
  findQuestionMarks(text, into)
  findLinks(text, into)
  if (into.empty) return { language, labels: [], reasons: [] }
  const reasons = rules.innocent ? outsideOf(into.reasons(), text, rules.innocent) : into.reasons()
  return { language, labels: labelsOf(reasons), reasons }
}

function screenDisguised(text: string, matchers: readonly Matcher[], into: Collector): void {
  const others = bare(text, bareView, reading.usual, coverListener(text, matchers, into))
  search(bareView, matchers, into)
  searchTurned(bareView, matchers, into)
  searchApart(bareView, matchers, into)
  for (const other of otherReadings) {
    if ((others & other) === 0) continue
    bare(text, bareView, other)
    search(bareView, matchers, into)
    if (other === reading.edged || other === reading.merged) searchTurned(bareView, matchers, into)
  }
}

/** What is read in another direction than it is written: the reasons point at where it was written. */
function screenTurned(text: string, matchers: readonly Matcher[], into: Collector): void {
  const turned = turnRound(text)
  if (turned === undefined) return
  const found = new Collector()
  fold(turned.text, bareView)
  for (const { plain, near } of matchers) {
    plain.run(bareView, found, near().read(bareView))
    near().find(bareView, found)
  }
  if (found.empty) return
  for (const { label, start, end, source } of found.reasons()) {
    const place = writtenAt(turned, start, end)
    if (place !== undefined) into.addNamed(label, place.from, place.to, source)
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

/** Sentences of which every letter stands by itself, so that they seem one word. */
function searchApart(
  { symbols, exact, starts, marks, from, to, words }: View,
  matchers: readonly Matcher[],
  into: Collector,
): void {
  for (let word = 0; word < words; word += 1) {
    if (((marks[word] ?? 0) & mark.joined) === 0) continue
    const [start = 0, next = 0] = [starts[word], starts[word + 1]]
    for (const { apart } of matchers)
      for (const { label, source } of apart().listings(symbols, exact, start, next - 1))
        into.add(label, from[word] ?? 0, to[word] ?? 0, source)
  }
}

/** With each word turned round for which signs stood: 4tt1f. */
function searchTurned(view: View, matchers: readonly Matcher[], into: Collector): void {
  if (turnWords(view, turnedView)) search(turnedView, matchers, into)
}

/** Words of one text of which few letters are seen, and that are looked for. More cost more than they say. */
const mostShapes = 100

function coverListener(text: string, matchers: readonly Matcher[], into: Collector): ChunkListener {
  let left = mostShapes
  return (chunk, first, last) => {
    for (const { book } of matchers) {
      let found = starredIn(book.stars, chunk, first, last)
      const shape = found === undefined && left > 0 ? shapeOf(text, chunk, first, last) : undefined
      if (shape !== undefined) {
        left -= 1
        found = { patterns: book.covered().spelling(shape), first, last: shape.end }
      }
      if (found === undefined) continue
      const start = chunk.at[found.first] ?? chunk.start
      const end = found.last + 1 < chunk.count ? (chunk.at[found.last + 1] ?? chunk.end) : chunk.end
      for (const { entry } of found.patterns) {
        if (entry.does === 'reason') into.add(entry.label, start, end, entry.source)
      }
    }
  }
}
