import type { Tx } from '../../../infra/db/index.ts'
import { addDays, dayOf, instantOf, type MunicipalityId, type TaskId } from '../../../kernel/index.ts'
import type { Account } from '../../accounts/index.ts'
import { notify } from '../../notices/index.ts'
import type { GroundGroup } from '../../policy/index.ts'
import { nextToTell, onDuty } from '../../staffing/index.ts'
import { openTask } from '../../tasks/index.ts'
import type { Measure } from '../types.ts'

/** A measure that waits for its second person: a task for anybody but the first, and whoever is on duty is told. */
export async function askSecond(
  tx: Tx,
  municipalityId: MunicipalityId,
  measure: Measure,
  account: Account,
  group: GroundGroup | undefined,
): Promise<TaskId> {
  const { requestedAt: now, measureId } = measure
  const isUrgent = group === 'must' || group === 'secret'
  const taskId = await openTask(
    tx,
    municipalityId,
    {
      kind: 'secondPerson',
      subjectId: measureId,
      recordId: measure.recordId,
      accountId: account.accountId,
      departmentId: account.departmentId,
      labels: [],
      urgency: isUrgent ? 0 : 1,
      dueAt: isUrgent ? now : instantOf(addDays(dayOf(now), 1)),
    },
    now,
  )
  const first = new Set(measure.staffId ? [measure.staffId] : [])
  for (const { staffId } of nextToTell(await onDuty(tx, municipalityId, account, now), first))
    await notify(
      tx,
      municipalityId,
      {
        to: staffId,
        thing: `secondPerson/${measureId}`,
        kind: 'secondPerson',
        severity: isUrgent ? 'alarm' : 'today',
        accountId: account.accountId,
        subject: `En åtgärd på ${account.name} väntar på dig`,
        line: 'En kollega har beslutat om en åtgärd, och riktlinjen säger att två personer behövs. Godkänn den eller säg nej.',
        href: `/ko/${taskId}`,
      },
      now,
    )
  return taskId
}
