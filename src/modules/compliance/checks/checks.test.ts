import { describe, expect, test } from 'vitest'
import type { AccountId, DepartmentId } from '../../../kernel/index.ts'
import type { Profile } from '../../../platforms/contract.ts'
import { presetById } from '../../policy/index.ts'
import type { Facts, Outcome } from './check.ts'
import { checkById, checks } from './index.ts'
import { contactIn, hoursIn, municipalityWord, namesUnit, rulesIn, websiteIn } from './reading.ts'

const now = new Date('2026-11-19T09:00:00Z')
const preset = (id: string) => {
  const found = presetById(id)
  if (!found) throw new Error(`no preset ${id}`)
  return found.settings
}

const profile: Profile = {
  name: 'Storlunda bibliotek',
  handle: 'storlundabibliotek',
  description:
    'Officiellt konto för Storlunda kommun. Bevakas vardagar. Vi svarar samma dag. bibliotek@storlunda.se. Läs samtalsreglerna.',
  links: ['https://www.storlunda.se/bibliotek'],
  contacts: [],
  picture: 'https://bild.example/1.png',
  isOpen: true,
  follows: 0,
  whole: true,
}

const facts = (change: Partial<Facts> = {}): Facts => ({
  now,
  today: '2026-11-19',
  municipality: 'Storlunda kommun',
  website: 'https://www.storlunda.se',
  account: {
    accountId: 'a' as AccountId,
    platform: 'p',
    name: 'Biblioteket',
    url: null,
    departmentId: 'd' as DepartmentId,
    department: 'Kultur',
    purpose: 'Boktips',
    settings: {},
    registrationId: null,
    privateAllowed: false,
    shortName: '',
    signing: { name: null, workplace: '' },
    connected: true,
    paused: null,
    closed: null,
    ownerStaffId: null,
    deputyStaffId: null,
    state: 'active',
    createdAt: new Date('2026-01-01T09:00:00Z'),
    audience: 'public',
    blog: false,
  },
  units: ['Biblioteket'],
  board: undefined,
  policy: preset('falun'),
  profile,
  profileFailure: undefined,
  owner: undefined,
  deputy: undefined,
  cells: [],
  health: undefined,
  lastOwnPost: undefined,
  platformDecision: undefined,
  vault: undefined,
  processing: undefined,
  checklist: {},
  followUpDue: undefined,
  ...change,
})

const outcome = (id: string, change: Partial<Facts> = {}): Outcome | undefined =>
  checkById.get(id)?.judge(facts(change)).outcome

test('every check has an id of its own, a demand of the guidelines, and words for what to do', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
  for (const { demand, title, todo } of checks) {
    expect(demand).toMatch(/^[RASC]\d{1,2}$/)
    expect(title).not.toMatch(/\.$/)
    expect(todo).toMatch(/^[A-ZÅÄÖ].+\.$/)
  }
})

describe('presets ask for different things', () => {
  const all = ['falun', 'gotene', 'ostersund', 'pitea', 'allman']
  const demandedBy = (id: string) =>
    all.filter((one) => outcome(id, { policy: preset(one) }) !== 'notDemanded')

  test.each([
    ['profileBand', ['falun', 'ostersund']],
    ['administrators', ['gotene', 'ostersund']],
    ['platformJudged', ['falun', 'gotene', 'ostersund', 'allman']],
    ['logotype', ['falun', 'gotene', 'ostersund']],
    ['restraint', all],
    ['planFollowedUp', all],
    ['alive', all],
    ['open', all],
  ])('%s is demanded by %j', (id, presets) => {
    expect(demandedBy(id)).toEqual(presets)
  })

  test('the naming rule is the preset’s own', () => {
    const unitAlone = { profile: { ...profile, name: 'Biblioteket', handle: 'biblioteket' } }
    expect(outcome('naming', { ...unitAlone, policy: preset('falun') })).toBe('notMet')
    expect(outcome('naming', { ...unitAlone, policy: preset('allman') })).toBe('met')
    const municipalityAlone = { profile: { ...profile, name: 'Storlunda', handle: 'storlunda' } }
    expect(outcome('naming', { ...municipalityAlone, policy: preset('pitea') })).toBe('notMet')
  })

  test('a demand that is switched off in the municipality’s own policy is not asked for', () => {
    const policy = preset('falun')
    const off = (change: object) => ({ policy: { ...policy, ...change } })
    expect(outcome('open', off({ openness: { allOpen: false } }))).toBe('notDemanded')
    const quiet = { publicHours: { hours: '', statedOnAccount: false } }
    expect(outcome('hoursStated', off(quiet))).toBe('notDemanded')
    const alone = { supervision: { ...policy.supervision, deputyInAbsence: false } }
    expect(outcome('deputy', off(alone))).toBe('notDemanded')
  })
})

describe('what a profile says', () => {
  const seen = [
    'official',
    'municipalityNamed',
    'unitNamed',
    'websiteLinked',
    'contact',
    'houseRules',
    'hoursStated',
    'answerStated',
  ]

  test.each(seen)('%s is met when it stands there', (id) => expect(outcome(id)).toBe('met'))

  test.each(seen)('%s: what is not on a whole profile lacks, on part of one somebody must look', (id) => {
    const empty = { ...profile, name: 'X', handle: 'x', description: '', links: [] }
    expect(outcome(id, { profile: empty })).toBe('notMet')
    expect(outcome(id, { profile: { ...empty, whole: false } })).toBe('unknown')
    expect(outcome(id, { profile: undefined })).toBe('unknown')
  })

  test('a link leads to the municipality’s own website, not to one that looks like it', () => {
    const to = (link: string) =>
      websiteIn({ ...profile, links: [link], description: '' }, 'https://www.storlunda.se')
    for (const link of [
      'https://storlunda.se',
      'http://WWW.storlunda.se/x',
      'https://bibliotek.storlunda.se/',
    ])
      expect([link, to(link)]).toEqual([link, link])
    for (const link of [
      'https://storlunda.se.elak.test',
      'https://storlundabladet.se',
      'javascript:storlunda.se',
      '',
    ])
      expect([link, to(link)]).toEqual([link, undefined])
    const written = { ...profile, links: [], description: 'Mer på www.storlunda.se/bibliotek.' }
    expect(websiteIn(written, 'https://storlunda.se')).toMatch(/^www\.storlunda\.se/)
  })

  test.each([
    ['Ring 023-830 00', true],
    ['Ring +46 23 830 00', true],
    ['kommun@falun.se', true],
    ['Öppet 10-18 och 12 000 böcker', false],
    ['Sedan 1998', false],
  ])('contact in “%s”: %s', (description, found) => {
    expect(contactIn({ ...profile, description }) !== undefined).toBe(found)
  })

  test.each([
    ['Läs våra husregler', true],
    ['Samtalsregler på webben', true],
    ['Regler: se länk', true],
    ['Regeringen besöker oss', false],
  ])('rules in “%s”: %s', (description, found) => {
    expect(rulesIn({ ...profile, description, links: [] }) !== undefined).toBe(found)
  })

  test.each([
    ['Bevakas 8–16.30', true],
    ['Vi svarar på vardagar', true],
    ['Frågor tas om hand så snart det går', true],
    ['Välkommen', false],
  ])('hours in “%s”: %s', (description, found) => {
    expect(hoursIn({ ...profile, description }, 'Frågor tas om hand så snart det går') !== undefined).toBe(
      found,
    )
  })

  test('a municipality is named by its own name, whatever follows it', () => {
    expect(municipalityWord('Storlunda kommun')).toBe('storlunda')
    expect(municipalityWord('Falu kommun')).toBe('falu')
    expect(municipalityWord('Göteborgs Stad')).toBe('göteborg')
    expect(municipalityWord('Östersund')).toBe('östersund')
    expect(namesUnit('ostersundsbibliotek', 'Biblioteket', 'Östersund')).toBe(true)
    expect(namesUnit('Storlunda kommun', 'Storlunda kommun', 'Storlunda kommun')).toBe(false)
  })

  test('a text without end is read at once', () => {
    const description = `${'a1-'.repeat(3_000)}${'+46 '.repeat(500)}`
    const begun = performance.now()
    const long = { ...profile, description, links: [description] }
    for (const found of [contactIn(long), rulesIn(long), hoursIn(long, ''), websiteIn(long, 'https://a.se')])
      void found
    expect(performance.now() - begun).toBeLessThan(500)
  })
})

describe('what data says', () => {
  test('what is collected is said of what is collected, and of nothing else', () => {
    const health = {
      accountId: 'a' as AccountId,
      lastSuccessAt: now,
      failingSince: null,
      failure: null,
      failureDetail: null,
      nextAttemptAt: now,
      reportedCount: null,
      knownCount: null,
      noEvents: null,
      refusal: null,
    }
    const at = (state: NonNullable<Facts['health']>['state'], change: Partial<typeof health> = {}) =>
      outcome('collected', { health: { ...health, ...change, state } })
    expect(outcome('collected')).toBe('unknown')
    expect(at('byHand')).toBe('unknown')
    expect(at('neverCollected')).toBe('unknown')
    expect(at('healthy')).toBe('met')
    expect(at('failing')).toBe('notMet')
    // Nothing comes from a platform that the municipality has refused, whatever came of the last round.
    expect(at('refused')).toBe('notMet')
    const longAgo = new Date(now.getTime() - 24 * 3_600_000)
    expect(at('healthy', { nextAttemptAt: longAgo })).toBe('notMet')
  })

  const day = 24 * 60 * 60_000

  test('an account without a post of its own for two months is not alive; a new one is', () => {
    expect(outcome('alive', { lastOwnPost: new Date(now.getTime() - 61 * day) })).toBe('notMet')
    expect(outcome('alive', { lastOwnPost: new Date(now.getTime() - 59 * day) })).toBe('met')
    const { closing } = preset('falun')
    const patient = { ...preset('falun'), closing: { ...closing, staleDays: 90 } }
    expect(outcome('alive', { lastOwnPost: new Date(now.getTime() - 61 * day), policy: patient })).toBe('met')
    expect(outcome('alive')).toBe('notMet')
    const young = { ...facts().account, createdAt: new Date(now.getTime() - 5 * day) }
    expect(outcome('alive', { account: young })).toBe('met')
  })

  test('a missed day lacks, an explained one does not', () => {
    const cell = (state: 'missed' | 'explained') => [
      { day: '2026-11-17', state, fellDue: undefined, rounds: 0 },
    ]
    expect(outcome('watched', { cells: cell('missed') })).toBe('notMet')
    expect(outcome('watched', { cells: cell('explained') })).toBe('met')
    expect(outcome('watched', { cells: [...cell('missed'), ...cell('explained')] })).toBe('notMet')
  })

  test('an owner who has ended is none', () => {
    const person = { staffId: 's' as never, name: 'Annika Falk', endedAt: null }
    expect(outcome('owner', { owner: person })).toBe('met')
    expect(outcome('owner', { owner: { ...person, endedAt: now } })).toBe('notMet')
    expect(outcome('deputy')).toBe('notMet')
  })

  test('following and liking is for a person to judge, also where nobody is followed: likes are not told', () => {
    for (const follows of [0, 3])
      expect(outcome('restraint', { profile: { ...profile, follows } })).toBe('unknown')
  })

  test('an account in its first year carries the logotype, where the guideline says so', () => {
    const young = { account: { ...facts().account, createdAt: new Date(now.getTime() - 364 * day) } }
    const old = { account: { ...facts().account, createdAt: new Date(now.getTime() - 366 * day) } }
    expect(outcome('logotype', young)).toBe('unknown')
    expect(outcome('logotype', { ...young, profile: { ...profile, picture: '' } })).toBe('notMet')
    expect(outcome('logotype', old)).toBe('notDemanded')
    expect([outcome('picture', young), outcome('picture', old)]).toEqual(['notDemanded', 'unknown'])
    expect(outcome('picture', { ...young, policy: preset('pitea') })).toBe('unknown')
  })

  test('both the owner and a manager have gone through the checklist within a year', () => {
    const ago = (days: number) => new Date(now.getTime() - days * day)
    const gone = (employee: number, manager: number) =>
      outcome('checklist', { checklist: { employee: ago(employee), manager: ago(manager) } })
    expect(gone(364, 1)).toBe('met')
    expect(gone(366, 1)).toBe('notMet')
    expect(gone(1, 366)).toBe('notMet')
    expect(outcome('checklist')).toBe('notMet')
  })

  describe('a blog (R18)', () => {
    const blog = (audience: 'public' | 'internal' | null) => ({
      account: { ...facts().account, blog: true, audience },
    })
    const about = (description: string) => ({ profile: { ...profile, description, whole: false } })
    const ids = ['audienceStated', 'blogWriters', 'blogContact', 'blogComments', 'ownBlogTool']

    test('is asked of blogs alone', () => {
      for (const id of ids) expect(outcome(id)).toBe('notDemanded')
    })

    test('who writes, contact and comments are read from its page about itself, or left to a person', () => {
      const said = about(
        'Här skriver bibliotekarierna om böcker. Nå oss på blogg@storlunda.se. Kommentarer läses varje vardag.',
      )
      for (const id of ['blogWriters', 'blogContact', 'blogComments'])
        expect([id, outcome(id, { ...blog('public'), ...said })]).toEqual([id, 'met'])
      for (const id of ['blogWriters', 'blogContact', 'blogComments'])
        expect([id, outcome(id, { ...blog('public'), ...about('Boktips.') })]).toEqual([id, 'unknown'])
    })

    test('an internal one needs no contact details and is not open, but its tool is the municipality’s own', () => {
      const internal = { ...blog('internal'), ...about('Här skriver vd.'), policy: preset('falun') }
      const found = ['audienceStated', 'blogContact', 'contact', 'open', 'ownBlogTool']
      expect(found.map((id) => outcome(id, internal))).toEqual([
        'met',
        'notDemanded',
        'notDemanded',
        'notDemanded',
        'unknown',
      ])
      expect(outcome('ownBlogTool', { ...internal, policy: preset('pitea') })).toBe('notDemanded')
      expect(outcome('audienceStated', blog(null))).toBe('notMet')
    })
  })

  test('a plan here is followed up within a year; of one elsewhere a person says', () => {
    const due = (days: number) =>
      outcome('planFollowedUp', { followUpDue: new Date(now.getTime() + days * day) })
    expect([due(1), due(-1), outcome('planFollowedUp')]).toEqual(['met', 'notMet', 'unknown'])
  })

  test('processing needs both its board and its description', () => {
    const processing = { purpose: 'x', legalBasis: 'y', people: 'z', recipients: 'w', at: now }
    expect(outcome('processing', { processing })).toBe('notMet')
    expect(outcome('processing', { board: 'Kulturnämnden' })).toBe('notMet')
    expect(outcome('processing', { processing, board: 'Kulturnämnden' })).toBe('met')
  })
})
