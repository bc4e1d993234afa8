import { z } from 'zod'
import { roles } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  actorOf,
  checkForm,
  faultsOf,
  type Route,
  readForm,
  seeOther,
  textsOf,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { delegateRole, endDelegation } from '../service/delegations.ts'
import { showOne, staffOf } from './staff.tsx'

const path = '/installningar/medarbetare/:id/tillfalligt'

const form = z.object({
  role: z.enum(roles),
  where: z.string().max(200).default(''),
  from: written('Skriv första dagen, till exempel 2026-12-21', 10),
  to: written('Skriv sista dagen, till exempel 2027-01-08', 10),
  reason: written('Skriv varför, till exempel Semester', 500),
})

async function give(house: House, c: WebContext): Promise<Response> {
  const { staffId } = await staffOf(house, c)
  const read = await checkForm(c, form)
  if (!read.ok) return showOne(house, c, read.error)
  const { where, ...given } = read.value
  try {
    await delegateRole(house, actorOf(c), { staffId, ...given, ...(where && { department: where }) })
  } catch (thrown) {
    return showOne(house, c, await faultsOf(c, thrown))
  }
  return seeOther(c, `/installningar/medarbetare/${staffId}#h-tillfalligt`)
}

async function end(house: House, c: WebContext): Promise<Response> {
  const { staffId } = await staffOf(house, c)
  const { delegation } = textsOf(await readForm(c))
  await endDelegation(house, actorOf(c), staffId, typeof delegation === 'string' ? delegation : '')
  return seeOther(c, `/installningar/medarbetare/${staffId}#h-tillfalligt`)
}

/** Roles for a time, on a person's own page. */
export const delegationRoutes = (house: House): readonly Route[] => [
  { method: 'POST', path, permission: 'staff.change', handler: (c) => give(house, c) },
  { method: 'POST', path: `${path}/avsluta`, permission: 'staff.change', handler: (c) => end(house, c) },
]
