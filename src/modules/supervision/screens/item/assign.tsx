import { z } from 'zod'
import { withMunicipality } from '../../../../infra/db/index.ts'
import { asId, type StaffId } from '../../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  Select,
  seeOther,
  type WebContext,
} from '../../../../web/index.ts'
import { assign, requireTask } from '../../../tasks/index.ts'
import { openedTask } from '../../service/item.ts'
import { colleaguesOf } from '../../service/queue.ts'
import { actHref, addressOf, queueHref } from '../address.ts'
import { type Deps, type Screen, taskIdOf } from '../deps.ts'
import { smallForm } from './small-form.tsx'

async function assignForm(c: WebContext, deps: Deps, state?: FormState): Promise<Response> {
  const actor = actorOf(c)
  const id = taskIdOf(c)
  const address = addressOf(c)
  const { task } = await openedTask(deps.house, actor, deps.platforms, id, false)
  const colleagues = await colleaguesOf(deps.house, actor, [task.accountId])
  const held = state ?? emptyForm({ till: task.assignedTo ?? actor.staffId ?? '' })
  return smallForm(c, {
    title: 'Tilldela ärendet',
    button: 'Tilldela ärendet',
    action: actHref(address, id, 'tilldela'),
    back: queueHref(address, id),
    state: held,
    children: (
      <Select
        name="till"
        label="Till"
        hint="De som får arbeta med kontots ärenden."
        state={held}
        options={[
          { value: '', text: 'Ingen, vem som helst kan ta det' },
          ...colleagues.map(({ staffId, name }) => ({
            value: staffId,
            text: staffId === actor.staffId ? `${name} (du)` : name,
          })),
        ]}
      />
    ),
  })
}

export const assignScreen =
  (deps: Deps): Screen =>
  (c) =>
    assignForm(c, deps)

/** Who was chosen, when it is somebody who can have the task; '' takes it from everybody. */
export const chosenColleague = (
  till: string,
  colleagues: readonly { readonly staffId: StaffId }[],
): StaffId | null | undefined =>
  till === '' ? null : colleagues.find(({ staffId }) => staffId === asId<StaffId>(till))?.staffId

export const assignTask =
  (deps: Deps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const id = taskIdOf(c)
    const checked = await checkForm(c, z.object({ till: z.string().default('') }))
    const till = checked.ok ? checked.value.till : ''
    const { accountId } = await withMunicipality(deps.house.db, actor.municipalityId, (tx) =>
      requireTask(tx, actor, id, 'tasks.work'),
    )
    const to = chosenColleague(till, await colleaguesOf(deps.house, actor, [accountId]))
    if (to === undefined)
      return assignForm(c, deps, {
        values: { till },
        errors: { till: 'Välj någon i listan. Personen du valde kan inte få det här ärendet' },
      })
    await assign(deps.house, actor, id, to)
    return seeOther(c, queueHref(addressOf(c), id, { gjort: 'tilldelad' }))
  }
