import { z } from 'zod'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { Stop } from '../../../kernel/index.ts'
import {
  addressOf,
  checkForm,
  clearSessionCookie,
  emptyForm,
  type FormState,
  faultsOf,
  municipalityOf,
  ownPath,
  type Route,
  readForm,
  seeOther,
  sessionTokenOf,
  signInPage,
  TooMany,
  textsOf,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { signIn } from '../rules.ts'
import { ConfirmLink, LinkDoesNotHold, LinkSent, OnlyProvider, SignIn } from '../screens/sign-in.tsx'
import { countAttempt } from '../service/attempts.ts'
import { providerFor } from '../service/identity/sign-in.ts'
import { requestSignIn, signInLinkHolds, signInWithLink } from '../service/links.ts'
import { passkeyQuestion, signInWithPasskey } from '../service/passkeys.ts'
import { signOut } from '../service/sessions.ts'
import type { IdentityProvider } from '../types.ts'
import { readAnswer } from './answer.ts'
import { enter } from './enter.ts'

const emailForm = z.object({
  epost: written('Skriv din e-postadress, till exempel namn@kommun.se.', 254),
})

async function show(house: House, c: WebContext, state: FormState, to: string): Promise<Response> {
  const provider = await providerFor(house, municipalityOf(c).id)
  return signInPage(
    c,
    { title: 'Logga in', state },
    <SignIn
      state={state}
      to={to}
      mail={house.mailer.configured}
      provider={provider}
      out={isOut(c, provider)}
    />,
  )
}

/** Signed out here, and perhaps not at the provider. */
const isOut = (c: WebContext, provider: IdentityProvider | undefined): boolean =>
  c.req.query('ut') !== undefined && provider?.settings.protocol === 'oidc'

const onlyProvider = (c: WebContext): Response =>
  signInPage(c, { title: 'Logga in med kommunens inloggning', status: 403 }, <OnlyProvider />)

async function askForLink(house: House, c: WebContext): Promise<Response> {
  const form = await checkForm(c, emailForm)
  if (!form.ok) return show(house, c, form.error, '')
  const asked = { email: form.value.epost, address: addressOf(c) }
  try {
    const answer = await requestSignIn(house, municipalityOf(c).id, asked)
    if (answer.ok)
      return signInPage(c, { title: 'Titta i din e-post' }, <LinkSent email={form.value.epost} />)
    if (answer.error.kind === 'tooMany') throw new TooMany(answer.error.until)
    return show(house, c, emptyForm(), '')
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown
    const { values } = await faultsOf(c, thrown)
    return show(house, c, { values, errors: { epost: thrown.fields['email'] ?? thrown.message } }, '')
  }
}

const doesNotHold = (c: WebContext): Response =>
  signInPage(c, { title: 'Länken gäller inte längre', status: 410 }, <LinkDoesNotHold />)

async function openLink(house: House, c: WebContext): Promise<Response> {
  const token = c.req.param('token') ?? ''
  if (!(await signInLinkHolds(house, municipalityOf(c).id, token))) return doesNotHold(c)
  return signInPage(c, { title: 'Logga in' }, <ConfirmLink token={token} />)
}

async function useLink(house: House, c: WebContext): Promise<Response> {
  const session = await signInWithLink(house, municipalityOf(c).id, c.req.param('token') ?? '')
  if (session.ok) return enter(house, c, session.value, undefined)
  return session.error === 'onlyProvider' ? onlyProvider(c) : doesNotHold(c)
}

/** @throws TooMany: a question costs a row, and an answer a signature check. */
async function countKeyAttempt(house: House, c: WebContext): Promise<void> {
  const { id } = municipalityOf(c)
  const limit = { key: `passkey/address/${addressOf(c)}`, most: signIn.perAddress * 4, window: signIn.window }
  const counted = await withMunicipality(house.db, id, (tx) => countAttempt(tx, id, limit, house.clock.now()))
  if (!counted.ok) throw new TooMany(counted.error.until)
}

async function askForKey(house: House, c: WebContext): Promise<Response> {
  await countKeyAttempt(house, c)
  return c.json(await passkeyQuestion(house, municipalityOf(c).id))
}

async function useKey(house: House, c: WebContext): Promise<Response> {
  await countKeyAttempt(house, c)
  const { till } = textsOf(await readForm(c))
  const to = typeof till === 'string' ? till : undefined
  const session = await signInWithPasskey(house, municipalityOf(c).id, await readAnswer(c))
  if (session.ok) return enter(house, c, session.value, to)
  if (session.error === 'onlyProvider') return onlyProvider(c)
  const fault = 'Nyckeln gick inte att använda. Försök igen, eller begär en länk till din e-post.'
  return show(house, c, { values: {}, errors: { svar: fault } }, to ?? '')
}

async function leave(house: House, c: WebContext): Promise<Response> {
  const token = sessionTokenOf(c)
  if (token) await signOut(house, municipalityOf(c).id, token)
  clearSessionCookie(c)
  const provider = await providerFor(house, municipalityOf(c).id)
  return seeOther(c, provider ? '/logga-in?ut=1' : '/logga-in')
}

/** The ways in and out. All are public: whoever comes here is not signed in yet. */
export const signInRoutes = (house: House): readonly Route[] => [
  {
    method: 'GET',
    path: '/logga-in',
    permission: 'public',
    handler: (c) => show(house, c, emptyForm(), ownPath(c.req.query('till'), '')),
  },
  { method: 'POST', path: '/logga-in', permission: 'public', handler: (c) => askForLink(house, c) },
  { method: 'GET', path: '/logga-in/lank/:token', permission: 'public', handler: (c) => openLink(house, c) },
  { method: 'POST', path: '/logga-in/lank/:token', permission: 'public', handler: (c) => useLink(house, c) },
  {
    method: 'POST',
    path: '/logga-in/nyckel/fraga',
    permission: 'public',
    handler: (c) => askForKey(house, c),
  },
  { method: 'POST', path: '/logga-in/nyckel', permission: 'public', handler: (c) => useKey(house, c) },
  { method: 'POST', path: '/logga-ut', permission: 'public', handler: (c) => leave(house, c) },
]
