import { isObject } from '../../kernel/index.ts'
import type { ImportEvent, Importer } from '../contract.ts'
import { baseName, type Entry } from '../export-file/entry.ts'
import { allRepaired } from '../export-file/mojibake.ts'
import { isThread, messagesOf } from '../export-file/name-threads.ts'
import { contentId, sinceEpoch } from '../export-file/piece.ts'
import { list, member, Reading, type ReadPiece, text } from '../export-file/reading.ts'
import { versionKey } from '../version-key.ts'

const words = {
  notThis:
    'Filen är ingen export från Facebook i JSON. Beställ den under Inställningar, Ladda ner information, välj formatet JSON (inte HTML) och läs in zip-filen.',
  lacks:
    'Exporten från Facebook innehåller sidans egna inlägg, kommentarer och meddelanden, men inte andras kommentarer, inte andras inlägg på sidan och inga dolda kommentarer. Inläggen har inga nummer i exporten: det som också samlas in från Facebook självt finns två gånger.',
}

/** Folders and files of pages, of new pages (profiles) and of personal profiles, newer and older. */
const posts = /(?:^|\/)posts\/(?:[^/]*\/)?[^/]+\.json$|(?:^|\/)(?:profile_|your_)?posts[^/]*\.json$/
const comments = /(?:^|\/)comments[^/]*\.json$/
/** Names the page or the profile that the export is of. */
const profile = /(?:^|\/)profile_information\.json$/

/**
 * A Facebook page's "Download your information" in JSON: posts, own comments, messages, with pictures and films as they
 * lie in the zip. What a piece is, is told by its shape and never by its title, which is in the language of whoever
 * ordered the export. There are no ids: they are made of the content (export-file/piece.ts).
 */
export const importFacebook: Importer = async function* (files, context) {
  const reading = await Reading.of('facebook', files, context)
  const own = new Set([context.accountName])
  const used = new Set<string>()
  const threads = reading.open.entries.filter(isThread)
  const loose: ReadPiece[] = []
  yield* reading.owner(await ownerIn(reading))
  for (const entry of [...reading.entries(posts), ...reading.entries(comments)].filter(once())) {
    if (isThread(entry)) continue
    let recognised = false
    for await (const read of reading.pieces(entry)) {
      const value = allRepaired(read.slice.value)
      if (!isObject(value)) continue
      const comment = commentIn(value)
      if (comment) {
        recognised = true
        if (comment.author !== undefined) own.add(comment.author)
        yield await commentItem(reading, read, comment)
      } else if (isPost(value)) {
        recognised = true
        yield await postItem(reading, read, value, used)
      } else if (isLoose(value)) {
        recognised = true
        loose.push(read)
      }
    }
    if (recognised) reading.recognised += 1
  }
  for (const read of loose) yield* looseItem(reading, read, used)
  yield* messagesOf(reading, threads, own)
  yield* reading.finish(words)
}

/** Whose the export says that it is: by its own profile, else by who has written its comments. */
async function ownerIn(reading: Reading): Promise<string | undefined> {
  for (const entry of reading.open.bare ? [] : reading.entries(profile))
    for await (const { slice } of reading.pieces(entry)) {
      const name = text(member(member(allRepaired(slice.value), 'name'), 'full_name'))
      if (name !== undefined) return name
    }
  for (const entry of reading.entries(comments))
    for await (const { slice } of reading.pieces(entry)) {
      const value = allRepaired(slice.value)
      const author = isObject(value) ? commentIn(value)?.author : undefined
      if (author !== undefined) return author
    }
  return undefined
}

function once(): (entry: Entry) => boolean {
  const seen = new Set<Entry>()
  return (entry) => !seen.has(entry) && seen.add(entry) !== undefined
}

const isPost = (value: Record<string, unknown>): boolean =>
  value['timestamp'] !== undefined &&
  (Array.isArray(value['attachments']) ||
    list(value['data']).some(
      (part) => part['post'] !== undefined || part['update_timestamp'] !== undefined,
    ) ||
    (Array.isArray(value['data']) && value['data'].length === 0))

/** A film in the list of films: most stand under a post too, and are then given there. */
const isLoose = (value: Record<string, unknown>): boolean =>
  text(value['uri']) !== undefined && value['creation_timestamp'] !== undefined

interface Comment {
  readonly said: string | undefined
  readonly author: string | undefined
  readonly text: string
  readonly uris: readonly string[]
}

function commentIn(value: Record<string, unknown>): Comment | undefined {
  const comment = list(value['data'])
    .map((part) => part['comment'])
    .find(isObject)
  if (comment === undefined) return undefined
  const { uris } = attached(value)
  return {
    said: sinceEpoch(comment['timestamp'] ?? value['timestamp'], 1_000),
    author: text(comment['author']),
    text: text(comment['comment']) ?? '',
    uris,
  }
}

interface Attached {
  readonly uris: readonly string[]
  readonly links: readonly string[]
  readonly captions: readonly string[]
}

function attached(value: Record<string, unknown>): Attached {
  const parts = list(value['attachments']).flatMap(({ data }) => list(data))
  const media = parts.flatMap((part) => (isObject(part['media']) ? [part['media']] : []))
  return {
    uris: media.flatMap(({ uri }) => text(uri) ?? []),
    links: parts.flatMap((part) => text(member(part['external_context'], 'url')) ?? []),
    captions: media.flatMap(({ description }) => text(description) ?? []),
  }
}

function commentItem(reading: Reading, from: ReadPiece, comment: Comment): Promise<ImportEvent> {
  const content = [comment.author ?? '', comment.text, ...comment.uris.map(baseName)]
  return reading.item(
    {
      platformId: contentId('comment', comment.said ?? '', ...content),
      kind: 'comment',
      direction: 'drawnUp',
      ...(comment.author === undefined ? {} : { author: comment.author }),
      text: comment.text,
      said: comment.said,
      state: 'visible',
      versionKey: versionKey({ content }),
    },
    from,
    { within: within(reading, comment.uris) },
  )
}

function postItem(
  reading: Reading,
  from: ReadPiece,
  value: Record<string, unknown>,
  used: Set<string>,
): Promise<ImportEvent> {
  const { uris, links, captions } = attached(value)
  for (const uri of uris) used.add(uri)
  const written = list(value['data']).flatMap(({ post }) => text(post) ?? [])
  const body = written.length > 0 ? written : [...new Set(captions)]
  const links_ = links.filter((link) => !body.some((part) => part.includes(link)))
  return ownPost(
    reading,
    from,
    sinceEpoch(value['timestamp'], 1_000),
    [...body, ...links_].join('\n\n'),
    uris,
  )
}

async function* looseItem(
  reading: Reading,
  from: ReadPiece,
  used: ReadonlySet<string>,
): AsyncGenerator<ImportEvent> {
  const value = allRepaired(from.slice.value)
  const uri = text(member(value, 'uri'))
  if (uri === undefined || used.has(uri)) return
  const said = sinceEpoch(member(value, 'creation_timestamp'), 1_000)
  const body = [text(member(value, 'title')), text(member(value, 'description'))]
  yield await ownPost(reading, from, said, body.filter((part) => part !== undefined).join('\n\n'), [uri])
}

function ownPost(
  reading: Reading,
  from: ReadPiece,
  said: string | undefined,
  body: string,
  uris: readonly string[],
): Promise<ImportEvent> {
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
    { within: within(reading, uris) },
  )
}

/** Pictures in the export; those that are addresses on the web are not. */
const within = (reading: Reading, uris: readonly string[]): (Entry | undefined)[] =>
  uris.filter((uri) => !/^https?:/.test(uri)).map((uri) => reading.open.find(uri))
