import { withMunicipality } from '../../infra/db/index.ts'
import { countText, numberText, Stop } from '../../kernel/index.ts'
import { search as find } from '../../modules/search/index.ts'
import { parse } from './arguments.ts'
import { type Command, chooseMunicipality, momentText, print, tell, withHouse } from './command.ts'

/** `search`: items that hold the words, newest first. */
export const search: Command = async (args, config) => {
  const given = parse(
    // -x is a word of the query, not an option: no option of ours has one dash.
    args.map((arg) => (/^-[^-]/.test(arg) ? ` ${arg}` : arg)),
    'search FRÅGA [--municipality M] [--limit N]',
    { municipality: 'one', limit: 'one' },
    [1, 32],
  )
  const limit = Number(given.one('limit') ?? 50)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    throw new Stop('invalid', '--limit tar ett heltal från 1 till 1000.')
  return withHouse(config, {}, async (open) => {
    const municipality = await chooseMunicipality(open, given.one('municipality'))
    const text = given.words.join(' ')
    const { total, hits } = await withMunicipality(open.house.db, municipality, (tx) =>
      find(tx, municipality, { text, limit }),
    )
    const shown = hits.map((item) => ({
      id: item.recordId,
      account: item.accountId,
      kind: item.kind,
      author: item.author,
      publishedAt: item.publishedAt.toISOString(),
      text: item.text,
    }))
    if (given.flag('json')) print(JSON.stringify({ total, hits: shown }))
    else {
      for (const { recordId, publishedAt, author, text } of hits)
        print(
          `${momentText(publishedAt)}  ${author ?? ''}  ${text.replaceAll('\n', ' ').slice(0, 100)}  ${recordId}`,
        )
      tell(
        total > hits.length
          ? `Visar de ${numberText(hits.length)} senaste av ${countText(total, 'träff', 'träffar')}. Fler visas med --limit.`
          : `${countText(total, 'träff', 'träffar')}.`,
      )
    }
    return 0
  })
}
