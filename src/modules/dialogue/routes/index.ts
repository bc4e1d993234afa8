import type { House } from '../../../infra/house.ts'
import type { Platform } from '../../../platforms/contract.ts'
import type { Route } from '../../../web/index.ts'
import { anotherWayForm, anotherWayScreen } from './another-way.tsx'
import { actOnAnswer, dialogueScreen, noAnswer } from './dialogue.tsx'
import { elsewhereForm, elsewhereScreen } from './elsewhere.tsx'
import { forwardForm, forwardScreen } from './forward.tsx'
import { linkScreen, referForm, referScreen, takeBack } from './refer.tsx'
import { removeReply, repliesScreen, replyForm } from './replies.tsx'
import { roundForm, roundScreen, roundsScreen } from './rounds.tsx'
import { unitAnswer, unitScreen } from './unit.tsx'

/** The dialogue with those who ask. Fixed paths stand before those with an id in their place. */
export function dialogueRoutes(house: House, platforms: ReadonlyMap<string, Platform>): readonly Route[] {
  const deps = { house, platforms }
  return [
    { method: 'GET', path: '/dialog', permission: 'tasks.read', handler: dialogueScreen(deps) },
    { method: 'GET', path: '/dialog/svar', permission: 'dialogue.reply', handler: repliesScreen(deps) },
    { method: 'POST', path: '/dialog/svar', permission: 'dialogue.keepReplies', handler: replyForm(deps) },
    {
      method: 'POST',
      path: '/dialog/svar/ta-bort',
      permission: 'dialogue.keepReplies',
      handler: removeReply(deps),
    },
    { method: 'GET', path: '/dialog/rundor', permission: 'tasks.read', handler: roundsScreen(deps) },
    { method: 'GET', path: '/dialog/rundor/ny', permission: 'dialogue.invite', handler: roundScreen(deps) },
    {
      method: 'GET',
      path: '/dialog/rundor/:round',
      permission: 'dialogue.invite',
      handler: roundScreen(deps),
    },
    { method: 'POST', path: '/dialog/rundor', permission: 'dialogue.invite', handler: roundForm(deps) },
    {
      method: 'GET',
      path: '/dialog/hanvisning/:referral',
      permission: 'dialogue.reply',
      handler: linkScreen(deps),
    },
    {
      method: 'POST',
      path: '/dialog/hanvisning/:referral/aterta',
      permission: 'dialogue.reply',
      handler: takeBack(deps),
    },
    { method: 'GET', path: '/dialog/:id', permission: 'tasks.read', handler: dialogueScreen(deps) },
    { method: 'POST', path: '/dialog/:id', permission: 'dialogue.reply', handler: actOnAnswer(deps) },
    { method: 'GET', path: '/dialog/:id/hanvisa', permission: 'dialogue.reply', handler: referScreen(deps) },
    { method: 'POST', path: '/dialog/:id/hanvisa', permission: 'dialogue.reply', handler: referForm(deps) },
    {
      method: 'GET',
      path: '/dialog/:id/annan-myndighet',
      permission: 'dialogue.reply',
      handler: forwardScreen(deps),
    },
    {
      method: 'POST',
      path: '/dialog/:id/annan-myndighet',
      permission: 'dialogue.reply',
      handler: forwardForm(deps),
    },
    {
      method: 'GET',
      path: '/dialog/:id/annan-vag',
      permission: 'dialogue.reply',
      handler: anotherWayScreen(deps),
    },
    {
      method: 'POST',
      path: '/dialog/:id/annan-vag',
      permission: 'dialogue.reply',
      handler: anotherWayForm(deps),
    },
    {
      method: 'GET',
      path: '/dialog/:id/besvarad',
      permission: 'dialogue.reply',
      handler: elsewhereScreen(deps),
    },
    {
      method: 'POST',
      path: '/dialog/:id/besvarad',
      permission: 'dialogue.reply',
      handler: elsewhereForm(deps),
    },
    { method: 'POST', path: '/dialog/:id/inget-svar', permission: 'tasks.work', handler: noAnswer(deps) },
    { method: 'GET', path: '/hanvisning/:token', permission: 'public', handler: unitScreen(deps) },
    { method: 'POST', path: '/hanvisning/:token', permission: 'public', handler: unitAnswer(deps) },
  ]
}
