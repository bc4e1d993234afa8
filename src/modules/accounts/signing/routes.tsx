import { z } from 'zod'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  page,
  type Route,
  seeOther,
  type WebContext,
} from '../../../web/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { accountIdOf } from '../routes/account-id.ts'
import { signatureOf } from './rules.ts'
import { SigningScreen } from './screen.tsx'
import { setSigning, signingOf } from './service.ts'

const path = '/register/:id/underskrift'
const permission = 'dialogue.reply'

/** C3: the editors of an account agree on how they sign. */
export const signingRoutes = (house: House): readonly Route[] => [
  { method: 'GET', path, permission, handler: (c) => show(house, c) },
  { method: 'POST', path, permission, handler: (c) => save(house, c) },
]

async function show(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const actor = actorOf(c)
  const { account, settings } = await withMunicipality(house.db, actor.municipalityId, async (tx) => ({
    account: await signingOf(tx, actor, accountIdOf(c)),
    settings: (await currentPolicy(tx, actor.municipalityId, house.clock.now())).settings,
  }))
  const { signing } = account
  const state = faults ?? emptyForm({ namn: signing.name ?? '', arbetsplats: signing.workplace })
  const agreed = settings.signature.required && settings.signature.name === 'asEditorsAgreed'
  return page(
    c,
    { title: 'Så undertecknas svar', current: 'register', state },
    <SigningScreen
      account={account}
      agreed={agreed}
      now={signatureOf(settings, actor.name, account)}
      state={state}
    />,
  )
}

const form = z.object({
  namn: z
    .enum(['', 'firstName', 'fullName'], { error: 'Välj vilket namn ni undertecknar med.' })
    .default('')
    .transform((value) => value || null),
  arbetsplats: z.string().default(''),
})

async function save(house: House, c: WebContext): Promise<Response> {
  const checked = await checkForm(c, form)
  if (!checked.ok) return show(house, c, checked.error)
  const { namn, arbetsplats } = checked.value
  const accountId = accountIdOf(c)
  try {
    await setSigning(house, actorOf(c), accountId, { name: namn, workplace: arbetsplats })
  } catch (thrown) {
    return show(house, c, await faultsOf(c, thrown))
  }
  return seeOther(c, `/register/${accountId}?gjort=underskrift`)
}
