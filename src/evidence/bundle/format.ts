import { hasExactly } from '../manifest.ts'
import { hasDoubleNames } from './double-names.ts'

/** bundle.json of an evidence bundle (bevispaket), design/evidence.md, Bundle. */
export interface Bundle {
  readonly format: typeof bundleFormat
  /** The signed note, signatures and all. */
  readonly checkpoint: string
  /** Signed-note verifier key: origin+8 hex+base64. */
  readonly key: string
  /** RFC 3161 tokens over the checkpoint, base64. */
  readonly timestamps: readonly string[]
  readonly records: readonly BundleRecord[]
}

export interface BundleRecord {
  readonly index: number
  readonly entry: string
  readonly proof: readonly string[]
  readonly manifest: string
  readonly topKey: string
  readonly fields: readonly ShownField[]
  readonly parts: readonly ShownPart[]
  /** Field names, and `part/` + part name. */
  readonly withheld: readonly string[]
}

interface ShownField {
  readonly name: string
  readonly value: string
  readonly key: string
}

interface ShownPart {
  readonly name: string
  readonly path: string
  readonly key: string
}

export const bundleFormat = 'uppsikt/bundle/v1'

/** Where a delivered part lies in the bundle. */
export const partPath = (index: number, name: string): string => `files/${index}/${name}`

/** How a part is named among what is withheld. */
export const withheldPart = (name: string): string => `part/${name}`

type ReadBundle =
  | { readonly ok: true; readonly bundle: Bundle }
  | { readonly ok: false; readonly record?: number; readonly name?: string }

/**
 * bundle.json from its bytes. Nothing may be missing and nothing may be there besides: what the proof does not
 * cover must not look as if it did.
 */
export function readBundle(bytes: Uint8Array): ReadBundle {
  let value: unknown
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(text)
    if (hasDoubleNames(text)) return { ok: false }
  } catch {
    return { ok: false }
  }
  if (!hasExactly(value, ['format', 'checkpoint', 'key', 'timestamps', 'records'])) return { ok: false }
  if (value['format'] !== bundleFormat) return { ok: false, name: 'format' }
  const wrong = ['checkpoint', 'key'].find((name) => typeof value[name] !== 'string')
  if (wrong !== undefined) return { ok: false, name: wrong }
  if (!isList(value['timestamps'], isString)) return { ok: false, name: 'timestamps' }
  if (!Array.isArray(value['records'])) return { ok: false, name: 'records' }
  for (const [record, item] of value['records'].entries()) {
    const name = wrongInRecord(item)
    if (name !== undefined) return { ok: false, record, name }
  }
  // Every member has been looked at above.
  return { ok: true, bundle: value as unknown as Bundle }
}

const isString = (value: unknown): value is string => typeof value === 'string'

const isList = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem)

const isStrings =
  (names: readonly string[]) =>
  (value: unknown): boolean =>
    hasExactly(value, names) && names.every((name) => typeof value[name] === 'string')

const recordShape: Readonly<Record<keyof BundleRecord, (value: unknown) => boolean>> = {
  index: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
  entry: isString,
  proof: (value) => isList(value, isString),
  manifest: isString,
  topKey: isString,
  fields: (value) => isList(value, isStrings(['name', 'value', 'key'])),
  parts: (value) => isList(value, isStrings(['name', 'path', 'key'])),
  withheld: (value) => isList(value, isString),
}

function wrongInRecord(item: unknown): string | undefined {
  const names = Object.keys(recordShape)
  if (!hasExactly(item, names)) return 'record'
  return Object.entries(recordShape).find(([name, isRight]) => !isRight(item[name]))?.[0]
}
