import type { House } from '../../../infra/house.ts'
import type { Route } from '../../../web/index.ts'
import { type Handler, path } from './common.ts'
import { showHandOver, showPeople, showTraining, takeHandOver, takePeople, takeTraining } from './people.tsx'
import { changeShift, dropShift, showNewShift, showShift, takeShift } from './rota.tsx'
import { dropAbsence, showAbsence, showStaffing, takeAbsence } from './staffing.tsx'

/** Who is there, who is away and who takes over. Before the register's own, where an account's id stands in the same place. */
export const staffingRoutes = (house: House): readonly Route[] => {
  const route = (
    method: Route['method'],
    at: Route['path'],
    permission: Route['permission'],
    handler: Handler,
  ): Route => ({ method, path: at, permission, handler: (c) => handler(house, c) })
  return [
    route('GET', path, 'staffing.read', showStaffing),
    route('GET', `${path}/franvaro`, 'staffing.absent', (h, c) => showAbsence(h, c)),
    route('POST', `${path}/franvaro`, 'staffing.absent', takeAbsence),
    route('POST', `${path}/franvaro/:absence/ta-bort`, 'staffing.absent', dropAbsence),
    route('GET', `${path}/pass`, 'staffing.manage', (h, c) => showNewShift(h, c)),
    route('POST', `${path}/pass`, 'staffing.manage', takeShift),
    route('GET', `${path}/pass/:shift`, 'staffing.manage', (h, c) => showShift(h, c)),
    route('POST', `${path}/pass/:shift`, 'staffing.manage', changeShift),
    route('POST', `${path}/pass/:shift/ta-bort`, 'staffing.manage', dropShift),
    route('GET', `${path}/utbildning`, 'staffing.manage', (h, c) => showTraining(h, c)),
    route('POST', `${path}/utbildning`, 'staffing.manage', takeTraining),
    route('GET', `${path}/lamna-over`, 'staffing.absent', (h, c) => showHandOver(h, c)),
    route('POST', `${path}/lamna-over`, 'staffing.absent', takeHandOver),
    route('GET', `${path}/lamna-over/:staff`, 'staffing.absent', (h, c) => showHandOver(h, c)),
    route('POST', `${path}/lamna-over/:staff`, 'staffing.absent', takeHandOver),
    route('GET', '/register/:id/personer', 'staffing.manage', (h, c) => showPeople(h, c)),
    route('POST', '/register/:id/personer', 'staffing.manage', takePeople),
  ]
}
