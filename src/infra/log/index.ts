import { type DestinationStream, pino } from 'pino'
import { maskPersonalNumbers } from '../../kernel/index.ts'

/** What the operator reads. Never a secret, a token, a personal number or what people wrote. */
export interface Log {
  info(detail: Readonly<Record<string, unknown>>, message: string): void
  warn(detail: Readonly<Record<string, unknown>>, message: string): void
  error(detail: Readonly<Record<string, unknown>>, message: string): void
}

const secretNames = ['password', 'secret', 'token', 'authorization', 'cookie', 'accessJwt', 'refreshJwt']

const maxDepth = 8

/** Personal numbers are masked wherever they stand: a fault of the database or a platform may quote what somebody wrote. */
function masked(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskPersonalNumbers(value)
  if (typeof value !== 'object' || value === null || depth > maxDepth) return value
  if (Array.isArray(value)) return value.map((one: unknown) => masked(one, depth + 1))
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, masked(held, depth + 1)]))
}

/** JSON lines on standard error: standard output belongs to the commands' answers. */
export const standardLog = (
  level: 'info' | 'warn' | 'error' | 'silent',
  to: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log => {
  const log = pino(
    {
      level,
      redact: [...secretNames, ...secretNames.map((name) => `*.${name}`)],
      formatters: { log: (detail) => masked(detail) as Record<string, unknown> },
    },
    to,
  )
  // Bound, so that a copy of it ({ ...log, warn }) is a log too: pino's own functions throw when they are moved.
  return { info: log.info.bind(log), warn: log.warn.bind(log), error: log.error.bind(log) }
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }
