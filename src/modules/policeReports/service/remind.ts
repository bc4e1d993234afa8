import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { dayOf, type MunicipalityId, type StaffId } from '../../../kernel/index.ts'
import { requireAccount, worksHere } from '../../accounts/index.ts'
import { type NewNotice, notify } from '../../notices/index.ts'
import { nextToTell, onDuty } from '../../staffing/index.ts'
import { reportHref } from '../screens/words.ts'
import { waitingReports } from '../store.ts'
import type { PoliceReport } from '../types.ts'

/**
 * By the clock: whoever reported, or answers for the account now, is told of a report that has been made and not handed in, the day after, and of one whose
 * day to ask the police has come. Once each; a letter says nothing of what it is about.
 */
export async function remindOfReports(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  const today = dayOf(now)
  await withMunicipality(house.db, municipalityId, async (tx) => {
    for (const report of await waitingReports(tx, municipalityId, today)) {
      const account = await requireAccount(tx, municipalityId, report.accountId)
      const people = (await worksHere(tx, municipalityId, report.staffId))
        ? [report.staffId]
        : nextToTell(await onDuty(tx, municipalityId, account, now)).map(({ staffId }) => staffId)
      for (const to of people) await notify(tx, municipalityId, noticeOf(report, account.name, to), now)
    }
  })
}

function noticeOf(report: PoliceReport, account: string, to: StaffId): NewNotice {
  const made = report.state === 'made'
  return {
    to,
    thing: `policeReport/${report.reportId}/${made ? 'made' : report.followUpOn}`,
    kind: 'policeReport',
    severity: 'digest',
    accountId: report.accountId,
    subject: made ? 'En polisanmälan är inte inlämnad' : 'Dags att följa upp en polisanmälan',
    line: made
      ? `Anmälan om något på ${account} är gjord. Lämna in den hos polisen, och skriv in det.`
      : `Fråga polisen hur det går med anmälan om något på ${account}, och skriv in svaret eller en ny dag.`,
    href: reportHref(report.taskId),
  }
}
