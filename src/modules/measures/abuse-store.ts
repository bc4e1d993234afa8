import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, Json, MeasureId, MunicipalityId, RecordId, StaffId } from '../../kernel/index.ts'

/** What is known and sealed of it; none of the words and none of the pictures. */
export interface AbuseFacts {
  readonly platform: string
  readonly account: string
  readonly address: string | null
  readonly author: string | null
  readonly authorId: string | null
  readonly publishedAt: string
  readonly collectedAt: string
  /** destroyed: their digests are left · kept: withheld, by a lawyer's approval · none: no picture or film was held */
  readonly copies: 'destroyed' | 'kept' | 'none'
  readonly media: readonly {
    readonly name: string
    readonly mediaType: string
    readonly bytes: number
    readonly sha256: string
  }[]
}

/** policeTold · seenBy: who has seen it · lifted: it was something else, and is shown again */
export type AbuseStepKind = 'policeTold' | 'seenBy' | 'lifted'

interface AbuseStep {
  readonly stepId: RecordId
  readonly kind: AbuseStepKind
  readonly staffId: StaffId
  readonly at: Date
  readonly detail: string
}

/** misstänkt övergrepp mot barn: an item that nobody is shown from then on. */
export interface AbuseCase {
  readonly caseId: RecordId
  readonly recordId: RecordId
  readonly accountId: AccountId
  readonly staffId: StaffId
  readonly at: Date
  readonly facts: AbuseFacts
  /** The order to the platform; null where there was nothing to order. */
  readonly measureId: MeasureId | null
  /** Oldest first. */
  readonly steps: readonly AbuseStep[]
}

export async function insertCase(
  tx: Tx,
  municipalityId: MunicipalityId,
  abuse: Omit<AbuseCase, 'steps'>,
): Promise<void> {
  await tx
    .insertInto('abuse_case')
    .values({
      municipality_id: municipalityId,
      case_id: abuse.caseId,
      record_id: abuse.recordId,
      account_id: abuse.accountId,
      staff_id: abuse.staffId,
      at: abuse.at,
      facts: JSON.stringify(abuse.facts),
      measure_id: abuse.measureId,
    })
    .execute()
}

export async function insertAbuseStep(
  tx: Tx,
  municipalityId: MunicipalityId,
  caseId: RecordId,
  step: AbuseStep,
): Promise<void> {
  await tx
    .insertInto('abuse_step')
    .values({
      municipality_id: municipalityId,
      case_id: caseId,
      step_id: step.stepId,
      kind: step.kind,
      staff_id: step.staffId,
      at: step.at,
      detail: step.detail,
    })
    .execute()
}

/** The newest case about an item. */
export async function abuseCaseOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<AbuseCase | undefined> {
  const row = await tx
    .selectFrom('abuse_case')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const steps = await tx
    .selectFrom('abuse_step')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('case_id', '=', row.case_id)
    .orderBy('at')
    .execute()
  return {
    caseId: row.case_id,
    recordId: row.record_id,
    accountId: row.account_id,
    staffId: row.staff_id,
    at: row.at,
    facts: row.facts as Json as unknown as AbuseFacts,
    measureId: row.measure_id,
    steps: steps.map((step) => ({
      stepId: step.step_id,
      kind: step.kind as AbuseStepKind,
      staffId: step.staff_id,
      at: step.at,
      detail: step.detail,
    })),
  }
}
