import type { House } from '../../infra/house.ts'
import type { Platform } from '../../platforms/contract.ts'
import type { Route } from '../../web/index.ts'
import { abuseScreen, abuseStepForm, suspectAbuseForm } from './screens/decide/abuse.tsx'
import { answerSecondForm, secondScreen } from './screens/decide/second.tsx'
import { tellAuthorForm, tellAuthorScreen } from './screens/decide/tell-author.tsx'
import { knowAgain, leaveTask, liveScreen, noteTask, reopenTask } from './screens/item/acts.tsx'
import { assignScreen, assignTask } from './screens/item/assign.tsx'
import { byHandScreen, confirmHand } from './screens/item/by-hand.tsx'
import { measureScreen, takeMeasure } from './screens/item/measure.tsx'
import { replyScreen, sendReplyForm } from './screens/item/reply.tsx'
import { snoozeScreen, snoozeTask } from './screens/item/snooze.tsx'
import { answerFlagsForm, answerFlagsScreen } from './screens/outside/flags.tsx'
import { decideTrialForm, decideTrialScreen } from './screens/outside/trial.tsx'
import { bulkAct } from './screens/queue/bulk.tsx'
import { takeTogetherForm } from './screens/queue/bulk-measure.tsx'
import { batchScreen } from './screens/queue/bulk-outcome.tsx'
import { answerSecondsForm } from './screens/queue/bulk-second.tsx'
import { newsScreen } from './screens/queue/news.tsx'
import { queueScreen } from './screens/queue/queue.tsx'
import { laterBreak, ownLanguages, saveLanguages } from './screens/reading/own.tsx'
import { chooseScreen } from './screens/rounds/choose.tsx'
import { explainDay, explainScreen } from './screens/rounds/explain.tsx'
import { confirmScreen, roundScreen } from './screens/rounds/round.tsx'
import type { DiaryLookup } from './types.ts'

/** The queue, its items and the rounds. Fixed paths stand before those with an id in their place. */
export function supervisionRoutes(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  diary: DiaryLookup,
): readonly Route[] {
  const deps = { house, platforms, diary }
  return [
    { method: 'GET', path: '/ko', permission: 'tasks.read', handler: queueScreen(deps) },
    { method: 'GET', path: '/ko/nytt', permission: 'tasks.read', handler: newsScreen(deps) },
    { method: 'POST', path: '/ko/paus', permission: 'tasks.read', handler: laterBreak(deps) },
    { method: 'GET', path: '/mitt/sprak', permission: 'tasks.read', handler: ownLanguages(deps) },
    { method: 'POST', path: '/mitt/sprak', permission: 'tasks.read', handler: saveLanguages(deps) },
    { method: 'POST', path: '/ko/valda', permission: 'tasks.work', handler: bulkAct(deps) },
    {
      method: 'POST',
      path: '/ko/valda/atgard',
      permission: 'measures.take',
      handler: takeTogetherForm(deps),
    },
    {
      method: 'POST',
      path: '/ko/valda/andra',
      permission: 'measures.take',
      handler: answerSecondsForm(deps),
    },
    { method: 'GET', path: '/ko/valda/:batch', permission: 'tasks.read', handler: batchScreen(deps) },
    { method: 'GET', path: '/ko/runda', permission: 'supervision.confirm', handler: chooseScreen(deps) },
    { method: 'GET', path: '/ko/runda/:account', permission: 'supervision.read', handler: roundScreen(deps) },
    {
      method: 'POST',
      path: '/ko/runda/:account',
      permission: 'supervision.confirm',
      handler: confirmScreen(deps),
    },
    {
      method: 'GET',
      path: '/ko/runda/:account/forklara',
      permission: 'supervision.explain',
      handler: explainScreen(deps),
    },
    {
      method: 'POST',
      path: '/ko/runda/:account/forklara',
      permission: 'supervision.explain',
      handler: explainDay(deps),
    },
    { method: 'GET', path: '/ko/:id', permission: 'tasks.read', handler: queueScreen(deps) },
    { method: 'GET', path: '/ko/:id/laget', permission: 'tasks.read', handler: liveScreen(deps) },
    { method: 'GET', path: '/ko/:id/atgard', permission: 'measures.take', handler: measureScreen(deps) },
    { method: 'POST', path: '/ko/:id/atgard', permission: 'measures.take', handler: takeMeasure(deps) },
    {
      method: 'GET',
      path: '/ko/:id/angra/:measure',
      permission: 'measures.take',
      handler: measureScreen(deps),
    },
    {
      method: 'POST',
      path: '/ko/:id/angra/:measure',
      permission: 'measures.take',
      handler: takeMeasure(deps),
    },
    { method: 'GET', path: '/ko/:id/for-hand', permission: 'measures.take', handler: byHandScreen(deps) },
    { method: 'POST', path: '/ko/:id/for-hand', permission: 'measures.take', handler: confirmHand(deps) },
    { method: 'GET', path: '/ko/:id/svara', permission: 'dialogue.reply', handler: replyScreen(deps) },
    { method: 'POST', path: '/ko/:id/svara', permission: 'dialogue.reply', handler: sendReplyForm(deps) },
    { method: 'GET', path: '/ko/:id/fyra-ogon', permission: 'measures.take', handler: secondScreen(deps) },
    {
      method: 'POST',
      path: '/ko/:id/fyra-ogon',
      permission: 'measures.take',
      handler: answerSecondForm(deps),
    },
    { method: 'GET', path: '/ko/:id/beratta', permission: 'dialogue.reply', handler: tellAuthorScreen(deps) },
    { method: 'POST', path: '/ko/:id/beratta', permission: 'dialogue.reply', handler: tellAuthorForm(deps) },
    { method: 'GET', path: '/ko/:id/overgrepp', permission: 'measures.take', handler: abuseScreen(deps) },
    {
      method: 'POST',
      path: '/ko/:id/overgrepp',
      permission: 'measures.take',
      handler: suspectAbuseForm(deps),
    },
    {
      method: 'POST',
      path: '/ko/:id/overgrepp/steg',
      permission: 'measures.take',
      handler: abuseStepForm(deps),
    },
    { method: 'GET', path: '/ko/:id/prova-igen', permission: 'tasks.work', handler: decideTrialScreen(deps) },
    { method: 'POST', path: '/ko/:id/prova-igen', permission: 'tasks.work', handler: decideTrialForm(deps) },
    {
      method: 'GET',
      path: '/ko/:id/svara-anmalan',
      permission: 'tasks.work',
      handler: answerFlagsScreen(deps),
    },
    {
      method: 'POST',
      path: '/ko/:id/svara-anmalan',
      permission: 'tasks.work',
      handler: answerFlagsForm(deps),
    },
    { method: 'POST', path: '/ko/:id/lat-sta', permission: 'tasks.work', handler: leaveTask(deps) },
    { method: 'POST', path: '/ko/:id/ta-upp', permission: 'tasks.work', handler: reopenTask(deps) },
    { method: 'POST', path: '/ko/:id/kann-igen', permission: 'tasks.work', handler: knowAgain(deps) },
    { method: 'POST', path: '/ko/:id/anteckning', permission: 'tasks.work', handler: noteTask(deps) },
    { method: 'GET', path: '/ko/:id/tilldela', permission: 'tasks.work', handler: assignScreen(deps) },
    { method: 'POST', path: '/ko/:id/tilldela', permission: 'tasks.work', handler: assignTask(deps) },
    { method: 'GET', path: '/ko/:id/snooza', permission: 'tasks.work', handler: snoozeScreen(deps) },
    { method: 'POST', path: '/ko/:id/snooza', permission: 'tasks.work', handler: snoozeTask(deps) },
  ]
}
