import type { Collector } from '../collector.ts'
import { anyDisguised, type View } from '../text/view.ts'
import type { Book } from './compile.ts'

const mostStages = 8

/**
 * Follows combinations through a text: 'ska … slå … dig'. Each stage remembers the last word that reached
 * it, so the work is one step per part found, whatever the text.
 */
export class Combining {
  private readonly book: Book
  /** Per combination and stage: in which run it was reached, and by words from where to where. */
  private readonly runs: Int32Array
  private readonly firstWord: Int32Array
  private readonly lastWord: Int32Array
  private run = 0

  constructor(book: Book) {
    this.book = book
    const room = book.combinations.length * mostStages
    this.runs = new Int32Array(room)
    this.firstWord = new Int32Array(room)
    this.lastWord = new Int32Array(room)
  }

  begin(): void {
    this.run += 1
  }

  /** A part was found in the words `first` to `last`. */
  part(part: number, view: View, first: number, last: number, onlyDisguised: boolean, into: Collector): void {
    for (const { combination, stage } of this.book.uses[part] ?? []) {
      const slot = combination * mostStages + stage
      // What waits for a part that has not come costs no more than this.
      if (stage > 0 && this.runs[slot - 1] !== this.run) continue
      const { gap, stages, label, source } = this.book.combinations[combination] ?? never()
      let start = first
      if (stage > 0) {
        const before = this.lastWord[slot - 1] ?? 0
        const distance = (view.place[first] ?? 0) - (view.place[before] ?? 0)
        // What has a label may enclose the part before it: 'döda handläggaren'.
        const encloses = before >= first && before <= last && this.book.labelParts.includes(part)
        if (!encloses && (distance < 1 || distance > gap + 1)) continue
        start = Math.min(first, this.firstWord[slot - 1] ?? first)
      }
      this.runs[slot] = this.run
      this.firstWord[slot] = start
      this.lastWord[slot] = last
      if (stage === stages - 1 && (!onlyDisguised || anyDisguised(view, start, last))) {
        into.add(label, view.from[start] ?? 0, view.to[last] ?? 0, source)
        const whole = this.book.labelParts[label] ?? -1
        if (whole !== -1 && whole !== part) this.part(whole, view, start, last, onlyDisguised, into)
      }
    }
  }
}

function never(): never {
  throw new Error('a part is used by a combination that does not exist')
}
