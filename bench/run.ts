import { readdirSync } from 'node:fs'
import type { Measured } from './support/result.ts'

/** `npm run bench -- ingest 100000`: the benches named, or all; a number makes them smaller than the goal's size. */
const here = new URL('.', import.meta.url)
const all = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts')
  .map((name) => name.slice(0, -3))
const words = process.argv.slice(2)
const size = words.map(Number).find((number) => number > 0)
const named = words.filter((word) => Number.isNaN(Number(word)))
const unknown = named.filter((name) => !all.includes(name))
if (unknown.length > 0) throw new Error(`no bench named ${unknown.join(', ')}; there are ${all.join(', ')}`)

const lines: Measured[] = []
for (const name of named.length > 0 ? named : all) {
  process.stderr.write(`${name}\n`)
  const bench = (await import(new URL(`${name}.ts`, here).href)) as {
    run(size?: number): Promise<Measured[]>
  }
  lines.push(...(await bench.run(size)))
}

const table = [
  ['what', 'value', 'anchor', 'ratio', 'goal', 'met'],
  ...lines.map((line) => [
    line.what,
    line.value,
    line.anchor,
    line.ratio?.toFixed(2) ?? '',
    line.goal,
    line.met ? 'yes' : 'NO',
  ]),
]
const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
for (const row of table)
  process.stdout.write(`${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}\n`)
process.exitCode = lines.every((line) => line.met) ? 0 : 1
