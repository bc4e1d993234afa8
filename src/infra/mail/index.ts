import { fail } from '../../kernel/index.ts'
import { smtpMailer } from './smtp.ts'
import type { Mailer } from './types.ts'

export type { Mail, Mailer } from './types.ts'

/** Says plainly that no mail can leave; nothing is pretended to be sent. */
export const notConfigured: Mailer = {
  configured: false,
  send: async () => fail({ kind: 'notConfigured', detail: 'SMTP_URL is not set' }),
}

/** The mailer that the configuration gives. */
export const createMailer = (config: {
  readonly smtpUrl: string | undefined
  readonly from: string
}): Mailer => (config.smtpUrl ? smtpMailer(config.smtpUrl, config.from) : notConfigured)
