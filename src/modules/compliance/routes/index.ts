import type { House } from '../../../infra/house.ts'
import type { Route } from '../../../web/index.ts'
import { appoint, connect, explain, showConnect, showExplain, showResponsible } from './change.tsx'
import type { Handler, Platforms } from './common.ts'
import { addAccount, showNew } from './new-account.tsx'
import { sendPublic, showPublic } from './open.tsx'
import { decide, showPlatform, showPlatforms } from './platforms.tsx'
import { collect, probe, showAccount, showRegister } from './register.tsx'
import { showRights } from './rights.tsx'
import { startSignIn, takeSignIn } from './sign-in.ts'

/** The register of accounts, what they can do, and the list that everyone may read. */
export const complianceRoutes = (house: House, platforms: Platforms): readonly Route[] => {
  const route = (
    method: Route['method'],
    path: Route['path'],
    permission: Route['permission'],
    handler: Handler,
  ): Route => ({ method, path, permission, handler: (c) => handler(house, platforms, c) })
  return [
    route('GET', '/register', 'accounts.read', showRegister),
    route('GET', '/register/nytt', 'accounts.register', (h, p, c) => showNew(h, p, c)),
    route('POST', '/register/nytt', 'accounts.register', addAccount),
    route('GET', '/register/:id', 'accounts.read', showAccount),
    route('POST', '/register/:id/hamta', 'collection.run', collect),
    route('POST', '/register/:id/prova', 'accounts.connect', probe),
    route('GET', '/register/:id/ansvarig', 'accounts.register', (h, _p, c) => showResponsible(h, c)),
    route('POST', '/register/:id/ansvarig', 'accounts.register', appoint),
    route('GET', '/register/:id/behorighet', 'rights.read', showRights),
    route('GET', '/register/:id/anslutning', 'accounts.connect', (h, p, c) => showConnect(h, p, c)),
    route('POST', '/register/:id/anslutning', 'accounts.connect', connect),
    route('GET', '/register/:id/anslut', 'accounts.connect', startSignIn),
    route('GET', '/register/anslut/svar', 'accounts.connect', takeSignIn),
    route('GET', '/register/:id/forklara', 'collection.explainGap', (h, _p, c) => showExplain(h, c)),
    route('POST', '/register/:id/forklara', 'collection.explainGap', explain),
    route('GET', '/installningar/plattformar', 'policy.read', showPlatforms),
    route('GET', '/installningar/plattformar/:platform', 'policy.read', (h, p, c) => showPlatform(h, p, c)),
    route('POST', '/installningar/plattformar/:platform', 'platforms.decide', decide),
    route('GET', '/konton', 'public', showPublic),
    route('GET', '/konton.json', 'public', sendPublic),
  ]
}
