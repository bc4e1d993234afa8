/** One line of the table: what was measured, beside its anchor of the same run. */
export interface Measured {
  /** In plain words, with the unit. */
  readonly what: string
  readonly value: string
  readonly anchor: string
  /** value to anchor; undefined where the goal is a figure of its own. */
  readonly ratio: number | undefined
  readonly goal: string
  readonly met: boolean
}

const perSecond = (count: number, ms: number): number => Math.round((count * 1000) / ms)

/** A rate beside its anchor's rate. @param ms how long `count` took. */
export function ratio(
  what: string,
  own: { readonly count: number; readonly ms: number },
  anchor: { readonly name: string; readonly count: number; readonly ms: number },
  least: number,
): Measured {
  const [mine, theirs] = [perSecond(own.count, own.ms), perSecond(anchor.count, anchor.ms)]
  return {
    what,
    value: `${mine}/s`,
    anchor: `${theirs}/s ${anchor.name}`,
    ratio: mine / theirs,
    goal: `>= ${least} x`,
    met: mine >= theirs * least,
  }
}

/** A figure that must not pass a bound. */
export const atMost = (what: string, value: number, bound: number, unit: string): Measured => ({
  what,
  value: `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`,
  anchor: '',
  ratio: undefined,
  goal: `<= ${bound} ${unit}`,
  met: value <= bound,
})

/** A figure that must reach a bound, beside what the best of the others reaches in the same run. */
export const atLeast = (what: string, value: number, bound: number, unit: string, anchor = ''): Measured => ({
  what,
  value: `${value.toFixed(1)} ${unit}`,
  anchor,
  ratio: undefined,
  goal: `>= ${bound} ${unit}`,
  met: value >= bound,
})

/** The value that `share` of the values do not pass. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Milliseconds that the work took, and what it gave. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const begun = performance.now()
  const value = await work()
  return { ms: performance.now() - begun, value }
}

export const say = (text: string): void => {
  process.stderr.write(`  ${text}\n`)
}
