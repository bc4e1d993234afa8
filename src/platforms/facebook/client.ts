import { fail, ok, type Result } from '../../kernel/index.ts'
import type { Answer, Connection, Outcome } from '../contract.ts'
import * as shared from '../graph/client.ts'
import { isNotThere } from '../graph/failures.ts'
import type { Called, GraphCall, Refusal } from '../graph/index.ts'

/** Lives to about two years after its day (2026-07-29); Meta publishes the end in its changelog, and has not yet. */
export const facebookGraph: shared.Graph = { origin: 'https://graph.facebook.com', version: 'v26.0' }

/** One field list for each kind of thing, so that a list and a single fetch show the same. */
export const fields = {
  page: 'id,name,link',
  post: 'id,message,story,created_time,updated_time,from,permalink_url,is_hidden,status_type,attachments{media_type,type,url,title,media,target,subattachments}',
  comment:
    'id,message,created_time,from,parent,object,permalink_url,is_hidden,attachment,can_hide,can_remove',
  thread: 'id,updated_time,participants',
  message: 'id,message,created_time,from,to,attachments',
} as const

export const pageOf = ({ settings }: Pick<Connection, 'settings'>): string => settings['pageId'] ?? ''

export const callWhole = (connection: Connection, asked: GraphCall): Promise<Result<Called, Refusal>> =>
  shared.callWhole(facebookGraph, connection, asked)

export const call = (connection: Connection, asked: GraphCall): Promise<Outcome<Called>> =>
  shared.call(facebookGraph, connection, asked)

/** An id is put in an address: only what ids are made of is let through. */
export const isId = (id: string): boolean => /^[\w.:=-]{1,400}$/.test(id)

/**
 * Graph says the same of what is gone and of what may not be seen. It is gone when the page itself can still be read
 * with the same access; then the answer is given, else why the page cannot be read.
 */
export async function confirmGone(
  connection: Connection,
  refusal: Refusal,
): Promise<Outcome<Answer | undefined>> {
  if (!isNotThere(refusal.error)) return ok(undefined)
  const page = await call(connection, { path: pageOf(connection), query: { fields: 'id' } })
  if (page.ok) return ok(refusal.answer)
  if (page.error.kind !== 'gone') return page
  const detail =
    'Facebook visar inte längre sidan för kontots nyckel, därför går det inte att veta om innehållet finns kvar. Kontrollera sidan och lägg in en ny nyckel.'
  return fail({ kind: 'reauthorise', detail })
}
