import type { Permission } from '../../../access/index.ts'
import type { DiaryGateway } from '../../../gateways/diary/contract.ts'
import type { House } from '../../../infra/house.ts'
import type { Route } from '../../../web/index.ts'
import type { Screen } from './common.ts'
import { diaryScreen, sendCsv, sendOpenList } from './diary.tsx'
import { correctForm, correctScreen, declineForm, entryScreen, registerForm } from './entry.tsx'
import { newForm, newScreen } from './new.tsx'
import { seriesForm, seriesScreen } from './series.tsx'

/** The diary. Fixed paths stand before those with an id in their place. */
export function diaryRoutes(house: House, gateway: DiaryGateway): readonly Route[] {
  const deps = { house, gateway }
  const get = (path: `/${string}`, permission: Permission, handler: Screen): Route => ({
    method: 'GET',
    path,
    permission,
    handler,
  })
  const post = (path: `/${string}`, permission: Permission, handler: Screen): Route => ({
    method: 'POST',
    path,
    permission,
    handler,
  })
  return [
    get('/diarium', 'diary.read', diaryScreen(deps)),
    get('/diarium/kalkylblad', 'diary.read', sendCsv(deps)),
    get('/diarium/lista', 'diary.read', sendOpenList(deps)),
    get('/diarium/ny', 'diary.propose', newScreen(deps)),
    post('/diarium/ny', 'diary.propose', newForm(deps)),
    get('/diarium/serier', 'diary.register', seriesScreen(deps)),
    post('/diarium/serier', 'diary.register', seriesForm(deps)),
    get('/diarium/:id', 'diary.read', entryScreen(deps)),
    post('/diarium/:id', 'diary.register', registerForm(deps)),
    post('/diarium/:id/inte', 'diary.register', declineForm(deps)),
    get('/diarium/:id/ratta', 'diary.register', correctScreen(deps)),
    post('/diarium/:id/ratta', 'diary.register', correctForm(deps)),
  ]
}
