import { z } from 'zod'
import { isRole, roles } from '../../../access/index.ts'
import type { IdentityGateway } from '../../../gateways/identity/contract.ts'
import type { House } from '../../../infra/house.ts'
import { asId, type DepartmentId, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  type Route,
  readForm,
  seeOther,
  textsOf,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { SignInSettings, type Trial } from '../screens/settings.tsx'
import {
  identityOverview,
  mapGroup,
  setOnlyProvider,
  testProvider,
  unmapGroup,
} from '../service/identity/provider.ts'
import { endScim, newScimToken, scimSince } from '../service/scim/token.ts'
import { structure } from '../service/structure.ts'

/** How staff sign in: what the operator has set at the machine, and what may be changed here. */

const path = '/installningar/inloggning'

interface Shown {
  readonly state?: FormState
  readonly trial?: Trial
  /** Shown once. */
  readonly key?: string
}

async function show(
  house: House,
  c: WebContext,
  { state = emptyForm(), trial, key }: Shown = {},
): Promise<Response> {
  const actor = actorOf(c)
  return page(
    c,
    { title: 'Så loggar medarbetarna in', current: 'installningar', state },
    <SignInSettings
      overview={await identityOverview(house, actor)}
      scimSince={await scimSince(house, actor)}
      departments={(await structure(house, actor)).departments}
      state={state}
      trial={trial}
      scimKey={key}
    />,
  )
}

const groupForm = z.object({
  group: written('Skriv gruppens namn eller id', 320),
  role: z.enum(roles),
  department: z.string().max(200).default(''),
})

async function addGroup(house: House, c: WebContext): Promise<Response> {
  const form = await checkForm(c, groupForm)
  if (!form.ok) return show(house, c, { state: form.error })
  const { group, role, department } = form.value
  try {
    await mapGroup(house, actorOf(c), { group, role, ...(department && { department }) })
  } catch (thrown) {
    return show(house, c, { state: await faultsOf(c, thrown) })
  }
  return seeOther(c, `${path}#h-grupper`)
}

async function removeGroup(house: House, c: WebContext): Promise<Response> {
  const values = textsOf(await readForm(c))
  const text = (name: string): string => (typeof values[name] === 'string' ? values[name] : '')
  const role = text('role')
  if (!isRole(role)) throw new Stop('invalid', 'Rollen finns inte. Ladda om sidan.')
  const departmentId = asId<DepartmentId>(text('department')) ?? null
  await unmapGroup(house, actorOf(c), { group: text('group'), role, departmentId })
  return seeOther(c, `${path}#h-grupper`)
}

async function only(house: House, c: WebContext): Promise<Response> {
  const { bara } = textsOf(await readForm(c))
  try {
    await setOnlyProvider(house, actorOf(c), bara === 'ja')
  } catch (thrown) {
    return show(house, c, { state: await faultsOf(c, thrown) })
  }
  return seeOther(c, `${path}#h-satt`)
}

async function test(house: House, gateway: IdentityGateway, c: WebContext): Promise<Response> {
  const tested = await testProvider(house, actorOf(c), gateway)
  return show(house, c, { trial: tested.ok ? tested.value : tested.error })
}

async function scim(house: House, c: WebContext): Promise<Response> {
  const { gor } = textsOf(await readForm(c))
  if (gor === 'ny') return show(house, c, { key: await newScimToken(house, actorOf(c)) })
  await endScim(house, actorOf(c))
  return seeOther(c, `${path}#h-katalog`)
}

export const settingsRoutes = (house: House, gateway: IdentityGateway): readonly Route[] => {
  const permission = 'identity.administer'
  return [
    { method: 'GET', path, permission, handler: (c) => show(house, c) },
    { method: 'POST', path: `${path}/grupp`, permission, handler: (c) => addGroup(house, c) },
    { method: 'POST', path: `${path}/grupp/ta-bort`, permission, handler: (c) => removeGroup(house, c) },
    { method: 'POST', path: `${path}/bara`, permission, handler: (c) => only(house, c) },
    { method: 'POST', path: `${path}/prova`, permission, handler: (c) => test(house, gateway, c) },
    { method: 'POST', path: `${path}/katalog`, permission, handler: (c) => scim(house, c) },
  ]
}
