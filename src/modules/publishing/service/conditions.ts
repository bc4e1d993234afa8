import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { newsHosts } from '../news/hosts.ts'
import type { Conditions } from '../rules.ts'
import type { Around } from '../types.ts'
import type { Reach } from './whole.ts'

/** What the municipality's own website and policy mean for the checks. */
export async function conditionsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  around: Around,
  now: Date,
  { filmChannel }: Pick<Reach, 'filmChannel'>,
): Promise<Conditions> {
  const stated = await around.websiteHosts(tx, municipalityId)
  const { settings } = await currentPolicy(tx, municipalityId, now)
  return {
    websiteHosts: [...new Set([...stated, ...(await newsHosts(tx, municipalityId))])],
    licenceRequired: settings.publishing.licenceRequired,
    filmChannel,
  }
}
