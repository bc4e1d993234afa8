import { blogChecks } from './blog.ts'
import type { Check } from './check.ts'
import { lifeChecks } from './life.ts'
import { peopleChecks } from './people.ts'
import { profileChecks } from './profile.ts'

/** Every demand that is checked, in the order it is shown. */
export const checks: readonly Check[] = [...peopleChecks, ...profileChecks, ...blogChecks, ...lifeChecks]

export const checkById: ReadonlyMap<string, Check> = new Map(checks.map((check) => [check.id, check]))

export type { Check, Facts, Judgement, Mender, Outcome } from './check.ts'
