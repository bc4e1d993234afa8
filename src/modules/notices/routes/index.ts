import type { House } from '../../../infra/house.ts'
import { assetText, type Route } from '../../../web/index.ts'
import { showMailbox, takeMailbox } from './mailbox.tsx'
import { dropDevice, path, showSettings, takeDevice, takeSettings } from './settings.tsx'

/** When a person is told, on which devices, and which mailbox an account has. */
export const noticesRoutes = (house: House): readonly Route[] => [
  { method: 'GET', path, permission: 'signedIn', handler: (c) => showSettings(house, c) },
  { method: 'POST', path, permission: 'signedIn', handler: (c) => takeSettings(house, c) },
  { method: 'POST', path: `${path}/enhet`, permission: 'signedIn', handler: (c) => takeDevice(house, c) },
  {
    method: 'POST',
    path: `${path}/enhet/:device/ta-bort`,
    permission: 'signedIn',
    handler: (c) => dropDevice(house, c),
  },
  {
    method: 'GET',
    path: '/register/:id/brevlada',
    permission: 'accounts.register',
    handler: (c) => showMailbox(house, c),
  },
  {
    method: 'POST',
    path: '/register/:id/brevlada',
    permission: 'accounts.register',
    handler: (c) => takeMailbox(house, c),
  },
  {
    // The browser asks for it by itself, also when nobody is signed in; its address may not change.
    method: 'GET',
    path: '/notiser.js',
    permission: 'public',
    handler: (c) =>
      c.body(assetText('notices-worker.js'), 200, {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'no-cache',
      }),
  },
]
