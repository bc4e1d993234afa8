import type { Result } from '../../kernel/index.ts'

/** A letter in plain text; Swedish letters as they are. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/**
 * notConfigured: this installation has no way out for mail · refused: the server would not take this letter, and will
 * not later either · unavailable: it could not be handed over now, try again.
 */
export interface MailFailure {
  readonly kind: 'notConfigured' | 'refused' | 'unavailable'
  /** For the operator's log; never the letter's text. */
  readonly detail: string
}

export interface Mailer {
  /** Whether letters can leave at all: screens say so before anybody waits for one. */
  readonly configured: boolean
  /** Handed over to the mail server, or why not. Never throws for what a mail server does. */
  send(mail: Mail): Promise<Result<void, MailFailure>>
}
