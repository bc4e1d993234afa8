import type { Streamed } from '../../infra/http/index.ts'
import type { Film, Pieces } from '../contract.ts'

/** A film that is in memory: small ones, and tests. */
export const filmFrom = (bytes: Uint8Array, mediaType = 'video/mp4'): Film => ({
  mediaType,
  ...piecesOf(bytes),
})

export const piecesOf = (bytes: Uint8Array): Pieces => ({
  size: bytes.length,
  async *stream(from = 0, to = bytes.length) {
    yield bytes.subarray(from, to)
  },
})

/** One piece, held: for platforms that take a film in small ones. */
export async function pieceOf(film: Pieces, from: number, to: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of film.stream(from, Math.min(to, film.size))) parts.push(part)
  return Buffer.concat(parts)
}

/** Bytes before and after what is read as it is sent. */
export const between = (head: Uint8Array, middle: Streamed, tail: Uint8Array): Streamed => ({
  size: head.length + middle.size + tail.length,
  async *stream() {
    yield head
    yield* middle.stream()
    yield tail
  },
})
