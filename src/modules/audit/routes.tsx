import type { House } from '../../infra/house.ts'
import { actorOf, page, queryOf, type Route, type WebContext } from '../../web/index.ts'
import { Trail } from './screens/trail.tsx'
import { auditTrail } from './service.ts'

async function show(house: House, c: WebContext): Promise<Response> {
  const { slag, id, fore } = queryOf(c)
  const subject = typeof slag === 'string' && typeof id === 'string' ? { kind: slag, id } : undefined
  const before = typeof fore === 'string' && /^\d{1,15}$/.test(fore) ? Number(fore) : undefined
  const { events, more } = await auditTrail(house, actorOf(c), {
    ...(subject && { subject }),
    ...(before !== undefined && { before }),
  })
  return page(
    c,
    { title: 'Vem har gjort och läst vad', current: 'installningar' },
    <Trail events={events} more={more} subject={subject} />,
  )
}

export const auditRoutes = (house: House): readonly Route[] => [
  {
    method: 'GET',
    path: '/installningar/handelser',
    permission: 'audit.read',
    handler: (c) => show(house, c),
  },
]
