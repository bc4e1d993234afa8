import { z } from 'zod'
import { may, scopeOf } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import { asId, type DepartmentId, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  firstOf,
  page,
  readForm,
  seeOther,
  textsOf,
  type WebContext,
} from '../../../web/index.ts'
import { structure } from '../../organisation/index.ts'
import { cannotDecide, openingAuthority } from '../deciding.ts'
import { fieldsFor } from '../plan.ts'
import { nextPart } from '../rules.ts'
import { CommentsScreen, DecisionScreen, ReviewScreen } from '../screens/after-sending.tsx'
import { ChecklistScreen, MandateScreen, TermsScreen } from '../screens/before-sending.tsx'
import { EnterScreen } from '../screens/enter.tsx'
import { pathOf, titleOf } from '../screens/frame.tsx'
import { BeginScreen, ListScreen } from '../screens/list.tsx'
import { PlanScreen } from '../screens/plan.tsx'
import { partText } from '../screens/words.tsx'
import { beginApplication, type Clash, savePlan, type Writing } from '../service/plan.ts'
import { type ApplicationView, applicationsFor } from '../service/read.ts'
import { type Part, parts } from '../types.ts'
import { applicationIdOf, current, type Handler, type Platforms, roleIn, saidIn, viewFor } from './common.ts'

export const showList: Handler = async (house, platforms, c) => {
  const actor = actorOf(c)
  return page(
    c,
    { title: 'Ansökningar om konton', current },
    <ListScreen
      lines={await applicationsFor(house, actor, platforms)}
      mayBegin={may(actor, 'applications.write')}
    />,
  )
}

export async function showBegin(
  house: House,
  platforms: Platforms,
  c: WebContext,
  state: FormState = emptyForm(),
): Promise<Response> {
  const actor = actorOf(c)
  const scope = scopeOf(actor, 'applications.write')
  const { departments } = await structure(house, actor)
  const within = departments.filter(
    ({ departmentId }) => scope.kind === 'all' || scope.departments.includes(departmentId),
  )
  return page(
    c,
    { title: 'Ansök om ett konto', current, state },
    <BeginScreen platforms={[...platforms.values()]} departments={within} state={state} />,
  )
}

const beginForm = z.object({
  plattform: z.string().min(1, 'Välj vilken plattform det gäller.'),
  forvaltning: z
    .string()
    .transform((text) => asId<DepartmentId>(text))
    .refine((id) => id !== undefined, 'Välj vilken förvaltning kontot hör till.'),
  namn: z.string().trim().max(200).default(''),
})

export const begin: Handler = async (house, platforms, c) => {
  const form = await checkForm(c, beginForm)
  if (!form.ok) return showBegin(house, platforms, c, form.error)
  const { plattform, forvaltning, namn } = form.value
  if (!forvaltning) throw new Error('the form has a department')
  try {
    const input = { platform: plattform, departmentId: forvaltning, name: namn }
    const id = await beginApplication(house, actorOf(c), platforms, input)
    return seeOther(c, `/register/ansokan/${id}/plattform`)
  } catch (thrown) {
    return showBegin(house, platforms, c, await faultsOf(c, thrown))
  }
}

/** To what is next to do. */
export const showApplication: Handler = async (house, platforms, c) => {
  const view = await viewFor(house, platforms, c)
  const next = view.ended ? 'granska' : (nextPart(view.standing) ?? 'granska')
  return seeOther(c, pathOf(view, next))
}

const planParts: readonly Part[] = ['plattform', 'syfte', 'anvandning', 'ansvar', 'uppfoljning']

function partOf(c: WebContext): Part {
  const part = parts.find((one) => one === c.req.param('part'))
  if (!part)
    throw new Stop('notFound', 'Steget finns inte i ansökan. Gå till ansökningarna och öppna den där.')
  return part
}

export const showPart: Handler = async (house, platforms, c) => {
  const part = partOf(c)
  return showWith(await viewFor(house, platforms, c), c, part)
}

interface Shown {
  readonly state?: FormState
  readonly clashes?: readonly Clash[]
}

/** The screen of a part, with what was typed and what is wrong with it. */
export function showWith(
  view: ApplicationView,
  c: WebContext,
  part: Part,
  shown: Shown = {},
): Promise<Response> {
  const { clashes = [] } = shown
  const state = shown.state ?? startingState(view, part)
  const options = {
    title: `${partText[part]}: ${titleOf(view)}`,
    current,
    state,
    ...(clashes.length > 0 && { status: 409 as const }),
  }
  return page(c, options, screenOf(view, c, part, state, clashes))
}

const startingState = ({ application }: ApplicationView, part: Part): FormState =>
  planParts.includes(part)
    ? emptyForm(Object.fromEntries([...application.texts].map(([name, { text }]) => [name, text])))
    : emptyForm()

function screenOf(
  view: ApplicationView,
  c: WebContext,
  part: Part,
  state: FormState,
  clashes: readonly Clash[],
) {
  const actor = actorOf(c)
  const is = roleIn(c, view)
  const given = { view, state, is, said: saidIn(c) }
  const { application, around } = view
  const here = { departmentId: application.departmentId }
  if (part === 'uppdrag') return <MandateScreen {...given} />
  if (part === 'villkor') return <TermsScreen {...given} />
  if (part === 'checklista') return <ChecklistScreen {...given} />
  if (part === 'granska') return <ReviewScreen {...given} />
  if (part === 'kommunikation')
    return <CommentsScreen {...given} comments={may(actor, 'applications.comment', here)} />
  if (part === 'beslut') {
    const authority = openingAuthority(around.settings)
    const refused = may(actor, 'applications.decide', here) ? cannotDecide(actor, authority, application) : ''
    return <DecisionScreen {...given} authority={authority} refused={refused} />
  }
  if (part === 'anslut') return <EnterScreen {...given} enters={may(actor, 'accounts.register', here)} />
  return <PlanScreen {...given} part={part} clashes={clashes} writes={is.writer} />
}

/** Keeps a part of the plan. What a colleague wrote meanwhile is shown beside one's own, and nothing is lost. */
export const savePart: Handler = async (house, platforms, c) => {
  const part = partOf(c)
  const before = await viewFor(house, platforms, c, 'applications.write')
  if (!planParts.includes(part))
    throw new Stop('notFound', 'Steget sparas inte så. Gå tillbaka till ansökan.')
  const values = textsOf(await readForm(c))
  const typed = (name: string): string => firstOf(values[name])
  const own = fieldsFor(before.around.settings, before.platform).filter((field) => field.part === part)
  const writings = new Map<string, Writing>()
  for (const { name } of own)
    if (values[name] !== undefined && typed(`behall.${name}`) !== '1')
      writings.set(name, {
        text: typed(name),
        from: Math.max(0, Math.floor(Number(typed(`fran.${name}`))) || 0),
      })
  let clashes: Clash[]
  try {
    clashes = await savePlan(house, actorOf(c), platforms, applicationIdOf(c), writings)
  } catch (thrown) {
    return showWith(before, c, part, { state: await faultsOf(c, thrown) })
  }
  if (clashes.length > 0) {
    const errors = Object.fromEntries(
      clashes.map(({ field, theirs }) => [
        field.name,
        `${theirs.by} skrev i ${field.label} medan du skrev. Läs båda texterna, ändra din eller behåll den andra, och spara igen.`,
      ]),
    )
    const view = await viewFor(house, platforms, c)
    return showWith(view, c, part, { state: { values, errors }, clashes })
  }
  const next = planParts[planParts.indexOf(part) + 1] ?? 'uppdrag'
  return seeOther(c, `${pathOf(before, typed('gor') === 'fortsatt' ? next : part)}?gjort=sparat`)
}
