/** What a claim or an attribute from a provider may be; anything else is as if it were not there. */

const mostGroups = 2_000
const longest = 320

export const textOf = (value: unknown): string | undefined => {
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (typeof one !== 'string') return undefined
  const text = one.normalize('NFC').trim()
  return text.length > 0 && text.length <= longest && !text.includes('\0') ? text : undefined
}

/** One group as a text, or many as a list. */
export const textsOf = (value: unknown): string[] => {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return [...new Set(all.slice(0, mostGroups).flatMap((one) => textOf(one) ?? []))]
}
