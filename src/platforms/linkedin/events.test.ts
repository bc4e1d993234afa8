import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { events } from './events.ts'

const registration = { settings: {}, secrets: { clientSecret: 'hemlig' } }

test('the challenge is answered with its HMAC in hex', () => {
  const said = events.handshake(new URLSearchParams({ challengeCode: 'abc' }), registration)
  const challengeResponse = createHmac('sha256', 'hemlig').update('abc').digest('hex')
  expect(JSON.parse(said?.body ?? '')).toEqual({ challengeCode: 'abc', challengeResponse })
})

test('only a signature over the prefix and the raw bytes holds', () => {
  const bytes = Buffer.from(
    '{"notifications":[{"notificationId":1,"organizationalEntity":"urn:li:organization:5"}]}',
  )
  const right = createHmac('sha256', 'hemlig').update('hmacsha256=').update(bytes).digest('hex')
  const bare = createHmac('sha256', 'hemlig').update(bytes).digest('hex')
  expect(events.verify(bytes, { 'x-li-signature': right }, registration)).toBe(true)
  expect(events.verify(bytes, { 'x-li-signature': bare }, registration)).toBe(false)
  expect(events.read(bytes)).toEqual([{ id: '1', account: 'urn:li:organization:5', items: [], gone: [] }])
})
