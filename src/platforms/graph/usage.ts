import { isObject } from '../../kernel/index.ts'
import { readJson } from '../json-slice.ts'

/** Meta tells how much of the allowance is used: X-App-Usage and X-Business-Use-Case-Usage, JSON with per cents. */

const minute = 60_000
const day = 24 * 60 * minute
const counters = ['call_count', 'total_cputime', 'total_time'] as const

function reports(headers: Readonly<Record<string, string>>): Record<string, unknown>[] {
  const read = (name: string): unknown => {
    const json = readJson(Buffer.from(headers[name] ?? ''))
    return json.ok ? json.value.value : undefined
  }
  const byBusiness = read('x-business-use-case-usage')
  const lists = isObject(byBusiness) ? Object.values(byBusiness) : []
  return [read('x-app-usage'), ...lists.flat()].filter(isObject)
}

/** The fullest counter, in per cent; 0 when nothing is told. */
export const usedPercent = (headers: Readonly<Record<string, string>>): number =>
  Math.max(0, ...reports(headers).flatMap((one) => counters.map((name) => Number(one[name]) || 0)))

/** When Meta reckons that there is room again (it says minutes), at most a day ahead; undefined when it does not say. */
export function regainAt(headers: Readonly<Record<string, string>>, now: Date): Date | undefined {
  const minutes = Math.max(
    0,
    ...reports(headers).map((one) => Number(one['estimated_time_to_regain_access']) || 0),
  )
  return minutes > 0 ? new Date(now.getTime() + Math.min(minutes * minute, day)) : undefined
}
