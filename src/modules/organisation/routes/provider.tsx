import type { IdentityGateway } from '../../../gateways/identity/contract.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { Result } from '../../../kernel/index.ts'
import {
  addressOf,
  attemptTokenOf,
  municipalityOf,
  ownPath,
  type Route,
  readForm,
  recogniseHost,
  seeOther,
  setAttemptCookie,
  signInPage,
  TooMany,
  type WebContext,
} from '../../../web/index.ts'
import { signIn } from '../rules.ts'
import { faultTitle, ProviderFault } from '../screens/sign-in.tsx'
import { countAttempt } from '../service/attempts.ts'
import { endByProvider, providerLogoutUrl } from '../service/identity/logout.ts'
import {
  beginProviderSignIn,
  type Entered,
  finishOidc,
  finishSaml,
  type SignInFault,
  samlMetadata,
  takeSaml,
} from '../service/identity/sign-in.ts'
import { enter } from './enter.ts'

/** Signing in through the municipality's own provider, and what the provider tells us by itself. */

const refusal = (c: WebContext, fault: SignInFault): Response =>
  signInPage(
    c,
    { title: faultTitle(fault), status: fault === 'unreachable' ? 503 : 403 },
    <ProviderFault fault={fault} />,
  )

/** @throws TooMany: each of these makes us ask the provider something. */
async function countAsking(house: House, c: WebContext): Promise<void> {
  const { id } = municipalityOf(c)
  const limit = {
    key: `provider/address/${addressOf(c)}`,
    most: signIn.perAddress * 8,
    window: signIn.window,
  }
  const counted = await withMunicipality(house.db, id, (tx) => countAttempt(tx, id, limit, house.clock.now()))
  if (!counted.ok) throw new TooMany(counted.error.until)
}

async function begin(house: House, gateway: IdentityGateway, c: WebContext): Promise<Response> {
  await countAsking(house, c)
  const begun = await beginProviderSignIn(
    house,
    gateway,
    municipalityOf(c).id,
    ownPath(c.req.query('till'), ''),
  )
  if (!begun.ok) return refusal(c, begun.error)
  setAttemptCookie(c, begun.value.browser, begun.value.expires)
  return c.redirect(begun.value.url, 303)
}

const finish = (
  house: House,
  c: WebContext,
  answer: Result<Entered, SignInFault>,
): Response | Promise<Response> =>
  answer.ok ? enter(house, c, answer.value.session, answer.value.returnTo) : refusal(c, answer.error)

async function answered(house: House, gateway: IdentityGateway, c: WebContext): Promise<Response> {
  await countAsking(house, c)
  const query = new URL(c.req.url).search
  return finish(house, c, await finishOidc(house, gateway, municipalityOf(c).id, attemptTokenOf(c), query))
}

const fieldOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Comes by the browser from the provider's page, so nothing of ours is in it: the signature counts. */
async function samlAnswer(house: House, gateway: IdentityGateway, c: WebContext): Promise<Response> {
  if (!(await recogniseHost(c))) return c.text('', 404)
  const form = await readForm(c)
  const answer = { response: fieldOf(form, 'SAMLResponse'), state: fieldOf(form, 'RelayState') }
  const ticket = await takeSaml(house, gateway, municipalityOf(c).id, answer)
  if (!ticket.ok) return refusal(c, ticket.error)
  return seeOther(c, `/logga-in/saml/klar?biljett=${ticket.value}`)
}

async function logout(house: House, gateway: IdentityGateway, c: WebContext): Promise<Response> {
  if (!(await recogniseHost(c))) return c.text('', 404)
  await countAsking(house, c)
  const token = fieldOf(await readForm(c), 'logout_token')
  const ended = await endByProvider(house, gateway, municipalityOf(c).id, token)
  if (ended.ok) return c.body(null, 200)
  house.log.warn({ reason: ended.error }, 'a logout token was not taken')
  return c.json({ error: 'invalid_request' }, 400)
}

export const providerRoutes = (house: House, gateway: IdentityGateway): readonly Route[] => [
  { method: 'GET', path: '/logga-in/kommun', permission: 'public', handler: (c) => begin(house, gateway, c) },
  {
    method: 'GET',
    path: '/logga-in/kommun/svar',
    permission: 'public',
    handler: (c) => answered(house, gateway, c),
  },
  {
    method: 'POST',
    path: '/logga-in/kommun/utloggning',
    permission: 'public',
    fromPrograms: true,
    handler: (c) => logout(house, gateway, c),
  },
  {
    method: 'GET',
    path: '/logga-in/saml/metadata',
    permission: 'public',
    handler: async (c) =>
      c.body(await samlMetadata(house, gateway, municipalityOf(c).id), 200, {
        'content-type': 'application/samlmetadata+xml; charset=utf-8',
      }),
  },
  {
    method: 'POST',
    path: '/logga-in/saml/svar',
    permission: 'public',
    fromPrograms: true,
    handler: (c) => samlAnswer(house, gateway, c),
  },
  {
    method: 'GET',
    path: '/logga-in/saml/klar',
    permission: 'public',
    handler: async (c) =>
      finish(
        house,
        c,
        await finishSaml(house, municipalityOf(c).id, attemptTokenOf(c), c.req.query('biljett') ?? ''),
      ),
  },
  {
    method: 'GET',
    path: '/logga-ut/kommun',
    permission: 'public',
    handler: async (c) => {
      await countAsking(house, c)
      return c.redirect((await providerLogoutUrl(house, gateway, municipalityOf(c).id)) ?? '/logga-in', 303)
    },
  },
]
