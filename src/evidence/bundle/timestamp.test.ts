import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { recordAll } from '../../../tests/support/evidence-log.ts'
import { verifyBundle } from './verify-bundle.ts'

const log = await recordAll([{ values: { text: 'a' } }, { values: { text: 'b' } }])

describe('time stamps', () => {
  const der = (tag: number, ...bodies: Uint8Array[]): Buffer => {
    const body = Buffer.concat(bodies)
    const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
    return Buffer.concat([Buffer.from([tag, ...length]), body])
  }
  const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
  const one = der(0x02, Buffer.from([1]))
  const token = (digest: Uint8Array) => {
    const imprint = der(0x30, der(0x30, oid('608648016503040201'), der(0x05)), der(0x04, digest))
    const info = der(0x30, one, oid('2a03'), imprint, one, der(0x18, Buffer.from('20260501100000Z')))
    const content = der(0x30, oid('2a864886f70d0109100104'), der(0xa0, der(0x04, info)))
    return der(0x30, oid('2a864886f70d010702'), der(0xa0, der(0x30, one, der(0x31), content, der(0x31))))
  }
  const check = (tokens: readonly Uint8Array[]) => {
    const files = log.bundle([1], {}, tokens)
    return verifyBundle((path) => files.get(path))
  }
  const imprint = createHash('sha256').update(log.checkpoint).digest()

  test('over the checkpoint are read', async () => {
    const verdict = await check([token(imprint)])
    expect(verdict).toMatchObject({ ok: true, value: { timestamps: ['20260501100000Z'] } })
  })

  test('over something else, or that are none, are refused', async () => {
    const other = await check([token(imprint), token(Buffer.alloc(32))])
    expect(other).toMatchObject({ ok: false, error: { what: 'timestampImprint', name: '2' } })
    for (const wrong of [
      Buffer.from('x'),
      token(imprint).subarray(1),
      token(imprint).subarray(0, 60),
      Buffer.alloc(0),
    ]) {
      const verdict = await check([wrong])
      expect(verdict).toMatchObject({ ok: false, error: { what: 'timestampMalformed', name: '1' } })
    }
  })
})
