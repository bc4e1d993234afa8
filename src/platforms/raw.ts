import { createHash } from 'node:crypto'
import type { HttpAnswer } from '../infra/http/index.ts'
import type { Raw } from './contract.ts'

/** How an answer was got. Make it once per answer: it hashes all of it. */
export const answerPart = (answer: HttpAnswer, fetchedAt: Date): Raw['answer'] => ({
  url: answer.url,
  status: answer.status,
  headers: answer.headers,
  fetchedAt: fetchedAt.toISOString(),
  sha256: createHash('sha256').update(answer.bytes).digest('hex'),
})

/** The whole answer as one item's bytes; for a piece of it, give the piece's own bytes. */
export const rawOf = (answer: HttpAnswer, part: Raw['answer'], bytes: Uint8Array = answer.bytes): Raw => ({
  bytes,
  mediaType: answer.headers['content-type'] ?? 'application/octet-stream',
  answer: part,
})
