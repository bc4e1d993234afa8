import type { House } from '../../../infra/house.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import {
  actorOf,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  seeOther,
  type WebContext,
} from '../../../web/index.ts'
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
    <FirstConnectionScreen
      account={account}
      platform={platformIn(platforms, account.platform)}
      state={state}
    />,
  )
}

export const connectFirst: Handler = async (house, platforms, c) => {
  const account = await accountOf(house, c, 'accounts.connect')
  const platform = platformIn(platforms, account.platform)
  try {
    await tryAndConnect(house, actorOf(c), platforms, account.accountId, await typedSettings(c, platform))
  } catch (thrown) {
    return showFirst(house, platforms, c, withoutSecrets(await faultsOf(c, thrown), platform))
  }
  return backTo(c, account.accountId, 'anslutet')
}
