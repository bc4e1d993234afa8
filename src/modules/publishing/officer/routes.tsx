import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import { asId, type PublicationId, Stop } from '../../../kernel/index.ts'
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
  written,
} from '../../../web/index.ts'
import { OfficerScreen, officerHref } from './screen.tsx'
import { answerQuestion, askOfficer, readOfficerPage } from './service.ts'

const at = '/publicering/:id/dataskydd'

export const officerRoutes = (house: House): readonly Route[] => [
  { method: 'GET', path: at, permission: 'dataProtection.read', handler: (c) => show(house, c, emptyForm()) },
  { method: 'POST', path: at, permission: 'publishing.write', handler: (c) => ask(house, c) },
  {
    method: 'POST',
    path: `${at}/:question`,
    permission: 'dataProtection.answer',
    handler: (c) => answer(house, c),
  },
]

function idOf<T extends string>(c: WebContext, name: string): T {
  const id = asId<T>(c.req.param(name) ?? '')
  if (!id) throw new Stop('notFound', 'Det finns inget sådant inlägg. Gå till Publicering och välj där.')
  return id
}

const publicationOf = (c: WebContext): PublicationId => idOf<PublicationId>(c, 'id')

async function show(house: House, c: WebContext, state: FormState): Promise<Response> {
  const found = await readOfficerPage(house, actorOf(c), publicationOf(c))
  return page(
    c,
    { title: 'Fråga dataskyddsombudet', current: 'publicering', state },
    <OfficerScreen page={found} state={state} />,
  )
}

async function ask(house: House, c: WebContext): Promise<Response> {
  const checked = await checkForm(c, z.object({ fraga: written('Skriv vad du undrar.', 2_000) }))
  if (!checked.ok) return show(house, c, checked.error)
  try {
    await askOfficer(house, actorOf(c), publicationOf(c), checked.value.fraga)
  } catch (thrown) {
    return show(house, c, await faultsOf(c, thrown))
  }
  return seeOther(c, officerHref(publicationOf(c)))
}

async function answer(house: House, c: WebContext): Promise<Response> {
  const question = idOf<string>(c, 'question')
  const field = `svar-${question}`
  const checked = await checkForm(c, z.object({ [field]: written('Skriv ditt svar.', 4_000) }))
  if (!checked.ok) return show(house, c, checked.error)
  try {
    await answerQuestion(house, actorOf(c), publicationOf(c), question, String(checked.value[field]))
  } catch (thrown) {
    return show(house, c, await faultsOf(c, thrown))
  }
  return seeOther(c, officerHref(publicationOf(c)))
}
