import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import type { HttpAnswer, HttpRequest } from '../../src/infra/http/index.ts'
import { isObject } from '../../src/kernel/index.ts'

type Loose = Readonly<Record<string, unknown>>
const loose = (value: unknown): Loose => (isObject(value) ? value : {})

let loaded: { readonly ajv: Ajv; readonly document: Loose } | undefined

/** The contract itself names some values twice in a list, which is why it is not checked as a schema. OpenAPI 3.0's own keywords (discriminator, example, nullable, int32 formats) say nothing that is checked here. */
function contract(file: string): { readonly ajv: Ajv; readonly document: Loose } {
  if (loaded) return loaded
  if (!existsSync(file))
    throw new Error(`${file} is missing: test:contracts needs ../shared beside the project`)
  const document = JSON.parse(readFileSync(file, 'utf8')) as Loose
  const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, allErrors: true })
  ajv.addSchema(document, 'x')
  loaded = { ajv, document }
  return loaded
}

const faultsAt = (ajv: Ajv, pointer: string[], value: unknown): string[] => {
  const path = pointer.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
  const validate = ajv.compile({ $ref: `x#/${path.join('/')}` })
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

function parameterFaults(
  { ajv, document }: ReturnType<typeof contract>,
  operation: Loose,
  query: URLSearchParams,
): string[] {
  const all = (Array.isArray(operation['parameters']) ? operation['parameters'] : []).map((one: Loose) => {
    const name =
      String(one['$ref'] ?? '')
        .split('/')
        .at(-1) ?? ''
    return one['$ref'] === undefined ? one : loose(loose(loose(document['components'])['parameters'])[name])
  })
  const known = new Map(all.filter((one) => one['in'] === 'query').map((one) => [String(one['name']), one]))
  const missing = [...known].filter(([name, one]) => one['required'] === true && !query.has(name))
  const wrong = [...query].flatMap(([name, text]) => {
    const schema = known.get(name)?.['schema']
    if (!isObject(schema)) return [`the parameter ${name} is not in the contract`]
    const value =
      schema['type'] === 'array' ? text.split(',') : schema['type'] === 'integer' ? Number(text) : text
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"x#/')) as object)
    return validate(value) ? [] : [`${name}: ${ajv.errorsText(validate.errors)}`]
  })
  return [...missing.map(([name]) => `${name} is missing`), ...wrong]
}

/** The operation's name, and what in the question or its answer is against the contract. */
export function operationFaults(
  file: string,
  request: HttpRequest,
  answer: HttpAnswer | undefined,
): [string, string[]] {
  const held = contract(file)
  const { pathname, searchParams } = new URL(request.url)
  const method = (request.method ?? 'GET').toLowerCase()
  const paths = loose(held.document['paths'])
  const fits = Object.keys(paths)
    .filter((path) => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(pathname))
    .sort((a, b) => a.split('{').length - b.split('{').length)
  const path = fits.find((one) => loose(paths[one])[method] !== undefined)
  if (path === undefined) return [`${method} ${pathname}`, ['is not in the contract']]
  const found = parameterFaults(held, loose(loose(paths[path])[method]), searchParams)
  const at = ['paths', path, method]
  const type = 'application/json'
  if (typeof request.body === 'string') {
    const pointer = [...at, 'requestBody', 'content', type, 'schema']
    found.push(...faultsAt(held.ajv, pointer, JSON.parse(request.body)))
  }
  if (answer && answer.status < 300) {
    const pointer = [...at, 'responses', String(answer.status), 'content', type, 'schema']
    found.push(...faultsAt(held.ajv, pointer, JSON.parse(Buffer.from(answer.bytes).toString('utf8'))))
  }
  return [`${method} ${path}`, found]
}
