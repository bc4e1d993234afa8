import type { House } from '../../../infra/house.ts'
import type { Route } from '../../../web/index.ts'
import { confirmList, sendList, showConfirm, showSend } from './account-list.tsx'
import { begin, savePart, showApplication, showBegin, showList, showPart } from './application.tsx'
import {
  capture,
  close,
  collectLast,
  giveTasks,
  notice,
  ruleOnClosing,
  showClosing,
  stop,
} from './closing.tsx'
import type { Handler, Platforms } from './common.ts'
import {
  followUp,
  goThrough,
  pause,
  resume,
  showChecklist,
  showFollowUp,
  showPause,
  writePlan,
} from './life.tsx'
import { printClosing, printDecision, printPlan } from './print.ts'
import {
  answer,
  ask,
  enter,
  judge,
  rule,
  sayComments,
  send,
  takeBack,
  tickAsEmployee,
  tickAsManager,
  tie,
} from './steps.tsx'

/** Applications, and what happens in the life of an account. */
export const applicationsRoutes = (house: House, platforms: Platforms): readonly Route[] => {
  const route = (
    method: Route['method'],
    path: Route['path'],
    permission: Route['permission'],
    handler: Handler,
  ): Route => ({ method, path, permission, handler: (c) => handler(house, platforms, c) })
  const one = '/register/ansokan/:application'
  return [
    route('GET', '/register/ansokan', 'applications.read', showList),
    route('GET', '/register/ansokan/ny', 'applications.write', (h, p, c) => showBegin(h, p, c)),
    route('POST', '/register/ansokan/ny', 'applications.write', begin),
    route('GET', one, 'applications.read', showApplication),
    route('GET', `${one}/plan.pdf`, 'applications.read', printPlan),
    route('GET', `${one}/beslut.pdf`, 'applications.read', printDecision),
    route('GET', `${one}/:part`, 'applications.read', showPart),
    route('POST', `${one}/uppdrag`, 'applications.write', ask),
    route('POST', `${one}/uppdrag/svar`, 'applications.mandate', answer),
    route('POST', `${one}/villkor`, 'applications.write', judge),
    route('POST', `${one}/checklista`, 'applications.write', tickAsEmployee),
    route('POST', `${one}/checklista/chef`, 'applications.mandate', tickAsManager),
    route('POST', `${one}/granska`, 'applications.write', send),
    route('POST', `${one}/ater`, 'applications.write', takeBack),
    route('POST', `${one}/kommunikation`, 'applications.comment', sayComments),
    route('POST', `${one}/beslut`, 'applications.decide', rule),
    route('POST', `${one}/anslut`, 'accounts.register', enter),
    route('POST', `${one}/koppla`, 'accounts.register', tie),
    route('POST', `${one}/:part`, 'applications.write', savePart),
    route('GET', '/register/lista', 'accounts.register', (_h, _p, c) => showSend(c)),
    route('POST', '/register/lista', 'accounts.register', sendList),
    route('GET', '/register/lista/:list', 'accounts.register', showConfirm),
    route('POST', '/register/lista/:list', 'accounts.register', (h, _p, c) => confirmList(h, c)),
    route('POST', '/register/:id/plan', 'applications.write', writePlan),
    route('GET', '/register/:id/pausa', 'accounts.close', (h, _p, c) => showPause(h, c)),
    route('POST', '/register/:id/pausa', 'accounts.close', pause),
    route('POST', '/register/:id/igang', 'accounts.close', resume),
    route('GET', '/register/:id/uppfoljning', 'applications.write', (h, p, c) => showFollowUp(h, p, c)),
    route('POST', '/register/:id/uppfoljning', 'applications.write', followUp),
    route('GET', '/register/:id/checklista', 'applications.read', (h, _p, c) => showChecklist(h, c)),
    route('POST', '/register/:id/checklista', 'applications.write', goThrough),
    route('GET', '/register/:id/avsluta', 'accounts.close', showClosing),
    route('GET', '/register/:id/avsluta/rapport.pdf', 'accounts.close', printClosing),
    route('POST', '/register/:id/avsluta', 'applications.decide', ruleOnClosing),
    route('POST', '/register/:id/avsluta/stoppa', 'accounts.close', stop),
    route('POST', '/register/:id/avsluta/arenden', 'accounts.close', giveTasks),
    route('POST', '/register/:id/avsluta/besked', 'accounts.close', notice),
    route('POST', '/register/:id/avsluta/hamta', 'collection.run', collectLast),
    route('POST', '/register/:id/avsluta/bild', 'accounts.close', capture),
    route('POST', '/register/:id/avsluta/stang', 'accounts.close', close),
  ]
}
