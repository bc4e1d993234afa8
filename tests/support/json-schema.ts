import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname, join } from 'node:path'

/** As much of JSON Schema (draft 7) as the platforms' published schemas use. Schemas are read from files. */
type Schema = Readonly<Record<string, unknown>>

interface Place {
  readonly schema: Schema
  readonly file: string
}

const files = new Map<string, Schema>()
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function load(file: string): Schema {
  const known = files.get(file)
  if (known) return known
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isRecord(read)) throw new Error(`${file} is no schema`)
  files.set(file, read)
  return read
}

/** undefined when the file that is pointed at is not in the collection: then nothing can be said against the value. */
function follow(reference: string, from: string): Place | undefined {
  if (reference.endsWith('#/definitions/EmptyArray'))
    return { schema: { type: 'array', maxItems: 0 }, file: from }
  const [path = '', pointer = ''] = reference.split('#')
  const file = path === '' ? from : join(dirname(from), path)
  if (!existsSync(file)) return undefined
  let schema: unknown = load(file)
  for (const step of pointer.split('/').filter((part) => part !== '')) {
    schema = isRecord(schema) ? schema[step] : undefined
  }
  if (!isRecord(schema)) throw new Error(`${reference} in ${from} points at nothing`)
  return { schema, file }
}

const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : Number.isInteger(value)
        ? 'integer'
        : typeof value

function hasType(value: unknown, wanted: unknown): boolean {
  const is = typeOf(value)
  const names = Array.isArray(wanted) ? wanted : [wanted]
  return names.some((name) => name === is || (name === 'number' && is === 'integer'))
}

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  uri: (text) => URL.canParse(text),
  email: (text) => /^[^@\s]+@[^@\s]+$/.test(text),
  ipv4: (text) => isIP(text) === 4,
  ipv6: (text) => isIP(text) === 6,
}

function faultsOfObject(value: Record<string, unknown>, { schema, file }: Place, at: string): string[] {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  const required: unknown[] = Array.isArray(schema['required']) ? schema['required'] : []
  const missing = required
    .filter((name) => !(String(name) in value))
    .map((name) => `${at}.${String(name)} is missing`)
  const rest = schema['additionalProperties']
  const inner = Object.entries(value).flatMap(([name, member]) => {
    const known = properties[name]
    if (isRecord(known)) return faults(member, { schema: known, file }, `${at}.${name}`)
    if (rest === false) return [`${at}.${name} is not in the schema`]
    return isRecord(rest) ? faults(member, { schema: rest, file }, `${at}.${name}`) : []
  })
  return [...missing, ...inner]
}

function faultsOfChoices(value: unknown, { schema, file }: Place, at: string): string[] {
  const branches = (name: string): string[][] | undefined => {
    const list = schema[name]
    if (!Array.isArray(list)) return undefined
    return list.filter(isRecord).map((branch) => faults(value, { schema: branch, file }, at))
  }
  const all = branches('allOf')?.flat() ?? []
  const any = branches('anyOf')
  const one = branches('oneOf')
  const matching = one?.filter((found) => found.length === 0).length
  return [
    ...all,
    ...(any && !any.some((found) => found.length === 0) ? [`${at} fits none: ${any.flat().join('; ')}`] : []),
    ...(matching !== undefined && matching !== 1
      ? [`${at} fits ${matching} of oneOf: ${one?.flat().join('; ')}`]
      : []),
  ]
}

function faults(value: unknown, place: Place, at: string): string[] {
  const { schema, file } = place
  const reference = schema['$ref']
  if (typeof reference === 'string') {
    const target = follow(reference, file)
    return target ? faults(value, target, at) : []
  }
  const found: string[] = []
  const { type, enum: allowed, const: constant, pattern, format, maxItems, items } = schema
  if (type !== undefined && !hasType(value, type)) return [`${at} is ${typeOf(value)}, not ${String(type)}`]
  if (Array.isArray(allowed) && !allowed.includes(value)) found.push(`${at} is not among the allowed`)
  if (constant !== undefined && value !== constant) found.push(`${at} is not ${String(constant)}`)
  if (typeof value === 'string') {
    if (typeof pattern === 'string' && !new RegExp(pattern).test(value))
      found.push(`${at} does not match ${pattern}`)
    const check = typeof format === 'string' ? formats[format] : undefined
    if (check && !check(value)) found.push(`${at} is no ${String(format)}`)
  }
  if (Array.isArray(value)) {
    if (typeof maxItems === 'number' && value.length > maxItems) found.push(`${at} has more than ${maxItems}`)
    const each = isRecord(items) ? items : undefined
    if (each)
      found.push(...value.flatMap((item, index) => faults(item, { schema: each, file }, `${at}[${index}]`)))
  }
  if (isRecord(value)) found.push(...faultsOfObject(value, place, at))
  return [...found, ...faultsOfChoices(value, place, at)]
}

/** What in the value is against the schema in the file; none when it conforms. */
export const schemaFaults = (value: unknown, file: string): string[] =>
  faults(value, { schema: load(file), file }, '$')
