import type { House } from '../../../infra/house.ts'
import { asId, Stop, type TaskId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import type { WebContext } from '../../../web/index.ts'
import type { DiaryLookup } from '../types.ts'

/** What every screen here stands on. */
export interface Deps {
  readonly house: House
  readonly platforms: ReadonlyMap<string, Platform>
}

/** For the pages that show where an item stands in the diary. */
export interface QueueDeps extends Deps {
  readonly diary: DiaryLookup
}

export type Screen = (c: WebContext) => Response | Promise<Response>

/** @throws Stop('notFound') for what is not an id. */
export function taskIdOf(c: WebContext): TaskId {
  const id = asId<TaskId>(c.req.param('id') ?? '')
  if (!id) throw new Stop('notFound', 'Ärendet finns inte. Gå tillbaka till kön.')
  return id
}
