import { eachWord, readText, scoreOf, spell } from '../screening/index.ts'
import type { Words } from './types.ts'

/** A word is shown only when so many different people have written it. */
export const fewestWriters = 5
/** So many words each way. */
const mostShown = 15
const shortestShown = 3

interface Entry {
  /** At most `fewestWriters`: more change nothing. */
  readonly writers: Set<string>
  /** How often it stands inside a sentence as names are written, and as other words are. */
  named: number
  plain: number
}

/**
 * Which words may be shown as what weighs most: those that many have written, and that are no names. Who wrote is
 * counted, so that one person's words are never many's, and forgotten with the book.
 */
export class WordBook {
  private readonly entries = new Map<string, Entry>()
  private readonly people = new Set<string>()

  /** Takes in the text that was read last (screening's readText). */
  add(reading: ReturnType<typeof readText>, text: string, author: string | null, writer: string): void {
    eachWord(reading, text, (symbols, written) => {
      const word = spell(symbols)
      const entry = this.entries.get(word) ?? { writers: new Set(), named: 0, plain: 0 }
      if (entry.writers.size < fewestWriters) entry.writers.add(writer)
      if (written === 'name') entry.named += 1
      if (written === 'plain') entry.plain += 1
      this.entries.set(word, entry)
    })
    if (author)
      eachWord(readText(author.replaceAll('@', ' '), null, []), author, (symbols) =>
        this.people.add(spell(symbols)),
      )
  }

  /** The words that weigh most in a model, each way, heaviest first. */
  heaviest(weights: Float32Array): Words {
    const weighed = [...this.entries]
      .filter(([word, entry]) => this.mayBeShown(word, entry))
      .map(([word]) => {
        const { buckets, count } = readText(word, null, [])
        return { word, weight: scoreOf(weights, buckets, count) }
      })
      .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    return {
      measured: weighed
        .filter(({ weight }) => weight > 0)
        .slice(0, mostShown)
        .map(({ word }) => word),
      stood: weighed
        .filter(({ weight }) => weight < 0)
        .reverse()
        .slice(0, mostShown)
        .map(({ word }) => word),
    }
  }

  private mayBeShown(word: string, { writers, named, plain }: Entry): boolean {
    return (
      writers.size >= fewestWriters &&
      word.length >= shortestShown &&
      /^[a-zåäö]+$/.test(word) &&
      named < plain &&
      !this.people.has(word)
    )
  }
}
