/**
 * Milliseconds that the work took of this thread's processor in the best of five turns, after one to warm up: what one
 * core does, also where others share it.
 */
export function leastOwnTime(work: () => unknown): number {
  work()
  let least = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 5; turn += 1) {
    const before = process.threadCpuUsage()
    work()
    const { user, system } = process.threadCpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}
