import { type Actor, may, type Permission } from '../../access/index.ts'
import type { House } from '../../infra/house.ts'
import { actorOf, page, queryOf, type Route, seeOther, type WebContext } from '../../web/index.ts'
import { LearningScreen, path } from './screens/learning.tsx'
import { readLearning } from './service/read.ts'
import { askForTraining, decideOnLearning } from './service/use.ts'

const doneTexts: ReadonlyMap<string, string> = new Map([
  ['sla-pa', 'Inlärningen är på.'],
  ['stang-av', 'Inlärningen är avstängd.'],
  ['lar-om', 'Datorn lär om. Ladda om sidan om en stund. Har ni inte fattat nya beslut blir allt som förut.'],
])

async function show(house: House, c: WebContext): Promise<Response> {
  const actor = actorOf(c)
  return page(
    c,
    { title: 'Det Uppsikt lär sig av era beslut', current: 'installningar' },
    <LearningScreen
      learning={await readLearning(house, actor)}
      mayDecide={may(actor, 'learning.decide', {})}
      done={doneTexts.get(String(queryOf(c)['gjort']))}
    />,
  )
}

/** Reading is for those who answer for the work; deciding for the head of communications. */
export const learningRoutes = (house: House): readonly Route[] => {
  const act = (step: string, permission: Permission, verb: (actor: Actor) => Promise<void>): Route => ({
    method: 'POST',
    path: `${path}/${step}`,
    permission,
    handler: async (c) => {
      await verb(actorOf(c))
      return seeOther(c, `${path}?gjort=${step}`)
    },
  })
  return [
    { method: 'GET', path, permission: 'learning.read', handler: (c) => show(house, c) },
    act('sla-pa', 'learning.decide', (actor) => decideOnLearning(house, actor, true)),
    act('stang-av', 'learning.decide', (actor) => decideOnLearning(house, actor, false)),
    act('lar-om', 'learning.decide', (actor) => askForTraining(house, actor)),
  ]
}
