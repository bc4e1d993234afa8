import { pino } from 'pino'

/** What the operator reads. Never a secret, a token, a personal number or what people wrote. */
export interface Log {
  info(detail: Readonly<Record<string, unknown>>, message: string): void
  warn(detail: Readonly<Record<string, unknown>>, message: string): void
  error(detail: Readonly<Record<string, unknown>>, message: string): void
}

const secretNames = ['password', 'secret', 'token', 'authorization', 'cookie', 'accessJwt', 'refreshJwt']

/** JSON lines on standard error: standard output belongs to the commands' answers. */
export const standardLog = (level: 'info' | 'warn' | 'error' | 'silent'): Log =>
  pino(
    { level, redact: [...secretNames, ...secretNames.map((name) => `*.${name}`)] },
    pino.destination({ dest: 2, sync: true }),
  )

export const silentLog: Log = { info() {}, warn() {}, error() {} }
