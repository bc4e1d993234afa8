import type { House } from '../../../infra/house.ts'
import { asId, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  readForm,
  seeOther,
  sessionTokenOf,
  textsOf,
  type WebContext,
} from '../../../web/index.ts'
import { changeAppSecrets, readApp, redirectAddress } from '../../accounts/index.ts'
import { tryAndMoveReached } from '../moving.ts'
import { AppScreen } from '../screens/app.tsx'
import { current, given, type Handler, type Platforms, typedSettings, withoutSecrets } from './common.ts'
import { showChoice } from './connect-new.tsx'

/** The municipality's app at a platform, once accounts go through it. */

function appId(text: string | undefined): string {
  const id = asId(text ?? '')
  if (!id)
    throw new Stop('notFound', 'Den appen finns inte här. Gå till registret och välj Lägg till ett konto.')
  return id
}

export async function showApp(
  house: House,
  platforms: Platforms,
  c: WebContext,
  faults?: FormState,
): Promise<Response> {
  const actor = actorOf(c)
  const values = faults ? { app: String(faults.values['app'] ?? '') } : given(c)
  const app = await readApp(house, actor, platforms, appId(values['app']))
  const state = withoutSecrets(faults ?? emptyForm(), app.platform)
  return page(
    c,
    { title: `Kommunens app hos ${app.platform.name}`, current, state },
    <AppScreen
      app={app}
      redirect={await redirectAddress(house, actor.municipalityId)}
      done={given(c)['gjort'] === 'bytt'}
      state={state}
    />,
  )
}

export const changeSecrets: Handler = async (house, platforms, c) => {
  const actor = actorOf(c)
  const registrationId = appId(String(textsOf(await readForm(c))['app'] ?? ''))
  const { platform } = await readApp(house, actor, platforms, registrationId)
  try {
    const { secrets } = await typedSettings(c, platform)
    await changeAppSecrets(house, actor, platforms, registrationId, secrets)
  } catch (thrown) {
    return showApp(house, platforms, c, await faultsOf(c, thrown))
  }
  return seeOther(c, `/register/nytt/app?app=${registrationId}&gjort=bytt`)
}

/** Accounts that the sign-in reached, and that go through another app. */
export const moveReached: Handler = async (house, platforms, c) => {
  const chosen = textsOf(await readForm(c))['flytta']
  const keys = (Array.isArray(chosen) ? chosen : [chosen ?? '']).map((key) => key.slice(0, 1_000))
  try {
    await tryAndMoveReached(house, actorOf(c), platforms, sessionTokenOf(c) ?? '', keys)
  } catch (thrown) {
    return showChoice(house, platforms, c, await faultsOf(c, thrown))
  }
  return seeOther(c, '/register/nytt/konto?gjort=flyttat')
}
