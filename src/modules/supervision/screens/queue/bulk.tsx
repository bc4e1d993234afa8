import { z } from 'zod'
import { withMunicipality } from '../../../../infra/db/index.ts'
import { type AccountId, asId, type StaffId, type TaskId } from '../../../../kernel/index.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  many,
  Select,
  seeOther,
  type WebContext,
} from '../../../../web/index.ts'
import { requireTask } from '../../../tasks/index.ts'
import { assignAll, colleaguesOf, leaveAll, pageSize } from '../../service/queue.ts'
import { addressOf, queryText, queueHref } from '../address.ts'
import type { Deps, Screen } from '../deps.ts'
import { chosenColleague } from '../item/assign.tsx'
import { smallForm } from '../item/small-form.tsx'
import { actOf, askMeasure } from './bulk-measure.tsx'
import { askSeconds } from './bulk-second.tsx'

const chosen = z.object({ val: many(z.string()), gor: z.string().default(''), till: z.string().optional() })

/** Who can have all of the chosen tasks. */
async function colleagues(c: WebContext, deps: Deps, ids: readonly TaskId[]) {
  const actor = actorOf(c)
  const accounts = await withMunicipality(deps.house.db, actor.municipalityId, async (tx) => {
    const found: (AccountId | null)[] = []
    for (const id of ids) found.push((await requireTask(tx, actor, id, 'tasks.work')).accountId)
    return found
  })
  return colleaguesOf(deps.house, actor, accounts)
}

function askWhom(
  c: WebContext,
  ids: readonly TaskId[],
  people: readonly { readonly staffId: StaffId; readonly name: string }[],
  state: FormState,
) {
  const address = addressOf(c)
  return smallForm(c, {
    title: `Tilldela ${ids.length === 1 ? 'ett ärende' : `${ids.length} ärenden`}`,
    button: ids.length === 1 ? 'Tilldela ärendet' : 'Tilldela ärendena',
    action: `/ko/valda${queryText(address)}`,
    back: queueHref(address),
    state,
    children: (
      <>
        {ids.map((id) => (
          <input type="hidden" name="val" value={id} />
        ))}
        <input type="hidden" name="gor" value="tilldela" />
        <Select
          name="till"
          label="Till"
          state={state}
          options={[
            { value: '', text: 'Ingen, vem som helst kan ta dem' },
            ...people.map(({ staffId, name }) => ({
              value: staffId,
              text: staffId === actorOf(c).staffId ? `${name} (du)` : name,
            })),
          ]}
        />
      </>
    ),
  })
}

/** POST /ko/valda: the same with all chosen rows; assigning first asks whom, and a measure is read through first. */
export const bulkAct =
  (deps: Deps): Screen =>
  async (c) => {
    const actor = actorOf(c)
    const address = addressOf(c)
    const checked = await checkForm(c, chosen)
    const { val, gor, till } = checked.ok ? checked.value : { val: [], gor: '', till: undefined }
    const ids = [...new Set(val.flatMap((text) => asId<TaskId>(text) ?? []))].slice(0, pageSize)
    if (ids.length === 0) return seeOther(c, queueHref(address))
    const act = actOf(gor)
    if (act) return askMeasure(c, deps, act, ids)
    if (gor === 'andra') return askSeconds(c, deps, ids)
    if (gor === 'lat') {
      const { done, passedOver } = await leaveAll(deps.house, actor, ids)
      return seeOther(c, told(done, passedOver, 'lat'))
    }
    const people = await colleagues(c, deps, ids)
    if (till === undefined) return askWhom(c, ids, people, emptyForm({ till: actor.staffId ?? '' }))
    const to = chosenColleague(till, people)
    if (to === undefined)
      return askWhom(c, ids, people, {
        values: { till },
        errors: { till: 'Välj någon i listan. Personen du valde kan inte få alla ärendena' },
      })
    const { done, passedOver } = await assignAll(deps.house, actor, ids, to)
    return seeOther(c, told(done, passedOver, 'tilldela'))

    function told(count: number, others: number, what: string): string {
      return queueHref(address, undefined, {
        gjort: what,
        antal: String(count),
        ...(others > 0 && { forbi: String(others) }),
      })
    }
  }
