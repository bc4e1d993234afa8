import { sql } from 'kysely'
import type { MunicipalityId } from '../../kernel/index.ts'
import type { Tx } from '../db/index.ts'
import type { Keys } from './keys.ts'

/** Where something stands encrypted for longer than a sign-in lasts. */
export interface SecretPlace {
  readonly table: string
  readonly column: string
  /** Columns that, with the municipality, name a row. */
  readonly key: readonly string[]
  /** What the row's ciphertext is bound to; handed the key's values in their order. */
  readonly context: (municipalityId: MunicipalityId, ...key: string[]) => string
}

/** Encrypts all that stands in a place with the newest key. @returns how many. @throws where something does not open. */
export async function encryptAnew(
  keys: Pick<Keys, 'encrypt' | 'decrypt'>,
  tx: Tx,
  municipalityId: MunicipalityId,
  place: SecretPlace,
): Promise<number> {
  const [table, column] = [sql.table(place.table), sql.ref(place.column)]
  const of = sql`municipality_id = ${municipalityId}`
  const names = place.key.map((name) => sql`${sql.ref(name)}::text`)
  const { rows } = await sql<{ key: string[]; held: Buffer }>`
    SELECT ARRAY[${sql.join(names)}]::text[] AS key, ${column} AS held FROM ${table}
     WHERE ${of} AND ${column} IS NOT NULL FOR UPDATE`.execute(tx)
  for (const { key, held } of rows) {
    const context = place.context(municipalityId, ...key)
    const anew = keys.encrypt(keys.decrypt(held, context), context)
    const row = place.key.map((name, at) => sql`${sql.ref(name)}::text = ${key[at]}`)
    await sql`UPDATE ${table} SET ${column} = ${anew} WHERE ${sql.join([of, ...row], sql` AND `)}`.execute(tx)
  }
  return rows.length
}
