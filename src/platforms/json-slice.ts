import { fail, isObject, limits, ok, type Result } from '../kernel/index.ts'

const quote = 0x22
const backslash = 0x5c
const opens = new Set([0x5b, 0x7b])
const closes = new Set([0x5d, 0x7d])
const blank = new Set([0x20, 0x09, 0x0a, 0x0d])
const ends = new Set([0x2c, 0x5d, 0x7d, ...blank])

/**
 * A value inside a JSON answer together with its own bytes, untouched. Reading is lazy;
 * the document is known to be well-formed, so the steps through it need not check.
 */
export class JsonSlice {
  readonly #document: Uint8Array
  readonly #start: number
  readonly #end: number

  constructor(document: Uint8Array, start: number, end: number) {
    this.#document = document
    this.#start = start
    this.#end = end
  }

  /** The bytes as they stand in the answer. */
  get bytes(): Uint8Array {
    return this.#document.subarray(this.#start, this.#end)
  }

  get value(): unknown {
    return JSON.parse(new TextDecoder().decode(this.bytes))
  }

  /** The member of that name; the last one, as JSON.parse takes it, when it stands twice. */
  get(name: string): JsonSlice | undefined {
    if (this.#document[this.#start] !== 0x7b) return undefined
    let found: JsonSlice | undefined
    let at = this.#next(this.#start + 1)
    while (this.#document[at] === quote) {
      const keyEnd = skipString(this.#document, at)
      const key: unknown = JSON.parse(new TextDecoder().decode(this.#document.subarray(at, keyEnd)))
      const start = this.#next(keyEnd)
      const end = skipValue(this.#document, start)
      if (key === name) found = new JsonSlice(this.#document, start, end)
      at = this.#next(end)
    }
    return found
  }

  /** The elements when this is an array; none otherwise. */
  elements(): JsonSlice[] {
    const found: JsonSlice[] = []
    if (this.#document[this.#start] !== 0x5b) return found
    let at = this.#next(this.#start + 1)
    while (this.#document[at] !== 0x5d && at < this.#end) {
      const end = skipValue(this.#document, at)
      found.push(new JsonSlice(this.#document, at, end))
      at = this.#next(end)
    }
    return found
  }

  /** Past blanks, commas and colons. */
  #next(from: number): number {
    let at = from
    for (;;) {
      const byte = this.#document[at]
      if (byte === undefined || !(blank.has(byte) || byte === 0x2c || byte === 0x3a)) return at
      at++
    }
  }
}

function skipString(document: Uint8Array, from: number): number {
  let at = from + 1
  while (document[at] !== quote && at < document.length) at += document[at] === backslash ? 2 : 1
  return at + 1
}

function skipValue(document: Uint8Array, from: number): number {
  const first = document[from] ?? 0
  if (first === quote) return skipString(document, from)
  let at = from
  if (!opens.has(first)) {
    while (at < document.length && !ends.has(document[at] ?? 0)) at++
    return at
  }
  let depth = 0
  for (;;) {
    const byte = document[at]
    if (byte === undefined) return at
    if (byte === quote) {
      at = skipString(document, at)
      continue
    }
    if (opens.has(byte)) depth++
    else if (closes.has(byte)) depth--
    at++
    if (depth === 0) return at
  }
}

function tooDeep(document: Uint8Array): boolean {
  let depth = 0
  for (let at = 0; at < document.length; at++) {
    const byte = document[at] ?? 0
    if (byte === quote) at = skipString(document, at) - 1
    else if (opens.has(byte) && ++depth > limits.jsonDepth) return true
    else if (closes.has(byte)) depth--
  }
  return false
}

/** A whole JSON answer (UTF-8, with or without byte order mark), or why it is none: not JSON, or nested past limits.jsonDepth. */
export function readJson(bytes: Uint8Array): Result<JsonSlice, 'notJson' | 'tooDeep'> {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  let end = bytes.length
  while (start < end && blank.has(bytes[start] ?? 0)) start++
  while (end > start && blank.has(bytes[end - 1] ?? 0)) end--
  if (tooDeep(bytes)) return fail('tooDeep')
  const whole = new JsonSlice(bytes, start, end)
  try {
    void whole.value
  } catch (error) {
    if (error instanceof SyntaxError) return fail('notJson')
    throw error
  }
  return ok(whole)
}

/** Of a text that stands on a profile: what is longer is no profile's. */
const longestText = 10_000

/** The text of that name, trimmed; empty when there is none. */
export function textOf(value: unknown, name: string): string {
  const found = isObject(value) ? value[name] : undefined
  return typeof found === 'string' ? found.slice(0, longestText).trim() : ''
}

/** The text as a list: none when it is empty. */
export const listOf = (...texts: readonly string[]): string[] => texts.filter((text) => text !== '')

/** A count under `key`; nothing when it is no count. */
export function countOf<K extends string>(key: K, value: unknown): { readonly [_ in K]?: number } {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? ({ [key]: value } as { [_ in K]?: number })
    : {}
}
