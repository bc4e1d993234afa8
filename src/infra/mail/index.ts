import { fail, ok } from '../../kernel/index.ts'
import type { Log } from '../log/index.ts'
import { smtpMailer } from './smtp.ts'
import type { Mailer } from './types.ts'

export { smtpMailer } from './smtp.ts'
export type { Mail, Mailer, MailFailure } from './types.ts'

/** Says plainly that no mail can leave; nothing is pretended to be sent. */
export const notConfigured: Mailer = {
  configured: false,
  send: async () => fail({ kind: 'notConfigured', detail: 'SMTP_URL is not set' }),
}

/** For the demo and for development only: letters, sign-in links included, are read in the operator's log. */
export const logMailer = (log: Log): Mailer => ({
  configured: true,
  async send(mail) {
    log.warn({ to: mail.to, subject: mail.subject, text: mail.text }, 'mail is shown here instead of sent')
    return ok(undefined)
  },
})

/** The mailer that the configuration gives. */
export const createMailer = (config: {
  readonly smtpUrl: string | undefined
  readonly from: string
}): Mailer => (config.smtpUrl ? smtpMailer(config.smtpUrl, config.from) : notConfigured)
