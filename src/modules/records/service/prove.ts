import { type Actor, authorize } from '../../../access/index.ts'
import type { BundleFile } from '../../../evidence/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { RecordId } from '../../../kernel/index.ts'
import { makeBundle, versionsOf } from '../../archive/index.ts'
import { authorizeRecord, type Belonging, versionsShown } from './read.ts'

/** What can be chosen for a bundle: the names of the record's fields and parts. */
export interface BundleChoice extends Belonging {
  readonly fields: readonly string[]
  readonly parts: readonly string[]
}

export async function bundleChoice(house: House, actor: Actor, recordId: RecordId): Promise<BundleChoice> {
  authorize(actor, 'archive.prove')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const belonging = await authorizeRecord(tx, actor, 'archive.prove', recordId)
    const versions = await versionsOf(tx, actor.municipalityId, recordId, versionsShown)
    return {
      ...belonging,
      fields: [...new Set(versions.flatMap(({ fields }) => Object.keys(fields ?? {})))],
      parts: [...new Set(versions.flatMap(({ parts }) => parts.map(({ name }) => name)))],
    }
  })
}

/**
 * The evidence bundle (bevispaket) of all versions of a record.
 * @param withhold field names to hold back; with any, only the parts named are handed over.
 * @throws Stop('notFound'), Stop('refused'); Stop('invalid') for names that are not there.
 */
export async function bundleOf(
  house: House,
  actor: Actor,
  recordId: RecordId,
  choice: { readonly withhold: readonly string[]; readonly parts: readonly string[] },
): Promise<BundleFile[]> {
  authorize(actor, 'archive.prove')
  // makeBundle asks for the permission somewhere; here it is asked for this very record.
  await withMunicipality(house.db, actor.municipalityId, (tx) =>
    authorizeRecord(tx, actor, 'archive.prove', recordId),
  )
  return makeBundle(house, actor, { records: [recordId], ...choice })
}
