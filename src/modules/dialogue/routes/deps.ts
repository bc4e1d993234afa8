import type { House } from '../../../infra/house.ts'
import { asId, Stop, type TaskId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import type { WebContext } from '../../../web/index.ts'

/** What every screen here stands on. */
export interface Deps {
  readonly house: House
  readonly platforms: ReadonlyMap<string, Platform>
}

export type Screen = (c: WebContext) => Response | Promise<Response>

/** @throws Stop('notFound') for what is not an id. */
export function taskIdOf(c: WebContext): TaskId {
  const id = asId<TaskId>(c.req.param('id') ?? '')
  if (!id) throw new Stop('notFound', 'Frågan finns inte. Gå tillbaka till dialogen.')
  return id
}
