import { expect, test } from 'vitest'
import { createApp } from '../../src/app/http.ts'
import { allRoutes } from '../../src/app/routes.ts'
import type { House } from '../../src/infra/house.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'

// Handlers are only named here, never run: the house is empty.
const house = { clock: systemClock, publicUrl: 'http://localhost:3000' } as House

const scim = 'the municipality’s directory; its key counts'

/** Every way in that asks for no sign-in. A new one is a decision: write here why it is open. */
const open: Readonly<Record<string, string>> = {
  'GET /': 'leads to the overview, which asks for sign-in',
  'GET /healthz': 'for the operator; says nothing but that the process lives',
  'GET /readyz': 'for the operator; says nothing but that the database answers',
  'GET /webhooks/:platform/:connection': 'platforms; answers a handshake that we asked for',
  'POST /webhooks/:platform/:connection': 'platforms; the signature counts',
  'GET /log/checkpoint': 'anyone may check the log',
  'GET /log/tile/*': 'anyone may check the log; hashes only',
  'GET /konton': 'the public register (R2)',
  'GET /konton.json': 'the public register (R2)',
  'GET /hanvisning/:token': 'the unit in charge answers through a link, without account (D2)',
  'POST /hanvisning/:token': 'the unit in charge answers through a link, without account (D2)',
  'GET /delad/:token':
    'a platform fetches what it is to publish; the address is encrypted and good for two hours',
  'GET /paverka': 'what people can influence (D5)',
  'GET /notiser.js': 'the service worker, which the browser asks for by itself; the same for all',
  'GET /konton/dcat.jsonld': 'the public register, for the data portal',
  'GET /konton/inbaddad': 'the public register, in a frame on the sites that the settings name',
  'GET /konton/lista.html': 'the public register, for a site that includes it',
  'GET /konton/farg.css': 'the colours of the public pages',
  'GET /konton/logotyp': 'the logotype of the public pages',
  'GET /tillganglighet': 'how the public pages can be used, and whom to tell of a hindrance',
  'GET /om-personuppgifter': 'what is done with what people write (A9)',
  'GET /anmal': 'anyone notifies us of a comment (S9)',
  'POST /anmal': 'anyone notifies us of a comment (S9); limited by address',
  'GET /anmal/nummer': 'leads to the page of a number',
  'GET /anmal/:nummer': 'what became of a notice; its words only with the secret part of the link',
  'GET /provning/:nummer': 'an author sees what was decided; no content',
  'POST /provning/:nummer': 'an author asks for another try; limited by address',
  'GET /logga-in': 'signing in',
  'POST /logga-in': 'signing in',
  'GET /logga-in/lank/:token': 'signing in',
  'POST /logga-in/lank/:token': 'signing in',
  'POST /logga-in/nyckel/fraga': 'signing in',
  'POST /logga-in/nyckel': 'signing in',
  'GET /logga-in/kommun': 'signing in: leads to the municipality’s provider',
  'GET /logga-in/kommun/svar': 'signing in: the browser comes back, bound by a cookie',
  'POST /logga-in/kommun/utloggning': 'the provider signs somebody out; its signature counts',
  'GET /logga-in/saml/metadata': 'for the provider; says only our own addresses',
  'POST /logga-in/saml/svar': 'signing in: the provider’s signature counts',
  'GET /logga-in/saml/klar': 'signing in: the browser fetches its answer, bound by a cookie',
  'GET /logga-ut/kommun': 'leads to signing out at the provider, which asks',
  'GET /scim/v2/Users': scim,
  'POST /scim/v2/Users': scim,
  'GET /scim/v2/Groups': scim,
  'POST /scim/v2/Groups': scim,
  'GET /scim/v2/Users/:id': scim,
  'PUT /scim/v2/Users/:id': scim,
  'PATCH /scim/v2/Users/:id': scim,
  'DELETE /scim/v2/Users/:id': scim,
  'GET /scim/v2/Groups/:id': scim,
  'PUT /scim/v2/Groups/:id': scim,
  'PATCH /scim/v2/Groups/:id': scim,
  'DELETE /scim/v2/Groups/:id': scim,
  'GET /scim/v2/ServiceProviderConfig': scim,
  'GET /scim/v2/ResourceTypes': scim,
  'POST /logga-ut': 'ends a session, also one that has ended already',
}

test('every way in is guarded, but for those that are open for a reason', () => {
  const routes = allRoutes(house, catalogue)
  const unguarded = routes
    .filter((route) => route.permission === 'public')
    .map((route) => `${route.method} ${route.path}`)
  expect(unguarded.filter((route) => !(route in open))).toEqual([])
  expect(Object.keys(open).filter((route) => !unguarded.includes(route))).toEqual([])
})

test('no two ways in are the same', () => {
  expect(() => createApp(house)).not.toThrow()
})
