import { type Actor, may } from '../../access/index.ts'
import type { House } from '../../infra/house.ts'
import { Stop } from '../../kernel/index.ts'
import {
  actorOf,
  type FormState,
  faultsOf,
  municipalityOf,
  page,
  type Route,
  readForm,
  seeOther,
  textsOf,
  type WebContext,
} from '../../web/index.ts'
import { groundsAt } from './rulebook.ts'
import { differences } from './rules.ts'
import { ChangeScreen, VersionScreen } from './screens/change.tsx'
import type { Choice } from './screens/fields.ts'
import { changedSettings, filledForm } from './screens/form.ts'
import { PolicyScreen } from './screens/policy.tsx'
import { settingWords } from './screens/words.ts'
import { changePolicy, policyHistory, readPolicy } from './service.ts'
import { type SettingKey, settingsSchema } from './types.ts'

const path = '/installningar/riktlinje'
const current = 'installningar'

async function show(house: House, c: WebContext): Promise<Response> {
  const actor = actorOf(c)
  const policy = await readPolicy(house, actor)
  const history = await policyHistory(house, actor)
  return page(
    c,
    { title: 'Så arbetar vi med sociala medier', current },
    <PolicyScreen
      policy={policy}
      history={history}
      grounds={groundsAt(house.clock.now())}
      municipality={municipalityOf(c).name}
      mayChange={may(actor, 'policy.change', {})}
    />,
  )
}

/** @throws Stop('notFound'). */
function settingOf(c: WebContext): SettingKey {
  const key = c.req.param('setting') ?? ''
  if (!Object.hasOwn(settingsSchema.shape, key))
    throw new Stop('notFound', 'Inställningen finns inte. Gå till riktlinjen och välj där.')
  return key as SettingKey
}

/** Accounts that can be the common film channel; accounts stand after this module, so they are handed in. */
type FilmChannels = (actor: Actor) => Promise<readonly Choice[]>

interface Deps {
  readonly house: House
  readonly filmChannels: FilmChannels
}

async function showChange(deps: Deps, c: WebContext, faults?: FormState): Promise<Response> {
  const { house, filmChannels } = deps
  const setting = settingOf(c)
  const policy = await readPolicy(house, actorOf(c))
  const state = faults ?? filledForm(policy.settings, setting)
  const from = Number(faults?.values['fran'] ?? policy.version)
  const channels = setting === 'publishing' ? await filmChannels(actorOf(c)) : []
  return page(
    c,
    { title: `Ändra riktlinjen: ${settingWords[setting].title.toLocaleLowerCase('sv')}`, current, state },
    <ChangeScreen policy={policy} setting={setting} state={state} from={from} filmChannels={channels} />,
  )
}

async function change(deps: Deps, c: WebContext): Promise<Response> {
  const { house } = deps
  const setting = settingOf(c)
  const actor = actorOf(c)
  const values = textsOf(await readForm(c))
  const { note, fran } = values
  try {
    const policy = await readPolicy(house, actor)
    await changePolicy(house, actor, {
      from: Number(fran),
      settings: changedSettings(policy.settings, setting, values),
      note: typeof note === 'string' ? note : '',
    })
  } catch (thrown) {
    return showChange(deps, c, await faultsOf(c, thrown))
  }
  return seeOther(c, path)
}

async function showVersion(house: House, c: WebContext): Promise<Response> {
  const wanted = c.req.param('version') ?? ''
  const history = await policyHistory(house, actorOf(c))
  const version = history.find((one) => String(one.version) === wanted)
  const before = history.find((one) => one.version === (version?.version ?? 0) - 1)
  if (!version || !before)
    throw new Stop('notFound', 'Versionen finns inte, eller är den första. Gå till riktlinjen och välj där.')
  const settings = [...new Set(differences(before.settings, version.settings).map((one) => one.setting))]
  return page(
    c,
    { title: `Ändrat i version ${version.version}`, current },
    <VersionScreen version={version} before={before.settings} settings={settings} />,
  )
}

/** Reading is for the whole staff; changing for the head of communications. */
export const policyRoutes = (house: House, filmChannels: FilmChannels): readonly Route[] => [
  { method: 'GET', path: '/installningar', permission: 'signedIn', handler: (c) => c.redirect(path) },
  { method: 'GET', path, permission: 'policy.read', handler: (c) => show(house, c) },
  {
    method: 'GET',
    path: `${path}/version/:version`,
    permission: 'policy.read',
    handler: (c) => showVersion(house, c),
  },
  {
    method: 'GET',
    path: `${path}/:setting`,
    permission: 'policy.change',
    handler: (c) => showChange({ house, filmChannels }, c),
  },
  {
    method: 'POST',
    path: `${path}/:setting`,
    permission: 'policy.change',
    handler: (c) => change({ house, filmChannels }, c),
  },
]
