import { type Readable, Transform, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import type { HttpRequest } from './types.ts'

/** The body grew past its limit, or says that it will. */
export class BodyTooLarge extends Error {}

const counter = (maxBytes: number): Transform => {
  let seen = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length
      done(seen > maxBytes ? new BodyTooLarge(`more than ${maxBytes} bytes`) : null, chunk)
    },
  })
}

/** 'deflate' is zlib by the standard and bare deflate from some servers; the first byte tells which. */
function inflateEither(): Transform {
  let inner: Transform | undefined
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (inner === undefined) {
        inner = ((chunk[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()
        inner.on('data', (data: Buffer) => this.push(data))
        inner.on('error', (error) => this.destroy(error))
      }
      inner.write(chunk, () => done())
    },
    flush(done) {
      if (inner === undefined) return done()
      inner.once('end', () => done())
      inner.end()
    },
    destroy(error, done) {
      inner?.destroy()
      done(error)
    },
  })
}

function decoders(contentEncoding: string): Transform[] {
  switch (contentEncoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return []
    case 'gzip':
    case 'x-gzip':
      return [createGunzip()]
    case 'deflate':
      return [inflateEither()]
    case 'br':
      return [createBrotliDecompress()]
    default:
      throw new Error(`content-encoding not understood: ${contentEncoding.slice(0, 40)}`)
  }
}

/**
 * The whole body, decompressed. What comes in and what comes out are both held under the limit while streaming,
 * so that a compressed bomb is cut off and never unfolded.
 * @throws BodyTooLarge, or whatever the stream or the decoder threw.
 */
export async function readBody(
  body: Readable,
  contentEncoding: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  const decode = decoders(contentEncoding)
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  const unfolding = decode.length === 0 ? [] : [...decode, counter(maxBytes)]
  await pipeline([body, counter(maxBytes), ...unfolding, sink])
  return Buffer.concat(chunks)
}

/** What is sent, as a whole: for those that keep it. A streamed body can still be sent afterwards. */
export const wholeBody = async (body: NonNullable<HttpRequest['body']>): Promise<string | Uint8Array> =>
  typeof body === 'string' || body instanceof Uint8Array ? body : buffer(body.stream())
