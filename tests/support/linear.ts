/** Below this, a piece of work is too short for its growth to be told from chance. Milliseconds. */
const tellable = 200

/**
 * How much longer the work takes on twice the input: about 2 when it is linear, 4 when it is quadratic. The best of
 * three runs of each, so that what else the machine does is not measured. 1 when the whole is too short to tell.
 */
export function growth(work: (input: string) => void, whole: string): number {
  const best = (input: string): number => {
    let least = Number.POSITIVE_INFINITY
    for (let n = 0; n < 3; n += 1) {
      const from = performance.now()
      work(input)
      least = Math.min(least, performance.now() - from)
      if (least < tellable) break
    }
    return least
  }
  const long = best(whole)
  return long < tellable ? 1 : long / best(whole.slice(0, whole.length / 2))
}
