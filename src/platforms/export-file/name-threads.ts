import { isObject } from '../../kernel/index.ts'
import type { ImportEvent } from '../contract.ts'
import { versionKey } from '../version-key.ts'
import { baseName, type Entry } from './entry.ts'
import { jsonPieces } from './json-pieces.ts'
import { allRepaired } from './mojibake.ts'
import { contentId, sinceEpoch } from './piece.ts'
import { list, member, type Reading, text } from './reading.ts'

/**
 * Conversations as Meta writes them, `…/inbox/<thread>/message_1.json`: {participants, messages, title, …}, where people
 * are names alone. The threads' order and their parts do not matter.
 */
const threadFile = /(?:^|\/)([^/]+)\/message_\d+\.json$/

export const isThread = (entry: Entry): boolean => threadFile.test(entry.name)

const attachments = ['photos', 'videos', 'audio_files', 'files', 'gifs']
/** So many threads are looked through for the name that stands in all of them. */
const mostThreads = 2_000

const lower = (name: string): string => name.trim().toLowerCase()

/**
 * Gives the messages of the threads. The account's own are told by its name: what it is called here and in the rest of
 * the export, else the only name that takes part in all threads.
 */
export async function* messagesOf(
  reading: Reading,
  entries: readonly Entry[],
  known: ReadonlySet<string>,
): AsyncGenerator<ImportEvent> {
  if (entries.length === 0) return
  const own = await ownNames(entries, new Set([...known].map(lower)))
  if (own.size === 0)
    reading.tell(
      'Det går inte att se i exporten vilka meddelanden som är kommunens egna. Alla togs in som inkomna.',
    )
  for (const entry of entries) {
    reading.recognised += 1
    const thread = threadFile.exec(entry.name)?.[1] ?? ''
    for await (const { piece, slice } of reading.pieces(entry)) {
      if (piece.member !== 'messages') continue
      const message = allRepaired(slice.value)
      if (isObject(message)) yield await toItem(reading, { entry, piece }, thread, message, own)
      else reading.unreadable += 1
    }
  }
}

function toItem(
  reading: Reading,
  from: Parameters<Reading['item']>[1],
  thread: string,
  message: Record<string, unknown>,
  own: ReadonlySet<string>,
): Promise<ImportEvent> {
  const sender = text(message['sender_name']) ?? ''
  const said = sinceEpoch(message['timestamp_ms'], 1)
  const uris = attachments.flatMap((name) => list(message[name]).flatMap(({ uri }) => text(uri) ?? []))
  const link = text(member(message['share'], 'link'))
  const words = [text(message['content']), link].filter((part) => part !== undefined).join('\n')
  const content = [sender, words, ...uris.map(baseName)]
  return reading.item(
    {
      platformId: contentId('message', thread, said ?? '', ...content),
      kind: 'message',
      direction: own.has(lower(sender)) ? 'drawnUp' : 'received',
      ...(thread === '' ? {} : { parent: `thread/${thread}` }),
      ...(sender === '' ? {} : { author: sender }),
      text: words,
      said,
      state: 'visible',
      versionKey: versionKey({ content }),
    },
    from,
    { within: uris.map((uri) => reading.open.find(uri)) },
  )
}

async function ownNames(entries: readonly Entry[], known: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const counts = new Map<string, number>()
  const threads = entries.slice(0, mostThreads)
  for (const entry of threads)
    for (const name of await participantsOf(entry)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const named = [...known].filter((name) => counts.has(name))
  if (named.length > 0) return new Set(named)
  const inAll = [...counts].filter(([, count]) => count === threads.length).map(([name]) => name)
  return new Set(threads.length > 1 && inAll.length === 1 ? inAll : [])
}

/** They stand first in the file. */
async function participantsOf(entry: Entry): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  for await (const piece of jsonPieces(entry.read())) {
    if (piece.member !== 'participants') break
    try {
      const name = text(member(allRepaired(JSON.parse(new TextDecoder().decode(piece.bytes))), 'name'))
      if (name !== undefined) names.add(lower(name))
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
  }
  return names
}
