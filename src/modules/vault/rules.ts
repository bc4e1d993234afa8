import { Secret, TOTP, URI } from 'otpauth'
import type { StaffId } from '../../kernel/index.ts'
import type { PolicySettings } from '../policy/index.ts'
import type { Cause, Opening, OpeningState, Step, StepName, Taken, VaultEntry } from './types.ts'

const minute = 60_000
const day = 24 * 60 * minute

export const vaultTimes = {
  /** For another to approve, and then for the first to look. */
  waits: 60 * minute,
  shown: 10 * minute,
} as const

/** Of the policy: how old a log-in may be, and how long there may be between two drills. */
type Lasting = PolicySettings['vault']

/** Openings from their steps, newest first. */
export function openingsOf(steps: readonly Step[]): Opening[] {
  const byId = new Map<string, Step[]>()
  for (const step of steps) byId.set(step.openingId, [...(byId.get(step.openingId) ?? []), step])
  return [...byId.values()]
    .flatMap((own) => {
      const of = (name: StepName): Taken | undefined => own.find(({ step }) => step === name)
      const asked = own.find(({ step }) => step === 'asked')
      if (!asked) return []
      const { openingId, way, drill, reason } = asked
      const later = { opened: of('opened'), refused: of('refused'), shown: of('shown') }
      return [{ openingId, way, drill, reason, asked, ...later }]
    })
    .sort((a, b) => b.asked.at.getTime() - a.asked.at.getTime())
}

const passed = (at: Date, milliseconds: number, now: Date): boolean =>
  now.getTime() - at.getTime() > milliseconds

export function stateOf({ asked, opened, refused, shown }: Opening, now: Date): OpeningState {
  if (refused) return 'refused'
  if (!opened) return passed(asked.at, vaultTimes.waits, now) ? 'lapsed' : 'waiting'
  if (!shown) return passed(opened.at, vaultTimes.waits, now) ? 'lapsed' : 'ready'
  return passed(shown.at, vaultTimes.shown, now) ? 'closed' : 'showing'
}

/** Somebody who may have the log-in in the head, and has ended. */
export interface Ended {
  readonly staffId: StaffId
  readonly name: string
  readonly endedAt: Date
}

/** Why the log-in is to be changed: each cause is later than the last change. */
export function rotationCauses(
  entry: Pick<VaultEntry, 'changedAt'>,
  openings: readonly Opening[],
  ended: readonly Ended[],
  { changeAfterDays }: Pick<Lasting, 'changeAfterDays'>,
  now: Date,
): Cause[] {
  const since = entry.changedAt.getTime()
  const [seen] = openings.filter(
    ({ drill, shown }) => !drill && shown !== undefined && shown.at.getTime() > since,
  )
  const left = ended.filter(({ endedAt }) => endedAt.getTime() > since)
  return [
    ...(seen?.shown ? [{ kind: 'opened', since: seen.shown.at, by: seen.asked.name } as const] : []),
    ...left.map(({ name, endedAt }) => ({ kind: 'left', since: endedAt, by: name }) as const),
    ...(passed(entry.changedAt, changeAfterDays * day, now)
      ? [{ kind: 'old', since: entry.changedAt } as const]
      : []),
  ]
}

/** A drill is held as often as the policy says, counted from the last one, or from when the details were put in. */
export function drillCause(
  entry: Pick<VaultEntry, 'changedAt'>,
  openings: readonly Opening[],
  { drillAfterDays }: Pick<Lasting, 'drillAfterDays'>,
  now: Date,
): Cause[] {
  const held = openings.find(({ drill, shown }) => drill && shown !== undefined)?.shown?.at
  const since = held ?? entry.changedAt
  return passed(since, drillAfterDays * day, now) ? [{ kind: 'drill', since }] : []
}

/** The seed of one-time codes as it was typed: base32, with or without spaces, or an otpauth:// address. */
function totpOf(seed: string): TOTP | undefined {
  const text = seed.trim()
  try {
    if (text.startsWith('otpauth://')) {
      const read = URI.parse(text)
      return read instanceof TOTP ? read : undefined
    }
    const base32 = text.replace(/[\s-]/gu, '').toUpperCase()
    return /^[A-Z2-7]{8,128}=*$/u.test(base32) ? new TOTP({ secret: Secret.fromBase32(base32) }) : undefined
  } catch (thrown) {
    if (thrown instanceof Error) return undefined
    throw thrown
  }
}

export const isTotpSeed = (seed: string): boolean => totpOf(seed) !== undefined

/** The code of a seed now, and how many seconds it is good for. */
export function codeNow(
  seed: string,
  now: Date,
): { readonly code: string; readonly seconds: number } | undefined {
  const totp = totpOf(seed)
  if (!totp) return undefined
  const timestamp = now.getTime()
  return { code: totp.generate({ timestamp }), seconds: Math.ceil(totp.remaining({ timestamp }) / 1_000) }
}
