import { type AccountId, asId, Stop } from '../../../kernel/index.ts'
import type { WebContext } from '../../../web/index.ts'

/** The account that a page is about, by its address (/register/:id/…). @throws Stop('notFound') for what is not an id. */
export function accountIdOf(c: WebContext): AccountId {
  const accountId = asId<AccountId>(c.req.param('id') ?? '')
  if (!accountId) throw new Stop('notFound', 'Kontot finns inte. Gå till registret och välj kontot där.')
  return accountId
}
