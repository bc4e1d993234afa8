import { z } from 'zod'
import type { Role } from '../../../src/access/index.ts'
import { municipalityId, newId, Stop, settableClock } from '../../../src/kernel/index.ts'
import {
  announce,
  assertNotTooMany,
  checkForm,
  fragment,
  type NavEntry,
  publicPage,
  type Route,
  readForm,
  seeOther,
  signInPage,
  type WebContext,
  type WebDeps,
} from '../../../src/web/index.ts'
import { Button, emptyForm, Field, Form, Note, PasskeyForm, Platform } from '../../../src/web/ui/index.ts'
import { inMemory } from '../received.ts'
import { partsPage } from './parts.tsx'
import { measurePage, queuePage } from './queue.tsx'

/** Thursday 19 November 2026, 08.42 in Sweden: the moment of the mock-ups. */
export const galleryNow = new Date('2026-11-19T07:42:00Z')
export const storlunda = { id: municipalityId(1), name: 'Storlunda kommun' }

const navigation: readonly NavEntry[] = [
  {
    key: 'oversikt',
    href: '/oversikt',
    icon: 'radar',
    label: 'Lägesbild',
    group: 'Arbete',
    permission: 'overview.read',
    tab: 'Läge',
    letter: 'l',
  },
  {
    key: 'ko',
    href: '/ko',
    icon: 'queue',
    label: 'Kö',
    group: 'Arbete',
    permission: 'tasks.read',
    tab: 'Kö',
    letter: 'k',
    counts: ['ärende', 'ärenden'],
  },
  {
    key: 'konton',
    href: '/register',
    icon: 'register',
    label: 'Konton',
    group: 'Register',
    permission: 'accounts.read',
    letter: 'r',
  },
  {
    key: 'sok',
    href: '/sok',
    icon: 'search',
    label: 'Sök',
    group: 'Arkiv',
    permission: 'search.use',
    tab: 'Sök',
    letter: 's',
  },
  {
    key: 'installningar',
    href: '/komponenter',
    icon: 'gear',
    label: 'Inställningar',
    group: 'Uppföljning',
    permission: 'policy.read',
  },
]

/** The session cookie's value names the role: 'communicator', 'auditor' … */
export const galleryDeps = (reported: unknown[] = []): WebDeps => ({
  receive: inMemory(),
  clock: settableClock(galleryNow),
  resolveMunicipality: async (host) => (host === 'annan.example' ? undefined : storlunda),
  resolveSession: async (token, municipality) => {
    if (token === 'ended') return undefined
    const elsewhere = token === 'elsewhere'
    return {
      roleText: 'Kommunikatör, hela registret',
      actor: {
        kind: 'staff',
        municipalityId: elsewhere ? municipalityId(2) : municipality.id,
        staffId: newId(),
        name: 'Maja Lindqvist',
        grants: [{ role: (elsewhere ? 'communicator' : token) as Role }],
        ownAccounts: new Set(),
      },
    }
  },
  navigation,
  frame: async () => ({
    counts: { ko: { value: 23, hot: true } },
    today: { text: 'Uppsikt i dag: 9 av 14 konton', href: '/oversikt' },
  }),
  report: (_reference, thrown) => reported.push(thrown),
  behindProxy: false,
})

const signIn = (c: WebContext): Response =>
  signInPage(
    c,
    { title: 'Logga in' },
    <>
      <h1>Logga in</h1>
      <Form action="/logga-in" class="stack-s" label="Inloggningslänk">
        <Field name="epost" type="email" autocomplete="email" label="Få en länk" state={emptyForm()} />
        <Button kind="primary" icon="mail" block>
          Skicka länk
        </Button>
      </Form>
      <PasskeyForm kind="register" options="/nyckel/val" action="/nyckel">
        Använd nyckel i mobilen eller datorn
      </PasskeyForm>
      <p class="meta">
        Problem? Ring kommunikation, <span class="nb">010-00 00 11</span>.
      </p>
    </>,
  )

const publicAccounts = (c: WebContext): Response =>
  publicPage(
    c,
    { title: 'Våra konton i sociala medier', links: [{ href: '/konton', text: 'Våra konton' }] },
    <>
      <div class="read">
        <h1>Våra konton i sociala medier</h1>
        <p class="mt3">Finns ett konto inte i listan är det inte vårt.</p>
      </div>
      <div class="mt6 read">
        <Note tone="info">
          <p>Det du skriver till oss blir en allmän handling.</p>
        </Note>
      </div>
      <section class="mt8" aria-labelledby="pg0">
        <h2 id="pg0">Kommunledning</h2>
        <ul class="mt3 duo">
          <li class="big-link">
            <Platform letters="Bl" name="Blogg" />
            <div>
              <a href="https://blogg.storlunda.example" class="strong">
                Kommunchefens blogg
              </a>
              <p class="meta">Bevakas: Vardagar 8–16</p>
            </div>
          </li>
        </ul>
      </section>
    </>,
  )

const measureForm = z.object({
  atgard: z.enum(['hide', 'remove'], { error: 'Välj om kommentaren ska döljas eller tas bort' }),
  grund: z.string({ error: 'Välj en grund' }),
  motivering: z.string(),
})

async function takeMeasure(c: WebContext): Promise<Response> {
  const checked = await checkForm(c, measureForm)
  return checked.ok ? seeOther(c, '/ko?klart=1') : measurePage(c, checked.error)
}

function news(c: WebContext): Response {
  announce(c, 'Tre nya ärenden i kön')
  return fragment(c, <a href="/ko">3 nya, visa</a>)
}

/** What @simplewebauthn/server would make. */
const passkeyOptions = {
  challenge: 'c3RvcmE',
  rp: { name: 'Uppsikt', id: 'localhost' },
  user: { id: 'bWFqYQ', name: 'maja', displayName: 'Maja Lindqvist' },
  pubKeyCredParams: [-7, -257].map((alg) => ({ alg, type: 'public-key' })),
}

async function passkeyAnswer(c: WebContext): Promise<Response> {
  const answer = (await readForm(c)).get('svar')
  const { type, response } = JSON.parse(String(answer))
  return signInPage(c, { title: 'Klart' }, <h1>{`${type}: ${Object.keys(response).length > 1}`}</h1>)
}

/** Routes that try what the frame promises. */
export const galleryRoutes: readonly Route[] = [
  { method: 'GET', path: '/komponenter', permission: 'policy.read', handler: partsPage },
  { method: 'GET', path: '/ko', permission: 'tasks.read', handler: queuePage },
  { method: 'GET', path: '/ko/nytt', permission: 'tasks.read', handler: news },
  { method: 'GET', path: '/ko/:id', permission: 'tasks.read', handler: queuePage },
  { method: 'GET', path: '/ko/:id/atgard', permission: 'measures.take', handler: (c) => measurePage(c) },
  { method: 'POST', path: '/ko/:id/atgard', permission: 'measures.take', handler: takeMeasure },
  {
    method: 'POST',
    path: '/ko/:id/lat-sta',
    permission: 'measures.take',
    handler: (c) => seeOther(c, '/ko?lat=1'),
  },
  { method: 'GET', path: '/logga-in', permission: 'public', handler: signIn },
  {
    method: 'POST',
    path: '/logga-in',
    permission: 'public',
    handler: async (c) => {
      const retryAt = new Date(galleryNow.getTime() + 600_000)
      await assertNotTooMany({ take: async () => ({ ok: false, retryAt }) }, ['a'])
      return c.text('')
    },
  },
  { method: 'POST', path: '/nyckel/val', permission: 'public', handler: (c) => c.json(passkeyOptions) },
  { method: 'POST', path: '/nyckel', permission: 'public', handler: passkeyAnswer },
  { method: 'GET', path: '/konton', permission: 'public', handler: publicAccounts },
  {
    method: 'GET',
    path: '/fel',
    permission: 'public',
    handler: () => {
      throw new Error('password=hemligt at /srv/uppsikt/secret.ts:12')
    },
  },
  {
    method: 'GET',
    path: '/api/fel',
    permission: 'public',
    handler: () => {
      throw new Stop('invalid', 'Skriv ett namn.', { name: 'Skriv ett namn.' })
    },
  },
  {
    method: 'POST',
    path: '/webhooks/x',
    permission: 'public',
    fromPrograms: true,
    handler: (c) => c.text('tack'),
  },
]
