import { actorOf, announce, countText, fragment } from '../../../../web/index.ts'
import { incomingPage, tasksAsked } from '../../service/queue.ts'
import { addressOf, questionOf, queueHref, sinceOf } from '../address.ts'
import type { Deps, Screen } from '../deps.ts'
import { labelWord } from '../words.ts'

/** GET /ko/nytt?sedan=…: how many have come since, as a link; 204 when none have. */
export const newsScreen =
  (deps: Deps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const address = addressOf(c)
    const since = sinceOf(c)
    if (!since) return c.body(null, 204)
    const href = queueHref({ ...address, after: undefined })
    if (address.view === 'incoming') {
      const { items } = await incomingPage(deps.house, actor, {
        accountId: address.accountId,
        before: undefined,
      })
      const count = items.filter((item) => item.collectedAt > since).length
      return count > 0 ? fragment(c, <a href={href}>{`${count} nya, visa`}</a>) : c.body(null, 204)
    }
    const tasks = await tasksAsked(deps.house, actor, { ...questionOf(address), after: undefined }, 200)
    const fresh = tasks.filter((task) => task.createdAt > since)
    if (fresh.length === 0) return c.body(null, 204)
    const urgent = fresh.find((task) => task.urgency === 0)
    announce(
      c,
      urgent
        ? `Ett nytt brådskande ärende: ${labelWord(urgent.labels[0] ?? '').text || 'utan skäl'}`
        : `${countText(fresh.length, 'nytt ärende', 'nya ärenden')} i kön`,
    )
    return fragment(c, <a href={href}>{`${countText(fresh.length, 'ny', 'nya')}, visa`}</a>)
  }
