import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { root } from '../../../tests/house/tree.ts'
import { readBundleFiles } from '../../../tests/support/evidence-log.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { comment, incoming } from '../../../tests/support/items.ts'
import { tokenOver } from '../../../tests/support/timestamp-token.ts'
import { systemActor } from '../../access/index.ts'
import {
  openCheckpoint,
  openZip,
  parseVerifierKey,
  sha256,
  signCheckpoint,
  signerFrom,
  verifyBundle,
} from '../../evidence/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type AccountId, fail, type MunicipalityId, ok, type RecordId } from '../../kernel/index.ts'
import {
  beginLogAnew,
  ingestItems,
  makeBundle,
  publicCheckpoint,
  rotateLogKey,
  sealLog,
  stampDaily,
  verifyArchive,
  zipOf,
} from './index.ts'

let place: TestHouse
let house: House
let municipality: MunicipalityId
let next = 1
const accountId = randomUUID() as AccountId

beforeAll(async () => {
  place = await testHouse()
  house = place.house
})
afterAll(() => place.close())
beforeEach(async () => {
  municipality = await bareMunicipality(place, next)
  next += 1
})

const operator = () => systemActor(municipality)
const problems = async () => (await verifyArchive(house, municipality)).problems

async function record(id: string): Promise<RecordId> {
  const { new: made } = await withMunicipality(house.db, municipality, (tx) =>
    ingestItems(house, tx, { municipalityId: municipality, accountId }, [
      incoming(comment(id, `Text ${id}`)),
    ]),
  )
  return made[0]?.record as RecordId
}

async function bundle(id: RecordId) {
  const files = await makeBundle(house, operator(), { records: [id], withhold: [], parts: [] })
  const bytes = await readBundleFiles(files)
  const json = JSON.parse(Buffer.from(bytes.get('bundle.json') ?? '').toString()) as {
    key: string
    checkpoint: string
    timestamps: string[]
  }
  return { json, verdict: await verifyBundle((path) => bytes.get(path)) }
}

test('a rotated key is named in the log and signed in by the old one; what was proven before still is', async () => {
  const first = await record('a')
  const before = await bundle(first)
  const key = await rotateLogKey(house, operator(), 'Årlig rotation, KS 2026/14')
  const [old, young] = [before.json.key, key].map(parseVerifierKey)
  const note = (await publicCheckpoint(house, municipality))?.note ?? ''
  for (const one of [old, young]) expect(openCheckpoint(note, one ? [one] : []).ok).toBe(true)
  await record('b')
  const alone = (await sealLog(house, municipality))?.note ?? ''
  expect(openCheckpoint(alone, young ? [young] : []).ok).toBe(true)
  expect(openCheckpoint(alone, old ? [old] : [])).toEqual({ ok: false, error: 'notSigned' })
  expect(await problems()).toEqual([])
  const after = await bundle(first)
  expect(after.json.key).toBe(key)
  expect(after.verdict).toMatchObject({ ok: true })
})

test('a rotation that is cut off before the key takes over goes on, with one record of it', async () => {
  await record('a')
  const cut: House = {
    ...house,
    keys: { ...house.keys, replaceLogKey: () => Promise.reject(new Error('the plug is pulled')) },
  }
  await expect(rotateLogKey(cut, operator(), 'Rotation')).rejects.toThrow('the plug is pulled')
  await record('b')
  await sealLog(house, municipality)
  expect(await problems()).toEqual([])
  await rotateLogKey(house, operator(), 'Rotation')
  const { rows } = await place.database.owner.query(
    'SELECT count(*)::int AS count FROM entry WHERE municipality_id = $1 AND type = 10',
    [municipality],
  )
  expect(rows[0]).toEqual({ count: 1 })
  expect(house.keys.retiredLogKeys(municipality)).toHaveLength(1)
  expect(await problems()).toEqual([])
})

/** As after a restore: more was signed than the database knows of. */
async function signMoreThanThereIs(): Promise<string> {
  const last = await sealLog(house, municipality)
  const origin = last?.note.split('\n')[0] ?? ''
  const signer = signerFrom(origin, house.keys.logKey(municipality))
  const lost = signCheckpoint({ origin, size: (last?.size ?? 0) + 10, root: sha256(Buffer.from('borta')) }, [
    signer,
  ])
  await house.keys.keepCheckpoint(municipality, lost, Buffer.alloc(32, 1))
  return lost
}

test('after a restore that is older than what was signed nothing is signed, until a new log is decided on', async () => {
  const old = await record('a')
  const lost = await signMoreThanThereIs()
  const young = await record('b')
  await expect(sealLog(house, municipality)).rejects.toThrow('nothing is signed')
  const origin = await beginLogAnew(house, operator(), 'Återläst från kopia, KS 2026/15')
  expect(origin.endsWith('/log/2')).toBe(true)
  const opened = (await publicCheckpoint(house, municipality))?.note ?? ''
  expect(opened.startsWith(`${origin}\n`)).toBe(true)
  const { rows } = await place.database.owner.query(
    `SELECT c.fields::jsonb->>'checkpoint' AS checkpoint FROM log_index l JOIN content c USING (municipality_id, record_id, version)
     WHERE l.municipality_id = $1 AND l.log_number = 2 AND l.index = 0`,
    [municipality],
  )
  expect(rows).toEqual([{ checkpoint: lost }])
  expect(await problems()).toEqual([])
  expect((await bundle(old)).json.checkpoint.startsWith(`${origin.slice(0, -2)}\n`)).toBe(true)
  for (const id of [old, young]) expect((await bundle(id)).verdict).toMatchObject({ ok: true })
  await expect(beginLogAnew(house, operator(), 'En gång till')).rejects.toThrow('Den behöver inte börjas om')
})

test('a new log that was signed and then undone takes the next number, so that no name is signed twice', async () => {
  await record('a')
  await signMoreThanThereIs()
  const origin = (await publicCheckpoint(house, municipality))?.note.split('\n')[0] ?? ''
  const signer = signerFrom(`${origin}/2`, house.keys.logKey(municipality))
  await house.keys.keepCheckpoint(
    municipality,
    signCheckpoint({ origin: `${origin}/2`, size: 1, root: sha256(Buffer.from('ångrad')) }, [signer]),
    Buffer.alloc(32, 1),
  )
  expect(await beginLogAnew(house, operator(), 'Återläst, KS 2026/16')).toBe(`${origin}/3`)
  expect(await problems()).toEqual([])
})

test('a token over the last checkpoint is kept once a day, and goes with the bundles that it covers', async () => {
  const id = await record('a')
  await sealLog(house, municipality)
  expect(await stampDaily(house, municipality, () => Promise.resolve(fail('stängt')))).toMatchObject({
    kept: false,
    reason: 'stängt',
  })
  const other = () => Promise.resolve(ok(tokenOver(sha256(Buffer.from('annat')))))
  expect(await stampDaily(house, municipality, other)).toMatchObject({ kept: false })
  const right = (digest: Uint8Array) => Promise.resolve(ok(tokenOver(digest)))
  expect(await stampDaily(house, municipality, right)).toEqual({ kept: true })
  expect(await stampDaily(house, municipality, right)).toBeUndefined()
  const young = await record('b')
  const [covered, later] = [await bundle(id), await bundle(young)]
  expect(covered.json.timestamps).toHaveLength(1)
  expect(covered.verdict).toMatchObject({ ok: true, value: { timestamps: ['20260501100000Z'] } })
  expect(later.json.timestamps).toEqual([])
  expect(later.verdict).toMatchObject({ ok: true })
})

test('the same bundle made twice is the same bytes, and its large parts hold', async () => {
  const film = { name: 'media-1', mediaType: 'video/mp4', bytes: Buffer.alloc(200_000, 'film') }
  const { new: made } = await withMunicipality(house.db, municipality, (tx) =>
    ingestItems(house, tx, { municipalityId: municipality, accountId }, [
      { ...incoming(comment('film', 'En film')), media: [film] },
    ]),
  )
  const request = { records: made.map(({ record }) => record), withhold: [], parts: [] }
  const zipped = async () => buffer(zipOf(await makeBundle(house, operator(), request)))
  const first = await zipped()
  const zip = openZip({ size: first.length, read: (at, length) => first.subarray(at, at + length) })
  expect(await verifyBundle((path) => zip.read(path), { paths: zip.paths })).toMatchObject({ ok: true })
  expect(zip.read('files/0/media-1')).toEqual(film.bytes)
  place.house.clock.advance(3 * 86_400_000)
  expect((await zipped()).equals(first)).toBe(true)
})

test('what is another than was recorded when it is packed ends the bundle with why', async () => {
  const file = { name: 'media-1', mediaType: 'image/png', bytes: Buffer.alloc(200, 'bild') }
  const { new: made } = await withMunicipality(house.db, municipality, (tx) =>
    ingestItems(house, tx, { municipalityId: municipality, accountId }, [
      { ...incoming(comment('bild', 'En bild')), media: [file] },
    ]),
  )
  const records = made.map(({ record }) => record)
  const files = await makeBundle(house, operator(), { records, withhold: [], parts: [] })
  const { owner } = place.database
  await owner.query(`ALTER TABLE part DISABLE TRIGGER USER`)
  await owner.query(`UPDATE part SET content = 'annat' WHERE name = 'media-1' AND record_id = $1`, records)
  await owner.query(`ALTER TABLE part ENABLE TRIGGER USER`)
  await expect(buffer(zipOf(files))).rejects.toThrow(/media-1/)
})

test('a large part that is gone when it is packed ends the bundle with why', async () => {
  const files = [{ path: 'files/0/media-1', content: () => createReadStream(join(place.folder, 'borta')) }]
  await expect(buffer(zipOf(files))).rejects.toThrow(/ENOENT/)
})

test('where the key is another than the one that signed last, nothing is signed', async () => {
  await record('a')
  await sealLog(house, municipality)
  await record('b')
  const stranger = generateKeyPairSync('ed25519').privateKey
  const robbed = {
    ...house,
    keys: { ...house.keys, logKey: () => stranger, lastCheckpoint: () => Promise.resolve(undefined) },
  }
  await expect(sealLog(robbed, municipality)).rejects.toThrow('cannot be opened by the key that is here')
})

test('the migration chains checkpoints from before it as they are chained now', async () => {
  for (const id of ['a', 'b', 'c']) {
    await record(id)
    await sealLog(house, municipality)
  }
  const { owner } = place.database
  const chains = async () =>
    (await owner.query('SELECT chain FROM checkpoint ORDER BY municipality_id, log_number, size')).rows
  const now = await chains()
  const migration = readFileSync(join(root, 'migrations/0041_checkpoint_chain.sql'), 'utf8')
  await owner.query('ALTER TABLE checkpoint DISABLE TRIGGER USER')
  await owner.query(/DO \$\$[\s\S]*\$\$;/.exec(migration)?.[0] ?? '')
  await owner.query('ALTER TABLE checkpoint ENABLE TRIGGER USER')
  expect(await chains()).toEqual(now)
})
