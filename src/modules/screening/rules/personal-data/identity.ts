import type { Collector } from '../collector.ts'
import { between, hasCheckDigit, parts, type Run } from './runs.ts'

/** How the digits of a personal number may be grouped: 850709-9805, 19850709-9805, 1985-07-09-9805 … */
const groupings: readonly (readonly number[])[] = [
  [12],
  [10],
  [8, 4],
  [6, 4],
  [4, 2, 2, 4],
  [2, 2, 2, 4],
  [2, 6, 4],
  [2, 4, 4],
  [4, 4, 4],
  [6, 2, 2],
  [8, 2, 2],
  [2, 2, 2, 2, 2],
  [4, 2, 2, 2, 2],
  ...[10, 12].map((digits) => Array.from({ length: digits }, () => 1)),
]

/**
 * personnummer and samordningsnummer (folkbokföringslagen 1991:481, 18 §; lagen 2022:1697): check digit and
 * date hold. Interim numbers, whose first control character is a letter, are not personal numbers.
 * @returns the runs that were taken
 */
export function findIdentityNumbers(text: string, runs: readonly Run[], into: Collector): Set<Run> {
  const taken = new Set<Run>()
  const joins = joinsOf(text, runs)
  for (let at = 0; at < runs.length; ) {
    const found = numberAt(joins, runs, at)
    if (found === undefined) {
      at += 1
      continue
    }
    const { groups, kind } = found
    into.addNamed('personalData', groups[0]?.start ?? 0, groups.at(-1)?.end ?? 0, kind)
    for (const run of groups) taken.add(run)
    at += groups.length
  }
  return taken
}

/** Per run, whether what stands between it and the one before may stand within a number. */
const joinsOf = (text: string, runs: readonly Run[]): boolean[] =>
  runs.map((run, at) => at > 0 && parts.test(between(text, runs[at - 1], run) ?? 'x'))

function numberAt(joins: readonly boolean[], runs: readonly Run[], at: number) {
  const size = runs[at]?.digits.length
  for (const sizes of groupings) {
    if (sizes[0] !== size || !groupsAt(joins, runs, at, sizes)) continue
    const groups = runs.slice(at, at + sizes.length)
    const kind = kindOf(groups.map((run) => run.digits).join(''))
    if (kind !== undefined) return { groups, kind }
  }
  return undefined
}

function groupsAt(
  joins: readonly boolean[],
  runs: readonly Run[],
  at: number,
  sizes: readonly number[],
): boolean {
  // Digits that stand apart are all of those that do.
  if (sizes[1] === 1 && (joins[at] === true || joins[at + sizes.length] === true)) return false
  return sizes.every(
    (size, group) => runs[at + group]?.digits.length === size && (group === 0 || joins[at + group] === true),
  )
}

/** What ten or twelve digits are; undefined when they are neither kind of number. */
export function kindOf(digits: string): 'personalNumber' | 'coordinationNumber' | undefined {
  const century = digits.length === 12 ? digits.slice(0, 2) : undefined
  if (century !== undefined && !['18', '19', '20'].includes(century)) return undefined
  const ten = digits.slice(-10)
  if (ten.slice(6, 9) === '000' || !hasCheckDigit(ten)) return undefined
  const day = Number(ten.slice(4, 6))
  const born = day > 60 ? day - 60 : day
  const month = Number(ten.slice(2, 4))
  // 2000 was a leap year, so an unknown century is tried as the one that allows most days.
  const year = Number(`${century ?? '20'}${ten.slice(0, 2)}`)
  if (!isDate(year, month, born)) return undefined
  return day > 60 ? 'coordinationNumber' : 'personalNumber'
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}
