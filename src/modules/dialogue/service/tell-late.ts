import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { addDays, dayOf, instantOf, type MunicipalityId, type StaffId } from '../../../kernel/index.ts'
import { countText, whenText } from '../../../web/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { notify } from '../../notices/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { dutyAt, nextToTell, type Roster, rostersFor } from '../../staffing/index.ts'
import { toldOf, writeTold } from '../../supervision/index.ts'
import { type LateStep, severityAt, stepNow } from '../late.ts'
import { answerAlarm, type Unanswered, unansweredBefore } from '../late-store.ts'

/** Longer than any stretch of days off, weeks that are closed included: an office hour before what is due then has not come. */
const daysAhead = 60
const personal = 'to/'

/** Questions that one person is to be told of, on one account, at one step. */
interface Told {
  readonly to: StaffId
  readonly account: Account
  readonly step: LateStep
  readonly questions: Unanswered[]
}

/**
 * By the clock (D1): an office hour before an answer is due whoever is on duty is told, when it is due the next in line
 * who does not know, and a working day later the heads of communications. Each step once for each question; those of
 * one account that come at once are one notice.
 */
export async function tellLate(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const until = instantOf(addDays(dayOf(now), daysAhead))
    const waiting = await unansweredBefore(tx, municipalityId, until)
    if (waiting.length === 0) return
    const office = (await currentPolicy(tx, municipalityId, now)).settings.responseTarget.officeHours
    const accounts = new Map((await listAccounts(tx, municipalityId)).map((one) => [one.accountId, one]))
    const span = { from: now, to: new Date(now.getTime() + 1) }
    const rosters = await rostersFor(tx, municipalityId, [...accounts.values()], span)
    const notices = new Map<string, Told>()
    for (const question of waiting) {
      const step = stepNow(question.dueAt, office, now)
      const account = accounts.get(question.accountId)
      const roster = rosters.get(question.accountId)
      if (!step || !account || !roster) continue
      for (const to of await taken(tx, municipalityId, question, step, roster, now)) {
        const key = `${to}/${account.accountId}/${step}`
        const notice = notices.get(key) ?? { to, account, step, questions: [] }
        notice.questions.push(question)
        notices.set(key, notice)
      }
    }
    for (const notice of notices.values())
      await tell(tx, municipalityId, notice, severityAt(now, office), now)
  })
}

/** Takes the step. @returns whom it is told; nobody where it was taken before. */
async function taken(
  tx: Tx,
  municipalityId: MunicipalityId,
  { taskId }: Unanswered,
  step: LateStep,
  roster: Roster,
  now: Date,
): Promise<readonly StaffId[]> {
  const alarm = answerAlarm(taskId)
  if (!(await writeTold(tx, municipalityId, alarm, step, now))) return []
  const before = await toldOf(tx, municipalityId, alarm)
  const known = new Set(
    roster.communications.concat(peopleOf(roster)).filter((id) => before.has(personal + id)),
  )
  const to =
    step === 'late'
      ? roster.communications
      : nextToTell(dutyAt(roster, now), known).map(({ staffId }) => staffId)
  for (const staffId of to) await writeTold(tx, municipalityId, alarm, personal + staffId, now)
  return to
}

const peopleOf = ({ shifts, owner, deputies }: Roster): StaffId[] =>
  [...shifts.map(({ staffId }) => staffId), owner, ...deputies].filter((id) => id !== null)

async function tell(
  tx: Tx,
  municipalityId: MunicipalityId,
  { to, account, step, questions }: Told,
  severity: 'alarm' | 'today',
  now: Date,
): Promise<void> {
  const [first] = questions
  if (!first) return
  await notify(
    tx,
    municipalityId,
    {
      to,
      severity,
      thing: `answer/${first.taskId}/${step}`,
      kind: 'unanswered',
      accountId: account.accountId,
      ...words[step](account.name, whatWaits(questions), whenText(first.dueAt, now)),
      href: hrefOf(questions, first),
    },
    now,
  )
}

/** '2 frågor och 1 anmälan'. */
function whatWaits(all: readonly Unanswered[]): string {
  const notices = all.filter(({ isNotice }) => isNotice).length
  return [
    all.length > notices && countText(all.length - notices, 'fråga', 'frågor'),
    notices > 0 && countText(notices, 'anmälan', 'anmälningar'),
  ]
    .filter(Boolean)
    .join(' och ')
}

function hrefOf(all: readonly Unanswered[], { taskId, isNotice }: Unanswered): `/${string}` {
  if (all.length === 1) return isNotice ? `/ko/${taskId}` : `/dialog/${taskId}`
  return all.some((one) => one.isNotice) ? '/ko' : '/dialog'
}

const words: Readonly<
  Record<LateStep, (account: string, what: string, due: string) => { subject: string; line: string }>
> = {
  soon: (account, what, due) => ({
    subject: `Snart dags att svara på ${account}`,
    line: `${what} ska ha svar senast ${due}, och ingen har svarat. Svara, eller hänvisa till den enhet som vet.`,
  }),
  due: (account, what, due) => ({
    subject: `Svar saknas på ${account}`,
    line: `${what} skulle ha haft svar ${due}. Ingen har svarat. Svara nu, eller skriv när svaret kommer.`,
  }),
  late: (account, what, due) => ({
    subject: `Svar saknas sedan en arbetsdag på ${account}`,
    line: `${what} skulle ha haft svar ${due}. Ingen har svarat. Se till att någon gör det.`,
  }),
}
