import { isObject } from '../../kernel/index.ts'

/** Only bytes, and among them one that is not ASCII: the mark of UTF-8 written a byte a character. */
const suspicious = /[\u0080-\u00ff]/
const beyondBytes = /[\u0100-\uffff]/
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Text whose UTF-8 bytes were each written as a character ("\u00c3\u00b6" for ö), as it was meant. Left as it is when
 * a character is no byte, or the bytes are no UTF-8: then it was right from the beginning.
 */
export function repaired(text: string): string {
  if (!suspicious.test(text) || beyondBytes.test(text)) return text
  try {
    return strict.decode(Buffer.from(text, 'latin1'))
  } catch (error) {
    if (error instanceof TypeError) return text
    throw error
  }
}

/** The same for every string and every key of a JSON value. The value is known not to be nested without end. */
export function allRepaired(value: unknown): unknown {
  if (typeof value === 'string') return repaired(value)
  if (Array.isArray(value)) return value.map(allRepaired)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [repaired(key), allRepaired(part)]))
}
