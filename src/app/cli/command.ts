import { type Actor, systemActor } from '../../access/index.ts'
import { dayOf, isoInSweden, type MunicipalityId, municipalityId, Stop } from '../../kernel/index.ts'
import { municipalities } from '../../modules/organisation/index.ts'
import { type OpenHouse, type OpenOptions, openHouse } from '../compose.ts'
import type { Config } from '../config.ts'

/** A command of `uppsikt`: its words, and what the operator has configured; answers with the exit code. */
export type Command = (args: readonly string[], config: Config) => Promise<number>

/** Opens the house, does the work, and closes it again whatever happens. */
export async function withHouse<T>(
  config: Config,
  options: OpenOptions,
  work: (open: OpenHouse) => Promise<T>,
): Promise<T> {
  const open = await openHouse(config, options)
  try {
    return await work(open)
  } finally {
    await open.close()
  }
}

/** The municipality a command is about: by id, slug or name; without a word, the only one there is. */
export async function chooseMunicipality(open: OpenHouse, word: string | undefined): Promise<MunicipalityId> {
  const all = await municipalities(open.house)
  const [only, ...more] = all
  if (!only)
    throw new Stop(
      'notFound',
      'Det finns ingen kommun än. Börja med: uppsikt municipality add NAMN --policy allman',
    )
  if (word === undefined) {
    if (more.length > 0)
      throw new Stop(
        'invalid',
        `Det finns flera kommuner. Välj en med --municipality: ${all.map((one) => one.slug).join(', ')}`,
      )
    return only.municipalityId
  }
  const found = all.find(
    (one) => String(one.municipalityId) === word || one.slug === word || one.name === word,
  )
  if (!found)
    throw new Stop(
      'notFound',
      `Det finns ingen kommun som heter ${word}. De som finns: ${all.map((one) => one.slug).join(', ')}`,
    )
  return municipalityId(found.municipalityId)
}

/** The operator at the machine. */
export const operator = (id: MunicipalityId): Actor => systemActor(id, 'Driften')

/** '2026-11-29 23.05', by the clock on the wall. */
export const momentText = (at: Date): string =>
  `${dayOf(at)} ${isoInSweden(at).slice(11, 16).replace(':', '.')}`

export const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

export const tell = (text: string): void => {
  process.stderr.write(`${text}\n`)
}
