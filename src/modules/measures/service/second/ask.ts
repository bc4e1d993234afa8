import type { Tx } from '../../../../infra/db/index.ts'
import type { MunicipalityId, TaskId } from '../../../../kernel/index.ts'
import type { Account } from '../../../accounts/index.ts'
import { notify } from '../../../notices/index.ts'
import { nextToTell, onDuty } from '../../../staffing/index.ts'
import { openTask } from '../../../tasks/index.ts'
import { isReply } from '../../rules.ts'
import type { Measure } from '../../types.ts'

/** What waits for its second person: a task for anybody but the first, and whoever is on duty is told. */
export async function askSecond(
  tx: Tx,
  municipalityId: MunicipalityId,
  measure: Measure,
  account: Account,
  dueAt: Date,
): Promise<TaskId> {
  const { requestedAt: now, measureId } = measure
  const { accountId, departmentId, name } = account
  const isUrgent = dueAt <= now && !isReply(measure.kind)
  const taskId = await openTask(
    tx,
    municipalityId,
    {
      ...{ kind: 'secondPerson', subjectId: measureId, recordId: measure.recordId, accountId, departmentId },
      ...{ labels: [], urgency: isUrgent ? 0 : 1, dueAt },
    },
    now,
  )
  const first = new Set(measure.staffId ? [measure.staffId] : [])
  const duty = await onDuty(tx, municipalityId, account, now)
  for (const { staffId } of nextToTell(duty, first))
    await notify(
      tx,
      municipalityId,
      {
        ...{ to: staffId, thing: `secondPerson/${measureId}`, kind: 'secondPerson', accountId },
        severity: isUrgent ? 'alarm' : 'today',
        ...wordsFor(measure, name),
        href: `/ko/${taskId}`,
      },
      now,
    )
  return taskId
}

const wordsFor = ({ kind }: Measure, account: string) =>
  isReply(kind)
    ? {
        subject: `Ett svar på ${account} väntar på dig`,
        line: 'En kollega har skrivit ett svar, och riktlinjen säger att två personer behövs. Läs det, och godkänn eller säg nej.',
      }
    : {
        subject: `En åtgärd på ${account} väntar på dig`,
        line: 'En kollega har beslutat om en åtgärd, och riktlinjen säger att två personer behövs. Godkänn den eller säg nej.',
      }
