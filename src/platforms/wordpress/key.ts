import { createHash } from 'node:crypto'

/** The trace that an idempotency key leaves at WordPress: 16 hex digits, the same for the same key, telling nothing else. */
export const keyTrace = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 16)
