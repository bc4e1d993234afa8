import { createTransport } from 'nodemailer'
import { describeError, fail, isObject, ok } from '../../kernel/index.ts'
import type { Mail, Mailer, MailFailure } from './types.ts'

const handshakeMilliseconds = 10_000
const silenceMilliseconds = 30_000

/**
 * Mail through the municipality's own server.
 * @param url 'smtp://host:25' or 'smtps://name:password@host:465'; with smtp:, STARTTLS is used where it is offered.
 * @param from the address that letters come from.
 */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(
    {
      url,
      connectionTimeout: handshakeMilliseconds,
      greetingTimeout: handshakeMilliseconds,
      socketTimeout: silenceMilliseconds,
      // A letter is text that we wrote: nothing in it may make the program read a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  return {
    configured: true,
    async send(mail: Mail) {
      try {
        await transport.sendMail({
          // As an object: an address with a comma is one odd address, never two receivers.
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return ok(undefined)
      } catch (thrown) {
        return fail(failureOf(thrown))
      }
    },
  }
}

/** RFC 5321: a code from 500 is final, from 400 it is for now; a wrong password is mended by the operator, so later. */
function failureOf(thrown: unknown): MailFailure {
  const code = isObject(thrown) ? thrown['responseCode'] : undefined
  const login = isObject(thrown) && thrown['code'] === 'EAUTH'
  const final = typeof code === 'number' && code >= 500 && !login
  return { kind: final ? 'refused' : 'unavailable', detail: describeError(thrown) }
}
