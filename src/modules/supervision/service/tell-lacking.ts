import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId, StaffId } from '../../../kernel/index.ts'
import { addDays, type Day, dayOf, instantOf } from '../../../kernel/wall-clock.ts'
import { countText, longDayText, sentence } from '../../../web/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { notify } from '../../notices/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { dutyAt, nextToTell, type Roster, rostersFor } from '../../staffing/index.ts'
import { lacksRound, warningStep } from '../lacking.ts'
import { coverage } from '../rules.ts'
import { explanations, roundsSince } from '../store.ts'
import { writeTold } from '../told-store.ts'
import { watchRuleOf } from '../watch-rule.ts'

/**
 * By the clock (S1): while there still is time, whoever is on duty is told which accounts lack a round today, and in the
 * last hour the next in line; when the day is over, the heads of communications are told in the morning of what was
 * missed. One notice a person, once.
 */
export async function tellLacking(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const accounts = (await listAccounts(tx, municipalityId)).filter(({ state }) => state === 'active')
    const span = { from: now, to: new Date(now.getTime() + 1) }
    const rosters = await rostersFor(tx, municipalityId, accounts, span)
    await warn(tx, municipalityId, accounts, rosters, now)
    await tellMissed(tx, municipalityId, accounts, rosters, now)
  })
}

type Rosters = ReadonlyMap<string, Roster>
type Told = Map<StaffId, Account[]>

const add = (told: Told, to: StaffId, account: Account): unknown =>
  told.set(to, [...(told.get(to) ?? []), account])

async function warn(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly Account[],
  rosters: Rosters,
  now: Date,
): Promise<void> {
  const { settings } = await currentPolicy(tx, municipalityId, now)
  const rule = watchRuleOf(settings)
  const step = warningStep(rule, settings.supervision.eveningEnds, now)
  if (!step) return
  const today = dayOf(now)
  const rounds = await roundsSince(tx, municipalityId, instantOf(addDays(today, -7)))
  const told: Told = new Map()
  for (const account of accounts) {
    const own = rounds.filter(({ accountId }) => accountId === account.accountId)
    const roster = rosters.get(account.accountId)
    if (!roster || !lacksRound(rule, own, { today, since: dayOf(account.createdAt) })) continue
    const duty = dutyAt(roster, now)
    const alarm = `round/${account.accountId}`
    const isFirst = await writeTold(tx, municipalityId, alarm, today, now)
    const isNext = step === 'next' && (await writeTold(tx, municipalityId, alarm, `${today}/next`, now))
    const [known] = isFirst ? [] : duty.line
    // Communications are told as one: where they answer themselves nobody is left to tell.
    if ((!isFirst && !isNext) || known?.as === 'communications') continue
    for (const { staffId } of nextToTell(duty, new Set(known ? [known.staffId] : [])))
      add(told, staffId, account)
  }
  for (const [to, lacking] of told)
    await notify(
      tx,
      municipalityId,
      {
        to,
        thing: `lacking/${today}/${lacking[0]?.accountId}/${step}`,
        kind: 'roundLacking',
        // At once: it can still be mended, and the morning is too late.
        severity: 'alarm',
        subject: `Dagens tillsyn är inte klar för ${named(lacking)}`,
        line: `Ännu en runda behövs i dag: ${listed(lacking)}. Gå igenom det nya och bekräfta rundan.`,
        href: lacking.length === 1 ? `/ko/runda/${lacking[0]?.accountId}` : '/ko/runda',
      },
      now,
    )
}

/** Written when the day is over, so that it comes with the morning's letter. */
async function tellMissed(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly Account[],
  rosters: Rosters,
  now: Date,
): Promise<void> {
  const today = dayOf(now)
  const day = addDays(today, -1)
  // The day is judged by the policy that was in force on it.
  const rule = watchRuleOf(
    (await currentPolicy(tx, municipalityId, new Date(instantOf(today).getTime() - 1))).settings,
  )
  const rounds = await roundsSince(tx, municipalityId, instantOf(addDays(day, -7)))
  const explained = await explanations(tx, municipalityId, day)
  const told: Told = new Map()
  for (const account of accounts) {
    const own = rounds.filter(({ accountId }) => accountId === account.accountId)
    const why = new Set(explained.filter((one) => one.accountId === account.accountId).map((one) => one.day))
    const days = { from: day, to: day, today, since: dayOf(account.createdAt) }
    if (coverage(() => rule, own, why, days)[0]?.state !== 'missed') continue
    for (const to of rosters.get(account.accountId)?.communications ?? []) add(told, to, account)
  }
  for (const [to, missed] of told) await notify(tx, municipalityId, missedNotice(to, missed, day), now)
}

const missedNotice = (to: StaffId, missed: readonly Account[], day: Day) =>
  ({
    to,
    thing: `missed/${day}`,
    kind: 'roundMissed',
    severity: 'digest',
    subject: `Tillsynen missades för ${named(missed)}`,
    line: `${sentence(longDayText(instantOf(day)))} saknades en runda: ${listed(missed)}. Det går att förklara i underlaget.`,
    href: '/oversikt/uppsikt#missade',
  }) as const

const mostListed = 3

const named = (accounts: readonly Account[]): string =>
  accounts.length === 1 ? (accounts[0]?.name ?? '') : countText(accounts.length, 'konto', 'konton')

/** 'Biblioteket, Ishallen, Skolan och 4 till': a notice's line is short. */
function listed(accounts: readonly Account[]): string {
  const names = accounts.slice(0, mostListed).map(({ name }) => name)
  const left = accounts.length - names.length
  if (left > 0) return `${names.join(', ')} och ${left} till`
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} och ${names.at(-1)}` : (names[0] ?? '')
}
