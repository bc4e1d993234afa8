import { z } from 'zod'
import { may } from '../../../../access/index.ts'
import { withMunicipality } from '../../../../infra/db/index.ts'
import { Stop } from '../../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  Head,
  page,
  seeOther,
  type WebContext,
} from '../../../../web/index.ts'
import { addAbuseStep, orderAwayAgain, readAbuse, suspectAbuse } from '../../../measures/index.ts'
import { staffNames } from '../../../organisation/index.ts'
import { openedTask } from '../../service/item.ts'
import { actHref, addressOf, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import { Disagreement, Mark, type Suspicion } from './abuse-mark.tsx'
import { UnderWay } from './abuse-steps.tsx'

async function suspicion(c: WebContext, deps: Deps): Promise<Suspicion> {
  const actor = actorOf(c)
  const opened = await openedTask(deps.house, actor, deps.platforms, taskIdOf(c), false)
  const { item, account } = opened
  if (!item) throw new Stop('conflict', 'Ärendet gäller inget som någon har skrivit. Gå tillbaka till kön.')
  const abuse = await readAbuse(deps.house, actor, item.item.recordId)
  const people = abuse ? [abuse.staffId, ...abuse.steps.map(({ staffId }) => staffId)] : []
  return {
    opened,
    item,
    abuse,
    names: await withMunicipality(deps.house.db, actor.municipalityId, (tx) =>
      staffNames(tx, actor.municipalityId, people),
    ),
    mayLift:
      abuse !== undefined &&
      abuse.staffId !== actor.staffId &&
      account !== undefined &&
      may(actor, 'measures.liftAbuse', account),
    address: addressOf(c),
  }
}

function show(c: WebContext, about: Suspicion, state: FormState): Response | Promise<Response> {
  const { opened, address, abuse } = about
  const title = 'Misstänkt övergrepp mot barn'
  const crumbs = [
    { text: 'Kö', href: queueHref(address) },
    { text: 'Ärendet', href: queueHref(address, opened.task.taskId) },
    { text: title },
  ]
  const sub = abuse
    ? 'Innehållet är spärrat och visas inte för någon. Följ stegen.'
    : 'Läs igenom innan du spärrar. Öppna inte bilden, spara inget och ta ingen skärmbild.'
  return page(
    c,
    { title, current: 'ko', state },
    <>
      <Head title={title} sub={sub} crumbs={crumbs} />
      <div class="cols cols-2-1">
        <div class="stack">
          {abuse ? <UnderWay {...about} abuse={abuse} state={state} /> : <Mark {...about} state={state} />}
        </div>
        <div class="stack">
          <Disagreement keeps={about.item.policy.settings.abuseCopies !== null} />
        </div>
      </div>
    </>,
  )
}

/** GET overgrepp: what will happen; afterwards, the steps. */
export const abuseScreen =
  (deps: Deps): Screen =>
  async (c) =>
    show(c, await suspicion(c, deps), emptyForm())

/** That it comes from the page that says what will happen: pictures are destroyed. */
const confirmation = z.object({
  bekrafta: z.literal('sparra', { error: 'Läs igenom vad som händer, och spärra sedan' }),
})

/** POST overgrepp: nobody is shown it from now on. */
export const suspectAbuseForm =
  (deps: Deps): Screen =>
  async (c) => {
    const about = await suspicion(c, deps)
    const checked = await checkForm(c, confirmation)
    if (!checked.ok) return show(c, about, checked.error)
    try {
      await suspectAbuse(deps.house, actorOf(c), deps.platforms, about.item.item.recordId)
    } catch (thrown) {
      return show(c, about, await faultsOf(c, thrown))
    }
    const { task } = about.opened
    return seeOther(c, actHref(about.address, task.taskId, 'overgrepp'))
  }

const form = z.object({
  steg: z.enum(['policeTold', 'seenBy', 'lifted', 'order'], { error: 'Välj vad som har hänt' }),
  text: z.string().trim().max(2_000, 'Skriv högst 2\u00a0000 tecken. Korta texten.').default(''),
})

/** POST overgrepp/steg. */
export const abuseStepForm =
  (deps: Deps): Screen =>
  async (c) => {
    const about = await suspicion(c, deps)
    const checked = await checkForm(c, form)
    if (!checked.ok) return show(c, about, checked.error)
    const { steg, text } = checked.value
    const { recordId } = about.item.item
    try {
      if (steg === 'order') await orderAwayAgain(deps.house, actorOf(c), deps.platforms, recordId)
      else await addAbuseStep(deps.house, actorOf(c), recordId, { kind: steg, detail: text })
    } catch (thrown) {
      const { errors, ...rest } = await faultsOf(c, thrown)
      const { detail, ...others } = errors
      return show(c, about, { ...rest, errors: detail ? { ...others, text: detail } : others })
    }
    const { taskId } = about.opened.task
    return seeOther(
      c,
      steg === 'lifted' ? queueHref(about.address, taskId) : actHref(about.address, taskId, 'overgrepp'),
    )
  }
