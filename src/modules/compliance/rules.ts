import { standingOf } from '../collection/index.ts'
import type { Cell } from '../supervision/index.ts'
import type { Lack, RegisterFilter, RegisterRow, Responsible } from './types.ts'

const answers = (person: Responsible | undefined): boolean => person !== undefined && person.endedAt === null

/** What an account lacks, weightiest first. A closed account lacks nothing. */
export function lacksOf(row: Omit<RegisterRow, 'lacks' | 'guideline'>, now: Date): Lack[] {
  const { account, health, cells } = row
  if (account.state !== 'active') return []
  const known = health?.knownCount ?? null
  const reported = health?.reportedCount ?? null
  const standing = health && standingOf(health, now)
  return [
    ...(standing === 'refused' ? (['refused'] as const) : []),
    ...(account.connected ? [] : (['notConnected'] as const)),
    ...(standing === 'failing' ? (['notCollected'] as const) : []),
    ...(standing === 'still' ? (['still'] as const) : []),
    ...(answers(row.owner) ? [] : (['noOwner'] as const)),
    ...(answers(row.deputy) ? [] : (['noDeputy'] as const)),
    ...(row.standing?.nobody && row.standing.ownerAwayTo ? (['nobodyThere'] as const) : []),
    ...(yesterdayMissed(cells) ? (['missed'] as const) : []),
    ...(known !== null && reported !== null && known < reported ? (['countDiffers'] as const) : []),
  ]
}

const yesterdayMissed = (cells: readonly Cell[]): boolean => cells.at(-2)?.state === 'missed'

const holds = (whole: string | null | undefined, part: string): boolean =>
  whole?.toLocaleLowerCase('sv').includes(part) ?? false

/** Whether a filter lets an account through. */
export function passes(row: RegisterRow, filter: RegisterFilter): boolean {
  const { account } = row
  const wanted = filter.text.trim().toLocaleLowerCase('sv')
  if (filter.state !== 'all' && account.state !== filter.state) return false
  if (filter.department && account.department !== filter.department) return false
  if (filter.platform && account.platform !== filter.platform) return false
  if (filter.lacking && row.lacks.length === 0 && !row.guideline?.notMet) return false
  if (!wanted) return true
  return [
    account.name,
    account.department,
    account.url,
    account.purpose,
    row.owner?.name,
    row.deputy?.name,
  ].some((text) => holds(text, wanted))
}

/** By department, then name, then platform: the order of the register. */
export const inOrder = (a: RegisterRow, b: RegisterRow): number =>
  a.account.department.localeCompare(b.account.department, 'sv') ||
  a.account.name.localeCompare(b.account.name, 'sv') ||
  a.account.platform.localeCompare(b.account.platform)
