import { z } from 'zod'
import { may, roles } from '../../../access/index.ts'
import type { House } from '../../../infra/house.ts'
import { asId, type StaffId, Stop } from '../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  faultsOf,
  many,
  page,
  type Route,
  seeOther,
  type WebContext,
  written,
} from '../../../web/index.ts'
import { delegationState } from '../provider-rules.ts'
import { LinkMade, OneStaff, StaffList } from '../screens/staff.tsx'
import { delegationsOf } from '../service/delegations.ts'
import { rightsOf } from '../service/rights.ts'
import {
  addStaff,
  changeStaff,
  endStaff,
  newSignInLink,
  signOutStaff,
  staffList,
  staffToChange,
} from '../service/staff.ts'
import { structure } from '../service/structure.ts'
import type { RoleChoice, Staff } from '../types.ts'

const path = '/installningar/medarbetare'
const current = 'installningar'

const staffForm = z.object({
  name: written('Skriv för- och efternamn, till exempel Maja Lindqvist.', 200),
  roles: many(z.enum(roles)),
  department: z.string().default(''),
})
const newStaffForm = staffForm.extend({
  email: written('Skriv en e-postadress, till exempel namn@kommun.se.', 254),
})

const choicesOf = (form: z.output<typeof staffForm>): RoleChoice[] =>
  form.roles.map((role) => ({ role, ...(form.department && { department: form.department }) }))

async function showList(house: House, c: WebContext, state: FormState = emptyForm()): Promise<Response> {
  const actor = actorOf(c)
  const staff = await staffList(house, actor)
  const delegations = await delegationsOf(house, actor)
  const { departments } = await structure(house, actor)
  const mayChange = may(actor, 'staff.change')
  return page(
    c,
    { title: 'Vilka arbetar här', current, state },
    <StaffList
      staff={staff}
      delegations={delegations.filter((one) => delegationState(one, house.clock.now()) === 'running')}
      departments={departments}
      state={state}
      mayChange={mayChange}
    />,
  )
}

async function add(house: House, c: WebContext): Promise<Response> {
  const form = await checkForm(c, newStaffForm)
  if (!form.ok) return showList(house, c, form.error)
  const { name, email } = form.value
  try {
    const { link } = await addStaff(house, actorOf(c), { name, email, roles: choicesOf(form.value) })
    return page(c, { title: `Länk till ${name}`, current }, <LinkMade name={name} link={link} />)
  } catch (thrown) {
    return showList(house, c, await faultsOf(c, thrown))
  }
}

export async function staffOf(house: House, c: WebContext): Promise<Staff> {
  const id = asId<StaffId>(c.req.param('id') ?? '')
  if (!id)
    throw new Stop('notFound', 'Medarbetaren finns inte. Gå till listan över medarbetare och välj där.')
  return staffToChange(house, actorOf(c), id)
}

/** The form is about the roles given by hand; those of groups are changed where the groups are. */
const byHand = (staff: Staff) => staff.roles.filter((one) => one.source === 'hand')

/** The form shows the roles that reach as far as the first one does. */
const reachOf = (staff: Staff): string => byHand(staff)[0]?.department ?? ''

const filled = (staff: Staff): FormState => {
  const shown = byHand(staff).filter((one) => (one.department ?? '') === reachOf(staff))
  return emptyForm({
    name: staff.name,
    roles: shown.map((one) => one.role),
    department: reachOf(staff),
  })
}

export async function showOne(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const actor = actorOf(c)
  const staff = await staffOf(house, c)
  const { departments } = await structure(house, actor)
  const state = faults ?? filled(staff)
  const delegations = await delegationsOf(house, actor, staff.staffId)
  const rights = await rightsOf(house, actor, staff.staffId)
  const isSelf = staff.staffId === actor.staffId
  return page(
    c,
    { title: staff.name, current, state },
    <OneStaff
      staff={staff}
      delegations={delegations}
      rights={rights}
      departments={departments}
      state={state}
      isSelf={isSelf}
    />,
  )
}

/** Roles with another reach than those that the form shows stay as they are. */
async function change(house: House, c: WebContext): Promise<Response> {
  const staff = await staffOf(house, c)
  const form = await checkForm(c, staffForm)
  if (!form.ok) return showOne(house, c, form.error)
  const kept = byHand(staff).flatMap(({ role, department }): RoleChoice[] =>
    (department ?? '') === reachOf(staff) ? [] : [{ role, ...(department && { department }) }],
  )
  const { name } = form.value
  try {
    await changeStaff(house, actorOf(c), staff.staffId, { name, roles: [...kept, ...choicesOf(form.value)] })
  } catch (thrown) {
    return showOne(house, c, await faultsOf(c, thrown))
  }
  return seeOther(c, path)
}

async function link(house: House, c: WebContext): Promise<Response> {
  const { staffId, name } = await staffOf(house, c)
  const made = await newSignInLink(house, actorOf(c), staffId)
  return page(c, { title: `Länk till ${name}`, current }, <LinkMade name={name} link={made} />)
}

async function signOut(house: House, c: WebContext): Promise<Response> {
  const { staffId } = await staffOf(house, c)
  await signOutStaff(house, actorOf(c), staffId)
  return seeOther(c, `${path}/${staffId}#h-lank`)
}

async function end(house: House, c: WebContext): Promise<Response> {
  const { staffId } = await staffOf(house, c)
  try {
    await endStaff(house, actorOf(c), staffId)
  } catch (thrown) {
    if (!(thrown instanceof Stop && thrown.fields['accounts'])) throw thrown
    return seeOther(c, `/register/bemanning/lamna-over/${staffId}`)
  }
  return seeOther(c, path)
}

export const staffRoutes = (house: House): readonly Route[] => [
  { method: 'GET', path, permission: 'staff.read', handler: (c) => showList(house, c) },
  { method: 'POST', path, permission: 'staff.change', handler: (c) => add(house, c) },
  { method: 'GET', path: `${path}/:id`, permission: 'staff.change', handler: (c) => showOne(house, c) },
  { method: 'POST', path: `${path}/:id`, permission: 'staff.change', handler: (c) => change(house, c) },
  { method: 'POST', path: `${path}/:id/lank`, permission: 'staff.change', handler: (c) => link(house, c) },
  {
    method: 'POST',
    path: `${path}/:id/logga-ut`,
    permission: 'staff.change',
    handler: (c) => signOut(house, c),
  },
  { method: 'POST', path: `${path}/:id/avsluta`, permission: 'staff.change', handler: (c) => end(house, c) },
]
