import { isObject } from '../../kernel/index.ts'
import type { ImportEvent, Importer } from '../contract.ts'
import { baseName } from '../export-file/entry.ts'
import { allRepaired } from '../export-file/mojibake.ts'
import { isThread, messagesOf } from '../export-file/name-threads.ts'
import { contentId, sinceEpoch } from '../export-file/piece.ts'
import { list, member, Reading, type ReadPiece, text } from '../export-file/reading.ts'
import { versionKey } from '../version-key.ts'

const words = {
  notThis:
    'Filen är ingen export från Instagram i JSON. Beställ den under Kontocenter, Din information och dina behörigheter, Exportera din information, välj formatet JSON (inte HTML) och läs in zip-filen.',
  lacks:
    'Exporten från Instagram innehåller kontots egna inlägg, händelser, kommentarer och meddelanden, men inte andras kommentarer och inga omnämnanden. Inläggen har inga nummer i exporten: det som också samlas in från Instagram självt finns två gånger.',
}

const files_ =
  /(?:^|\/)(?:posts|reels|stories|igtv_videos|other_content)(?:_\d+)?\.json$|comments[^/]*\.json$/

/** Names the account that the export is of. */
const profile = /(?:^|\/)personal_information\.json$/
const usernameWord =
  /user\s?name|användarnamn|benutzername|gebruikersnaam|brugernavn|brukernavn|käyttäjänimi/i

/**
 * An Instagram account's "Export your information" in JSON. The names of a comment's fields are in the language of
 * whoever ordered the export: they are told by shape (a time, a value) and, between values, by the words that are
 * known, else by their order. There are no ids: they are made of the content (export-file/piece.ts).
 */
export const importInstagram: Importer = async function* (files, context) {
  const reading = await Reading.of('instagram', files, context)
  const threads = reading.open.entries.filter(isThread)
  for (const entry of reading.open.bare ? [] : reading.entries(profile))
    for await (const { slice } of reading.pieces(entry)) {
      const fields = member(allRepaired(slice.value), 'string_map_data')
      const [, field] =
        Object.entries(isObject(fields) ? fields : {}).find(([name]) => usernameWord.test(name)) ?? []
      const name = text(member(field, 'value'))
      yield* reading.owner(name)
    }
  for (const entry of reading.entries(files_)) {
    if (isThread(entry)) continue
    let recognised = false
    for await (const read of reading.pieces(entry)) {
      const value = allRepaired(read.slice.value)
      if (!isObject(value)) continue
      const item = commentItem(reading, read, value) ?? postItem(reading, read, value)
      if (item === undefined) continue
      recognised = true
      yield await item
    }
    if (recognised) reading.recognised += 1
  }
  yield* messagesOf(reading, threads, new Set([context.accountName]))
  yield* reading.finish(words)
}

/** A post: {media:[…], title, creation_timestamp}, where a single picture has both itself; a story is the picture alone. */
function postItem(
  reading: Reading,
  from: ReadPiece,
  value: Record<string, unknown>,
): Promise<ImportEvent> | undefined {
  const media = Array.isArray(value['media']) ? list(value['media']) : [value]
  const uris = media.flatMap(({ uri }) => text(uri) ?? [])
  const [first] = media
  if (first === undefined || uris.length === 0) return undefined
  const said = sinceEpoch(value['creation_timestamp'] ?? first['creation_timestamp'], 1_000)
  const body = text(value['title']) ?? text(first['title']) ?? ''
  const content = [body, ...uris.map(baseName)]
  return reading.item(
    {
      platformId: contentId('post', said ?? '', ...content),
      kind: 'post',
      direction: 'drawnUp',
      author: reading.context.accountName,
      text: body,
      said,
      state: 'visible',
      versionKey: versionKey({ content }),
    },
    from,
    { within: uris.map((uri) => reading.open.find(uri)) },
  )
}

/** In the languages whose exports have been seen or are likely here. */
const commentWord = /comment|kommentar|opmerking|reactie|kommentti|commentaire|comentario/i
const ownerWord = /owner|ägare|eigentümer|inhaber|eigenaar|eier|ejer|omistaja|propriétaire|propietario/i

function commentItem(
  reading: Reading,
  from: ReadPiece,
  value: Record<string, unknown>,
): Promise<ImportEvent> | undefined {
  const map = value['string_map_data']
  if (!isObject(map)) return undefined
  const fields = Object.entries(map).flatMap(([name, field]) => (isObject(field) ? [{ name, field }] : []))
  const time = fields.find(({ field }) => field['timestamp'] !== undefined)
  const values = fields.filter((one) => one !== time && typeof one.field['value'] === 'string')
  const owner = values.find(({ name }) => ownerWord.test(name))
  const said =
    values.find((one) => one !== owner && commentWord.test(one.name)) ??
    values.find((one) => one !== owner && !(owner === undefined && one === values[1]))
  if (time === undefined || (said === undefined && owner === undefined)) return undefined
  const at = sinceEpoch(time.field['timestamp'], 1_000)
  const body = text(said?.field['value']) ?? ''
  const under = text((owner ?? values.find((one) => one !== said))?.field['value'])
  const uris = list(value['media_list_data']).flatMap(({ uri }) => text(uri) ?? [])
  const content = [body, under ?? '']
  return reading.item(
    {
      platformId: contentId('comment', at ?? '', ...content),
      kind: 'comment',
      direction: 'drawnUp',
      author: reading.context.accountName,
      text: body,
      said: at,
      state: 'visible',
      versionKey: versionKey({ content }),
    },
    from,
    {
      within: uris.filter((uri) => !/^https?:/.test(uri)).map((uri) => reading.open.find(uri)),
    },
  )
}
