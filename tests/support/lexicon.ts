import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject } from '../../src/kernel/index.ts'
import { isDid, isHandle, isTid, parseAtUri } from '../../src/platforms/bluesky/syntax.ts'

/**
 * A check of values against atproto lexicons (atproto.com/specs/lexicon): what is required, of what type, how long,
 * and in what format. Own, and small: the real PDS, which has the complete one, judges the same records in tests/real.
 */

type Schema = Readonly<Record<string, unknown>>

const graphemes = (text: string): number => [...new Intl.Segmenter().segment(text)].length
const datetime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  'at-uri': (text) => parseAtUri(text) !== undefined,
  did: isDid,
  handle: isHandle,
  'at-identifier': (text) => isDid(text) || isHandle(text),
  tid: isTid,
  cid: (text) => /^b[a-z2-7]{20,}$/.test(text),
  datetime: (text) => datetime.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text) => URL.canParse(text),
  language: (text) => /^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$/.test(text),
  nsid: (text) => /^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+){2,}$/.test(text),
  'record-key': (text) => /^[a-zA-Z0-9_~.:-]{1,512}$/.test(text),
}

export class Lexicons {
  readonly #folder: string
  readonly #read = new Map<string, Schema>()

  /** @throws Error where the lexicons are not there. */
  constructor(folder: string) {
    if (!existsSync(folder))
      throw new Error(`The lexicons are not at ${folder}: they lie beside the project.`)
    this.#folder = folder
  }

  #def(ref: string, from: string): { schema: Schema; id: string } {
    const [id = '', name = 'main'] = (ref.startsWith('#') ? `${from}${ref}` : ref).split('#')
    let lexicon = this.#read.get(id)
    if (lexicon === undefined) {
      lexicon = JSON.parse(
        readFileSync(join(this.#folder, `${id.replaceAll('.', '/')}.json`), 'utf8'),
      ) as Schema
      this.#read.set(id, lexicon)
    }
    const defs = lexicon['defs'] as Record<string, Schema>
    const schema = defs[name]
    if (schema === undefined) throw new Error(`no ${name} in ${id}`)
    return { schema, id }
  }

  /** What is wrong with a record of this collection. */
  record(collection: string, value: unknown): string[] {
    const { schema } = this.#def(collection, collection)
    const type = isObject(value) && value['$type'] === collection ? [] : [`$type is not ${collection}`]
    return [...type, ...this.#value(schema['record'] as Schema, value, collection, '')]
  }

  /** What is wrong with a query's or procedure's parameters, all of them text, a list where a name stands twice. */
  parameters(method: string, query: URLSearchParams): string[] {
    const { schema } = this.#def(method, method)
    const params = (schema['parameters'] ?? { properties: {} }) as Schema
    const properties = params['properties'] as Record<string, Schema>
    const value: Record<string, unknown> = {}
    const unknown = [...new Set(query.keys())].filter((name) => properties[name] === undefined)
    for (const [name, property] of Object.entries(properties)) {
      const given = query.getAll(name)
      if (given.length === 0) continue
      if (property['type'] === 'array') value[name] = given
      else value[name] = property['type'] === 'integer' ? Number(given[0]) : given[0]
    }
    return [
      ...unknown.map((name) => `${name} is no parameter`),
      ...this.#value({ ...params, type: 'object' }, value, method, ''),
    ]
  }

  /** What is wrong with a body, asked ('input') or answered ('output'). */
  body(method: string, part: 'input' | 'output', value: unknown): string[] {
    const { schema } = this.#def(method, method)
    const body = schema[part] as Schema | undefined
    if (body === undefined) return value === undefined ? [] : [`${method} takes no ${part}`]
    return body['schema'] === undefined ? [] : this.#value(body['schema'] as Schema, value, method, '')
  }

  #value(schema: Schema, value: unknown, from: string, path: string): string[] {
    switch (schema['type']) {
      case 'ref':
      case 'union':
        return this.#referred(schema, value, from, path)
      case 'record':
        return this.#value(schema['record'] as Schema, value, from, path)
      case 'object':
        return this.#object(schema, value, from, path)
      case 'array':
        return this.#array(schema, value, from, path)
      case 'string':
        return this.#text(schema, value, path)
      case 'integer': {
        const [least, most] = [Number(schema['minimum'] ?? -Infinity), Number(schema['maximum'] ?? Infinity)]
        const fits = Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
        return fits ? [] : [`${path} is no integer from ${least} to ${most}`]
      }
      case 'boolean':
        return typeof value === 'boolean' ? [] : [`${path} is no boolean`]
      case 'blob':
        return this.#blob(schema, value, path)
      default:
        return []
    }
  }

  #referred(schema: Schema, value: unknown, from: string, path: string): string[] {
    if (schema['type'] === 'ref') {
      const { schema: target, id } = this.#def(String(schema['ref']), from)
      return this.#value(target, value, id, path)
    }
    const type = isObject(value) ? String(value['$type']) : 'none'
    const refs = (schema['refs'] as string[]).map((ref) => (ref.startsWith('#') ? `${from}${ref}` : ref))
    if (!refs.includes(type)) return [`${path} is a ${type}, which is not among ${refs.join(', ')}`]
    const { schema: target, id } = this.#def(type, from)
    return this.#value(target, value, id, path)
  }

  #object(schema: Schema, value: unknown, from: string, path: string): string[] {
    if (!isObject(value)) return [`${path} is no object`]
    const properties = (schema['properties'] ?? {}) as Record<string, Schema>
    const nullable = (schema['nullable'] ?? []) as string[]
    const missing = ((schema['required'] ?? []) as string[]).filter((name) => value[name] === undefined)
    return [
      ...missing.map((name) => `${path}.${name} is missing`),
      ...Object.entries(properties).flatMap(([name, property]) => {
        const one = value[name]
        if (one === undefined || (one === null && nullable.includes(name))) return []
        return this.#value(property, one, from, `${path}.${name}`)
      }),
    ]
  }

  #array(schema: Schema, value: unknown, from: string, path: string): string[] {
    if (!Array.isArray(value)) return [`${path} is no list`]
    const most = Number(schema['maxLength'] ?? Infinity)
    const long = value.length > most ? [`${path} has ${value.length} of at most ${most}`] : []
    const items = schema['items'] as Schema
    return [...long, ...value.flatMap((one, index) => this.#value(items, one, from, `${path}[${index}]`))]
  }

  #text(schema: Schema, value: unknown, path: string): string[] {
    if (typeof value !== 'string') return [`${path} is no text`]
    const faults: string[] = []
    if (Buffer.byteLength(value) > Number(schema['maxLength'] ?? Infinity))
      faults.push(`${path} has too many bytes`)
    if (graphemes(value) > Number(schema['maxGraphemes'] ?? Infinity)) faults.push(`${path} is too long`)
    const format = schema['format']
    if (typeof format === 'string' && formats[format]?.(value) !== true) {
      faults.push(`${path} is no ${format}: ${value.slice(0, 80)}`)
    }
    return faults
  }

  #blob(schema: Schema, value: unknown, path: string): string[] {
    const ref = isObject(value) && isObject(value['ref']) ? value['ref']['$link'] : undefined
    if (!isObject(value) || value['$type'] !== 'blob' || typeof ref !== 'string')
      return [`${path} is no blob`]
    const accepted = (schema['accept'] ?? ['*/*']) as string[]
    const type = String(value['mimeType'])
    const fits = accepted.some((one) => one === '*/*' || type.startsWith(one.replace('*', '')))
    const large = Number(value['size']) > Number(schema['maxSize'] ?? Infinity)
    return [...(fits ? [] : [`${path} is ${type}`]), ...(large ? [`${path} is too large`] : [])]
  }
}
