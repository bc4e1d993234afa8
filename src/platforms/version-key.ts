import { createHash } from 'node:crypto'
import type { Json } from '../kernel/index.ts'

/** JSON with sorted keys, absent ones left out, so that the same content always gives the same text. */
function stable(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map((part: Json) => stable(part)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, part]) => `${JSON.stringify(name)}:${stable(part)}`).join(',')}}`
}

/**
 * A version key over what makes an item what it is: text, author, state, media, what the platform says of its times.
 * Never put in what differs between two fetches of the same item (fetch time, counters, signed media addresses).
 * @returns 43 characters, base64url of SHA-256.
 */
export const versionKey = (content: Readonly<Record<string, Json | undefined>>): string =>
  createHash('sha256')
    .update(stable(content as Json))
    .digest('base64url')
