import type { House } from '../../../infra/house.ts'
import { actorOf, page, type Route, seeOther, type WebContext } from '../../../web/index.ts'
import { GuidanceScreen } from './screen.tsx'
import { confirmGuidance, readGuidance } from './service.ts'

const here = '/publicering/privat'

/** C9: how staff speak of their work as private persons. */
export const guidanceRoutes = (house: House): readonly Route[] => [
  { method: 'GET', path: here, permission: 'overview.read', handler: (c) => show(house, c) },
  { method: 'POST', path: here, permission: 'publishing.write', handler: (c) => confirm(house, c) },
]

const show = async (house: House, c: WebContext): Promise<Response> =>
  page(
    c,
    { title: 'När du skriver privat om jobbet', current: 'publicering' },
    <GuidanceScreen guidance={await readGuidance(house, actorOf(c))} />,
  )

async function confirm(house: House, c: WebContext): Promise<Response> {
  await confirmGuidance(house, actorOf(c))
  return seeOther(c, here)
}
