import { createHash } from 'node:crypto'
import type { Raw } from '../contract.ts'
import { versionKey } from '../version-key.ts'

/** A piece of a file in an export, as an item's raw bytes: where it stood is told as for a piece of an answer. */
export function rawPiece(
  format: string,
  entry: string,
  piece: { readonly bytes: Uint8Array; readonly start: number; readonly end: number },
  mediaType: string,
  fetchedAt: Date,
): Raw {
  const answer = {
    url: `${format}:${entry}`,
    status: 200,
    headers: { 'content-range': `bytes ${piece.start}-${piece.end - 1}/*` },
    fetchedAt: fetchedAt.toISOString(),
    sha256: createHash('sha256').update(piece.bytes).digest('hex'),
  }
  return { bytes: piece.bytes, mediaType, answer }
}

/**
 * An id for something that the export gives none: from what it is, so that reading it again, or a newer export of the
 * same, gives the same id. Two that are alike in everything are one; one whose text was changed between two exports is
 * two.
 */
export const contentId = (...content: readonly (string | number)[]): string =>
  `export:${versionKey({ content: [...content] })}`

/** Seconds or milliseconds since 1970, as number or digits, as ISO; undefined for what is no such time. */
export function sinceEpoch(value: unknown, unit: 1 | 1_000): string | undefined {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof count !== 'number' || !Number.isFinite(count) || count <= 0) return undefined
  const at = new Date(count * unit)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
