import { recordTypes } from '../../../../evidence/index.ts'
import type { Tx } from '../../../../infra/db/index.ts'
import type { MunicipalityId } from '../../../../kernel/index.ts'
import { aboutOf, readFields } from '../../rules.ts'
import type { Problem, VersionRef } from '../../types.ts'

/** A place in a log whose content is gone. */
export interface EmptiedPlace {
  readonly log: number
  readonly index: number
  readonly record: string
  readonly version: number
}

/**
 * Content goes only by a disposal or an erasure that stands in the log after it, or waits for its place there, and that
 * names this very version in its field `about` (design/evidence.md, Types and Disposal).
 */
export async function takenAway(
  tx: Tx,
  municipalityId: MunicipalityId,
  emptied: readonly EmptiedPlace[],
): Promise<Problem[]> {
  if (emptied.length === 0) return []
  const untold = new Map(emptied.map((place) => [nameOf(place), place]))
  for (const told of await disposals(tx, municipalityId)) {
    for (const about of await namedBy(tx, municipalityId, told)) {
      const place = untold.get(nameOf(about))
      if (place && isAfter(told, place)) untold.delete(nameOf(about))
    }
  }
  return [...untold.values()].map(({ record, version }) => ({
    kind: 'missing',
    record,
    detail: `Version ${version}: innehållet är borta, och ingen gallring i loggen berättar om det.`,
  }))
}

async function namedBy(tx: Tx, municipalityId: MunicipalityId, told: Disposal): Promise<VersionRef[]> {
  const row = await tx
    .selectFrom('content')
    .select('fields')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', told.record_id)
    .where('version', '=', told.version)
    .executeTakeFirst()
  const fields = row && readFields(row.fields)
  return aboutOf(fields)
}

const nameOf = ({ record, version }: { record: string; version: number }): string => `${record} ${version}`

type Disposal = Awaited<ReturnType<typeof disposals>>[number]

const isAfter = ({ log_number: log, index }: Disposal, place: EmptiedPlace): boolean =>
  log === null || index === null || log > place.log || (log === place.log && index > place.index)

/** One at a time is read by the caller: each may name thousands. */
const disposals = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('entry')
    .leftJoin('log_index', (join) =>
      join
        .onRef('log_index.municipality_id', '=', 'entry.municipality_id')
        .onRef('log_index.record_id', '=', 'entry.record_id')
        .onRef('log_index.version', '=', 'entry.version'),
    )
    .select(['entry.record_id', 'entry.version', 'log_number', 'index'])
    .where('entry.municipality_id', '=', municipalityId)
    .where('type', 'in', [recordTypes.disposal, recordTypes.erasure])
    .execute()
