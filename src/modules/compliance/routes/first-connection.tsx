import type { House } from '../../../infra/house.ts'
import type { Platform } from '../../../platforms/contract.ts'
import {
  actorOf,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  seeOther,
  type WebContext,
} from '../../../web/index.ts'
import type { Account } from '../../accounts/index.ts'
import { FirstConnectionScreen } from '../screens/first-connection.tsx'
import { tryAndConnect } from '../service.ts'
import {
  accountOf,
  backTo,
  current,
  type Handler,
  type Platforms,
  typedSettings,
  withoutSecrets,
} from './common.ts'

/** An account that came from a list or an application is connected for the first time. */

export async function showFirst(
  house: House,
  platforms: Platforms,
  c: WebContext,
  state: FormState = emptyForm(),
): Promise<Response> {
  const account = await accountOf(house, c, 'accounts.connect')
  if (account.connected) return seeOther(c, `/register/${account.accountId}`)
  return page(
    c,
    { title: `Anslut ${account.name}`, current, state },
    <FirstConnectionScreen account={account} platform={platformOf(platforms, account)} state={state} />,
  )
}

export const connectFirst: Handler = async (house, platforms, c) => {
  const account = await accountOf(house, c, 'accounts.connect')
  const platform = platformOf(platforms, account)
  try {
    await tryAndConnect(house, actorOf(c), platforms, account.accountId, await typedSettings(c, platform))
  } catch (thrown) {
    return showFirst(house, platforms, c, withoutSecrets(await faultsOf(c, thrown), platform))
  }
  return backTo(c, account.accountId, 'anslutet')
}

function platformOf(platforms: Platforms, account: Account): Platform {
  const platform = platforms.get(account.platform)
  if (!platform) throw new Error(`the platform ${account.platform} is not in the catalogue`)
  return platform
}
