import { type Label, labels, type Reason } from '../types.ts'

/** Reasons of one label in one text; what is said more often than this is said often enough. */
const mostPerLabel = 500

/** Takes reasons in whatever order they are found and hands them back by place, without repetition. */
export class Collector {
  private readonly found: Reason[] = []
  private excused: Map<number, { readonly end: number; readonly innocent: number }> | undefined
  private readonly counts: number[] = []

  add(label: number, start: number, end: number, source: string): void {
    const name = labels[label]
    const count = this.counts[label] ?? 0
    if (name === undefined || count >= mostPerLabel) return
    this.counts[label] = count + 1
    this.found.push({ label: name, start, end, source })
  }

  addNamed(label: Label, start: number, end: number, source: string): void {
    this.add(labels.indexOf(label), start, end, source)
  }

  /** A word that is innocent of some labels, as bits: what a later view finds in it is taken back. */
  excuse(start: number, end: number, innocent: number): void {
    this.excused ??= new Map()
    this.excused.set(start, { end, innocent })
  }

  private isExcused({ label, start, end }: Reason): boolean {
    const excuse = this.excused?.get(start)
    return excuse !== undefined && end <= excuse.end && ((excuse.innocent >> labels.indexOf(label)) & 1) === 1
  }

  get empty(): boolean {
    return this.found.length === 0
  }

  /** By place; of reasons for the same label, one inside another is left out, unless they are personal data. */
  reasons(): Reason[] {
    const sorted = this.found.sort((a, b) => a.start - b.start || b.end - a.end)
    const reached = new Map<string, number>()
    return sorted.filter((reason) => {
      const { label, end, source } = reason
      if (this.excused !== undefined && this.isExcused(reason)) return false
      const name = label === 'personalData' ? source : label
      const before = reached.get(name) ?? -1
      if (end <= before) return false
      reached.set(name, end)
      return true
    })
  }
}

/** Each label once, in the fixed order. */
export function labelsOf(reasons: readonly Reason[]): Label[] {
  if (reasons.length === 0) return []
  const found = new Set(reasons.map((reason) => reason.label))
  return labels.filter((label) => found.has(label))
}
