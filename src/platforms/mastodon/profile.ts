import { isObject, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Profile } from '../contract.ts'
import { htmlText } from '../html-text.ts'
import { countOf, textOf } from '../json-slice.ts'
import { whoAmI } from './reading.ts'

/** Mastodon has four rows of name and value beside the note; more are not taken. */
const mostFields = 16

/** The account's note and its rows, markup taken away. A locked account lets in those that it has approved alone. */
export async function profile(connection: Connection): Promise<Outcome<Profile>> {
  const me = await whoAmI(connection)
  if (!me.ok) return me
  const { json } = me.value.called
  const { value } = json
  const rows = (json.get('fields')?.elements() ?? [])
    .slice(0, mostFields)
    .map((row) => ({ name: textOf(row.value, 'name'), value: htmlText(textOf(row.value, 'value')) }))
  const note = htmlText(textOf(value, 'note'))
  return ok({
    name: me.value.name,
    handle: me.value.acct,
    description: [note, ...rows.map((row) => `${row.name}: ${row.value}`)].join('\n').trim(),
    links: rows.flatMap((row) => (/^https?:\/\//i.test(row.value) ? [row.value] : [])),
    contacts: [],
    picture: textOf(value, 'avatar'),
    ...(isObject(value) && typeof value['locked'] === 'boolean' && { isOpen: !value['locked'] }),
    ...countOf('follows', json.get('following_count')?.value),
    whole: true,
  })
}
