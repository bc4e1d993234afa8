import { fail, ok, type Result } from '../../../../kernel/index.ts'

/** hashlista: one hash a line, hexadecimal; what kind is said by whoever gives the list, or by the length. */
export const hashKinds = ['sha256', 'md5', 'pdq'] as const
export type HashKind = (typeof hashKinds)[number]

/** More than any list that has been offered to a municipality. */
export const mostHashes = 200_000

const lengths: Readonly<Record<HashKind, number>> = { sha256: 64, md5: 32, pdq: 64 }

/**
 * The hashes of a list, each once. Lines that begin with '#' and empty ones are passed over; of a line with commas the
 * first field counts, as exchange formats write more after it.
 * @returns why the list cannot be used, Swedish, with the line's number.
 */
export function parseHashList(text: string, kind: HashKind): Result<readonly string[], string> {
  const hashes = new Set<string>()
  let number = 0
  for (const line of text.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u)) {
    number += 1
    const hash =
      line
        .split(/[,;\t ]/u, 1)[0]
        ?.trim()
        .toLowerCase() ?? ''
    if (hash === '' || line.startsWith('#')) continue
    if (hash.length !== lengths[kind] || !/^[0-9a-f]+$/u.test(hash))
      return fail(
        `Rad ${number} är inte ett ${kind.toUpperCase()}-värde. Det ska vara ${lengths[kind]} tecken, 0–9 och a–f. Inget är infört.`,
      )
    hashes.add(hash)
    if (hashes.size > mostHashes)
      return fail('Listan har fler än 200\u00a0000 värden. Dela den i flera filer. Inget är infört.')
  }
  if (hashes.size === 0) return fail('Filen har inga värden. Välj en textfil med ett värde på varje rad.')
  return ok([...hashes])
}
