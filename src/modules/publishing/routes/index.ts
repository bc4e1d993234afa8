import type { Permission } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import { limits } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import type { Route } from '../../../web/index.ts'
import { guidanceRoutes } from '../guidance/routes.tsx'
import { licenceRoutes } from '../licences/routes.tsx'
import { newsRoutes } from '../news/routes.tsx'
import { officerRoutes } from '../officer/routes.tsx'
import type { Around } from '../types.ts'
import type { Screen } from './common.ts'
import { sendMedia, sendShared } from './files.ts'
import { linkScreen } from './link.tsx'
import { calendarScreen, listScreen } from './list.tsx'
import { approveForm, declineForm, placeStep, takeBackForm, throwAwayForm } from './steps.tsx'
import { newForm, newScreen, publicationForm, publicationScreen } from './write.tsx'

/**
 * Publishing. Fixed paths stand before those with an id in their place.
 * @param newsReader the platform that reads the website's news feeds.
 */
export function publishingRoutes(house: House, around: Around, newsReader: Platform): readonly Route[] {
  const deps = { house, around }
  const get = (path: `/${string}`, permission: Permission, handler: Screen): Route => ({
    method: 'GET',
    path,
    permission,
    handler,
  })
  const post = (path: `/${string}`, handler: Screen, formBytes?: number): Route => ({
    method: 'POST',
    path,
    permission: 'publishing.write',
    handler,
    ...(formBytes && { formBytes }),
  })
  return [
    get('/publicering', 'publishing.read', listScreen(deps)),
    get('/publicering/kalender', 'publishing.read', calendarScreen(deps)),
    get('/publicering/ny', 'publishing.write', newScreen(deps)),
    post('/publicering/ny', newForm(deps), limits.filmFormBytes),
    ...newsRoutes({ house, platforms: around.platforms, newsReader }),
    ...licenceRoutes(house),
    ...guidanceRoutes(house),
    get('/publicering/:id', 'publishing.read', publicationScreen(deps)),
    post('/publicering/:id', publicationForm(deps), limits.filmFormBytes),
    post('/publicering/:id/godkann', approveForm(deps)),
    post('/publicering/:id/tillbaka', declineForm(deps)),
    post('/publicering/:id/andra', takeBackForm(deps, 'draft')),
    post('/publicering/:id/avbryt', takeBackForm(deps, 'cancelled')),
    post('/publicering/:id/kasta', throwAwayForm(deps)),
    post('/publicering/:id/konto/:account', placeStep(deps)),
    get('/publicering/:id/lank', 'publishing.read', linkScreen(deps)),
    ...officerRoutes(house),
    get('/publicering/:id/fil/:media', 'publishing.read', sendMedia(deps)),
    { method: 'GET', path: '/delad/:token', permission: 'public', handler: sendShared(deps) },
  ]
}
