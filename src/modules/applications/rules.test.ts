import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '../../access/index.ts'
import type { DepartmentId, MunicipalityId, StaffId } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import { type PolicySettings, presetById, presets } from '../policy/index.ts'
import { type ClosingFacts, closingLacks, closingLines, followUpDue, isFollowUpUntold } from './closing.ts'
import { cannotDecide, closingAuthority, openingAuthority, type Ruling, rulingFaults } from './deciding.ts'
import { checklistFor, fieldsFor, planFields } from './plan.ts'
import { type Around, judgementFaults, nextPart, standing } from './rules.ts'
import type { Application, LifeStep, Part, StepKind } from './types.ts'

const settingsOf = (preset: string): PolicySettings => {
  const found = presetById(preset)
  if (!found) throw new Error(`no preset ${preset}`)
  return found.settings
}

const around = (settings: PolicySettings, change: Partial<Around> = {}): Around => ({
  settings,
  platform: { name: 'Facebook' },
  use: 'allowed',
  connected: undefined,
  ...change,
})

let clock = 0
const step = (kind: StepKind, detail: LifeStep['detail'] = {}, at = new Date(++clock)): LifeStep => ({
  stepId: String(at.getTime()),
  kind,
  applicationId: 'a',
  accountId: null,
  staffId: null,
  by: 'Hanna',
  at,
  detail,
})

const whole = planFields.map(({ name, choices }) => [name, Object.keys(choices ?? {})[0] ?? name] as const)

const application = (steps: readonly LifeStep[], texts: readonly (readonly [string, string])[] = whole) =>
  ({
    applicationId: 'a',
    name: 'P-2026-01',
    platform: 'p',
    departmentId: 'd' as DepartmentId,
    department: 'Kultur',
    committee: null,
    applicant: 'hanna' as StaffId,
    applicantName: 'Hanna',
    createdAt: new Date(0),
    texts: new Map(texts.map(([name, text]) => [name, { version: 1, text, by: 'Hanna', at: new Date(0) }])),
    steps,
  }) satisfies Application

/** Everything up to the sending, as a preset asks for it. */
const prepared = (settings: PolicySettings): LifeStep[] => {
  const items = checklistFor(settings).map(({ id }) => id)
  return [
    step('begun'),
    step('mandateAsked', { manager: 'tomas', managerName: 'Tomas' }),
    step('mandateGiven', { manager: 'tomas', managerName: 'Tomas' }),
    step('termsJudged', { usable: true }),
    step('ticked', { as: 'employee', items }),
    step('ticked', { as: 'manager', items }),
  ]
}

const stateOf = (one: Application, where: Around, part: Part) =>
  standing(one, where).find((found) => found.part === part)

describe('each guideline has its own way to an account', () => {
  test.each<[string, string, string[]]>([
    ['falun', 'Förvaltningen har inte beslutat.', ['arsrapport', 'oppet']],
    ['gotene', 'Chefen har inte beslutat.', ['administrator', 'oppet']],
    ['ostersund', 'Nämnden har inte beslutat.', ['arsrapport', 'administrator', 'oppet']],
    ['pitea', 'Nämnden har inte beslutat.', ['arsrapport', 'oppet']],
    ['allman', 'Enheten har inte beslutat.', ['arsrapport', 'oppet']],
  ])('%s: nothing is skipped, and in the end it says who decides', (preset, decides, items) => {
    const settings = settingsOf(preset)
    const where = around(settings)
    const own = checklistFor(settings).map(({ id }) => id)
    expect(own.filter((id) => ['arsrapport', 'administrator', 'oppet'].includes(id))).toEqual(items)
    const empty = standing(application([step('begun')], []), where)
    expect(empty.filter(({ state }) => state === 'done')).toEqual([])
    expect(nextPart(empty)).toBe('plattform')
    const steps = prepared(settings)
    // Each of the steps before the sending stops it when it alone is missing, and says so.
    for (const [n, missing] of steps.entries()) {
      if (['begun', 'mandateAsked'].includes(missing.kind)) continue
      const one = stateOf(application(steps.toSpliced(n, 1)), where, 'granska')
      expect([preset, missing.kind, one?.state]).toEqual([preset, missing.kind, 'blocked'])
      expect(one?.lacks).toHaveLength(1)
    }
    for (const field of fieldsFor(settings, where.platform).filter(({ optional }) => !optional)) {
      const one = application(
        steps,
        whole.filter(([name]) => name !== field.name),
      )
      const lacks = stateOf(one, where, 'granska')?.lacks
      expect(lacks).toHaveLength(1)
      expect(lacks?.[0]).toContain(field.label)
    }
    expect(stateOf(application(steps), where, 'granska')?.state).toBe('notBegun')
    const sent = [...steps, step('sent')]
    expect(stateOf(application(sent), where, 'beslut')?.lacks).toEqual([
      'Kommunikation har inte lämnat sina synpunkter.',
    ])
    const commented = [...sent, step('commented')]
    expect(stateOf(application(commented), where, 'beslut')).toMatchObject({
      state: 'notBegun',
      lacks: [decides],
    })
    const decided = [...commented, step('decided', { approved: true })]
    expect(nextPart(standing(application(decided), where))).toBe('anslut')
    const entered = [...decided, step('entered')]
    expect(stateOf(application(entered), { ...where, connected: false }, 'anslut')?.state).toBe('begun')
    expect(stateOf(application(entered), { ...where, connected: true }, 'anslut')?.state).toBe('done')
  })

  test('what a guideline does not ask for is said to be needless, not left out', () => {
    const settings = settingsOf('falun')
    const opening = {
      ...settings.opening,
      managersMandate: false,
      communicationsToldFirst: false,
      writtenPlan: false,
    }
    const platforms = { ...settings.platforms, judgedFirst: false, noneSuspected: false }
    const where = around({ ...settings, opening, platforms })
    const items = checklistFor(settings).map(({ id }) => id)
    const ticks = (['employee', 'manager'] as const).map((as) => step('ticked', { as, items }))
    const few = whole.filter(([name]) => ['kontonamn', 'syfte', 'ansvarig', 'ersattare'].includes(name))
    const sent = application([...ticks, step('sent')], few)
    expect(standing(sent, where).map(({ part, state }) => `${part} ${state}`)).toEqual([
      'plattform done',
      'syfte done',
      'anvandning notNeeded',
      'ansvar done',
      'uppfoljning notNeeded',
      'uppdrag notNeeded',
      'villkor notNeeded',
      'checklista done',
      'granska done',
      'kommunikation notNeeded',
      'beslut notBegun',
      'anslut blocked',
    ])
  })

  test('a platform that the municipality has refused, or not decided on where that is needed, stops', () => {
    const settings = settingsOf('pitea')
    for (const [use, words] of [
      ['refused', /beslutat att inte använda Facebook/],
      ['missing', /inte beslutat om Facebook/],
    ] as const) {
      const found = stateOf(application(prepared(settings)), around(settings, { use }), 'granska')
      expect(found?.state).toBe('blocked')
      expect(found?.lacks[0]).toMatch(words)
    }
  })

  test('a checklist is gone through by each, whole', () => {
    const settings = settingsOf('falun')
    const items = checklistFor(settings).map(({ id }) => id)
    const employee = step('ticked', { as: 'employee', items })
    const found = (...steps: readonly LifeStep[]) => {
      const one = stateOf(application(steps), around(settings), 'checklista')
      return [one?.state, ...(one?.lacks ?? [])]
    }
    const lacks = {
      employee: 'Medarbetaren har inte gått igenom checklistan.',
      manager: 'Chefen har inte gått igenom checklistan.',
    }
    expect(found()).toEqual(['notBegun', lacks.employee, lacks.manager])
    expect(found(employee)).toEqual(['begun', lacks.manager])
    expect(found(step('ticked', { as: 'manager', items }))).toEqual(['begun', lacks.employee])
    const half = step('ticked', { as: 'manager', items: items.slice(1) })
    expect(found(employee, half)).toEqual(['begun', lacks.manager])
  })

  test('the owner cannot be the deputy, and a part that somebody has begun is told from one that nobody has', () => {
    const settings = settingsOf('falun')
    const owners = (...texts: readonly (readonly [string, string])[]) =>
      stateOf(application([step('begun')], texts), around(settings), 'ansvar')
    expect(owners()?.state).toBe('notBegun')
    expect(owners()?.lacks).not.toContain('Ansvarig och ersättare är samma person. Välj två olika.')
    expect(owners(['ansvarig', 'hanna'])?.state).toBe('begun')
    expect(owners(['ansvarig', 'hanna'], ['ersattare', 'hanna'])?.lacks).toContain(
      'Ansvarig och ersättare är samma person. Välj två olika.',
    )
    expect(owners(['ansvarig', 'hanna'], ['ersattare', 'nils'])?.lacks).not.toContain(
      'Ansvarig och ersättare är samma person. Välj två olika.',
    )
  })

  test('an answer that was no, and what was sent back, stand open until they are mended', () => {
    const settings = settingsOf('falun')
    const where = around(settings)
    const steps = prepared(settings)
    const declined = [...steps, step('mandateDeclined', { managerName: 'Tomas', reason: 'Ingen tid.' })]
    expect(stateOf(application(declined), where, 'granska')?.lacks).toEqual([
      'Tomas gav inte uppdraget: Ingen tid.',
    ])
    const back = [...steps, step('sent'), step('sentBack')]
    expect(stateOf(application(back), where, 'granska')?.state).toBe('begun')
    expect(stateOf(application(back), where, 'beslut')?.state).toBe('blocked')
    const again = [...back, step('sent')]
    expect(stateOf(application(again), where, 'kommunikation')?.state).toBe('notBegun')
  })

  test('a blog is asked who writes and how comments are followed up; its tool only where the guideline says so', () => {
    const names = (preset: string, ...blog: NonNullable<Platform['blog']>[]) =>
      fieldsFor(settingsOf(preset), { ...(blog[0] && { blog: blog[0] }) })
        .map(({ name }) => name)
        .filter((name) => name.startsWith('blogg') && name !== 'blogg')
    expect(names('falun', 'mostly')).toEqual(['bloggare', 'bloggkontakt', 'bloggkommentarer', 'bloggverktyg'])
    expect(names('pitea', 'sometimes')).toEqual(['bloggare', 'bloggkontakt', 'bloggkommentarer'])
    expect(names('falun')).toEqual([])
  })

  test('what is a blog, and for whom, decides which of its questions must be answered', () => {
    const settings = settingsOf('falun')
    const where: Around = { ...around(settings), platform: { name: 'WordPress', blog: 'mostly' } }
    const lacking = (answers: Readonly<Record<string, string>>): string[] => {
      const texts = whole.filter(([name]) => !name.startsWith('blogg') && name !== 'lasare')
      const one = application([step('begun')], [...texts, ...Object.entries(answers)])
      return [...(stateOf(one, where, 'plattform')?.lacks ?? [])]
    }
    expect(lacking({ lasare: 'public', blogg: 'nej' })).toEqual([])
    expect(lacking({ lasare: 'public' })).toHaveLength(1)
    const asked = lacking({ lasare: 'public', blogg: 'ja' })
    expect(asked).toHaveLength(4)
    expect(asked).toContain('Kontaktuppgifter på bloggen saknas.')
    expect(lacking({ lasare: 'internal', blogg: 'ja' })).toEqual(
      asked.filter((lack) => lack !== 'Kontaktuppgifter på bloggen saknas.'),
    )
  })

  test('doubt about a platform asks the security function; suspicion cannot be waved through', () => {
    const judged = { usable: true, suspected: 'doubt', security: '', reason: 'x' } as const
    const settings = settingsOf('pitea')
    expect(judgementFaults(judged, settings)).toHaveProperty('sakerhet')
    expect(judgementFaults({ ...judged, security: 'Erik, it: ja' }, settings)).toEqual({})
    expect(judgementFaults({ ...judged, suspected: 'yes' }, settings)).toHaveProperty('anvandbar')
    expect(judgementFaults({ ...judged, suspected: 'yes', usable: false }, settings)).toEqual({})
    expect(judgementFaults({ ...judged, usable: false }, settings)).toEqual({})
    expect(judgementFaults({ ...judged, suspected: 'no' }, settings)).toEqual({})
  })
})

const person = (staffId: string, role: Role, departmentId?: string): Actor => ({
  kind: 'staff',
  municipalityId: 1 as MunicipalityId,
  staffId: staffId as StaffId,
  name: staffId,
  grants: [{ role, ...(departmentId && { departmentId: departmentId as DepartmentId }) }],
  ownAccounts: new Set(),
})

const now = new Date('2026-11-29T09:00:00Z')
const ruling: Ruling = {
  approved: true,
  decider: 'department',
  delegated: false,
  decidedBy: 'Tomas',
  on: '2026-11-20',
  delegation: '',
  diaryNumber: '',
  reason: '',
}

describe('the decision is taken by whomever the guideline names', () => {
  const subject = { departmentId: 'd' as DepartmentId, applicant: 'hanna' as StaffId }

  test('nobody decides on one’s own application, and a manager only in the own department', () => {
    const department = openingAuthority(settingsOf('falun'))
    expect(cannotDecide(person('hanna', 'manager'), department, subject)).toMatch(/din egen ansökan/)
    expect(cannotDecide(person('eva', 'headOfCommunications'), department, subject)).toMatch(/Bara en chef/)
    expect(cannotDecide(person('x', 'manager', 'annan'), department, subject)).toMatch(/Bara en chef/)
    expect(cannotDecide(person('tomas', 'manager', 'd'), department, subject)).toBeUndefined()
    const committee = openingAuthority(settingsOf('pitea'))
    expect(cannotDecide(person('r', 'registrar'), committee, subject)).toBeUndefined()
  })

  test.each(presets.map(({ id }) => id))('%s: what a decision must tell', (preset) => {
    const authority = openingAuthority(settingsOf(preset))
    const faults = (change: Partial<Ruling>) =>
      Object.keys(
        rulingFaults(
          { ...ruling, decider: authority.decider, ...change },
          authority,
          new Date('2026-11-19'),
          now,
        ),
      )
    const formal = authority.decider === 'committee'
    expect(faults({})).toEqual(formal ? ['diarienummer'] : [])
    expect(faults({ diaryNumber: 'KFN 2026/14' })).toEqual([])
    const delegated = { delegated: true, diaryNumber: 'KFN 2026/14' }
    expect(faults(delegated)).toEqual(formal ? ['delegation'] : ['delegerat', 'delegation'])
    expect(faults({ ...delegated, delegation: '4.2' })).toEqual(formal ? [] : ['delegerat'])
    expect(faults({ diaryNumber: '1', approved: false })).toEqual(['motivering'])
    for (const on of ['2026-11-30', '2026-11-18', 'i går', ''])
      expect(faults({ diaryNumber: '1', on })).toEqual(['datum'])
  })

  test('the one who decided that it opened decides that it closes, where the guideline says so', () => {
    expect(closingAuthority(settingsOf('pitea'), 'unit')).toEqual({ decider: 'unit', mayDelegate: false })
    expect(closingAuthority(settingsOf('pitea'), undefined)).toEqual({
      decider: 'committee',
      mayDelegate: true,
    })
    expect(closingAuthority(settingsOf('falun'), 'committee').decider).toBe('department')
  })
})

describe('an account is closed when everything is done, and not before', () => {
  const facts = (steps: readonly LifeStep[], change: Partial<ClosingFacts> = {}): ClosingFacts => ({
    steps,
    settings: settingsOf('falun'),
    openTasks: [],
    collectedAt: undefined,
    ...change,
  })

  test('step by step', () => {
    const steps: LifeStep[] = []
    expect(closingLines(facts(steps)).filter(({ done }) => done)).toEqual([])
    steps.push(step('closingDecided'), step('noticeShown'), step('finalCapture'))
    expect(closingLacks(facts(steps))).toBeUndefined()
    expect(closingLacks(facts(steps, { openTasks: ['t'] }))).toContain('öppna ärenden: 1 kvar')
    const over = [...steps, step('tasksHandedOver', { tasks: ['t'] })]
    expect(closingLacks(facts(over, { openTasks: ['t'] }))).toBeUndefined()
    expect(closingLacks(facts(over, { openTasks: ['t', 'ny'] }))).toContain('1 kvar')
    expect(closingLacks(facts(steps.slice(0, 1)))).toContain('besked på kontot, sista skärmbilden')
  })

  test('the last collection comes after the notice, or it is said why it could not', () => {
    const notice = step('noticeShown')
    const steps = [step('closingDecided'), notice, step('finalCapture')]
    const before = new Date(notice.at.getTime() - 1)
    expect(closingLacks(facts(steps, { collectedAt: before }))).toContain('sista hämtningen')
    expect(closingLacks(facts(steps, { collectedAt: null }))).toContain('sista hämtningen')
    expect(closingLacks(facts(steps, { collectedAt: new Date(notice.at.getTime() + 1) }))).toBeUndefined()
    const told = [...steps.slice(0, 2), step('finalCapture', { uncollected: 'Plattformen är borta.' })]
    expect(closingLacks(facts(told, { collectedAt: null }))).toBeUndefined()
  })

  test('a closing that was stopped begins anew', () => {
    const stopped = [
      step('closingDecided'),
      step('noticeShown'),
      step('finalCapture'),
      step('closingStopped'),
    ]
    expect(closingLacks(facts(stopped))).toContain('beslut om att stänga')
    const again = [...stopped, step('closingDecided')]
    expect(closingLacks(facts(again))).toContain('besked på kontot')
  })
})

test('a plan is followed up within a year, told once, and again a year after that', () => {
  const year = 365 * 24 * 60 * 60_000
  const entered = step('entered', {}, new Date(1_000))
  const due = followUpDue([entered])
  expect(due).toEqual(new Date(1_000 + year))
  const later = new Date(1_001 + year)
  expect(isFollowUpUntold([entered], new Date(year))).toBe(false)
  expect(isFollowUpUntold([entered], later)).toBe(true)
  const told = [entered, step('followUpDue', {}, later)]
  expect(isFollowUpUntold(told, new Date(later.getTime() + year))).toBe(false)
  const followed = [...told, step('planFollowedUp', {}, later)]
  expect(followUpDue(followed)).toEqual(new Date(later.getTime() + year))
  expect(isFollowUpUntold(followed, new Date(later.getTime() + year + 1))).toBe(true)
  expect(isFollowUpUntold([...told.slice(0, 1), step('closed', {}, later)], later)).toBe(false)
  expect(followUpDue([step('handedOver')])).toBeUndefined()
})
