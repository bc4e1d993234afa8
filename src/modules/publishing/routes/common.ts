import type { House } from '../../../infra/house.ts'
import { asId, type PublicationId, Stop } from '../../../kernel/index.ts'
import { asked, type WebContext } from '../../../web/index.ts'
import { doneText } from '../screens/words.ts'
import type { Around } from '../types.ts'

/** What every screen here stands on. */
export interface Deps {
  readonly house: House
  readonly around: Around
}

export type Screen = (c: WebContext) => Response | Promise<Response>

/** Key of the menu entry that these pages belong under. */
export const current = 'publicering'

/** @throws Stop('notFound') for what is not an id. */
export function publicationIdOf(c: WebContext): PublicationId {
  const id = asId<PublicationId>(c.req.param('id') ?? '')
  if (!id) throw new Stop('notFound', 'Inlägget finns inte. Gå till Publicering och välj där.')
  return id
}

/** What has just been done, in words. */
export const doneIn = (c: WebContext): string | undefined => {
  const code = asked(c, 'gjort')
  return Object.hasOwn(doneText, code) ? doneText[code] : undefined
}
