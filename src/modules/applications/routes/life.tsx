import { z } from 'zod'
import { authorize, type Permission } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  many,
  page,
  seeOther,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { type Account, accountIdOf, requireAccount } from '../../accounts/index.ts'
import { AgainScreen } from '../screens/checklist.tsx'
import { FollowUpScreen } from '../screens/follow-up.tsx'
import { PauseScreen } from '../screens/life.tsx'
import { goThroughChecklist, readChecklist } from '../service/checklist.ts'
import { followUpPlan, reachedAnswers, readFollowUp } from '../service/follow-up.ts'
import { pauseAccount, resumeAccount } from '../service/life.ts'
import { beginPlan } from '../service/plan-afterwards.ts'
import { current, type Handler, type Platforms } from './common.ts'

/** The account in the address. @throws Stop('notFound'); Stop('refused') when the permission does not reach it. */
async function accountOf(house: House, c: WebContext, permission: Permission): Promise<Account> {
  const actor = actorOf(c)
  const account = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountIdOf(c)),
  )
  authorize(actor, permission, account)
  return account
}

const backTo = (c: WebContext, done: string): Response =>
  seeOther(c, `/register/${accountIdOf(c)}?gjort=${done}`)

export async function showPause(house: House, c: WebContext, state: FormState = emptyForm()) {
  const account = await accountOf(house, c, 'accounts.close')
  return page(
    c,
    { title: account.paused ? 'Sätt i gång kontot' : 'Pausa kontot', current, state },
    <PauseScreen account={account} state={state} />,
  )
}

export const pause: Handler = async (house, _platforms, c) => {
  await accountOf(house, c, 'accounts.close')
  const form = await checkForm(c, z.object({ skal: written('Skriv varför, och till när.', 500) }))
  if (!form.ok) return showPause(house, c, form.error)
  await pauseAccount(house, actorOf(c), accountIdOf(c), form.value.skal)
  return backTo(c, 'pausat')
}

export const resume: Handler = async (house, _platforms, c) => {
  await resumeAccount(house, actorOf(c), accountIdOf(c))
  return backTo(c, 'igang')
}

export async function showFollowUp(
  house: House,
  platforms: Platforms,
  c: WebContext,
  state: FormState = emptyForm(),
) {
  const view = await readFollowUp(house, actorOf(c), platforms, accountIdOf(c))
  return page(c, { title: 'Följ upp planen', current, state }, <FollowUpScreen view={view} state={state} />)
}

const followUpForm = z.object({
  nadda: z.enum(reachedAnswers, { error: 'Välj om målgrupperna nåddes.' }),
  text: written('Skriv vad ni såg och vad ni ändrar.', 8_000),
})

export const followUp: Handler = async (house, platforms, c) => {
  await accountOf(house, c, 'applications.write')
  const form = await checkForm(c, followUpForm)
  if (!form.ok) return showFollowUp(house, platforms, c, form.error)
  const { nadda, text } = form.value
  await followUpPlan(house, actorOf(c), platforms, accountIdOf(c), { answer: nadda, text })
  return backTo(c, 'uppfoljd')
}

export async function showChecklist(house: House, c: WebContext, state: FormState = emptyForm()) {
  const view = await readChecklist(house, actorOf(c), accountIdOf(c))
  return page(c, { title: 'Checklista', current, state }, <AgainScreen view={view} state={state} />)
}

export const goThrough: Handler = async (house, _platforms, c) => {
  const form = await checkForm(c, z.object({ punkter: many(z.string().max(40)) }))
  if (!form.ok) return showChecklist(house, c, form.error)
  try {
    await goThroughChecklist(house, actorOf(c), accountIdOf(c), form.value.punkter)
  } catch (thrown) {
    return showChecklist(house, c, await faultsOf(c, thrown))
  }
  return backTo(c, 'checklista')
}

/** An account that came without an application gets its plan written. */
export const writePlan: Handler = async (house, platforms, c) =>
  seeOther(c, `/register/ansokan/${await beginPlan(house, actorOf(c), platforms, accountIdOf(c))}`)
