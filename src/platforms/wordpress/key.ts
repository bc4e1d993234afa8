import { createHash } from 'node:crypto'

/** The trace that an idempotency key leaves at WordPress: 16 hex digits, the same for the same key, telling nothing else. */
export const keyTrace = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 16)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text from a person as HTML that shows exactly it. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (found) => entities[found] ?? found)
