import { z } from 'zod'
import { type Actor, authorize, scopeOf } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { newId, type StaffId, Stop } from '../../../kernel/index.ts'
import { enterIn, type ListedAccount, listAccounts } from '../../accounts/index.ts'
import { structure } from '../../organisation/index.ts'
import { checkRows, type Fault } from '../list/check-rows.ts'
import { rowsOf } from '../list/read-file.ts'
import { colleagues, dropList, dropOldLists, findList, insertList } from '../store.ts'
import type { Platforms } from './read.ts'

const day = 24 * 60 * 60_000

/** faults: nothing can be entered until they are mended · list: kept, until somebody confirms it. */
type ReadList =
  | { readonly faults: readonly Fault[]; readonly list?: undefined }
  | { readonly list: string; readonly faults?: undefined }

/**
 * Reads a list of accounts that are in use. Nothing is entered: a list without faults waits for confirmation, by the
 * same person, for a day.
 * @throws Stop 'refused'; 'invalid' for a file that cannot be read.
 */
export async function readList(
  house: House,
  actor: Actor,
  platforms: Platforms,
  file: Buffer,
): Promise<ReadList> {
  authorize(actor, 'accounts.register')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a person sends a list')
  const rows = await rowsOf(file)
  const scope = scopeOf(actor, 'accounts.register')
  const { departments } = await structure(house, actor)
  const own = departments.filter(
    ({ departmentId }) => scope.kind === 'all' || scope.departments.includes(departmentId),
  )
  const within = new Set(own.map(({ name }) => name))
  const now = house.clock.now()
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const people = await colleagues(tx, municipalityId, house.clock.now())
    const accounts = await listAccounts(tx, municipalityId)
    const checked = checkRows(rows, {
      platforms: platforms.values(),
      staff: new Map(people.map((one) => [one.email.toLocaleLowerCase('sv'), one.staffId])),
      accounts: accounts.filter(({ state }) => state === 'active'),
      reaches: (department) => scope.kind === 'all' || within.has(department),
    })
    if (checked.faults.length > 0) return { faults: checked.faults }
    await dropOldLists(tx, municipalityId, new Date(now.getTime() - day))
    const list = newId<string>()
    await insertList(tx, municipalityId, { list, staffId, rows: checked.accounts, at: now })
    return { list }
  })
}

const listed = z.array(
  z.object({
    platform: z.string(),
    name: z.string(),
    shortName: z.string(),
    url: z.string().nullable(),
    department: z.string(),
    purpose: z.string(),
    audience: z.enum(['public', 'internal']).nullable().default(null),
    blog: z.boolean().default(false),
    ownerStaffId: z.string().nullable(),
    deputyStaffId: z.string().nullable(),
  }),
)

export interface WaitingList {
  readonly accounts: readonly ListedAccount[]
  /** Departments that are made when the list is entered. */
  readonly newDepartments: readonly string[]
}

/** A list that waits for its sender. @throws Stop('notFound') when it does not, or is somebody else's. */
export async function waitingList(house: House, actor: Actor, listId: string): Promise<WaitingList> {
  authorize(actor, 'accounts.register')
  const { departments } = await structure(house, actor)
  const known = new Set(departments.map(({ name }) => name))
  const accounts = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireList(tx, actor, listId),
  )
  const named = new Set(accounts.map(({ department }) => department))
  return { accounts, newDepartments: [...named].filter((name) => !known.has(name)) }
}

async function requireList(
  tx: Tx,
  { municipalityId, staffId }: Actor,
  listId: string,
): Promise<ListedAccount[]> {
  const rows = staffId && (await findList(tx, municipalityId, listId, staffId))
  if (!rows)
    throw new Stop(
      'notFound',
      'Listan finns inte längre. Den är införd, eller äldre än en dag. Skicka filen igen.',
    )
  return listed.parse(rows).map((row) => ({
    ...row,
    ownerStaffId: row.ownerStaffId as StaffId | null,
    deputyStaffId: row.deputyStaffId as StaffId | null,
  }))
}

/** Enters the accounts of a list, all or none. They stand in the register as not connected. @returns how many. */
export async function enterList(house: House, actor: Actor, listId: string): Promise<number> {
  authorize(actor, 'accounts.register')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const accounts = await requireList(tx, actor, listId)
    const now = house.clock.now()
    await enterIn(tx, actor, accounts, now)
    await dropList(tx, actor.municipalityId, listId)
    return accounts.length
  })
}
