import { asId, Stop, type TaskId } from '../../../kernel/index.ts'
import type { WebContext } from '../../../web/index.ts'

export type { Deps, Screen } from '../../supervision/index.ts'

/** @throws Stop('notFound') for what is not an id. */
export function taskIdOf(c: WebContext): TaskId {
  const id = asId<TaskId>(c.req.param('id') ?? '')
  if (!id) throw new Stop('notFound', 'Frågan finns inte. Gå tillbaka till dialogen.')
  return id
}
