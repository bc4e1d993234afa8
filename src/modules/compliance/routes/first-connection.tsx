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
import { tryAndMove } from '../moving.ts'
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

/**
 * All that an account is connected with is given: for the first time, where it came from a list or an application, and
 * anew where it moves to another app.
 */

export async function showFirst(
  house: House,
  platforms: Platforms,
  c: WebContext,
  faults?: FormState,
): Promise<Response> {
  const account = await accountOf(house, c, 'accounts.connect')
  if (account.connected && !account.registrationId) return seeOther(c, `/register/${account.accountId}`)
  const platform = platformIn(platforms, account.platform)
  const state = withoutSecrets(faults ?? emptyForm(account.connected ? account.settings : {}), platform)
  const title = account.connected ? `Flytta ${account.name} till en annan app` : `Anslut ${account.name}`
  return page(
    c,
    { title, current, state },
    <FirstConnectionScreen account={account} platform={platform} title={title} state={state} />,
  )
}

export const connectFirst: Handler = async (house, platforms, c) => {
  const account = await accountOf(house, c, 'accounts.connect')
  const platform = platformIn(platforms, account.platform)
  const enter = account.connected ? tryAndMove : tryAndConnect
  try {
    await enter(house, actorOf(c), platforms, account.accountId, await typedSettings(c, platform))
  } catch (thrown) {
    return showFirst(house, platforms, c, await faultsOf(c, thrown))
  }
  return backTo(c, account.accountId, 'anslutet')
}
