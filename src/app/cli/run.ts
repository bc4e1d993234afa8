import { Stop } from '../../kernel/index.ts'
import { readConfig } from '../config.ts'
import type { Command } from './command.ts'

/** Each command is loaded when it is asked for, so that a small one starts fast. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./serve.ts')).start,
  web: async () => (await import('./serve.ts')).web,
  work: async () => (await import('./serve.ts')).work,
  migrate: async () => (await import('./migrate.ts')).migrate,
  municipality: async () => (await import('./organisation.ts')).municipality,
  staff: async () => (await import('./organisation.ts')).staff,
  identity: async () => (await import('./identity/index.ts')).identity,
  account: async () => (await import('./account.ts')).account,
  collect: async () => (await import('./collect.ts')).collect,
  import: async () => (await import('./import.ts')).importFile,
  search: async () => (await import('./search.ts')).search,
  bundle: async () => (await import('./archive/evidence.ts')).bundle,
  verify: async () => (await import('./archive/evidence.ts')).verify,
  secrets: async () => (await import('./secrets.ts')).secrets,
  log: async () => (await import('./archive/log.ts')).log,
  'verify-bundle': async () => (await import('./archive/evidence.ts')).verifyBundle,
  backup: async () => (await import('./archive/backup.ts')).backup,
  restore: async () => (await import('./archive/backup.ts')).restore,
  platform: async () => (await import('./platform.ts')).platform,
  platforms: async () => (await import('./platforms.ts')).platforms,
  screen: async () => (await import('./lines/index.ts')).screenLines,
  due: async () => (await import('./lines/index.ts')).dueLines,
}

/** Runs one command. @returns its exit code (design/interfaces.md "The command"). */
export async function run(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const [name, ...rest] = args
  const load = name === undefined ? undefined : Object.hasOwn(commands, name) ? commands[name] : undefined
  const known = `Kommandon: ${Object.keys(commands).join(', ')}\nHur ett kommando skrivs: uppsikt KOMMANDO --help`
  if (name === '--help' || name === 'help') {
    process.stdout.write(`${known}\n`)
    return 0
  }
  if (!load)
    throw new Stop(
      'invalid',
      `${name && !name.startsWith('-') ? `Det finns inget kommando som heter ${name}.` : 'Skriv ett kommando.'}\n${known}`,
    )
  const command = await load()
  return command(rest, readConfig(env))
}
