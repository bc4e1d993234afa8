import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InstagramDouble } from '../../doubles/instagram/index.ts'
import { parseFields, type Wanted } from '../../doubles/instagram/shapes.ts'
import type { HttpAnswer, HttpRequest } from '../../src/infra/http/index.ts'
import { isObject } from '../../src/kernel/index.ts'
import { heldBody } from './request-body.ts'

/** Meta's own description of its nodes, read from ../shared: what may be asked for, and what may be answered. */

interface Param {
  readonly name: string
  readonly required: boolean
  readonly type: string
}
interface Api {
  readonly method: string
  readonly endpoint?: string
  readonly return: string
  readonly params: readonly Param[]
}
interface Node {
  readonly apis: readonly Api[]
  readonly fields: readonly { readonly name: string; readonly type: string }[]
}

const room = join(import.meta.dirname, '../../../shared/data/contracts/facebook')
const read = (name: string): unknown => JSON.parse(readFileSync(join(room, `${name}.json`), 'utf8'))

const described =
  'IGComment IGCommentFromUser IGMedia IGUser InstagramInsightsResult Page ShadowIGMediaBuilder UnifiedThread'
const nodes = new Map(described.split(' ').map((name) => [name, read(name) as Node]))
const enums = read('enum_types.subset') as Readonly<Record<string, readonly string[]>>

/** Of every question, whatever it asks about. */
const general = new Set(['fields', 'limit', 'after', 'before', 'appsecret_proof'])
/** In every answer. Of content_publishing_limit and subscribed_apps the contract names the type and not its parts. */
const undescribed = new Set(['UnifiedMessage', 'ContentPublishingLimitResponse', 'Application', 'Object'])

const isEnum = (type: string): string | undefined => {
  const name = type.replace(/^list<(.*)>$/, '$1')
  return Object.hasOwn(enums, name) ? name : undefined
}

function valuesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String)
}

function wrongParams(api: Api, params: Readonly<Record<string, unknown>>): string[] {
  const known = new Map(api.params.map((one) => [one.name, one]))
  const unknown = Object.keys(params).filter((name) => !known.has(name) && !general.has(name))
  const missing = api.params.filter(({ required, name }) => required && !(name in params))
  const outside = api.params.flatMap(({ name, type }) => {
    const list = isEnum(type)
    if (list === undefined || !(name in params)) return []
    return valuesOf(params[name]).filter((value) => !enums[list]?.includes(value))
  })
  return [
    ...unknown.map((name) => `no parameter ${name}`),
    ...missing.map(({ name }) => `lacks ${name}`),
    ...outside.map((value) => `no such value: ${value}`),
  ]
}

/** What a field or an edge of a node gives; undefined when there is none of that name. */
function typeOf(node: string, name: string): string | undefined {
  const known = nodes.get(node)
  const edge = known?.apis.find(({ endpoint, method }) => endpoint === name && method === 'GET')
  return known?.fields.find((one) => one.name === name)?.type ?? edge?.return
}

function wrongFields(node: string, wanted: readonly Wanted[]): string[] {
  if (!nodes.has(node)) return undescribed.has(node) ? [] : [`no contract for ${node}`]
  return wanted.flatMap(({ name, inner }) => {
    const type = typeOf(node, name)
    return type === undefined
      ? [`${node} has no field ${name}`]
      : inner.length > 0
        ? wrongFields(type, inner)
        : []
  })
}

function wrongShape(node: string, value: unknown): string[] {
  if (!nodes.has(node) || !isObject(value)) return []
  return Object.entries(value).flatMap(([name, part]) => {
    const type = typeOf(node, name)
    if (type === undefined) return [`${node} has no field ${name}, and the double gives it`]
    const listed = isObject(part) && Array.isArray(part['data']) ? part['data'] : [part]
    return listed.flatMap((one) => wrongShape(type, one))
  })
}

/** Which node an id stands for in the double's world. */
function nodeOf({ world }: InstagramDouble, id: string): string | undefined {
  if (id === world.page.id) return 'Page'
  if (id === world.own.id) return 'IGUser'
  if (world.media.has(id)) return 'IGMedia'
  if (world.comments.has(id)) return 'IGComment'
  if (world.containers.has(id)) return 'ShadowIGMediaBuilder'
  if ([...world.threads.values()].some((thread) => thread.id === id)) return 'UnifiedThread'
  return world.message(id) ? 'UnifiedMessage' : undefined
}

const parsed = (text: string): unknown => (/^[[{]/.test(text) ? JSON.parse(text) : text)

/** The parameters of a request, from its address and its body. */
function paramsOf(request: HttpRequest): Record<string, unknown> {
  const url = new URL(request.url)
  const type = request.headers?.['content-type'] ?? ''
  const text = Buffer.from(heldBody(request) ?? '').toString('utf8')
  const body = type.startsWith('application/json')
    ? (JSON.parse(text) as Record<string, unknown>)
    : Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, parsed(value)]))
  return { ...Object.fromEntries(url.searchParams), ...body }
}

/** What is wrong with one question and its answer; `node` is what the id stood for before the question was put. */
export function faultsIn(node: string | undefined, request: HttpRequest, answer: HttpAnswer): string[] {
  const [, , , edge] = new URL(request.url).pathname.split('/')
  const method = request.method ?? 'GET'
  if (node === 'UnifiedMessage') return []
  const api = nodes.get(node ?? '')?.apis.find((one) => one.method === method && one.endpoint === edge)
  if (api === undefined) return [`${method} ${node}/${edge ?? ''} is in no contract`]
  const params = paramsOf(request)
  const fields = params['fields']
  const returned = edge === undefined ? (node ?? '') : api.return
  const said: unknown =
    answer.status === 200 && method === 'GET' ? JSON.parse(Buffer.from(answer.bytes).toString()) : {}
  const things = isObject(said) && Array.isArray(said['data']) ? said['data'] : [said]
  return [
    ...wrongParams(api, params),
    ...(typeof fields === 'string' ? wrongFields(returned, parseFields(fields)) : []),
    ...things.flatMap((one) => wrongShape(returned, one)),
  ].map((fault) => `${method} ${node}/${edge ?? ''}: ${fault}`)
}

export const nodeAsked = (double: InstagramDouble, request: HttpRequest): string | undefined =>
  nodeOf(double, new URL(request.url).pathname.split('/')[2] ?? '')
