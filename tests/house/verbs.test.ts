import { expect, test } from 'vitest'
import type { Actor } from '../../src/access/index.ts'
import type { House } from '../../src/infra/house.ts'
import { municipalityId, newId, type StaffId, Stop, systemClock } from '../../src/kernel/index.ts'
import { filesBelow, isTest } from './tree.ts'

/** Verbs that the worker alone calls, as the system; no route leads to them. */
const forTheWorker = [
  'measures.carryOut',
  'measures.unfinished',
  'collection.accountsDue',
  'collection.pushesToRenew',
  'collection.subscribePush',
  'accounts.accessDue',
  'accounts.probesDue',
  'accounts.refreshAccess',
  'accounts.freshenAccess',
  'collection.collectAccount',
]

/** A person's own sessions, keys and notices: signed in is enough. */
const forOneself = [
  'organisation.ownSessions',
  'organisation.endOtherSessions',
  'organisation.ownPasskeys',
  'organisation.passkeyRegistration',
  'organisation.registerPasskey',
  'organisation.removePasskey',
  'notices.ownNotices',
  'notices.chooseSettings',
  'notices.addDevice',
  'notices.removeDevice',
]

/** A closed room: no role opens it, but a place in it, from which each of its queries begins. */
const insideARoom = [
  'staffSafety.listRooms',
  'staffSafety.assertInside',
  'staffSafety.inOpenRoom',
  'staffSafety.readRoom',
  'staffSafety.readStep',
  'staffSafety.addNote',
  'staffSafety.takeStep',
  'staffSafety.addFollowUp',
  'staffSafety.endRoom',
  'staffSafety.invite',
  'staffSafety.answerInvitation',
]

/** Parts of verbs that have authorized; told who acts for the sake of what they write. */
const partsOfVerbs = ['accounts.renewWith', 'measures.load', 'publishing.stepBy']

const nobody: Actor = {
  kind: 'staff',
  municipalityId: municipalityId(1),
  staffId: newId<StaffId>(),
  name: 'Ingen',
  grants: [],
  ownAccounts: new Set(),
}

/** Anything that is asked of it says that the verb went on without asking for permission first. */
const untouchable = new Proxy(
  {},
  {
    get: (_, name) => {
      throw new Error(`went on to house.${String(name)} without authorize`)
    },
  },
) as House
const house = new Proxy({ clock: systemClock } as House, {
  get: (target, name) => (name === 'clock' ? target.clock : Reflect.get(untouchable, name)),
})

type Verb = (...given: unknown[]) => unknown

/** Exported functions whose first two parameters are `house` and `actor`, also those that a module keeps to itself. */
async function verbs(): Promise<[string, Verb][]> {
  // What runs in a thread of its own begins when it is loaded, and has no verbs.
  const files = filesBelow('src/modules').filter((path) => /(?<!-worker)\.ts$/.test(path) && !isTest(path))
  const found = new Map<Verb, string>()
  for (const file of files) {
    const exported = (await import(`../../${file}`)) as Record<string, unknown>
    for (const [name, value] of Object.entries(exported)) {
      if (
        typeof value === 'function' &&
        /^(async\s*)?(function\s*\w*)?\s*\(\s*(house|\{[^}]*\}),\s*actor\b/.test(value.toString())
      )
        found.set(value as Verb, `${file.split('/')[2]}.${name}`)
    }
  }
  return [...found].map(([verb, name]) => [name, verb])
}

test('every verb refuses an actor without roles before it does anything', async () => {
  const all = await verbs()
  expect(all.length).toBeGreaterThan(200)
  const without = [...forTheWorker, ...forOneself, ...insideARoom, ...partsOfVerbs]
  const names = new Set(all.map(([name]) => name))
  expect(without.filter((name) => !names.has(name))).toEqual([])
  const wrong: string[] = []
  for (const [name, verb] of all) {
    if (without.includes(name)) continue
    try {
      await verb(house, nobody, [], [], [], [])
      wrong.push(`${name}: let nobody through`)
    } catch (thrown) {
      if (!(thrown instanceof Stop) || thrown.ending !== 'refused') wrong.push(`${name}: ${String(thrown)}`)
    }
  }
  expect(wrong).toEqual([])
  // It loads the whole program.
}, 60_000)
