import type { House } from '../../../infra/house.ts'
import {
  actorOf,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  type Route,
  readForm,
  seeOther,
  sessionTokenOf,
  textsOf,
  type WebContext,
} from '../../../web/index.ts'
import { Own } from '../screens/own.tsx'
import { ownPasskeys, passkeyRegistration, registerPasskey, removePasskey } from '../service/passkeys.ts'
import { endOtherSessions, ownSessions } from '../service/sessions.ts'
import { readAnswer } from './answer.ts'

const path = '/installningar/mig'

async function show(house: House, c: WebContext, state: FormState = emptyForm()): Promise<Response> {
  const actor = actorOf(c)
  const keys = await ownPasskeys(house, actor)
  const sessions = await ownSessions(house, actor, sessionTokenOf(c) ?? '')
  return page(
    c,
    { title: 'Dina nycklar', current: 'installningar', state },
    <Own keys={keys} sessions={sessions} state={state} />,
  )
}

async function add(house: House, c: WebContext): Promise<Response> {
  const { label } = textsOf(await readForm(c))
  const name = typeof label === 'string' && label.trim() ? label : 'Nyckel'
  try {
    await registerPasskey(house, actorOf(c), await readAnswer(c), name)
  } catch (thrown) {
    return show(house, c, await faultsOf(c, thrown))
  }
  return seeOther(c, path)
}

async function remove(house: House, c: WebContext): Promise<Response> {
  const { id } = textsOf(await readForm(c))
  await removePasskey(house, actorOf(c), typeof id === 'string' ? id : '')
  return seeOther(c, path)
}

async function signOutElsewhere(house: House, c: WebContext): Promise<Response> {
  await endOtherSessions(house, actorOf(c), sessionTokenOf(c) ?? '')
  return seeOther(c, `${path}#h-inloggad`)
}

export const ownRoutes = (house: House): readonly Route[] => [
  { method: 'GET', path, permission: 'signedIn', handler: (c) => show(house, c) },
  { method: 'POST', path: `${path}/nyckel`, permission: 'signedIn', handler: (c) => add(house, c) },
  {
    method: 'POST',
    path: `${path}/nyckel/fraga`,
    permission: 'signedIn',
    handler: async (c) => c.json(await passkeyRegistration(house, actorOf(c))),
  },
  {
    method: 'POST',
    path: `${path}/nyckel/ta-bort`,
    permission: 'signedIn',
    handler: (c) => remove(house, c),
  },
  {
    method: 'POST',
    path: `${path}/logga-ut-ovriga`,
    permission: 'signedIn',
    handler: (c) => signOutElsewhere(house, c),
  },
]
