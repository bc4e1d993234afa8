import type { Http, HttpAnswer, HttpRequest } from '../../../src/infra/http/index.ts'
import { type Clock, fail, isObject, type Json, ok } from '../../../src/kernel/index.ts'

/**
 * Stands between a platform's client and its double and spoils true answers. failed: what does not come or comes as
 * an error, so that a round must know that it was cut. told: a whole answer with status 200 that is not true or not
 * as published, so that nobody can know at once.
 */
export const failed = [
  'slow',
  'retryAfter',
  'ownReset',
  'serverError',
  'cutOff',
  'empty',
  'half',
  'html',
  'deep',
  'notJson',
  'revoked',
] as const
export const told = [
  'types',
  'hugeNumbers',
  'surrogates',
  'nul',
  'emptyPage',
  'selfLink',
  'twice',
  'reversed',
] as const
/** Said before anything is done: an order that is answered so has not been carried out. */
const refusing: readonly Kind[] = ['retryAfter', 'ownReset', 'revoked']
export type Kind = (typeof failed)[number] | (typeof told)[number]
export const kinds: readonly Kind[] = [...failed, ...told]

export interface Spoiler {
  readonly http: Http
  /** From now on: which kind; undefined, answers are left as they are. */
  set(kind: Kind | undefined, share?: number): void
  /** How many answers of each kind have been spoiled. */
  readonly counts: Readonly<Partial<Record<Kind, number>>>
  /** Spoiled since `set`. */
  readonly now: number
}

type Chance = () => number

const text = (answer: HttpAnswer, body: string | Uint8Array, headers = answer.headers): HttpAnswer => ({
  ...answer,
  headers,
  bytes: Buffer.from(body as string),
})
const errorBody = (status: number): string =>
  JSON.stringify({ error: { message: 'spoiled', code: status }, message: 'spoiled', status })
const withStatus = (
  answer: HttpAnswer,
  status: number,
  headers: Record<string, string> = {},
): HttpAnswer => ({
  ...answer,
  status,
  headers: { 'content-type': 'application/json', ...headers },
  bytes: Buffer.from(errorBody(status)),
})

/** A value of another sort than it was; identifiers are emptied or made another sort, never made somebody else's. */
const otherSorts: readonly Json[] = [null, 0, -1, 1e308, true, '', [], {}, [[]], { id: null }, ['a', 1]]

function changed(value: Json, chance: Chance, leaf: (value: Json) => Json, share: number): Json {
  const now = chance() < share ? leaf(value) : value
  if (Array.isArray(now)) return now.map((one) => changed(one, chance, leaf, share))
  if (!isObject(now)) return now
  const entries = Object.entries(now).map(([name, one]) => [name, changed(one as Json, chance, leaf, share)])
  return Object.fromEntries(entries) as Json
}

/** Lists of objects, wherever they stand. */
function lists(value: Json, work: (list: readonly Json[]) => readonly Json[]): Json {
  if (Array.isArray(value)) {
    const inner = value.map((one) => lists(one, work))
    return inner.some((one) => isObject(one)) ? [...work(inner)] : inner
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, lists(one as Json, work)]),
  ) as Json
}

/** The outermost lists only. */
function outermost(value: Json): Json {
  if (Array.isArray(value)) return []
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, Array.isArray(one) ? [] : one]),
  ) as Json
}

const inText = (put: string, chance: Chance) => (value: Json) => {
  if (typeof value !== 'string' || value.length < 12 || /^\S+$/.test(value)) return value
  const at = Math.floor(chance() * value.length)
  return value.slice(0, at) + put + value.slice(at)
}

function retold(kind: Kind, body: string, chance: Chance): string | undefined {
  let json: Json
  try {
    json = JSON.parse(body) as Json
  } catch {
    return undefined
  }
  switch (kind) {
    case 'types': {
      const sort = () => otherSorts[Math.floor(chance() * otherSorts.length)] ?? null
      return JSON.stringify(changed(json, chance, sort, 0.06))
    }
    case 'hugeNumbers': {
      const spoiled = changed(json, chance, (one) => (typeof one === 'number' ? '§9e99999§' : one), 0.6)
      return JSON.stringify(spoiled).replaceAll('"§9e99999§"', chance() < 0.5 ? '9e99999' : '9'.repeat(400))
    }
    case 'surrogates':
      return JSON.stringify(changed(json, chance, inText('\ud800', chance), 0.7))
    case 'nul':
      return JSON.stringify(changed(json, chance, inText('\0', chance), 0.7))
    case 'emptyPage':
      return JSON.stringify(outermost(json))
    case 'twice':
      return JSON.stringify(lists(json, (list) => list.flatMap((one) => [one, one])))
    case 'reversed':
      return JSON.stringify(lists(json, (list) => [...list].reverse()))
    default:
      return undefined
  }
}

const never = 24 * 3_600

function broken(
  kind: Kind,
  answer: HttpAnswer,
  chance: Chance,
  now: number,
): HttpAnswer | 'timeout' | 'broken' | undefined {
  const body = Buffer.from(answer.bytes)
  switch (kind) {
    case 'slow':
      return 'timeout'
    case 'cutOff':
      return 'broken'
    case 'retryAfter':
      return withStatus(answer, 429, { 'retry-after': String(1 + Math.floor(chance() * never)) })
    case 'ownReset': {
      const at = Math.floor(now / 1_000) + 60
      return withStatus(answer, 429, {
        'x-rate-limit-reset': chance() < 0.3 ? 'snart' : String(at),
        'x-ratelimit-reset': new Date(at * 1_000).toISOString(),
        'ratelimit-reset': String(at),
        'x-app-usage': '{"call_count":100,"total_time":"NaN"}',
        'x-business-use-case-usage':
          '{"1":[{"type":"pages","call_count":100,"estimated_time_to_regain_access":5}]}',
      })
    }
    case 'serverError':
      return withStatus(answer, [500, 502, 503, 504][Math.floor(chance() * 4)] ?? 500)
    case 'revoked':
      return withStatus(answer, 401)
    case 'empty':
      return text(answer, '')
    case 'half':
      return body.length < 2
        ? undefined
        : text(answer, body.subarray(0, 1 + Math.floor(chance() * (body.length - 1))))
    case 'html':
      return text(answer, '<!doctype html><title>Underhåll</title><p>Vi är strax tillbaka.', {
        'content-type': 'text/html',
      })
    case 'deep':
      return text(
        answer,
        chance() < 0.5 ? '['.repeat(50_000) : `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
      )
    case 'notJson':
      return text(answer, chance() < 0.5 ? "{'data': [undefined]}" : '\ufeff\0\0\0')
    default:
      return undefined
  }
}

/** Lists of which a platform reads the first page alone in a round that looks for what is new. */
const readOnce = /\/(media|threads)$/

/** Where `limit` and its like are cut down, so that a small world has several pages. Offsets are not touched. */
function smallPages(request: HttpRequest): HttpRequest {
  const url = new URL(request.url)
  if (readOnce.test(url.pathname)) return request
  for (const [name, least] of [
    ['limit', 3],
    ['maxResults', 3],
    ['max_results', 5],
  ] as const) {
    if (Number(url.searchParams.get(name)) > least) url.searchParams.set(name, String(least))
  }
  return { ...request, url: url.href }
}

export function spoiler(through: Http, chance: Chance, clock: Clock): Spoiler {
  const counts: Partial<Record<Kind, number>> = {}
  const previous = new Map<string, HttpAnswer>()
  let [kind, share, now] = [undefined as Kind | undefined, 1, 0]
  const count = (spoiled: Kind): void => {
    counts[spoiled] = (counts[spoiled] ?? 0) + 1
    now += 1
  }
  /** A next page answered with the page before it: its next link then points to itself. */
  const again = (path: string, answer: HttpAnswer): HttpAnswer => {
    const before = previous.get(path)
    previous.set(path, before ?? answer)
    if (!before || Buffer.from(before.bytes).equals(Buffer.from(answer.bytes))) return answer
    count('selfLink')
    return { ...answer, bytes: before.bytes, headers: before.headers }
  }
  const http: Http = {
    async request(request) {
      const isOrder = (request.method ?? 'GET') !== 'GET'
      if (isOrder && kind && refusing.some((one) => one === kind) && chance() < share) {
        const said = broken(
          kind,
          { url: request.url, status: 200, headers: {}, bytes: Buffer.from('') },
          chance,
          clock.now().getTime(),
        )
        count(kind)
        if (typeof said === 'object') return ok(said)
      }
      const got = await through.request(smallPages(request))
      if (!got.ok || kind === undefined || chance() >= share) return got
      const answer = got.value
      if (answer.status >= 300) return got
      if (kind === 'selfLink') return ok(again(new URL(request.url).pathname, answer))
      const said = broken(kind, answer, chance, clock.now().getTime())
      if (said === 'timeout' || said === 'broken') {
        count(kind)
        return fail({ kind: said, detail: `spoiled: ${said}`, sent: true })
      }
      const told = said ? undefined : retold(kind, Buffer.from(answer.bytes).toString('utf8'), chance)
      if (!said && (told === undefined || told === Buffer.from(answer.bytes).toString('utf8'))) return got
      count(kind)
      return ok(said ?? text(answer, told ?? ''))
    },
  }
  return {
    http,
    counts,
    get now() {
      return now
    },
    set(next, part = 1) {
      previous.clear()
      ;[kind, share, now] = [next, part, 0]
    },
  }
}
