import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { keepSecrets, listAccounts } from '../../../modules/accounts/index.ts'
import { placeKeys } from '../story.ts'
import { demoAccounts } from '../town.ts'
import type { Stage } from './stage.ts'

/**
 * The doubles stand anew with the tokens that they had from the start, and know nothing of those that have been renewed
 * since: their accounts are given the first ones again. What is broken on purpose stays so.
 */
export async function firstTokens(house: House, municipalityId: MunicipalityId, stage: Stage): Promise<void> {
  await withMunicipality(house.db, municipalityId, async (tx) => {
    for (const { accountId, name } of await listAccounts(tx, municipalityId)) {
      const key = placeKeys.find((one) => demoAccounts[one].name === name)
      const { accessToken, refreshToken } = key ? stage.place(key).secrets : {}
      if (accessToken && refreshToken)
        await keepSecrets(house, tx, municipalityId, accountId, { accessToken, refreshToken })
    }
  })
}

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
