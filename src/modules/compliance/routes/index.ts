import type { House } from '../../../infra/house.ts'
import type { Route } from '../../../web/index.ts'
import { changeSecrets, moveReached, showApp } from './app.tsx'
import { appoint, connect, explain, showConnect, showExplain, showResponsible } from './change.tsx'
import type { Handler, Platforms } from './common.ts'
import { addApp, choose, dropApp, showChoice, startRenewal, startSignIn, takeSignIn } from './connect-new.tsx'
import { connectFirst, showFirst } from './first-connection.tsx'
import { look, sendCsv, showGuideline, showOverview, showProcessing } from './guideline.tsx'
import {
  saveAttestation,
  saveParticulars,
  saveProcessing,
  saveUnits,
  showAttest,
  showParticulars,
  showProcessingForm,
  showUnits,
} from './guideline-forms.tsx'
import { saveKind, showKind } from './kind.tsx'
import { addAccount, showNew } from './new-account.tsx'
import { decide, showPlatform, showPlatforms } from './platforms.tsx'
import { collect, probe, sendRegister, showAccount, showRegister } from './register.tsx'
import { showRights } from './rights.tsx'

/** The register of accounts, and what they can do. */
export const complianceRoutes = (house: House, platforms: Platforms): readonly Route[] => {
  const route = (
    method: Route['method'],
    path: Route['path'],
    permission: Route['permission'],
    handler: Handler,
  ): Route => ({ method, path, permission, handler: (c) => handler(house, platforms, c) })
  return [
    route('GET', '/register', 'accounts.read', showRegister),
    route('GET', '/register/forteckning.csv', 'accounts.read', sendRegister),
    route('GET', '/register/nytt', 'accounts.register', (h, p, c) => showNew(h, p, c)),
    route('POST', '/register/nytt', 'accounts.register', addAccount),
    route('POST', '/register/nytt/app', 'accounts.register', addApp),
    route('GET', '/register/nytt/app', 'accounts.register', (h, p, c) => showApp(h, p, c)),
    route('POST', '/register/nytt/app/byt', 'accounts.register', changeSecrets),
    route('POST', '/register/nytt/app/ta-bort', 'accounts.register', dropApp),
    route('GET', '/register/nytt/logga-in', 'accounts.register', startSignIn),
    route('GET', '/register/nytt/konto', 'accounts.register', (h, p, c) => showChoice(h, p, c)),
    route('POST', '/register/nytt/konto', 'accounts.register', choose),
    route('POST', '/register/nytt/konto/flytta', 'accounts.register', moveReached),
    route('GET', '/register/riktlinje', 'accounts.read', showOverview),
    route('GET', '/register/riktlinje/csv', 'accounts.read', sendCsv),
    route('GET', '/register/riktlinje/behandling', 'accounts.read', showProcessing),
    route('GET', '/register/riktlinje/uppgifter', 'guideline.administer', (h, _p, c) =>
      showParticulars(h, c),
    ),
    route('POST', '/register/riktlinje/uppgifter', 'guideline.administer', saveParticulars),
    route('GET', '/register/:id', 'accounts.read', showAccount),
    route('GET', '/register/:id/riktlinje', 'accounts.read', showGuideline),
    route('POST', '/register/:id/riktlinje/prova', 'guideline.attest', look),
    route('GET', '/register/:id/riktlinje/intyga', 'guideline.attest', (h, _p, c) => showAttest(h, c)),
    route('POST', '/register/:id/riktlinje/intyga', 'guideline.attest', saveAttestation),
    route('GET', '/register/:id/riktlinje/enheter', 'guideline.administer', (h, _p, c) => showUnits(h, c)),
    route('POST', '/register/:id/riktlinje/enheter', 'guideline.administer', saveUnits),
    route('GET', '/register/:id/riktlinje/personuppgifter', 'guideline.administer', (h, _p, c) =>
      showProcessingForm(h, c),
    ),
    route('POST', '/register/:id/riktlinje/personuppgifter', 'guideline.administer', saveProcessing),
    route('POST', '/register/:id/hamta', 'collection.run', collect),
    route('POST', '/register/:id/prova', 'accounts.connect', probe),
    route('GET', '/register/:id/ansvarig', 'accounts.register', (h, _p, c) => showResponsible(h, c)),
    route('POST', '/register/:id/ansvarig', 'accounts.register', appoint),
    route('GET', '/register/:id/lasare', 'accounts.register', (h, p, c) => showKind(h, p, c)),
    route('POST', '/register/:id/lasare', 'accounts.register', saveKind),
    route('GET', '/register/:id/behorighet', 'rights.read', showRights),
    route('GET', '/register/:id/anslutning', 'accounts.connect', (h, p, c) => showConnect(h, p, c)),
    route('POST', '/register/:id/anslutning', 'accounts.connect', connect),
    route('GET', '/register/:id/forsta-anslutning', 'accounts.connect', (h, p, c) => showFirst(h, p, c)),
    route('POST', '/register/:id/forsta-anslutning', 'accounts.connect', connectFirst),
    route('GET', '/register/:id/anslut', 'accounts.connect', startRenewal),
    route('GET', '/register/anslut/svar', 'accounts.connect', takeSignIn),
    route('GET', '/register/:id/forklara', 'collection.explainGap', (h, _p, c) => showExplain(h, c)),
    route('POST', '/register/:id/forklara', 'collection.explainGap', explain),
    route('GET', '/installningar/plattformar', 'policy.read', showPlatforms),
    route('GET', '/installningar/plattformar/:platform', 'policy.read', (h, p, c) => showPlatform(h, p, c)),
    route('POST', '/installningar/plattformar/:platform', 'platforms.decide', decide),
  ]
}
