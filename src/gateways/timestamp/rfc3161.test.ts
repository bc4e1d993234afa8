import { expect, test } from 'vitest'
import { der, tokenOver } from '../../../tests/support/timestamp-token.ts'
import type { Http, HttpRequest } from '../../infra/http/index.ts'
import { ok } from '../../kernel/index.ts'
import { requestTimestamp, tokenIn } from './rfc3161.ts'

const digest = Buffer.alloc(32, 7)
const url = 'http://tsa.test/'

/** An authority that answers each query by what is made of it. */
function authority(answer: (query: Buffer) => Uint8Array, status = 200) {
  const asked: HttpRequest[] = []
  const http: Http = {
    request: async (request) => {
      asked.push(request)
      const bytes = answer(Buffer.from(request.body as Uint8Array))
      return ok({ url, status, headers: {}, bytes })
    },
  }
  return { http, asked }
}

const granted = (...rest: Uint8Array[]) => der(0x30, der(0x30, der(0x02, Buffer.from([0]))), ...rest)
/** The nonce is the last integer of the query, before the wish for a certificate. */
const nonceIn = (query: Buffer) => query.subarray(-12, -3)
const echoing = (query: Buffer) => der(0x30, tokenOver(digest), der(0x02, nonceIn(query)))

test('an authority is asked over the digest, and its token comes back as it was', async () => {
  const { http, asked } = authority((query) => granted(echoing(query)))
  const got = await requestTimestamp(http, url, digest)
  const query = Buffer.from(asked[0]?.body as Uint8Array)
  expect(query.includes(digest)).toBe(true)
  expect(asked[0]?.headers?.['content-type']).toBe('application/timestamp-query')
  expect(got).toEqual(ok(echoing(query)))
})

test('a refusal, another answer than to our question, and what is no answer give no token', async () => {
  const rejected = der(0x30, der(0x30, der(0x02, Buffer.from([2]))))
  expect(tokenIn(rejected)).toBeUndefined()
  for (const wrong of [
    rejected,
    granted(),
    Buffer.from('<html>'),
    Buffer.alloc(0),
    granted(tokenOver(digest)),
  ]) {
    expect((await requestTimestamp(authority(() => wrong).http, url, digest)).ok).toBe(false)
  }
  const down = authority((query) => granted(echoing(query)), 503)
  expect(await requestTimestamp(down.http, url, digest)).toMatchObject({ ok: false })
})
