import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problemWords, verdictWords, type Words } from './messages.ts'
import { verifyBundleAt } from './open.ts'

// The entry of verify.mjs: one file, run by any Node from 18 on, with nothing else. Exit 0: everything holds;
// 1: something does not; 2: wrong usage.

const usage: Words = {
  sv: 'Så här: node verify.mjs [paket.zip eller mapp] [--key "<kommunens nyckel>"]\nUtan argument kontrolleras mappen där verify.mjs ligger.',
  en: 'Usage: node verify.mjs [bundle.zip or folder] [--key "<the municipality’s key>"]\nWithout arguments the folder where verify.mjs lies is checked.',
}

interface Asked {
  readonly path: string
  readonly key?: string
}

function readArguments(given: readonly string[]): Asked | undefined {
  const at = given.indexOf('--key')
  const key = at < 0 ? undefined : given[at + 1]
  if (at >= 0 && key === undefined) return undefined
  const rest = at < 0 ? given : given.filter((_, n) => n !== at && n !== at + 1)
  if (rest.length > 1 || rest.some((argument) => argument.startsWith('-'))) return undefined
  const path = rest[0] ?? dirname(fileURLToPath(import.meta.url))
  return key === undefined ? { path } : { path, key }
}

function say(to: NodeJS.WriteStream, { sv, en }: Words): void {
  to.write(`${sv}\n\n${en}\n`)
}

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2))
  if (!asked || !existsSync(asked.path)) {
    if (asked) say(process.stderr, notFound(asked.path))
    say(process.stderr, usage)
    return 2
  }
  const verdict = await verifyBundleAt(asked.path, asked.key)
  if (verdict.ok) {
    say(process.stdout, verdictWords(verdict.value))
    return 0
  }
  const { sv, en } = problemWords(verdict.error)
  say(process.stderr, { sv: `PAKETET STÄMMER INTE. ${sv}`, en: `THE BUNDLE DOES NOT HOLD. ${en}` })
  return 1
}

const notFound = (path: string): Words => ({
  sv: `Det finns inget paket här: ${path}`,
  en: `There is no bundle here: ${path}`,
})

process.exitCode = await main()
