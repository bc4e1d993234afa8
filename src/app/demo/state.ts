import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Stop } from '../../kernel/index.ts'
import { placeKeys } from './story.ts'

/** What somebody did on a platform through Uppsikt: done again, in its place, when the doubles are built anew. */
const order = z.strictObject({
  /** How many happenings had been on the stage. */
  after: z.int().min(0),
  at: z.iso.datetime(),
  account: z.enum(placeKeys),
  method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string().startsWith('/'),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  /** The body is bytes that are no text (a picture), as base64. */
  isBase64: z.literal(true).optional(),
})
export type Order = z.output<typeof order>

const schema = z.strictObject({
  version: z.literal(1),
  seed: z.int(),
  /** When Storlunda began: everything in its past is counted from here. */
  base: z.iso.datetime(),
  /** The municipality's log: by it the demo knows its own database. */
  logOrigin: z.string(),
  /** Whether the past is whole. */
  filled: z.boolean(),
  ports: z.partialRecord(z.enum(placeKeys), z.int()),
  orders: z.array(order),
  /** When each of the live happenings came, in milliseconds since 1970. */
  live: z.array(z.int()),
})
export type DemoState = z.output<typeof schema>

const fileIn = (dataDir: string): string => join(dataDir, 'demo.json')

/** What the demo in this folder remembers; undefined where there has been none. @throws Stop when it cannot be read. */
export async function readState(dataDir: string): Promise<DemoState | undefined> {
  let text: string
  try {
    text = await readFile(fileIn(dataDir), 'utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined
    throw thrown
  }
  const parsed = schema.safeParse(parsedJson(text))
  if (parsed.success) return parsed.data
  throw new Stop(
    'unavailable',
    `${fileIn(dataDir)} går inte att läsa, så Storlunda kan inte fortsätta. Ta bort mappen ${dataDir} och börja om, eller välj en annan med UPPSIKT_DATA.`,
  )
}

/** @throws Stop('conflict') in the demo's folder: a municipality that is real has one of its own. */
export async function refuseDemo(dataDir: string): Promise<void> {
  if ((await readState(dataDir)) === undefined) return
  throw new Stop(
    'conflict',
    `I mappen ${dataDir} ligger demonstrationen Storlunda, som startas med "npm run demo". Inget har ändrats. Välj en egen mapp för kommunen, till exempel så: export UPPSIKT_DATA=./kommunen`,
  )
}

/**
 * Whether the past of the demo in this folder is not whole yet. Its log's seal is kept beside the key when it is.
 * @param logOrigins of all municipalities in the database: with another among them it is no demo's.
 */
export async function isBeingFilled(dataDir: string, logOrigins: readonly string[]): Promise<boolean> {
  const kept = await readState(dataDir)
  return kept?.filled === false && logOrigins.length === 1 && logOrigins[0] === kept.logOrigin
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown
    return undefined
  }
}

/** Keeps the memory, whole or not at all; one writing at a time. */
export function stateKeeper(dataDir: string): (state: DemoState) => Promise<void> {
  let turn: Promise<void> = Promise.resolve()
  return (state) => {
    const text = JSON.stringify(state)
    turn = turn.then(async () => {
      const path = fileIn(dataDir)
      await mkdir(dataDir, { recursive: true })
      await writeFile(`${path}.ny`, text, { mode: 0o600 })
      await rename(`${path}.ny`, path)
    })
    return turn
  }
}
