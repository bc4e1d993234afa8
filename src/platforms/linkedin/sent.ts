import { isObject, type Json } from '../../kernel/index.ts'
import type { Connection } from '../contract.ts'

/** LinkedIn has no key for what is written. What this process has sent under each is remembered: the text, and what it became. */
export interface Sent {
  readonly text: string
  readonly platformId: string | null
}

const memory = 'linkedin.sent'
const most = 200

const all = (connection: Connection): Readonly<Record<string, Json>> => {
  const known = connection.memory.get(memory)
  return isObject(known) ? (known as Readonly<Record<string, Json>>) : {}
}

export function remember(connection: Connection, key: string, { text, platformId }: Sent): void {
  const { [key]: _, ...others } = all(connection)
  const newest = Object.entries(others).slice(1 - most)
  connection.memory.set(memory, { ...Object.fromEntries(newest), [key]: { text, platformId } })
}

/** Whether what is there was sent under another key: then it is another, though it says the same. */
export const isOthers = (connection: Connection, key: string, platformId: string): boolean =>
  Object.entries(all(connection)).some(
    ([other, one]) => other !== key && isObject(one) && one['platformId'] === platformId,
  )
