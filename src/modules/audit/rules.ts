import { type Json, maskPersonalNumbers } from '../../kernel/index.ts'

/** Names that say that the value is a secret. Whoever writes one here has made a mistake, so it is thrown. */
const secretName = /token|secret|password|passphrase|cookie|authorization|credential$|private.?key|csrf/i

const maxDepth = 8

/**
 * The detail as it may be kept: personal numbers are masked wherever they stand in a text.
 * The audit trail is read by others than those who may read the items, and is never disposed of with them.
 * @throws Error when a field is named as a secret, or the detail is nested deeper than eight levels.
 */
export function safeDetail(detail: Json, depth = 0): Json {
  if (depth > maxDepth) throw new Error('audit detail is nested too deeply')
  if (typeof detail === 'string') return maskPersonalNumbers(detail)
  if (typeof detail !== 'object' || detail === null) return detail
  if (Array.isArray(detail)) return detail.map((one: Json) => safeDetail(one, depth + 1))
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (secretName.test(name)) throw new Error(`a secret does not belong in the audit trail: ${name}`)
      return [name, safeDetail(value as Json, depth + 1)]
    }),
  )
}
