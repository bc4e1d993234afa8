/** Nesting that is followed; deeper is outside data that was made to hurt. */
const maximumDepth = 64

const fieldName = /^[a-z][A-Za-z0-9]*$/
const partName = /^[a-z0-9][a-z0-9.-]*$/
const loneSurrogate = /\p{Surrogate}/u

/** `[a-z][A-Za-z0-9]*` (design/evidence.md, Values). */
export const isFieldName = (name: string): boolean => fieldName.test(name)

/** `[a-z0-9][a-z0-9.-]*` (design/evidence.md, Values). */
export const isPartName = (name: string): boolean => partName.test(name)

/** No NUL and no lone surrogate: the text is the same after a round through UTF-8 and PostgreSQL. */
export const isClean = (text: string): boolean => !text.includes('\0') && !loneSurrogate.test(text)

/** Lone surrogates and NUL become U+FFFD; everything else stays as it is. */
export const sanitizeText = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

/**
 * The RFC 8785 text of a JSON value: numbers as ECMAScript writes them, keys by UTF-16 units, no white space.
 * Members that are undefined are left out.
 * @throws TypeError on what is not JSON: NaN, infinities, undefined in a list, functions, bigint, dates, lone
 *   surrogates (RFC 8785 §3.2.2.2). RangeError past 64 levels.
 */
export const canonicalText = (value: unknown): string => write(value, 0)

/**
 * A value as it is committed to and shown: a string as it is, anything else as its RFC 8785 text, with lone
 * surrogates and NUL as U+FFFD wherever they stand.
 * @throws TypeError on null and undefined (what is absent is left out: see `fieldsOf`) and on what is not JSON.
 */
export function fieldValue(value: unknown): string {
  if (value === null || value === undefined) throw new TypeError('an absent value is left out, not recorded')
  return typeof value === 'string' ? sanitizeText(value) : canonicalText(sanitized(value, 0))
}

/**
 * Names and values as the fields of a record; undefined and null are absent and left out.
 * @throws TypeError on a name that is not a field name, or a value that is not JSON.
 */
export function fieldsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue
    if (!isFieldName(name)) throw new TypeError(`not a field name: ${name}`)
    fields[name] = fieldValue(value)
  }
  return fields
}

function write(value: unknown, depth: number): string {
  if (depth > maximumDepth) throw new RangeError(`JSON nested past ${maximumDepth} levels`)
  switch (typeof value) {
    case 'string':
      if (loneSurrogate.test(value)) throw new TypeError('a lone surrogate has no RFC 8785 text')
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no RFC 8785 text`)
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      return value === null ? 'null' : writeNested(value, depth)
    default:
      throw new TypeError(`${typeof value} has no RFC 8785 text`)
  }
}

function writeNested(value: object, depth: number): string {
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`
  const members = plain(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${write(key, depth)}:${write(item, depth + 1)}`)
  return `{${members.join(',')}}`
}

function sanitized(value: unknown, depth: number): unknown {
  if (depth > maximumDepth) throw new RangeError(`JSON nested past ${maximumDepth} levels`)
  if (typeof value === 'string') return sanitizeText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => sanitized(item, depth + 1))
  // No prototype: a key from outside may well be named __proto__.
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, item] of plain(value)) copy[sanitizeText(key)] = sanitized(item, depth + 1)
  return copy
}

function plain(value: object): [string, unknown][] {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError('only plain objects have an RFC 8785 text')
  }
  return Object.entries(value)
}
