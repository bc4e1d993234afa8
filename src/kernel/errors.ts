/**
 * Failures that end a request or a command with something to tell the person.
 * `message` is plain Swedish: what happened, why, what to do.
 */
export type Ending = 'refused' | 'notFound' | 'invalid' | 'conflict' | 'unavailable'

export class Stop extends Error {
  readonly ending: Ending
  /** Field name → what is wrong with it, for forms. */
  readonly fields: Readonly<Record<string, string>>

  constructor(ending: Ending, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'Stop'
    this.ending = ending
    this.fields = fields
  }
}

/** The text of whatever was thrown, for logs and for the detail of a failure. */
export function describeError(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  // A connection that was refused at several addresses says no more than its code.
  return thrown.message || ('code' in thrown ? String(thrown.code) : thrown.name)
}

/**
 * A fault for the log where its message may quote what somebody sent: what kind it is and where it was thrown. Of the
 * message, what stands between quotation marks is left out; of the stack, the message.
 */
export function faultWithoutQuotes(thrown: unknown): {
  readonly reason: string
  readonly code?: string
  readonly stack?: string
} {
  const reason = describeError(thrown).replace(/["'`“”].*["'`“”]/su, '…')
  if (!(thrown instanceof Error)) return { reason }
  const { name, message, stack = '' } = thrown
  const frames = stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^\s+at /u.test(line))
  return {
    reason: `${name}: ${reason}`,
    ...('code' in thrown && { code: String(thrown.code) }),
    stack: frames.join('\n'),
  }
}
