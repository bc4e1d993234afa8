import { Readable } from 'node:stream'
import { z } from 'zod'
import { parseTilePath, tileWidth } from '../../evidence/index.ts'
import type { House } from '../../infra/house.ts'
import { shownPicture } from '../../infra/pictures/index.ts'
import {
  type AccountId,
  addDays,
  asId,
  instantOf,
  isDay,
  parseInstant,
  type RecordId,
  Stop,
} from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  many,
  municipalityOf,
  page,
  queryOf,
  type Route,
  type WebContext,
} from '../../web/index.ts'
import { publicCheckpoint, publicTile, zipOf } from '../archive/index.ts'
import type { DiaryLookup } from '../supervision/index.ts'
import { fileNameOf, safeMediaType } from './rules.ts'
import { BundleScreen } from './screens/bundle.tsx'
import { PlainRecordScreen } from './screens/evidence.tsx'
import { RecordScreen } from './screens/record.tsx'
import { directionCodes, kindCodes, SearchScreen, type SearchView, stateCodes } from './screens/search.tsx'
import { titleOf } from './screens/words.ts'
import { findRecords } from './service/find.ts'
import { bundleChoice, bundleOf } from './service/prove.ts'
import { readPart, readRecord } from './service/read.ts'
import type { RecordQuery } from './types.ts'

type Platforms = ReadonlyMap<string, Platform>

/** Searching, reading and proving records; and the log, which everyone may read. */
export const recordsRoutes = (house: House, platforms: Platforms, diary: DiaryLookup): readonly Route[] => [
  { method: 'GET', path: '/sok', permission: 'search.use', handler: (c) => showSearch(house, platforms, c) },
  {
    method: 'GET',
    path: '/handlingar/:id',
    permission: 'items.read',
    handler: (c) => showRecord(house, platforms, diary, c),
  },
  {
    method: 'GET',
    path: '/handlingar/:id/delar/:version/:name',
    permission: 'items.read',
    handler: (c) => sendPart(house, c),
  },
  {
    method: 'GET',
    path: '/handlingar/:id/delar/:version/:name/visning',
    permission: 'items.read',
    handler: (c) => sendShown(house, c),
  },
  {
    method: 'GET',
    path: '/handlingar/:id/bevis',
    permission: 'archive.prove',
    handler: (c) => showBundle(house, c, emptyForm()),
  },
  {
    method: 'POST',
    path: '/handlingar/:id/bevis',
    permission: 'archive.prove',
    handler: (c) => sendBundle(house, c),
  },
  { method: 'GET', path: '/log/checkpoint', permission: 'public', handler: (c) => sendCheckpoint(house, c) },
  { method: 'GET', path: '/log/tile/*', permission: 'public', handler: (c) => sendTile(house, c) },
]

const filterNames = ['konto', 'slag', 'riktning', 'lage', 'fran', 'till', 'av'] as const

/** The first value of each name in the address, without those that are empty. */
const given = (c: WebContext): Record<string, string> =>
  Object.fromEntries(
    Object.entries(queryOf(c)).flatMap(([name, value]) => {
      const text = (typeof value === 'string' ? value : (value[0] ?? '')).trim()
      return text === '' ? [] : [[name, text.slice(0, 1_000)]]
    }),
  )

const codeOf = <Code extends string>(
  codes: Readonly<Record<Code, string>>,
  text: string | undefined,
): Code | undefined => (Object.keys(codes) as Code[]).find((code) => codes[code] === text)

async function showSearch(house: House, platforms: Platforms, c: WebContext): Promise<Response> {
  const values = given(c)
  const kept = Object.fromEntries(
    ['q', ...filterNames].flatMap((name) => (values[name] ? [[name, values[name]]] : [])),
  )
  const found = await findRecords(house, actorOf(c), recordQuery(values))
  const from = Math.max(1, Math.min(Number(values['nr']) || 1, 1_000_000))
  const here = (more: Record<string, string>): string => `/sok?${new URLSearchParams({ ...kept, ...more })}`
  const { next } = found
  const view: SearchView = {
    state: { values: kept, errors: faultyDays(values) },
    kept,
    chosen: filterNames.filter((name) => values[name]).length,
    from,
    newest: values['efter'] ? here({}) : undefined,
    older:
      next &&
      here({
        efter: `${next.publishedAt.toISOString()}_${next.recordId}`,
        nr: String(from + found.hits.length),
      }),
    kinds: kindsCollected(platforms),
  }
  return page(
    c,
    { title: values['q'] ? `Sök: ${values['q'].slice(0, 60)}` : 'Sök i handlingar', current: 'sok' },
    <SearchScreen view={view} found={found} platforms={platforms} />,
  )
}

/** Kinds of item that some platform brings: a choice that could never find anything is not offered. */
function kindsCollected(platforms: Platforms): SearchView['kinds'] {
  const all = [...platforms.values()].map(({ collects }) => collects)
  return [
    ...(all.some(({ posts }) => posts) ? (['post'] as const) : []),
    ...(all.some(({ comments }) => comments) ? (['comment'] as const) : []),
    ...(all.some(({ messages }) => messages) ? (['message'] as const) : []),
  ]
}

const faultyDays = (values: Readonly<Record<string, string>>): FormState['errors'] =>
  Object.fromEntries(
    (['fran', 'till'] as const).flatMap((name) =>
      values[name] && !isDay(values[name]) ? [[name, 'Skriv datum som 2026-01-31']] : [],
    ),
  )

/** What the address asks for; what cannot be read there does not narrow the search. */
function recordQuery(values: Readonly<Record<string, string>>): RecordQuery {
  const account = asId<AccountId>(values['konto'] ?? '')
  const kind = codeOf(kindCodes, values['slag'])
  const direction = codeOf(directionCodes, values['riktning'])
  const state = codeOf(stateCodes, values['lage'])
  const { fran, till, av } = values
  const after = placeIn(values['efter'])
  return {
    text: values['q'] ?? '',
    ...(account && { account }),
    ...(kind && { kind }),
    ...(direction && { direction }),
    ...(state && { state }),
    ...(av && { author: av }),
    ...(fran && isDay(fran) && { since: instantOf(fran) }),
    ...(till && isDay(till) && { until: instantOf(addDays(till, 1)) }),
    ...(after && { after }),
  }
}

function placeIn(text: string | undefined): RecordQuery['after'] {
  const [time = '', id = ''] = text?.split('_') ?? []
  const publishedAt = parseInstant(time)
  const recordId = asId<RecordId>(id)
  return publishedAt && recordId && { publishedAt, recordId }
}

/** @throws Stop('notFound') for what is not an id. */
function recordIdOf(c: WebContext): RecordId {
  const recordId = asId<RecordId>(c.req.param('id') ?? '')
  if (!recordId)
    throw new Stop('notFound', 'Handlingen finns inte. Kontrollera numret, eller sök efter den i stället.')
  return recordId
}

async function showRecord(
  house: House,
  platforms: Platforms,
  lookup: DiaryLookup,
  c: WebContext,
): Promise<Response> {
  const actor = actorOf(c)
  const record = await readRecord(house, actor, recordIdOf(c))
  const diary = await lookup(actor, record.recordId, record.account ?? {})
  const { of } = record
  if (!of)
    return page(c, { title: 'Handling', current: 'sok' }, <PlainRecordScreen record={record} diary={diary} />)
  const values = given(c)
  return page(
    c,
    { title: titleOf(of.item), current: 'sok' },
    <RecordScreen
      record={{ ...record, of }}
      platform={platforms.get(record.account?.platform ?? '')}
      diary={diary}
      version={Number(values['version']) || undefined}
      shown={values['visa'] === '1'}
    />,
  )
}

interface PartKey {
  readonly recordId: RecordId
  readonly version: number
  readonly name: string
}

/** @throws Stop('notFound') for what is no part. */
function partKeyOf(c: WebContext): PartKey {
  const recordId = recordIdOf(c)
  const version = Number(c.req.param('version'))
  const name = c.req.param('name') ?? ''
  if (!Number.isInteger(version) || version < 1 || version > 2_147_483_647 || name.includes('\0'))
    throw new Stop('notFound', 'Delen finns inte. Gå tillbaka till handlingen och välj där.')
  return { recordId, version, name }
}

/** A picture made anew to be looked at: nothing of what was sent to us reaches the browser but what it shows. */
async function sendShown(house: House, c: WebContext): Promise<Response> {
  const { bytes } = await readPart(house, actorOf(c), partKeyOf(c))
  const shown = await shownPicture(bytes)
  if (!shown.ok) throw new Stop('conflict', `${shown.error} Hämta filen från handlingen i stället.`)
  return c.body(new Uint8Array(shown.value), 200, {
    'content-type': 'image/webp',
    'content-security-policy': "default-src 'none'; sandbox",
  })
}

/** Bytes from outside, sent so that no browser runs them: as a file, with a type it may not guess over. */
async function sendPart(house: House, c: WebContext): Promise<Response> {
  const key = partKeyOf(c)
  const { recordId, version, name } = key
  const { bytes, mediaType } = await readPart(house, actorOf(c), key)
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': safeMediaType(mediaType),
    'content-disposition': `attachment; filename="${fileNameOf(recordId, version, name, mediaType)}"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
}

async function showBundle(house: House, c: WebContext, state: FormState): Promise<Response> {
  const recordId = recordIdOf(c)
  const choice = await bundleChoice(house, actorOf(c), recordId)
  return page(
    c,
    { title: 'Ladda ner bevispaket', current: 'sok', state },
    <BundleScreen recordId={recordId} choice={choice} state={state} />,
  )
}

const bundleForm = z.object({ undanta: many(z.string().max(200)), delar: many(z.string().max(200)) })

async function sendBundle(house: House, c: WebContext): Promise<Response> {
  const recordId = recordIdOf(c)
  const form = await checkForm(c, bundleForm)
  if (!form.ok) return showBundle(house, c, form.error)
  const { undanta, delar } = form.value
  try {
    const files = await bundleOf(house, actorOf(c), recordId, { withhold: undanta, parts: delar })
    return c.body(Readable.toWeb(zipOf(files)) as ReadableStream, 200, {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="bevispaket-${recordId.slice(0, 8)}.zip"`,
    })
  } catch (thrown) {
    return showBundle(house, c, await faultsOf(c, thrown))
  }
}

const notInLog = (c: WebContext): Response => c.text('Not found\n', 404)

/** The last signed checkpoint (C2SP tlog-tiles): what it covers never changes, but there is soon a newer one. */
async function sendCheckpoint(house: House, c: WebContext): Promise<Response> {
  const checkpoint = await publicCheckpoint(house, municipalityOf(c).id)
  if (!checkpoint) return notInLog(c)
  return c.body(checkpoint.note, 200, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'public, max-age=5',
  })
}

/** Hashes of the log, and nothing else: entries are not public. A full tile never changes. */
async function sendTile(house: House, c: WebContext): Promise<Response> {
  const address = parseTilePath(c.req.path.replace(/^\/log\//u, ''))
  if (!address) return notInLog(c)
  const { level, index, width } = address
  const hashes = await publicTile(house, municipalityOf(c).id, level, index, width)
  if (!hashes) return notInLog(c)
  return c.body(new Uint8Array(hashes), 200, {
    'content-type': 'application/octet-stream',
    'cache-control': width === tileWidth ? 'public, max-age=31536000, immutable' : 'public, max-age=60',
  })
}
