import { systemActor } from '../../src/access/index.ts'
import type { House } from '../../src/infra/house.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { addMunicipality, addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { platformOf } from '../../tests/support/platform.ts'
import { importer } from './importer.ts'
import type { Scratch } from './scratch.ts'

export const people = 10
const accounts = 20

/** A municipality with twenty accounts in four departments and ten signed in, five of them editors of one department. */
export interface Town {
  readonly municipalityId: MunicipalityId
  readonly host: string
  readonly sessions: readonly string[]
  readonly accounts: readonly AccountId[]
}

export async function town(house: House, name: string): Promise<Town> {
  const host = `${name}.test`
  const municipalityId = await addMunicipality(house, { name, policy: 'falun', host })
  const actor = systemActor(municipalityId)
  const platform = platformOf('wordpress')
  const all: AccountId[] = []
  for (let n = 0; n < accounts; n += 1) {
    const account = {
      platform: platform.id,
      name: `Bloggen ${n}`,
      department: n % 4 ? `Förvaltning ${n % 4}` : 'Kultur',
      settings: { url: 'https://exempel.se', username: 'u' },
      secrets: { password: 'p' },
    }
    all.push(await registerAccount(house, actor, platform, account))
  }
  const sessions: string[] = []
  for (let n = 0; n < people; n += 1) {
    const roles =
      n % 2 ? [{ role: 'editor' as const, department: 'Kultur' }] : [{ role: 'communicator' as const }]
    const email = `p${n}@${host}`
    const { staffId } = await addStaff(house, actor, { email, name: `Person ${n}`, roles })
    sessions.push((await startSession(house, municipalityId, staffId as StaffId)).token)
  }
  return { municipalityId, host, sessions, accounts: all }
}

/** A task for each item: one in a thousand is urgent, one in twenty a question, a fifth has reasons. */
export async function fillTown(
  place: Scratch,
  { municipalityId, accounts: own }: Town,
  { open, all }: { readonly open: number; readonly all: number },
): Promise<void> {
  const imports = await importer(place.folder)
  const count = Math.ceil(all / own.length)
  for (const [n, accountId] of own.entries())
    await imports.ask({ municipalityId, accountId, count, seed: n + 1 })
  await imports.end()
  await place.owner.query(
    `INSERT INTO task (municipality_id, task_id, kind, subject_id, record_id, account_id, department_id, labels, urgency,
       due_at, created_at, seen_at, done_at, outcome, done_by)
     SELECT i.municipality_id, gen_random_uuid(), 'item', i.record_id::text, i.record_id, i.account_id, a.department_id,
       CASE WHEN n.at % 1000 = 0 THEN '{threat}'::text[] WHEN n.at % 20 = 0 THEN '{question}'
            WHEN n.at % 5 = 0 THEN '{profanity}' ELSE '{}' END,
       CASE WHEN n.at % 1000 = 0 THEN 0 WHEN n.at % 20 = 0 THEN 1 WHEN n.at % 5 = 0 THEN 2 ELSE 3 END,
       i.published_at + interval '1 day', i.published_at, i.published_at + interval '1 hour',
       CASE WHEN n.at > $2 THEN i.published_at + interval '2 hours' END,
       CASE WHEN n.at > $2 THEN CASE WHEN n.at % 20 = 0 AND n.at % 1000 > 0 THEN 'replied' ELSE 'lookedThrough' END END,
       CASE WHEN n.at > $2 THEN (SELECT staff_id FROM staff WHERE municipality_id = $1 ORDER BY staff_id LIMIT 1) END
     FROM (SELECT *, row_number() OVER (ORDER BY hashtext(record_id::text)) AS at FROM item WHERE municipality_id = $1) n
     JOIN item i USING (municipality_id, record_id) JOIN account a ON a.municipality_id = i.municipality_id AND a.account_id = i.account_id`,
    [municipalityId, open],
  )
}
