import type { House } from '../../../infra/house.ts'
import type { Route, WebContext } from '../../../web/index.ts'
import type { Platforms } from '../screens/account-line.tsx'
import { findFlag, sendFlag, showFlag, showFlagForm } from './flag.tsx'
import {
  sendAccounts,
  sendCatalogue,
  sendColours,
  sendIncluded,
  sendLogotype,
  showAccessibility,
  showAccounts,
  showEmbedded,
  showInvitations,
  showPrivacy,
} from './open.tsx'
import {
  dropPolitician,
  savePolitician,
  saveSettings,
  saveWatched,
  showPolitician,
  showSettings,
  showWatched,
} from './settings.tsx'
import { sendTrial, showTrial } from './trial.tsx'

type Handler = (house: House, platforms: Platforms, c: WebContext) => Promise<Response>

/** What everyone may read and send, and where communications decides what it says. */
export const publicPagesRoutes = (house: House, platforms: Platforms): readonly Route[] => {
  const route = (
    method: Route['method'],
    path: Route['path'],
    permission: Route['permission'],
    handler: Handler,
  ): Route => ({ method, path, permission, handler: (c) => handler(house, platforms, c) })
  const settings = '/installningar/offentligt'
  return [
    route('GET', '/konton', 'public', showAccounts),
    route('GET', '/konton.json', 'public', sendAccounts),
    route('GET', '/konton/dcat.jsonld', 'public', sendCatalogue),
    route('GET', '/konton/inbaddad', 'public', showEmbedded),
    route('GET', '/konton/lista.html', 'public', sendIncluded),
    route('GET', '/konton/farg.css', 'public', sendColours),
    route('GET', '/konton/logotyp', 'public', sendLogotype),
    route('GET', '/om-personuppgifter', 'public', showPrivacy),
    route('GET', '/tillganglighet', 'public', showAccessibility),
    route('GET', '/paverka', 'public', showInvitations),
    route('GET', '/anmal', 'public', showFlagForm),
    route('POST', '/anmal', 'public', sendFlag),
    route('GET', '/anmal/nummer', 'public', findFlag),
    route('GET', '/anmal/:nummer', 'public', showFlag),
    route('GET', '/provning/:nummer', 'public', showTrial),
    route('POST', '/provning/:nummer', 'public', sendTrial),
    route('GET', settings, 'publicPages.change', showSettings),
    route('POST', settings, 'publicPages.change', saveSettings),
    route('GET', `${settings}/politiker`, 'publicPages.change', showPolitician),
    route('POST', `${settings}/politiker`, 'publicPages.change', savePolitician),
    route('POST', `${settings}/politiker/:lank/ta-bort`, 'publicPages.change', dropPolitician),
    route('GET', `${settings}/konto/:account`, 'publicPages.change', showWatched),
    route('POST', `${settings}/konto/:account`, 'publicPages.change', saveWatched),
  ]
}
