import type { Collector } from './collector.ts'
import { act, symbol, trait, traitTable, unitTable } from './text/alphabet.ts'

/** A sentence that ends in a question mark; those without one are found by the word list. Linear. */
export function findQuestionMarks(text: string, into: Collector): void {
  let mark = text.indexOf('?')
  let start = 0
  for (let at = 0; mark !== -1; ) {
    for (; at < mark; at += 1) if (endsSentence(text, at)) start = at + 1
    let end = mark + 1
    while (text.charAt(end) === '?' || text.charAt(end) === '!') end += 1
    const from = start + leadingSpace(text, start, mark)
    if (from < mark && isEnd(text, end) && hasLetter(text, from, mark)) {
      into.addNamed('question', from, end, 'pattern:questionMark')
    }
    start = isEnd(text, end) ? end : start
    at = end
    mark = text.indexOf('?', end)
  }
}

const endsSentence = (text: string, at: number): boolean => {
  const traits = traitTable[text.charCodeAt(at)] ?? 0
  return (traits & trait.stop) !== 0 && ((traits & trait.space) !== 0 || isEnd(text, at + 1))
}

/** A mark in the middle of an address (?id=3) ends nothing. */
const isEnd = (text: string, at: number): boolean => {
  const next = text.charAt(at)
  return !isLetter(text, at) && next !== '=' && next !== '&' && next !== '/'
}

function isLetter(text: string, at: number): boolean {
  const what = at < text.length ? (unitTable[text.charCodeAt(at)] ?? symbol.gap) : symbol.gap
  return what !== symbol.gap && (what <= symbol.other || what === act.expand)
}

function leadingSpace(text: string, from: number, to: number): number {
  let at = from
  while (at < to && ((traitTable[text.charCodeAt(at)] ?? 0) & (trait.space | trait.stop)) !== 0) at += 1
  return at - from
}

function hasLetter(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    if (isLetter(text, at)) return true
  }
  return false
}
