import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  type AccountId,
  addDays,
  dayOf,
  instantOf,
  type MunicipalityId,
  type StaffId,
} from '../../../kernel/index.ts'
import { daysText, longDayText, sentence } from '../../../web/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import {
  type Absence,
  absencesIn,
  type DutySpan,
  findShift,
  hoursText,
  type Roster,
  rostersFor,
  takersOver,
  thinSpans,
  working,
} from '../../staffing/index.ts'
import { mondayOf } from '../rules.ts'
import type { NewNotice } from '../types.ts'
import { notify } from './notify.ts'

/** Who takes over, who is not needed after all, and who is about to be alone. */

const href = '/register/bemanning'

const dayMilliseconds = 24 * 60 * 60_000

interface Shared {
  readonly account: Account
  readonly roster: Roster
}

/** The accounts that a person is owner or deputy of, and who else is there while the person is away. */
async function sharedBy(tx: Tx, municipalityId: MunicipalityId, absence: Absence): Promise<Shared[]> {
  const span = { from: instantOf(absence.from), to: instantOf(addDays(absence.to, 1)) }
  const accounts = await activeAccounts(tx, municipalityId)
  const rosters = await rostersFor(tx, municipalityId, accounts, span)
  return accounts.flatMap((account) => {
    const roster = rosters.get(account.accountId) as Roster
    const { owner, deputies, absences } = roster
    if (owner !== absence.staffId && !deputies.includes(absence.staffId)) return []
    // Also after it has been withdrawn: what would have been is what is called off.
    return [{ account, roster: { ...roster, absences: [...absences, absence] } }]
  })
}

const activeAccounts = async (tx: Tx, municipalityId: MunicipalityId): Promise<Account[]> =>
  (await listAccounts(tx, municipalityId)).filter(({ state }) => state === 'active')

/** The deputies who take over beside the rota, with when; and the stretches when nobody is there, on a shift or otherwise. */
function takeoversOf({ roster }: Shared, absence: Absence) {
  const by = new Map<StaffId, DutySpan[]>()
  for (const span of takersOver({ ...roster, shifts: [] }, absence)) {
    const { now } = span.duty
    if (now?.as === 'deputy') by.set(now.staffId, [...(by.get(now.staffId) ?? []), span])
  }
  return { by: roster.owner ? by : [], holes: takersOver(roster, absence).filter(({ duty }) => duty.nobody) }
}

/** A stretch as its first and last day. */
const spanText = ({ from, to }: { readonly from: Date; readonly to: Date }, now: Date): string =>
  daysText(dayOf(from), dayOf(new Date(to.getTime() - 1)), now)

/**
 * Somebody has said that they will be away (or will not after all): the deputy who takes over is told, and where nobody
 * does, the person who leaves and communications; as an alarm where it is said within a day of the beginning. The first
 * day is near (begins): they are reminded.
 */
export async function tellAbsence(
  house: House,
  municipalityId: MunicipalityId,
  absence: Absence,
  what: 'entered' | 'withdrawn' | 'begins',
): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const name = (await working(tx, municipalityId)).get(absence.staffId)
    if (!name) return
    // What is said when the first day is near is its own reminder.
    const when = what === 'entered' && absence.from <= addDays(dayOf(now), 1) ? 'begins' : what
    for (const shared of await sharedBy(tx, municipalityId, absence)) {
      const { by, holes } = takeoversOf(shared, absence)
      const { account } = shared
      const about = { accountId: account.accountId, href } as const
      const thing = `absence/${absence.absenceId}/${account.accountId}/${when}`
      for (const [staffId, spans] of by) {
        const days = spans.map((span) => spanText(span, now)).join(', ')
        const words = takeOverWords[what](account.name, name, days)
        await notify(
          tx,
          municipalityId,
          { ...about, ...words, to: staffId, thing, kind: 'takeOver', severity: 'today' },
          now,
        )
      }
      if (holes.length > 0 && what !== 'withdrawn') {
        const soon = what === 'entered' && (holes[0]?.from.getTime() ?? 0) - now.getTime() < dayMilliseconds
        const told = { thing, severity: soon ? 'alarm' : 'today' } as const
        await tellHole(tx, municipalityId, shared, absence.staffId, holes, told, now)
      }
    }
  })
}

const takeOverWords = {
  entered: (account: string, name: string, days: string) => ({
    subject: `Du tar över ${account}`,
    line: `${name} är borta. Du svarar för kontot ${days}.`,
  }),
  begins: (account: string, name: string, days: string) => ({
    subject: `Du svarar för ${account}`,
    line: `${name} är borta. Du svarar för kontot ${days}.`,
  }),
  withdrawn: (account: string, name: string, days: string) => ({
    subject: `Du behöver inte ta över ${account}`,
    line: `${name} är på plats ändå. Det gäller ${days}.`,
  }),
} as const

async function tellHole(
  tx: Tx,
  municipalityId: MunicipalityId,
  { account, roster }: Shared,
  leaving: StaffId,
  holes: readonly DutySpan[],
  { thing, severity }: Pick<NewNotice, 'thing' | 'severity'>,
  now: Date,
): Promise<void> {
  const days = holes.map((span) => spanText(span, now)).join(', ')
  for (const to of new Set([leaving, ...roster.communications]))
    await notify(
      tx,
      municipalityId,
      {
        ...{ to, severity, href, accountId: account.accountId },
        thing: `${thing}/nobody`,
        kind: 'nobodyThere',
        subject: `Ingen tar över ${account.name}`,
        line: `Varken ansvarig eller ersättare är på plats ${days}. Utse någon, eller lägg in ett pass.`,
      },
      now,
    )
}

/** Somebody has been given a shift, or several a week apart. */
export async function tellShift(
  house: House,
  municipalityId: MunicipalityId,
  given: { readonly shift: string; readonly staff: StaffId; readonly weeks: number },
): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const shift = await findShift(tx, municipalityId, given.shift)
    if (!shift) return
    const when = `${longDayText(shift.from)} ${hoursText(shift)}`
    const often = given.weeks > 1 ? `, och sedan varje vecka, ${given.weeks} gånger i allt` : ''
    const account = (await listAccounts(tx, municipalityId)).find((one) => one.accountId === shift.accountId)
    await notify(
      tx,
      municipalityId,
      {
        to: given.staff,
        thing: `shift/${given.shift}/${given.staff}`,
        kind: 'shift',
        severity: 'today',
        ...(account && { accountId: account.accountId }),
        subject: account ? `Du har ett pass på ${account.name}` : 'Du har ett pass',
        line: `${sentence(when)}${often}.`,
        href,
      },
      now,
    )
  })
}

/** A shift is no longer somebody's: it is removed, or another has it. */
export async function tellShiftTaken(
  house: House,
  municipalityId: MunicipalityId,
  taken: {
    readonly shift: string
    readonly staff: StaffId
    readonly account: AccountId | null
    readonly from: Date
    readonly to: Date
    readonly at: string
  },
): Promise<void> {
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = (await listAccounts(tx, municipalityId)).find((one) => one.accountId === taken.account)
    await notify(
      tx,
      municipalityId,
      {
        to: taken.staff,
        // It may be given back, and taken again.
        thing: `shiftTaken/${taken.shift}/${taken.staff}/${taken.at}`,
        kind: 'shift',
        severity: 'today',
        ...(account && { accountId: account.accountId }),
        subject: account ? `Du har inte längre passet på ${account.name}` : 'Du har inte längre passet',
        line: `${sentence(`${longDayText(taken.from)} ${hoursText(taken)}`)}. Passet är borttaget, eller någon annan har det.`,
        href,
      },
      house.clock.now(),
    )
  })
}

/** By the clock: who takes over from today or tomorrow is reminded, and once a week who is about to be alone is warned. */
export async function tellByTheClock(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  const tomorrow = addDays(dayOf(now), 1)
  const beginning = await withMunicipality(house.db, municipalityId, async (tx) =>
    (await absencesIn(tx, municipalityId, dayOf(now), tomorrow)).filter(({ from }) => from >= dayOf(now)),
  )
  for (const absence of beginning) await tellAbsence(house, municipalityId, absence, 'begins')
  await tellThin(house, municipalityId, now)
}

const daysWarned = 14

/** The week's letter to whoever is about to be alone, and, where nobody will be there, to those who are away and communications. */
async function tellThin(house: House, municipalityId: MunicipalityId, now: Date): Promise<void> {
  const monday = mondayOf(now)
  const span = { from: now, to: instantOf(addDays(dayOf(now), daysWarned)) }
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const accounts = await activeAccounts(tx, municipalityId)
    const rosters = await rostersFor(tx, municipalityId, accounts, span)
    for (const account of accounts) {
      const roster = rosters.get(account.accountId) as Roster
      // What has begun was told before; a warning is of what can still be mended.
      const coming = thinSpans(roster, span).filter(({ from }) => from > now)
      for (const [kind, spans] of Map.groupBy(coming, (one) => one.kind)) {
        const days = spans.map((one) => spanText(one, now)).join(', ')
        const alone = spans.flatMap(({ staffId }) => (staffId ? [staffId] : []))
        for (const to of kind === 'alone' ? new Set(alone) : peopleOf(roster))
          await notify(
            tx,
            municipalityId,
            {
              to,
              thing: `thin/${monday}/${account.accountId}/${kind}`,
              kind: kind === 'alone' ? 'alone' : 'nobodyThere',
              severity: 'digest',
              accountId: account.accountId,
              href,
              ...thinWords[kind](account.name, days),
            },
            now,
          )
      }
    }
  })
}

const peopleOf = (roster: Roster): StaffId[] => [
  ...new Set([...(roster.owner ? [roster.owner] : []), ...roster.communications]),
]

const thinWords = {
  alone: (account: string, days: string) => ({
    subject: `Du blir ensam om ${account}`,
    line: `Ingen annan är på plats ${days}. Blir du sjuk svarar ingen. Be någon vara beredd.`,
  }),
  nobody: (account: string, days: string) => ({
    subject: `Ingen är på plats för ${account}`,
    line: `Varken ansvarig eller ersättare är på plats ${days}. Utse någon, eller lägg in ett pass.`,
  }),
} as const
