import { isObject } from '../kernel/index.ts'

/** Members of a profile as answers give them; what is of another kind, or longer than any profile, is not taken. */

const longest = 10_000

/** The text of that name, trimmed; empty when there is none. */
export function textOf(value: unknown, name: string): string {
  const found = isObject(value) ? value[name] : undefined
  return typeof found === 'string' ? found.slice(0, longest).trim() : ''
}

/** The text as a list: none when it is empty. */
export const listOf = (...texts: readonly string[]): string[] => texts.filter((text) => text !== '')

/** A count under `key`; nothing when it is no count. */
export function countOf<K extends string>(key: K, value: unknown): { readonly [_ in K]?: number } {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? ({ [key]: value } as { [_ in K]?: number })
    : {}
}
