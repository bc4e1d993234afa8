import { expect, test } from 'vitest'
import type { Actor } from '../../src/access/index.ts'
import type { House } from '../../src/infra/house.ts'
import { municipalityId, newId, type StaffId, Stop, systemClock } from '../../src/kernel/index.ts'
import { filesBelow } from './tree.ts'

/** Verbs that the worker alone calls, as the system; no route leads to them. */
const forTheWorker = [
  'carryOut',
  'unfinished',
  'accountsDue',
  'pushesToRenew',
  'subscribePush',
  'accessDue',
  'probesDue',
  'refreshAccess',
  'freshenAccess',
  'collectAccount',
]

/** A person's own keys: signed in is enough. */
const forOneself = ['ownPasskeys', 'passkeyRegistration', 'registerPasskey', 'removePasskey']

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

/** Exported functions whose first two parameters are `house` and `actor`. */
async function verbs(): Promise<[string, Verb][]> {
  const doors = filesBelow('src/modules').filter((path) => /^src\/modules\/\w+\/index\.ts$/.test(path))
  const found: [string, Verb][] = []
  for (const door of doors) {
    const exported = (await import(`../../${door}`)) as Record<string, unknown>
    for (const [name, value] of Object.entries(exported)) {
      if (
        typeof value === 'function' &&
        /^(async\s*)?(function\s*\w*)?\s*\(\s*(house|\{[^}]*\}),\s*actor\b/.test(value.toString())
      )
        found.push([`${door.split('/')[2]}.${name}`, value as Verb])
    }
  }
  return found
}

test('every verb refuses an actor without roles before it does anything', async () => {
  const all = await verbs()
  expect(all.length).toBeGreaterThan(25)
  const wrong: string[] = []
  for (const [name, verb] of all) {
    if ([...forTheWorker, ...forOneself].includes(name.split('.')[1] ?? '')) continue
    try {
      await verb(house, nobody, {}, {}, {}, {})
      wrong.push(`${name}: let nobody through`)
    } catch (thrown) {
      if (!(thrown instanceof Stop) || thrown.ending !== 'refused') wrong.push(`${name}: ${String(thrown)}`)
    }
  }
  expect(wrong).toEqual([])
  // It loads the whole program.
}, 60_000)
