import { once } from 'node:events'
import { createServer } from 'node:net'
import { simpleParser } from 'mailparser'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { portOf, startMailServer } from '../../../tests/support/mail-server.ts'
import { createMailer, notConfigured } from './index.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function mailServer(options: SMTPServerOptions = {}) {
  const server = await startMailServer(options)
  closing.push(server.close)
  return server
}

const from = 'uppsikt@storlunda.se'
const letter = {
  to: 'asa@storlunda.se',
  subject: 'Logga in i Uppsikt, Östra Åkersände på Höglandet',
  text: 'Hej Åsa Öberg,\n\nlänken gäller till klockan 14.32: https://uppsikt.storlunda.se/logga-in/lank/abc\n\nÅÄÖ åäö é — “så”\n',
}

test('Swedish letters reach the reader as they were written', async () => {
  const { received, url } = await mailServer()
  expect(await createMailer({ smtpUrl: url, from }).send(letter)).toEqual({ ok: true, value: undefined })
  const parsed = await simpleParser(Buffer.from(received[0]?.raw ?? '', 'latin1'))
  expect(parsed.subject).toBe(letter.subject)
  expect(parsed.text?.trim()).toBe(letter.text.trim())
  expect(parsed.from?.text).toBe(from)
  expect(received[0]?.to).toEqual([letter.to])
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
})

test('an address that smuggles in another receiver or a header does neither', async () => {
  const { received, url } = await mailServer()
  const mailer = createMailer({ smtpUrl: url, from })
  for (const to of ['a@b.se, annan@b.se', 'a@b.se\r\nBcc: annan@b.se', '"x" <a@b.se>, annan@b.se']) {
    await mailer.send({ ...letter, to, subject: 'x\r\nBcc: annan@b.se' })
  }
  expect(received.flatMap((one) => one.to)).not.toContain('annan@b.se')
  for (const { raw } of received) expect(raw).not.toMatch(/^Bcc:/im)
})

test('a letter that the server will never take is refused; one it cannot take now may be tried again', async () => {
  const answering = (responseCode: number) =>
    mailServer({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode })),
    })
  const final = await answering(550)
  const now = await answering(451)
  const sendTo = (url: string) => createMailer({ smtpUrl: url, from }).send(letter)
  expect(await sendTo(final.url)).toMatchObject({ ok: false, error: { kind: 'refused' } })
  expect(await sendTo(now.url)).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
})

test('a wrong password is the operator to mend, so the letter is not given up', async () => {
  const { url } = await mailServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error('no'), { responseCode: 535 })),
  })
  const mailer = createMailer({ smtpUrl: url.replace('smtp://', 'smtp://uppsikt:fel@'), from })
  expect(await mailer.send(letter)).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
})

test('a server that is not there is said, not thrown', async () => {
  const gone = createServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  const port = portOf(gone)
  gone.close()
  const sent = await createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from }).send(letter)
  expect(sent).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
})

test('without a server nothing is pretended to be sent', async () => {
  const mailer = createMailer({ smtpUrl: undefined, from })
  expect(mailer).toBe(notConfigured)
  expect(mailer.configured).toBe(false)
  expect(await mailer.send(letter)).toMatchObject({ ok: false, error: { kind: 'notConfigured' } })
})
