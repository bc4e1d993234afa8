import type { House } from '../../../infra/house.ts'
import {
  municipalityOf,
  ownPath,
  seeOther,
  sessionTokenOf,
  setSessionCookie,
  type WebContext,
} from '../../../web/index.ts'
import { signOut } from '../service/sessions.ts'
import type { NewSession } from '../types.ts'

/** The browser goes over to a new session; the one it had, whosever it was, ends on the server too. */
export async function enter(
  house: House,
  c: WebContext,
  session: NewSession,
  to: string | undefined,
): Promise<Response> {
  const before = sessionTokenOf(c)
  if (before) await signOut(house, municipalityOf(c).id, before)
  setSessionCookie(c, session.token, session.expires)
  return seeOther(c, ownPath(to, '/oversikt'))
}
