import { z } from 'zod'
import { type AccountId, asId, Stop } from '../../../kernel/index.ts'
import { actorOf, checkForm, faultsOf, seeOther, type WebContext, written } from '../../../web/index.ts'
import { linkName } from '../screens/places.tsx'
import { confirmByHand, leaveIt, tryAgain } from '../service/after.ts'
import { approve, decline } from '../service/approve.ts'
import { takeBack, throwAway } from '../service/drafts.ts'
import { type Deps, publicationIdOf, type Screen } from './common.ts'
import { showPublication } from './write.tsx'

/** Does something with the publication in the address; what cannot be done is said on its page. */
const step =
  (deps: Deps, act: (c: WebContext) => Promise<string>): Screen =>
  async (c) => {
    try {
      return seeOther(c, await act(c))
    } catch (thrown) {
      return showPublication(c, deps, await faultsOf(c, thrown))
    }
  }

const pageOf = (c: WebContext, done: string): string => `/publicering/${publicationIdOf(c)}?gjort=${done}`

const versionForm = z.object({ version: z.coerce.number().int().catch(0) })

/** POST /publicering/:id/godkann */
export const approveForm = (deps: Deps): Screen =>
  step(deps, async (c) => {
    const checked = await checkForm(c, versionForm)
    const version = checked.ok ? checked.value.version : 0
    await approve(deps.house, actorOf(c), deps.around, publicationIdOf(c), version)
    return pageOf(c, 'godkant')
  })

const declineWords = versionForm.extend({
  skal: written('Skriv vad som behöver ändras, så att den som skrev vet', 1_000),
})

/** POST /publicering/:id/tillbaka */
export const declineForm =
  (deps: Deps): Screen =>
  async (c) => {
    const checked = await checkForm(c, declineWords)
    if (!checked.ok) return showPublication(c, deps, checked.error)
    const { version, skal } = checked.value
    return step(deps, async () => {
      await decline(deps.house, actorOf(c), publicationIdOf(c), version, skal)
      return pageOf(c, 'tillbaka')
    })(c)
  }

/** POST /publicering/:id/andra and /avbryt: nothing has left yet. */
export const takeBackForm = (deps: Deps, to: 'draft' | 'cancelled'): Screen =>
  step(deps, async (c) => {
    await takeBack(deps.house, actorOf(c), publicationIdOf(c), to)
    return pageOf(c, to === 'draft' ? 'andra' : 'avbrutet')
  })

/** POST /publicering/:id/kasta */
export const throwAwayForm = (deps: Deps): Screen =>
  step(deps, async (c) => {
    await throwAway(deps.house, actorOf(c), publicationIdOf(c))
    return '/publicering?gjort=kastat'
  })

const placeForm = z.looseObject({
  gor: z.enum(['igen', 'klart', 'lat-bli'], { error: 'Välj vad du vill göra.' }),
})

/** POST /publicering/:id/konto/:account */
export const placeStep =
  (deps: Deps): Screen =>
  async (c) => {
    const { house } = deps
    const actor = actorOf(c)
    const publicationId = publicationIdOf(c)
    const accountId = asId<AccountId>(c.req.param('account') ?? '')
    if (!accountId) throw new Stop('notFound', 'Kontot finns inte i inlägget. Gå tillbaka till inlägget.')
    const checked = await checkForm(c, placeForm)
    if (!checked.ok) return showPublication(c, deps, checked.error)
    const { gor } = checked.value
    const link = String(checked.value[linkName({ accountId })] ?? '').trim()
    return step(deps, async () => {
      if (gor === 'igen') await tryAgain(house, actor, publicationId, accountId)
      else if (gor === 'klart') await confirmByHand(house, actor, publicationId, accountId, link)
      else await leaveIt(house, actor, publicationId, accountId)
      return pageOf(c, gor)
    })(c)
  }
