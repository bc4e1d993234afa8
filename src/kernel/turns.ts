/** Work that is heavy on memory, so many at a time in this process: the next comes in when one is done, in their order. */
export interface Turns {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Whoever comes now must wait. */
  readonly full: boolean
}

export function turns(most: number): Turns {
  let taken = 0
  const waiting: (() => void)[] = []
  return {
    get full() {
      return taken >= most
    },
    async run(work) {
      if (taken < most) taken += 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        // The turn is handed on, never let go between two.
        const next = waiting.shift()
        if (next) next()
        else taken -= 1
      }
    },
  }
}

/** Turns by a key: the things of one wait for each other, and for nobody else's. */
export function turnsEach(most: number): { run<T>(key: string, work: () => Promise<T>): Promise<T> } {
  const doors = new Map<string, { readonly turns: Turns; within: number }>()
  return {
    async run(key, work) {
      const door = doors.get(key) ?? { turns: turns(most), within: 0 }
      doors.set(key, door)
      door.within += 1
      try {
        return await door.turns.run(work)
      } finally {
        door.within -= 1
        if (door.within === 0) doors.delete(key)
      }
    },
  }
}
