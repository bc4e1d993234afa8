import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { asId, Stop } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import {
  actorOf,
  checkForm,
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
import {
  accountIdOf,
  appsOf,
  beginPlatformSignIn,
  endPlatformSignIn,
  enterApp,
  mayMendApps,
  reachedKey,
  readReached,
  redirectAddress,
  removeApp,
} from '../../accounts/index.ts'
import { ChooseScreen, SignInScreen } from '../screens/connect.tsx'
import { tryAndRegisterReached } from '../service.ts'
import {
  backTo,
  current,
  given,
  type Handler,
  type Platforms,
  typedSettings,
  withoutSecrets,
} from './common.ts'
import { aboutAccount, accountForm, accountIn } from './new-account.tsx'

/** The guard has let somebody in, so there is one. */
const sessionOf = (c: WebContext): string => sessionTokenOf(c) ?? ''

export async function showSignIn(
  house: House,
  platform: Platform,
  c: WebContext,
  faults?: FormState,
): Promise<Response> {
  const actor = actorOf(c)
  const apps = await appsOf(house, actor, platform)
  // An app that was entered wrongly is corrected in the form that entered it.
  const instead = faults ? faults.values['app'] : given(c)['app']
  const wrong = apps.find((app) => app.registrationId === instead && app.accounts === 0)
  const state = withoutSecrets(
    faults ?? emptyForm(wrong && { ...wrong.settings, app: wrong.registrationId }),
    platform,
  )
  return page(
    c,
    { title: `Lägg till ett konto på ${platform.name}`, current, state },
    <SignInScreen
      platform={platform}
      apps={apps}
      mayMend={mayMendApps(actor)}
      mending={wrong !== undefined}
      another={given(c)['ny'] !== undefined}
      redirect={await redirectAddress(house, actor.municipalityId)}
      state={state}
    />,
  )
}

/** The municipality's own app at a platform. */
export const addApp: Handler = async (house, platforms, c) => {
  const texts = textsOf(await readForm(c))
  const platform = platforms.get(String(texts['plattform'] ?? ''))
  if (!platform?.access)
    throw new Stop('notFound', 'Den plattformen har ingen inloggning. Gå till registret och välj en annan.')
  const instead = asId(String(texts['app'] ?? ''))
  try {
    await enterApp(house, actorOf(c), platform, await typedSettings(c, platform), instead)
  } catch (thrown) {
    return showSignIn(house, platform, c, await faultsOf(c, thrown))
  }
  return seeOther(c, `/register/nytt?plattform=${platform.id}`)
}

export const dropApp: Handler = async (house, _, c) => {
  const registrationId = asId(String(textsOf(await readForm(c))['app'] ?? ''))
  if (!registrationId)
    throw new Stop('notFound', 'Den appen finns inte här. Gå till registret och välj Lägg till ett konto.')
  return seeOther(c, `/register/nytt?plattform=${await removeApp(house, actorOf(c), registrationId)}`)
}

/** Sends the person to the platform of an account to sign in there. */
export const startRenewal: Handler = async (house, platforms, c) => {
  const one = { accountId: accountIdOf(c) }
  return c.redirect(await beginPlatformSignIn(house, actorOf(c), platforms, one, sessionOf(c)), 303)
}

/** The same for an account that is not here yet. */
export const startSignIn: Handler = async (house, platforms, c) => {
  const registrationId = asId(given(c)['app'] ?? '')
  if (!registrationId)
    throw new Stop('notFound', 'Den appen finns inte här. Gå till registret och välj Lägg till ett konto.')
  const one = { registrationId }
  return c.redirect(await beginPlatformSignIn(house, actorOf(c), platforms, one, sessionOf(c)), 303)
}

/** The person comes back from the platform. */
export const takeSignIn: Handler = async (house, platforms, c) => {
  const query = new URL(c.req.url).searchParams
  const text = (name: string): string => (query.get(name) ?? '').slice(0, 4_000)
  const answer = { state: text('state'), code: text('code'), error: text('error') }
  const accountId = await endPlatformSignIn(house, actorOf(c), platforms, sessionOf(c), answer)
  return accountId ? backTo(c, accountId, 'anslutet') : seeOther(c, '/register/nytt/konto')
}

export async function showChoice(
  house: House,
  platforms: Platforms,
  c: WebContext,
  faults?: FormState,
): Promise<Response> {
  const reached = await readReached(house, actorOf(c), platforms, sessionOf(c))
  const [only, ...others] = reached.accounts
  const state = faults ?? emptyForm(only && others.length === 0 ? { konto: reachedKey(only) } : {})
  return page(
    c,
    { title: `Välj konto på ${reached.platform.name}`, current, state },
    <ChooseScreen
      reached={reached}
      about={await aboutAccount(house, c)}
      moved={given(c)['gjort'] === 'flyttat'}
      state={state}
    />,
  )
}

const choiceForm = accountForm.extend({
  konto: z.string({ error: 'Välj vilket konto som ska läggas till.' }).max(1_000),
})

export const choose: Handler = async (house, platforms, c) => {
  const form = await checkForm(c, choiceForm)
  if (!form.ok) return showChoice(house, platforms, c, form.error)
  try {
    const accountId = await tryAndRegisterReached(house, actorOf(c), platforms, sessionOf(c), {
      key: form.value.konto,
      ...accountIn(form.value),
    })
    return backTo(c, accountId, 'tillagt')
  } catch (thrown) {
    return showChoice(house, platforms, c, await faultsOf(c, thrown))
  }
}
