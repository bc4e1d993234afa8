import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import {
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  municipalityOf,
  seeOther,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { askForTrial, trialStatus } from '../../reconsiderations/index.ts'
import type { Platforms } from '../screens/account-line.tsx'
import { TrialScreen, UnknownTrial } from '../screens/trial.tsx'
import { readLook } from '../service.ts'
import { showPublic } from './frame.tsx'
import { countFrom, numberIn, refuseGuessing } from './limits.ts'

type Handler = (house: House, platforms: Platforms, c: WebContext) => Promise<Response>

async function show(house: House, platforms: Platforms, c: WebContext, state: FormState): Promise<Response> {
  const { id } = municipalityOf(c)
  await refuseGuessing(house, c)
  const number = numberIn(c.req.param('nummer'), 'K')
  const status = number && (await trialStatus(house, id, number))
  const look = await readLook(house, id)
  if (!status) {
    await countFrom(house, c, 'miss')
    return showPublic(c, look, { title: 'Vi hittar inte numret', status: 404 }, <UnknownTrial />)
  }
  return showPublic(
    c,
    look,
    { title: 'Be oss pröva igen', state },
    <TrialScreen status={status} platform={platforms.get(status.platform)} state={state} />,
  )
}

export const showTrial: Handler = (house, platforms, c) => show(house, platforms, c, emptyForm())

const form = z.object({
  varfor: written('Skriv varför den ska få stå, till exempel att den handlade om saken.', 5_000),
})

/** @throws TooMany; Stop('notFound'). */
export const sendTrial: Handler = async (house, platforms, c) => {
  const checked = await checkForm(c, form)
  if (!checked.ok) return show(house, platforms, c, checked.error)
  await countFrom(house, c, 'send')
  const number = numberIn(c.req.param('nummer'), 'K') ?? ''
  try {
    await askForTrial(house, municipalityOf(c).id, number, checked.value.varfor)
  } catch (thrown) {
    return show(house, platforms, c, await faultsOf(c, thrown))
  }
  return seeOther(c, `/provning/${number}`)
}
