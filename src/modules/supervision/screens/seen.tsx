import { z } from 'zod'
import type { TaskId } from '../../../kernel/index.ts'
import { type FormState, Note } from '../../../web/index.ts'
import type { Seen } from '../../measures/index.ts'
import type { OpenedTask } from '../service/item.ts'
import { takenText } from './rows.tsx'

/**
 * What the form was drawn from, so that whoever sends it is told when a colleague has been first. A form that comes
 * back with other faults keeps it; one that has told of it is drawn from how things are now.
 */
export const SeenFields = ({ opened, state }: { opened: OpenedTask; state: FormState }) => {
  const told = state.errors[''] !== undefined || state.values['atgarder'] === undefined
  const measures = told ? String(opened.item?.history.length ?? 0) : state.values['atgarder']
  const isOpen = told ? !opened.task.doneAt : state.values['oppet'] === '1'
  return (
    <>
      <input type="hidden" name="atgarder" value={String(measures)} />
      {isOpen && <input type="hidden" name="oppet" value="1" />}
    </>
  )
}

/** The same, in a form's schema. */
export const seenFields = {
  atgarder: z.coerce.number().int().min(0).max(10_000).optional(),
  oppet: z.literal('1').optional(),
}

export const seenOf = (
  { atgarder, oppet }: { readonly atgarder?: number | undefined; readonly oppet?: '1' | undefined },
  taskId: TaskId,
): { readonly seen?: Seen } =>
  atgarder === undefined ? {} : { seen: { measures: atgarder, openTask: oppet && taskId } }

/** Before one writes: a colleague may be writing too. */
export const TakenNote = ({ opened: { task, present } }: { opened: OpenedTask }) => {
  const taken = takenText(task, present)
  return taken ? (
    <Note tone="warn" icon="eye">
      <p>{`${taken}. Stäm av, så att ni inte gör samma sak.`}</p>
    </Note>
  ) : null
}
