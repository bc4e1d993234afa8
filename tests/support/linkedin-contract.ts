import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { HttpAnswer, HttpRequest } from '../../src/infra/http/index.ts'
import { heldBody } from './request-body.ts'

/** LinkedIn publishes no machine-readable contract: what its documentation says stands in tests/contracts/linkedin. */
interface Parameter {
  readonly required?: true
  readonly pattern: string
}

interface Operation {
  readonly id: string
  readonly method: string
  readonly host?: 'sign-in'
  /** Of the decoded path, after /rest. */
  readonly path: string
  readonly query: Readonly<Record<string, Parameter>>
  readonly form?: Readonly<Record<string, Parameter>>
  readonly body?: object
  /** By status; null where there is nothing in the body. */
  readonly answers: Readonly<Record<string, object | null>>
  /** A header that the answer must have. */
  readonly header?: string
}

const folder = join(import.meta.dirname, '../contracts/linkedin')
const load = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>

export const documents = readdirSync(folder).map(
  (file) => ({ file, ...load(file) }) as Record<string, unknown>,
)
export const operations = documents.flatMap(({ operations: some }) => (some ?? []) as Operation[])
const errors = load('errors.json') as { readonly api: object; readonly signIn: object }
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false })
formats.default(ajv)

const jsonIn = (bytes: string | Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

function against(schema: object, value: unknown, what: string): string[] {
  if (ajv.validate(schema, value)) return []
  return (ajv.errors ?? []).map(
    ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

function parameters(asked: URLSearchParams, known: Readonly<Record<string, Parameter>>): string[] {
  const faults: string[] = []
  for (const [name, value] of asked) {
    const parameter = Object.hasOwn(known, name) ? known[name] : undefined
    if (parameter === undefined) faults.push(`${name} is no parameter`)
    else if (!new RegExp(parameter.pattern).test(value))
      faults.push(`${name}=${value} is not as it should be`)
    if (asked.getAll(name).length > 1) faults.push(`${name} is given more than once`)
  }
  for (const [name, { required }] of Object.entries(known))
    if (required && !asked.has(name)) faults.push(`${name} is missing`)
  return faults
}

const operationOf = (request: HttpRequest): Operation | undefined => {
  const { pathname, searchParams } = new URL(request.url)
  const method = request.method ?? 'GET'
  const path = decodeURIComponent(pathname)
  const fits = operations.filter((one) => {
    const rest = one.host === 'sign-in' ? path : path.replace(/^\/rest/, '')
    return one.method === method && new RegExp(one.path).test(rest)
  })
  const action = searchParams.get('action')
  return fits.find(({ query }) => new RegExp(query['action']?.pattern ?? '^$').test(action ?? '')) ?? fits[0]
}

function headerFaults({ headers = {} }: HttpRequest): string[] {
  return [
    ...(/^\d{6}$/.test(headers['linkedin-version'] ?? '') ? [] : ['Linkedin-Version is missing']),
    ...(headers['x-restli-protocol-version'] === '2.0.0' ? [] : ['X-Restli-Protocol-Version is missing']),
    ...(/^Bearer .+$/.test(headers['authorization'] ?? '') ? [] : ['Authorization is missing']),
  ]
}

export function requestFaults(request: HttpRequest): string[] {
  const operation = operationOf(request)
  const { pathname, searchParams } = new URL(request.url)
  if (operation === undefined) return [`${request.method ?? 'GET'} ${pathname} is in no document`]
  const body = heldBody(request) ?? ''
  const signIn = operation.host === 'sign-in'
  return [
    ...parameters(searchParams, operation.query),
    ...(signIn ? [] : headerFaults(request)),
    ...(operation.form ? parameters(new URLSearchParams(String(body)), operation.form) : []),
    ...(operation.body ? against(operation.body, jsonIn(body), 'question') : []),
    ...(!operation.body && !operation.form && body.length > 0 ? ['a body where there should be none'] : []),
  ].map((fault) => `${operation.id}: ${fault}`)
}

export function answerFaults(request: HttpRequest, answer: HttpAnswer): string[] {
  const operation = operationOf(request)
  if (operation === undefined) return []
  const faults = ((): string[] => {
    const signIn = operation.host === 'sign-in'
    // When too much is asked, sign-in is answered by what stands before it.
    if (answer.status >= 400)
      return against(
        signIn && answer.status < 429 ? errors.signIn : errors.api,
        jsonIn(answer.bytes),
        'error',
      )
    const schema = operation.answers[answer.status]
    if (schema === undefined) return [`${answer.status} is not among the answers`]
    if (schema === null) return answer.bytes.length > 0 ? ['a body where there should be none'] : []
    return against(schema, jsonIn(answer.bytes), 'answer')
  })()
  const { header } = operation
  const lacks = header && answer.status < 400 && !answer.headers[header] ? [`${header} is missing`] : []
  return [...faults, ...lacks].map((fault) => `${operation.id}: ${fault}`)
}

export const nameOf = (request: HttpRequest): string | undefined => operationOf(request)?.id

export const pushFaults = (body: string): string[] => {
  const push = operations.find(({ id }) => id === 'push')
  return against(push?.answers['200'] ?? {}, jsonIn(body), 'push')
}
