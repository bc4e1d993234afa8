import { randomBytes } from 'node:crypto'
import { systemActor } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MunicipalityId, municipalityId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { beginPolicy } from '../../policy/index.ts'
import { originOf, properHost, properName, properOrigin, slugOf } from '../rules.ts'
import { findMunicipality, insertMunicipality, listMunicipalities } from '../store/structure.ts'
import type { MunicipalityEntry, NewMunicipality } from '../types.ts'

/** How often another process may take the id in between before we give up. */
const attempts = 5

/** Every municipality that this installation serves, by id. */
export const municipalities = (house: Pick<House, 'db'>): Promise<MunicipalityEntry[]> =>
  listMunicipalities(house.db)

/** Where people of a municipality reach it. */
export const municipalityOrigin = (
  house: Pick<House, 'db' | 'publicUrl'>,
  id: MunicipalityId,
): Promise<string> =>
  withMunicipality(house.db, id, async (tx) =>
    originOf(house.publicUrl, (await findMunicipality(tx, id))?.host ?? null),
  )

/**
 * A new municipality with a guideline to begin from; the operator's command, so there is no actor yet.
 * @throws Stop 'invalid' for a name, host, log name or preset that cannot be used; 'conflict' where one is taken.
 */
export async function addMunicipality(house: House, input: NewMunicipality): Promise<MunicipalityId> {
  const name = properName(input.name)
  const host = input.host === undefined ? null : properHost(input.host)
  const origin = input.origin === undefined ? undefined : properOrigin(input.origin)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const entry = entryFor(name, host, origin, await listMunicipalities(house.db))
    if (await begin(house, entry, input.policy)) return entry.municipalityId
  }
  throw new Stop('conflict', 'Flera kommuner läggs till samtidigt. Vänta en stund och försök igen.')
}

function entryFor(
  name: string,
  host: string | null,
  origin: string | undefined,
  taken: readonly MunicipalityEntry[],
): MunicipalityEntry {
  if (host && taken.some((one) => one.host === host))
    throw new Stop('conflict', `En annan kommun svarar redan på ${host}. Välj ett annat värdnamn.`)
  if (origin && taken.some((one) => one.logOrigin === origin))
    throw new Stop('conflict', `En annan kommuns logg heter redan ${origin}. Välj ett annat namn.`)
  const slug = freeSlug(slugOf(name), new Set(taken.map((one) => one.slug)))
  return {
    municipalityId: municipalityId(Math.max(0, ...taken.map((one) => one.municipalityId)) + 1),
    name,
    slug,
    host,
    logOrigin: origin ?? `${slug}.${randomBytes(4).toString('hex')}/log`,
  }
}

function freeSlug(wanted: string, taken: ReadonlySet<string>): string {
  if (!wanted)
    throw new Stop('invalid', 'Namnet behöver minst en bokstav a–ö eller en siffra, till exempel Falun.')
  let slug = wanted
  for (let n = 2; taken.has(slug); n += 1) slug = `${wanted}-${n}`
  return slug
}

const begin = (house: House, entry: MunicipalityEntry, preset: string): Promise<boolean> =>
  withMunicipality(house.db, entry.municipalityId, async (tx) => {
    const now = house.clock.now()
    const { municipalityId: id } = entry
    if (!(await insertMunicipality(tx, entry, now))) return false
    await beginPolicy(tx, id, preset, now)
    const detail = { name: entry.name, host: entry.host, log: entry.logOrigin }
    await audit(
      tx,
      systemActor(id),
      'municipality.add',
      { kind: 'municipality', id: String(id) },
      detail,
      now,
    )
    return true
  })
