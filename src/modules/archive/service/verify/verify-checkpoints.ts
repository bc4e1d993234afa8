import { sql } from 'kysely'
import {
  type OpenedCheckpoint,
  openCheckpoint,
  readTimestamp,
  sha256,
  sha256Hex,
  type VerifierKey,
} from '../../../../evidence/index.ts'
import type { Tx } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import { countText, describeError, type MunicipalityId } from '../../../../kernel/index.ts'
import { chainAfter, chainBeginning } from '../../checkpoint-chain.ts'
import { originOf, readHead } from '../../log-store.ts'
import type { Problem } from '../../types.ts'
import { verifiersOf } from '../log-keys.ts'
import { beganFrom } from '../new-log.ts'

/** What has been signed of a municipality's logs. */
export interface Signed {
  /** Log → size → root of every checkpoint whose signature holds; also of the one that is kept beside the key. */
  readonly marks: ReadonlyMap<number, Map<number, Buffer>>
  readonly problems: readonly Problem[]
}

interface Reading {
  readonly marks: Map<number, Map<number, Buffer>>
  readonly problems: Problem[]
  keysOf(number: number): Promise<readonly VerifierKey[]>
}

interface Row {
  readonly number: number
  readonly size: number
  readonly root: Buffer
  readonly note: string
  readonly atMicroseconds: number
  readonly chain: Buffer
  readonly tokens: readonly Buffer[]
}

const pageSize = 1_000

/**
 * Every checkpoint: its signature, its place in the chain of those before it, its tokens, and both against what is kept
 * outside the database. Read before the heads, which only grow: so nothing that is signed meanwhile looks too large.
 */
export async function readSigned(house: House, tx: Tx, municipalityId: MunicipalityId): Promise<Signed> {
  const kept = await house.keys.chainKept(municipalityId)
  const reading = readingOf(house, tx, municipalityId)
  let chain: Buffer = chainBeginning
  let chainedToKept: Buffer | undefined
  let any = false
  for await (const row of checkpoints(tx, municipalityId)) {
    any = true
    if (kept?.note === sha256Hex(row.note)) chainedToKept = chain
    if (!chainAfter(chain, row).equals(row.chain)) reading.problems.push(brokenAt(row))
    // From what stands there, so that one fault is told once.
    chain = row.chain
    await readOne(reading, row)
  }
  // One that was signed and kept, and then not committed, is signed again: what was before it stands.
  if (kept && (chainedToKept ?? chain).toString('hex') !== kept.before)
    problem(
      reading,
      'Sigillen är inte de som räknades bredvid nyckeln i mappen keys: några är borta eller utbytta.',
    )
  for (const size of await straySizes(tx, municipalityId))
    problem(reading, `En tidsstämpel gäller loggens ${sealAt(size)}, som är borta.`)
  // After the rows: a checkpoint is kept there before its row can be seen, the first one too.
  const note = await house.keys.lastCheckpoint(municipalityId)
  if (note !== undefined) await readKept(reading, tx, municipalityId, note)
  else if (any) problem(reading, 'Sigillet som sparades bredvid nyckeln i mappen keys är borta.')
  return reading
}

const problem = ({ problems }: Reading, detail: string): number =>
  problems.push({ kind: 'checkpoint', detail })

/** A checkpoint is called the log's seal, as in an evidence bundle. */
const sealAt = (size: number): string => `sigill vid ${countText(size, 'loggpost', 'loggposter')}`

const unopened: Readonly<Record<(OpenedCheckpoint & { ok: false })['error'], string>> = {
  malformed: 'är inte skrivet så som formatet kräver',
  notSigned: 'är inte signerat med loggens nyckel',
  wrongSignature: 'har en signatur som inte stämmer: det är ändrat',
}

const brokenAt = ({ size }: Row): Problem => ({
  kind: 'checkpoint',
  detail: `Loggens ${sealAt(size)} följer inte på det före: ett sigill är borta, eller har fått en annan tid.`,
})

function readingOf(house: House, tx: Tx, municipalityId: MunicipalityId): Reading {
  const problems: Problem[] = []
  const known = new Map<number, readonly VerifierKey[]>()
  return {
    marks: new Map(),
    problems,
    async keysOf(number) {
      const before = known.get(number)
      if (before) return before
      const keys = readKeys(house, municipalityId, await originOf(tx, municipalityId, number), problems)
      known.set(number, keys)
      return keys
    },
  }
}

function readKeys(
  house: House,
  municipalityId: MunicipalityId,
  origin: string,
  problems: Problem[],
): VerifierKey[] {
  try {
    return verifiersOf(house, municipalityId, origin)
  } catch (thrown) {
    problems.push({
      kind: 'checkpoint',
      detail: `Loggens nycklar i mappen keys går inte att läsa (${describeError(thrown)}).`,
    })
    return []
  }
}

/** All checkpoints in the order they were signed. */
async function* checkpoints(tx: Tx, municipalityId: MunicipalityId): AsyncGenerator<Row> {
  let [number, size] = [0, 0]
  for (;;) {
    const { rows } = await sql<Row>`
      SELECT c.log_number AS number, c.size, c.root, c.note, c.chain,
        (extract(epoch FROM c.at) * 1000000)::float8 AS "atMicroseconds",
        ARRAY(SELECT token FROM checkpoint_token t
          WHERE t.municipality_id = ${municipalityId} AND t.log_number = c.log_number AND t.size = c.size) AS tokens
      FROM checkpoint c WHERE c.municipality_id = ${municipalityId} AND (c.log_number, c.size) > (${number}, ${size})
      ORDER BY c.log_number, c.size LIMIT ${pageSize}`.execute(tx)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return
    ;[number, size] = [last.number, last.size]
  }
}

async function readOne(reading: Reading, row: Row): Promise<void> {
  const opened = openCheckpoint(row.note, await reading.keysOf(row.number))
  if (!opened.ok) problem(reading, `Loggens ${sealAt(row.size)} ${unopened[opened.error]}.`)
  else if (opened.checkpoint.size !== row.size || !opened.checkpoint.root.equals(row.root))
    problem(reading, `Roten som är sparad för loggens ${sealAt(row.size)} är inte den som signerades.`)
  else mark(reading, row.number, opened.checkpoint)
  const imprint = sha256(Buffer.from(row.note, 'utf8'))
  for (const token of row.tokens) {
    if (!readTimestamp(token.toString('base64'))?.imprint.equals(imprint))
      problem(reading, `En tidsstämpel som hör till loggens ${sealAt(row.size)} gäller något annat.`)
  }
}

async function straySizes(tx: Tx, municipalityId: MunicipalityId): Promise<number[]> {
  const { rows } = await sql<{ size: number }>`
    SELECT size FROM checkpoint_token t WHERE t.municipality_id = ${municipalityId} AND NOT EXISTS (SELECT FROM checkpoint c
      WHERE c.municipality_id = ${municipalityId} AND c.log_number = t.log_number AND c.size = t.size)`.execute(
    tx,
  )
  return rows.map(({ size }) => size)
}

function mark({ marks }: Reading, number: number, { size, root }: { size: number; root: Buffer }): void {
  const ofLog = marks.get(number) ?? new Map<number, Buffer>()
  marks.set(number, ofLog)
  if (size > 0) ofLog.set(size, root)
}

/** What is kept beside the key is of the newest log, unless that one has just begun from it. */
async function readKept(
  reading: Reading,
  tx: Tx,
  municipalityId: MunicipalityId,
  note: string,
): Promise<void> {
  const head = await readHead(tx, municipalityId)
  if (await beganFrom(tx, municipalityId, head, note)) return
  const opened = openCheckpoint(note, await reading.keysOf(head.number))
  if (opened.ok) mark(reading, head.number, opened.checkpoint)
  else problem(reading, `Sigillet som är sparat bredvid nyckeln i mappen keys ${unopened[opened.error]}.`)
}
