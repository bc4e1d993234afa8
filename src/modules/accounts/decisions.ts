import { z } from 'zod'
import { type Actor, authorize } from '../../access/index.ts'
import { recordTypes } from '../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type MunicipalityId, newId, type RecordId, type StaffId, Stop } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import { acceptRecords } from '../archive/index.ts'
import { audit } from '../audit/index.ts'

/** beslut om en plattform: whether the municipality uses it, weighed against the duty to keep public records. */
export interface PlatformDecision {
  /** Its record. */
  readonly decisionId: RecordId
  readonly platform: string
  readonly allowed: boolean
  readonly diaryNumber: string
  readonly reason: string
  /** null: the operator at the machine entered it. */
  readonly staffId: StaffId | null
  readonly at: Date
}

export const decisionForm = z.object({
  beslut: z.enum(['ja', 'nej'], { error: 'Välj om kommunen använder plattformen eller inte.' }),
  diarienummer: z
    .string()
    .trim()
    .min(1, 'Skriv diarienumret för beslutet, till exempel KS 2026/14.')
    .max(100, 'Skriv diarienumret med högst 100 tecken.'),
  skal: z
    .string()
    .trim()
    .min(1, 'Skriv skälet, till exempel vad it-säkerheten har sagt.')
    .max(2_000, 'Skriv skälet med högst 2\u00a0000 tecken.'),
})

/**
 * A decision is kept as a record of type 11 and holds from now on. A no stops collection and new accounts; what has been
 * collected stays.
 * @throws Stop('refused').
 */
export async function decideOnPlatform(
  house: House,
  actor: Actor,
  platform: Platform,
  input: { readonly allowed: boolean; readonly diaryNumber: string; readonly reason: string },
): Promise<void> {
  authorize(actor, 'platforms.decide', {})
  const { municipalityId } = actor
  const now = house.clock.now()
  const staffId = actor.kind === 'staff' ? actor.staffId : null
  const { allowed, diaryNumber, reason } = input
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const recordId = newId<RecordId>()
    const decided = { decision: 'platform', platform: platform.id, allowed, diaryNumber, reason }
    const fields = { ...decided, decidedBy: actor.name }
    await acceptRecords(house, tx, municipalityId, [
      { recordId, version: 1, type: recordTypes.decision, fields, parts: [] },
    ])
    await tx
      .insertInto('platform_decision')
      .values({
        municipality_id: municipalityId,
        decision_id: recordId,
        platform: platform.id,
        allowed,
        diary_number: diaryNumber,
        reason,
        staff_id: staffId,
        at: now,
      })
      .execute()
    const about = { kind: 'platform', id: platform.id }
    await audit(tx, actor, 'platforms.decide', about, { allowed, diaryNumber }, now)
  })
}

/** The decision in force for each platform that there is one for. */
export async function platformDecisions(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<ReadonlyMap<string, PlatformDecision>> {
  const rows = await tx
    .selectFrom('platform_decision')
    .selectAll()
    .distinctOn('platform')
    .where('municipality_id', '=', municipalityId)
    .orderBy('platform')
    .orderBy('at', 'desc')
    .execute()
  return new Map(
    rows.map((row) => [
      row.platform,
      {
        decisionId: row.decision_id,
        platform: row.platform,
        allowed: row.allowed,
        diaryNumber: row.diary_number,
        reason: row.reason,
        staffId: row.staff_id,
        at: row.at,
      },
    ]),
  )
}

/** Whether accounts may be connected: by the decision, or without one by the platform's own terms. */
export const isAllowed = (platform: Platform, decision: PlatformDecision | undefined): boolean =>
  decision?.allowed ?? platform.terms?.connectable !== 'onceAccepted'

/** Whether the municipality uses the platform: nothing is taken from one that it has not accepted. */
export const isUsed = async (tx: Tx, municipalityId: MunicipalityId, platform: Platform): Promise<boolean> =>
  isAllowed(platform, (await platformDecisions(tx, municipalityId)).get(platform.id))

/**
 * @param consequence Swedish: what is not done for want of it.
 * @throws Stop('refused') when the municipality has not accepted the platform, or has refused it.
 */
export async function requireAllowed(
  tx: Tx,
  municipalityId: MunicipalityId,
  platform: Platform,
  consequence: string,
): Promise<void> {
  const decision = (await platformDecisions(tx, municipalityId)).get(platform.id)
  if (isAllowed(platform, decision)) return
  const why = decision
    ? `Kommunen har beslutat att inte använda ${platform.name} (${decision.diaryNumber}).`
    : `Kommunen har inte beslutat om ${platform.name} får användas, och villkoren gör att det behövs.`
  throw new Stop(
    'refused',
    `${why} ${consequence} Kommunikationschefen beslutar under Inställningar, Plattformar.`,
  )
}
