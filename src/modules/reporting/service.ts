import { type Actor, authorize, may } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { addDays, dayOf, daysIn, instantOf } from '../../kernel/index.ts'
import { type Account, listAccounts } from '../accounts/index.ts'
import { itemsByIds, publicCheckpoint } from '../archive/index.ts'
import { collectionGaps, collectionHealth, gapSpans, standingOf } from '../collection/index.ts'
import { failedNotices } from '../notices/index.ts'
import { readPolicy } from '../policy/index.ts'
import { readStaffing } from '../staffing/index.ts'
import { type Coverage, supervisionCoverage } from '../supervision/index.ts'
import { taskCounts, tasksFor } from '../tasks/index.ts'
import { figuresOf } from './rules.ts'
import { countRounds, explainedDays, roundRows } from './store.ts'
import type { AccountHealth, Hole, Overview, Period, SupervisionReport, Waiting } from './types.ts'

const dayMilliseconds = 24 * 60 * 60_000
/** Columns of the matrix, today last. */
const daysShown = 14
/** Rows of "what needs you now": more is a queue. */
const waitingShown = 8

/** How things are within the actor's reach: what is waiting, who has looked, whether collection works. */
export async function readOverview(house: House, actor: Actor): Promise<Overview> {
  authorize(actor, 'overview.read')
  const now = house.clock.now()
  const coverage = await supervisionCoverage(house, actor, daysShown)
  const { settings } = await readPolicy(house, actor)
  const checkpoint = await publicCheckpoint(house, actor.municipalityId)
  return {
    now,
    queue: may(actor, 'tasks.read') ? await readQueue(house, actor) : undefined,
    coverage,
    missed: coverage.accounts.flatMap(({ account, cells }) => {
      const yesterday = cells.at(-2)
      return yesterday?.state === 'missed' ? [{ account, day: yesterday.day }] : []
    }),
    health: await healthOf(house, actor, coverage, now),
    gaps: gapSpans(await collectionGaps(house, actor, new Date(now.getTime() - dayMilliseconds))),
    failedNotices: await failedNotices(house, actor),
    staffing: may(actor, 'staffing.read') ? await readStaffing(house, actor, dayOf(now)) : undefined,
    policy: settings,
    log: checkpoint && { size: checkpoint.size, at: checkpoint.at },
  }
}

async function readQueue(house: House, actor: Actor): Promise<Overview['queue']> {
  const { municipalityId } = actor
  const counts = await taskCounts(house, actor)
  const first = await tasksFor(house, actor, { selection: 'todo', limit: waitingShown })
  const [question] = await tasksFor(house, actor, {
    selection: 'todo',
    label: 'question',
    urgency: 1,
    limit: 1,
  })
  // Urgency 3 has no deadline of its own: it is gone through in rounds, which the matrix shows.
  const tasks = first.filter(({ urgency }) => urgency < 3)
  const waiting = await withMunicipality(house.db, municipalityId, async (tx): Promise<Waiting[]> => {
    const ids = tasks.flatMap(({ recordId }) => (recordId ? [recordId] : []))
    const items = new Map((await itemsByIds(tx, municipalityId, ids)).map((item) => [item.recordId, item]))
    const accounts = new Map(
      (await listAccounts(tx, municipalityId)).map((account) => [account.accountId, account]),
    )
    return tasks.map((task) => ({
      task,
      item: task.recordId ? items.get(task.recordId) : undefined,
      account: task.accountId ? accounts.get(task.accountId) : undefined,
    }))
  })
  return { counts, waiting, firstQuestionDue: question?.dueAt }
}

async function healthOf(house: House, actor: Actor, coverage: Coverage, now: Date): Promise<AccountHealth[]> {
  const byId = new Map((await collectionHealth(house, actor)).map((health) => [health.accountId, health]))
  return coverage.accounts.flatMap(({ account }) => {
    const health = byId.get(account.accountId)
    return health ? [{ account, health, standing: standingOf(health, now) }] : []
  })
}

/** Rounds on a page. */
const roundsShown = 50
/** Missed days listed one by one; the figures count them all. */
const holesShown = 50

/**
 * The underlag for an audit: rounds per account, who, when, and where nobody looked.
 * @param period at most a year.
 */
export async function readSupervision(
  house: House,
  actor: Actor,
  period: Period,
  before: SupervisionReport['older'],
): Promise<SupervisionReport> {
  authorize(actor, 'supervision.read')
  const { municipalityId } = actor
  const { from, to } = period
  const coverage = await supervisionCoverage(house, actor, daysIn(period), { to })
  const { settings } = await readPolicy(house, actor)
  const checkpoint = await publicCheckpoint(house, municipalityId)
  // The overview is for everyone; who looked at what is for those who read supervision there.
  const within = coverage.accounts.filter(({ account }) => may(actor, 'supervision.read', account))
  const accounts = within.map(({ account }) => account.accountId)
  const asked = { accounts, since: instantOf(from), until: instantOf(addDays(to, 1)) }
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const found = await roundRows(tx, municipalityId, { ...asked, before, limit: roundsShown + 1 })
    const rounds = found.slice(0, roundsShown)
    const last = found.length > roundsShown ? rounds.at(-1) : undefined
    const { total, people } = await countRounds(tx, municipalityId, asked)
    return {
      ...{ from, to },
      figures: within.map(({ account, cells }) => ({ account, ...figuresOf(cells) })),
      rounds,
      roundsTotal: total,
      people,
      older: last && { at: last.at, roundId: last.roundId },
      holes: holesIn(actor, within, await explainedDays(tx, municipalityId, from)).slice(0, holesShown),
      policy: settings,
      log: checkpoint && { size: checkpoint.size, at: checkpoint.at },
    }
  })
}

/** Missed days, those that nobody has explained first, newest first. */
function holesIn(
  actor: Actor,
  within: Coverage['accounts'],
  explained: Awaited<ReturnType<typeof explainedDays>>,
): Hole[] {
  const why = new Map(explained.map((one) => [`${one.accountId} ${one.day}`, one]))
  const hole = (account: Account, day: string): Hole => {
    const found = why.get(`${account.accountId} ${day}`)
    return {
      account,
      day,
      explanation: found && { text: found.text, by: found.by },
      mayExplain: may(actor, 'supervision.explain', account),
    }
  }
  return within
    .flatMap(({ account, cells }) =>
      cells
        .filter(({ state }) => state === 'missed' || state === 'explained')
        .map(({ day }) => hole(account, day)),
    )
    .sort(
      (a, b) =>
        Number(a.explanation !== undefined) - Number(b.explanation !== undefined) ||
        b.day.localeCompare(a.day),
    )
}
