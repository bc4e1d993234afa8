/** What is around a delivery's bytes weighs about so much: the request, its headers, what waits for the answer. */
const aroundBytes = 16 * 1024

/** Takes room for so many bytes more of one delivery. @returns whether there was. */
export type TakeRoom = (bytes: number) => boolean

/**
 * Deliveries of this process that are not on disk yet. Whoever sends faster than they are kept is asked to come again while
 * there is memory, and those that are in hand are answered in time.
 * @param mostBytes of all together, with what is around them.
 * @returns holds one while `work` goes on; undefined at once when there is no room for it.
 */
export function inHand(mostBytes: number) {
  let held = 0
  return async <T>(work: (takeRoom: TakeRoom) => Promise<T>): Promise<T | undefined> => {
    let own = 0
    const takeRoom: TakeRoom = (bytes) => {
      if (held + bytes > mostBytes) return false
      held += bytes
      own += bytes
      return true
    }
    if (!takeRoom(aroundBytes)) return undefined
    try {
      return await work(takeRoom)
    } finally {
      held -= own
    }
  }
}
