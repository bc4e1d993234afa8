import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { listAccounts } from '../../../modules/accounts/index.ts'
import { placeKeys } from '../story.ts'
import { demoAccounts } from '../town.ts'
import type { Stage } from './stage.ts'

/**
 * Where another program has taken a double's port the double stands elsewhere, and its account and the feed of its news
 * are told the new address. In a real municipality neither is changed; there is no verb for it, and the demo owns these
 * rows.
 */
export async function movedPlaces(house: House, municipalityId: MunicipalityId, stage: Stage): Promise<void> {
  await withMunicipality(house.db, municipalityId, async (tx) => {
    for (const account of await listAccounts(tx, municipalityId)) {
      const key = placeKeys.find((one) => demoAccounts[one].name === account.name)
      if (!key) continue
      const { settings, url } = stage.place(key)
      if (account.url === url) continue
      await tx
        .updateTable('account')
        .set({ settings: JSON.stringify(settings), url })
        .where('municipality_id', '=', municipalityId)
        .where('account_id', '=', account.accountId)
        .execute()
      await tx
        .updateTable('news_feed')
        .set({ url: settings['url'] ?? url })
        .where('municipality_id', '=', municipalityId)
        .where('name', '=', account.name)
        .execute()
    }
  })
}
