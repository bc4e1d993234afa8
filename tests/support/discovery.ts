import { readFileSync } from 'node:fs'

/** Google's discovery documents (https://developers.google.com/discovery), as much of them as YouTube's use. */

interface Schema {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly string[]
  readonly $ref?: string
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema
  readonly required?: boolean
  readonly repeated?: boolean
}

interface Method {
  readonly id: string
  readonly httpMethod: string
  readonly path: string
  readonly parameters?: Readonly<Record<string, Schema>>
  readonly request?: Schema
  readonly response?: Schema
  readonly mediaUpload?: { readonly protocols: Readonly<Record<string, { readonly path: string }>> }
}

interface Resource {
  readonly methods?: Readonly<Record<string, Method>>
  readonly resources?: Readonly<Record<string, Resource>>
}

interface Document extends Resource {
  readonly servicePath: string
  readonly parameters: Readonly<Record<string, Schema>>
  readonly schemas: Readonly<Record<string, Schema>>
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whole numbers of 64 bits come as text. */
const formats: Readonly<Record<string, (value: unknown) => boolean>> = {
  uint64: (value) => /^\d{1,20}$/.test(String(value)),
  int64: (value) => /^-?\d{1,19}$/.test(String(value)),
  uint32: (value) => Number(value) >= 0 && Number(value) <= 0xffff_ffff,
  int32: (value) => Math.abs(Number(value)) <= 0x8000_0000,
  'date-time': (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(value)),
}

export class Discovery {
  readonly #document: Document
  readonly #methods: readonly Method[]

  constructor(file: string) {
    this.#document = JSON.parse(readFileSync(file, 'utf8')) as Document
    const of = ({ methods, resources }: Resource): Method[] => [
      ...Object.values(methods ?? {}),
      ...Object.values(resources ?? {}).flatMap(of),
    ]
    this.#methods = of(this.#document)
  }

  /** The method that a request is for, also as an upload; undefined when the document has none. */
  method(httpMethod: string, pathname: string): Method | undefined {
    return this.#methods.find((method) => {
      const uploads = Object.values(method.mediaUpload?.protocols ?? {}).map(({ path }) => path)
      const places = [`/${this.#document.servicePath}${method.path}`, ...uploads]
      // The film of a begun upload goes by PUT to the place where it was begun.
      const verb = httpMethod === 'PUT' && uploads.includes(pathname) ? 'POST' : httpMethod
      return method.httpMethod === verb && places.includes(pathname)
    })
  }

  /** What is wrong with a question's parameters: unknown, missing, of the wrong kind. */
  parameters(method: Method, query: URLSearchParams): string[] {
    const known = { ...this.#document.parameters, ...method.parameters }
    const missing = Object.entries(known)
      .filter(([name, { required }]) => required && !query.has(name))
      .map(([name]) => `${name} is missing`)
    const wrong = [...new Set(query.keys())].flatMap((name) => {
      const schema = known[name]
      if (schema === undefined) return [`${name} is no parameter`]
      const values = query.getAll(name)
      if (values.length > 1 && !schema.repeated) return [`${name} is given ${values.length} times`]
      return values.flatMap((value) => this.#text(value, schema, name))
    })
    return [...missing, ...wrong]
  }

  #text(value: string, { type, enum: allowed, format }: Schema, name: string): string[] {
    if (allowed && !allowed.includes(value)) return [`${name}=${value} is not among the allowed`]
    if (type === 'boolean' && !['true', 'false'].includes(value)) return [`${name}=${value} is no boolean`]
    if (type === 'integer' && !/^-?\d+$/.test(value)) return [`${name}=${value} is no whole number`]
    return format && formats[format]?.(value) === false ? [`${name}=${value} is no ${format}`] : []
  }

  /** What is wrong with a value against a schema of the document. */
  faults(value: unknown, schema: Schema | undefined, at = '$'): string[] {
    if (schema === undefined) return value === undefined ? [] : [`${at} should not be there`]
    if (schema.$ref !== undefined) return this.faults(value, this.#document.schemas[schema.$ref], at)
    const { type, enum: allowed, format } = schema
    if (type === 'array') {
      return Array.isArray(value)
        ? value.flatMap((one, index) => this.faults(one, schema.items, `${at}[${index}]`))
        : [`${at} is no array`]
    }
    if (type === 'object') return this.#object(value, schema, at)
    if (type === 'any') return []
    const is = type === 'integer' ? Number.isInteger(value) : typeof value === type
    if (!is) return [`${at} is ${typeof value}, not ${type}`]
    if (allowed && !allowed.includes(String(value)))
      return [`${at} is ${String(value)}, not among the allowed`]
    return format && formats[format]?.(value) === false ? [`${at} is no ${format}`] : []
  }

  #object(value: unknown, { properties, additionalProperties }: Schema, at: string): string[] {
    if (!isRecord(value)) return [`${at} is no object`]
    // An object without described members may have any.
    if (properties === undefined && additionalProperties === undefined) return []
    return Object.entries(value).flatMap(([name, inner]) => {
      const schema = properties?.[name] ?? additionalProperties
      return schema === undefined
        ? [`${at}.${name} is not in the schema`]
        : this.faults(inner, schema, `${at}.${name}`)
    })
  }
}
