import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CarBlockIterator, CarIndexer } from '@ipld/car'
import { describe, expect, test } from 'vitest'
import { type Block, readCar } from '../../src/platforms/bluesky/car.ts'
import {
  isDid,
  isHandle,
  isNsid,
  isRecordKey,
  isTid,
  parseAtUri,
} from '../../src/platforms/bluesky/syntax.ts'

/** The AT Protocol's own test files, which lie beside the project. */
const folder = join(import.meta.dirname, '../../../shared/data/contracts/bluesky')
if (!existsSync(folder))
  throw new Error(`The contract files are not at ${folder}: they lie beside the project.`)

interface Fixture {
  readonly root: string
  readonly car: string
  readonly blocks: readonly { readonly cid: string; readonly bytes: string }[]
}

const fixtures = JSON.parse(readFileSync(join(folder, 'car-file-fixtures.json'), 'utf8')) as Fixture[]

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function blocksIn(car: Uint8Array, size: number) {
  const blocks: Block[] = []
  let roots: readonly string[] = []
  let end = ''
  for await (const event of readCar(chunks(car, size))) {
    if ('block' in event) blocks.push(event.block)
    else if ('roots' in event) roots = event.roots
    else end = event.end
  }
  return { roots, blocks, end }
}

describe('CAR files of the protocol’s own tests', () => {
  test.each(fixtures.map((fixture, index): [number, Fixture] => [index, fixture]))(
    'number %i',
    async (_, fixture) => {
      const car = Buffer.from(fixture.car, 'base64')
      const read = await blocksIn(car, 13)
      expect(read.end).toBe('whole')
      expect(read.roots).toEqual([fixture.root])
      expect(
        read.blocks.map(({ cid, bytes }) => ({ cid, bytes: Buffer.from(bytes).toString('base64') })),
      ).toEqual(
        fixture.blocks.map(({ cid, bytes }) => ({
          cid,
          bytes: Buffer.from(bytes, 'base64').toString('base64'),
        })),
      )
      expect(read.blocks.every(({ genuine }) => genuine)).toBe(true)
    },
  )

  test('are read as the reference library reads them', async () => {
    for (const { car } of fixtures) {
      const bytes = Buffer.from(car, 'base64')
      const theirs: string[] = []
      for await (const { cid } of await CarBlockIterator.fromBytes(bytes)) theirs.push(cid.toString())
      expect((await blocksIn(bytes, 1_000)).blocks.map(({ cid }) => cid)).toEqual(theirs)
    }
  })

  test('cut off anywhere, give the blocks before the cut and say so', async () => {
    const [fixture] = fixtures
    const car = Buffer.from(fixture?.car ?? '', 'base64')
    const whole = (await blocksIn(car, 1_000)).blocks.map(({ cid }) => cid)
    const ends = new Set<number>()
    for await (const { offset, length } of await CarIndexer.fromBytes(car))
      ends.add(offset).add(offset + length)
    for (let length = 0; length < car.length; length++) {
      const { blocks, end } = await blocksIn(car.subarray(0, length), 1_000)
      expect(whole.slice(0, blocks.length)).toEqual(blocks.map(({ cid }) => cid))
      expect([length, end === 'whole']).toEqual([length, ends.has(length)])
    }
  })

  test('with a changed byte in a block are told from genuine ones', async () => {
    for (const fixture of fixtures) {
      const car = Buffer.from(fixture.car, 'base64')
      const last = car.length - 1
      car[last] = (car[last] ?? 0) ^ 1
      const { blocks } = await blocksIn(car, 1_000)
      expect(blocks.map(({ genuine }) => genuine)).toEqual(
        blocks.map((_, index) => index < blocks.length - 1),
      )
    }
  })
})

describe('identifiers of the protocol’s own tests', () => {
  const lines = (name: string): string[] =>
    readFileSync(join(folder, 'interop-test-files/syntax', `${name}.txt`), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
  const checks: readonly (readonly [string, (text: string) => boolean])[] = [
    ['tid_syntax', isTid],
    ['handle_syntax', isHandle],
    ['did_syntax', isDid],
    ['nsid_syntax', isNsid],
    ['recordkey_syntax', isRecordKey],
    ['aturi_syntax', (text) => parseAtUri(text) !== undefined],
  ]
  test.each(checks)('%s', (name, valid) => {
    expect(lines(`${name}_valid`).filter((line) => !valid(line))).toEqual([])
    expect(lines(`${name}_invalid`).filter(valid)).toEqual([])
  })
})
