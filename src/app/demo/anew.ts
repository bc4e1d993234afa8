import type { Pool, PoolConfig } from 'pg'
import { migrate } from '../../infra/db/index.ts'
import type { OpenHouse } from '../compose.ts'
import { migrationsFolder } from '../compose.ts'

const configOf = ({ options }: Pool): PoolConfig => ({ ...options, password: options.password })

/**
 * Takes away what a first start left behind when it was cut off, so that the next one begins from nothing. Only for the
 * embedded database, and only after its one municipality has been found to be the demo's own and not yet whole.
 */
export async function emptyDatabase({ owner, pool }: OpenHouse): Promise<void> {
  if (!owner) throw new Error('the embedded database has an owner')
  await owner.query('DROP SCHEMA IF EXISTS graphile_worker CASCADE')
  await owner.query('DROP SCHEMA public CASCADE')
  await owner.query('CREATE SCHEMA public')
  await migrate({ owner: configOf(owner), app: configOf(pool), folder: migrationsFolder })
}
