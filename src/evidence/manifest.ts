import { canonicalText, isClean, isFieldName, isPartName } from './canonical.ts'

/** What the commitment covers, by name: safe to show, since each digest is made under its own secret key. */
export interface Manifest {
  /** Field name → hex of its commitment. */
  readonly fields: ReadonlyMap<string, string>
  readonly parts: readonly ManifestPart[]
}

export interface ManifestPart {
  /** Length of the part, in bytes. */
  readonly bytes: number
  /** Hex of its commitment. */
  readonly commitment: string
  readonly mediaType: string
  readonly name: string
}

const manifestSchema = 'uppsikt/record/v1'

const digestHex = /^[0-9a-f]{64}$/

/**
 * The RFC 8785 text, written by hand for speed. The caller gives fields and parts sorted by name; names are
 * plain ASCII, so nothing but the media type needs escaping.
 */
export function manifestText(
  fields: readonly (readonly [name: string, commitment: string])[],
  parts: readonly ManifestPart[],
): string {
  let text = '{"fields":{'
  let comma = ''
  for (const [name, commitment] of fields) {
    text += `${comma}"${name}":"${commitment}"`
    comma = ','
  }
  text += '},"parts":['
  comma = ''
  for (const part of parts) {
    const mediaType = JSON.stringify(part.mediaType)
    text += `${comma}{"bytes":${part.bytes},"commitment":"${part.commitment}","mediaType":${mediaType},"name":"${part.name}"}`
    comma = ','
  }
  return `${text}],"schema":"${manifestSchema}"}`
}

/**
 * The manifest a text holds, or undefined when it is anything but the exact RFC 8785 text of one: a second
 * member of the same name, another order or one more blank would let two readers see two different things.
 */
export function readManifest(text: string): Manifest | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
    if (canonicalText(value) !== text) return undefined
  } catch {
    return undefined
  }
  if (!hasExactly(value, ['fields', 'parts', 'schema']) || value['schema'] !== manifestSchema)
    return undefined
  const fields = readFields(value['fields'])
  const parts = readParts(value['parts'])
  return fields && parts ? { fields, parts } : undefined
}

/** An object with these members, no fewer and no more. */
export function hasExactly(value: unknown, names: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const own = Object.keys(value)
  return own.length === names.length && names.every((name) => own.includes(name))
}

function readFields(value: unknown): Map<string, string> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const fields = new Map<string, string>()
  for (const [name, commitment] of Object.entries(value)) {
    if (!isFieldName(name) || typeof commitment !== 'string' || !digestHex.test(commitment)) return undefined
    fields.set(name, commitment)
  }
  return fields
}

function readParts(value: unknown): ManifestPart[] | undefined {
  if (!Array.isArray(value)) return undefined
  const parts: ManifestPart[] = []
  for (const item of value as unknown[]) {
    const part = readPart(item)
    const before = parts.at(-1)
    if (!part || (before && before.name >= part.name)) return undefined
    parts.push(part)
  }
  return parts
}

function readPart(item: unknown): ManifestPart | undefined {
  if (!hasExactly(item, ['bytes', 'commitment', 'mediaType', 'name'])) return undefined
  const { bytes, commitment, mediaType, name } = item
  const sound =
    typeof bytes === 'number' &&
    Number.isSafeInteger(bytes) &&
    bytes >= 0 &&
    typeof commitment === 'string' &&
    digestHex.test(commitment) &&
    typeof mediaType === 'string' &&
    isClean(mediaType) &&
    typeof name === 'string' &&
    isPartName(name)
  return sound ? { bytes, commitment, mediaType, name } : undefined
}
