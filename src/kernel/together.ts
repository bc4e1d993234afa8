/** Work that comes one thing at a time from many callers and costs less when it is done together. */

/**
 * Does a group's work at once; where that fails, each thing's alone, so that one's fault is not another's.
 * @returns what hindered those that failed alone too.
 */
export async function eachIfNotAll<T>(
  group: readonly T[],
  work: (some: readonly T[]) => Promise<void>,
): Promise<ReadonlyMap<T, unknown>> {
  const failures = new Map<T, unknown>()
  try {
    await work(group)
  } catch (thrown) {
    const [only, ...others] = group
    if (only !== undefined && others.length === 0) failures.set(only, thrown)
    else
      for (const one of group) for (const [it, why] of await eachIfNotAll([one], work)) failures.set(it, why)
  }
  return failures
}

interface Waiting<T> {
  readonly one: T
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/** Side by side under one key: while one group waits for the disk, the next is filled. */
const atOnce = 2
const mostTogether = 64

/**
 * Things of one key that wait together are handed to `work` together. Nobody is answered before it is done.
 * @returns takes one thing; resolves when its work is done. @throws there what hindered this very thing.
 */
export function together<T>(
  keyOf: (one: T) => string,
  work: (group: readonly T[]) => Promise<void>,
): (one: T) => Promise<void> {
  const doors = new Map<string, { waiting: Waiting<T>[]; open: number }>()

  async function take(group: readonly Waiting<T>[]): Promise<void> {
    const failures = await eachIfNotAll(group, (some) => work(some.map(({ one }) => one)))
    for (const waiting of group) {
      if (failures.has(waiting)) waiting.reject(failures.get(waiting))
      else waiting.resolve()
    }
  }

  function letIn(key: string): void {
    const door = doors.get(key)
    while (door && door.open < atOnce && door.waiting.length > 0) {
      // An even share for each that is free, so that one is filled while the other is under way.
      const share = Math.ceil(door.waiting.length / (atOnce - door.open))
      const group = door.waiting.splice(0, Math.min(mostTogether, share))
      door.open += 1
      void take(group).then(() => {
        door.open -= 1
        if (door.open === 0 && door.waiting.length === 0) doors.delete(key)
        else letIn(key)
      })
    }
  }

  return (one) =>
    new Promise((resolve, reject) => {
      const key = keyOf(one)
      const door = doors.get(key) ?? { waiting: [], open: 0 }
      doors.set(key, door)
      door.waiting.push({ one, resolve, reject })
      // After this turn, so that those who come in it go together.
      queueMicrotask(() => letIn(key))
    })
}
