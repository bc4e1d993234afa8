/** Processor time is counted in steps of some milliseconds: what is measured lasts many of them. */
const leastMilliseconds = 80

/**
 * Milliseconds that the work took of this thread's processor in the best of five turns, after one to warm up: what one
 * core does, also where others share it.
 */
export function leastOwnTime(work: () => unknown): number {
  let rounds = 1
  for (let took = ownTime(work, 1); took < leastMilliseconds; took = ownTime(work, rounds)) rounds *= 2
  const turns = Array.from({ length: 5 }, () => ownTime(work, rounds))
  return Math.min(...turns) / rounds
}

function ownTime(work: () => unknown, rounds: number): number {
  const before = process.threadCpuUsage()
  for (let round = 0; round < rounds; round += 1) work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
