import { isObject, ok } from '../../../kernel/index.ts'
import type { Connection, Outcome } from '../../contract.ts'
import { call, membersOf } from '../client.ts'
import { isNumber } from '../mapping.ts'
import { listedIn } from './walk.ts'

const key = 'wordpress.own'
const freshFor = 60 * 60_000
/** 500 users who may write; beyond that a site's list is no longer the municipality's own staff. */
const mostPages = 5

/**
 * Ids of the users who write on the site's behalf: the account's own user and everyone who may edit posts.
 * Subscribers, whom some sites let anyone become, are not among them. Kept an hour in the process.
 */
export async function ownUsers(connection: Connection): Promise<Outcome<ReadonlySet<number>>> {
  const now = connection.clock.now().getTime()
  const kept = connection.memory.get(key)
  if (isObject(kept) && typeof kept['at'] === 'number' && Math.abs(now - kept['at']) < freshFor) {
    const ids: unknown = kept['ids']
    if (Array.isArray(ids)) return ok(new Set(ids.filter(isNumber)))
  }
  const me = await call(connection, { path: 'wp/v2/users/me' })
  if (!me.ok) return me
  const own = membersOf(me.value.json)['id']
  const ids = new Set(typeof own === 'number' ? [own] : [])
  for (let page = 1; page <= mostPages; page++) {
    const query = { who: 'authors', per_page: 100, page }
    const others = await call(connection, { path: 'wp/v2/users', query })
    // Some sites hide their list of users altogether; then the account's own user is what we know.
    if (!others.ok) break
    const listed = listedIn(others.value) ?? []
    for (const { id } of listed) ids.add(id)
    if (listed.length < 100) break
  }
  connection.memory.set(key, { at: now, ids: [...ids] })
  return ok(ids)
}
