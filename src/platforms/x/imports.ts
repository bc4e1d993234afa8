import { isObject } from '../../kernel/index.ts'
import type { ImportEvent, Importer, MediaRef } from '../contract.ts'
import type { Entry } from '../export-file/entry.ts'
import type { JsonPiece } from '../export-file/json-pieces.ts'
import { list, member, Reading, type ReadPiece, text } from '../export-file/reading.ts'
import type { JsonSlice } from '../json-slice.ts'
import { later } from './reading/cursor.ts'
import { keyOf, linksIn, shownText } from './reading/text.ts'

const words = {
  notThis:
    'Filen är inget arkiv från X. Beställ det under Inställningar, Ditt konto, Ladda ner ett arkiv med din data, och läs in zip-filen.',
  lacks:
    'Arkivet från X innehåller kontots egna inlägg, svar och direktmeddelanden, men inte andras svar och omnämnanden. Av raderade inlägg finns bara de senaste veckornas. Återpublicerade inlägg är avkortade i arkivet.',
}

const script = (names: string): RegExp => new RegExp(`(?:^|/)data/(?:${names})(?:-part\\d+)?\\.js$`)
const posts = script('tweets?|deleted-tweets|community-tweets?')
const messages = script('direct-messages|direct-messages-group')
const notes = script('note-tweets?')
const account = script('account')

interface Own {
  readonly id: string | undefined
  readonly username: string | undefined
}

/** Long posts' whole words, by their beginning. */
type Notes = readonly { readonly text: string; readonly at: number }[]

/**
 * An X archive: data/tweets.js and its parts, deleted posts, direct messages, media. Each file is a script that assigns
 * a list; it is cut at its first equals sign and read as JSON, never run. Ids, texts and version keys are as in
 * collection, so that importing and collecting the same thing gives it once.
 */
export const importX: Importer = async function* (files, context) {
  const reading = await Reading.of('x-archive', files, context)
  const own = await ownAccount(reading)
  const set = (reading.context.settings['username'] ?? '').replace(/^@/, '')
  if (own.username !== undefined && set !== '' && own.username.toLowerCase() !== set.toLowerCase()) {
    return yield {
      of: 'another',
      notice: `Arkivet gäller kontot @${own.username} och inte @${set}. Inget togs in. Välj rätt konto eller rätt arkiv.`,
    }
  }
  const long = await longPosts(reading)
  const media = mediaById(reading.open.entries)
  yield* postItems(reading, { own, long, media })
  for (const entry of reading.entries(messages)) {
    for await (const read of reading.pieces(entry)) {
      const conversation = read.slice.get('dmConversation')
      if (conversation === undefined) continue
      reading.recognised += 1
      yield* messageItems(reading, read, conversation, own, media)
    }
  }
  yield* reading.finish(words)
}

const isId = (value: unknown): value is string => typeof value === 'string' && /^\d{1,20}$/.test(value)

const idOf = (tweet: Record<string, unknown>): string | undefined => {
  const id = tweet['id_str'] ?? tweet['id']
  return isId(id) ? id : undefined
}

/** "Sun Sep 07 18:20:30 +0000 2025", and ISO in newer files. */
function timeIn(value: unknown): string | undefined {
  const at = typeof value === 'string' && value.length < 60 ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

async function ownAccount(reading: Reading): Promise<Own> {
  if (reading.open.bare) return { id: undefined, username: undefined }
  for (const entry of reading.entries(account)) {
    for await (const { slice } of reading.pieces(entry)) {
      const own = member(slice.value, 'account')
      if (isObject(own)) return { id: text(own['accountId']), username: text(own['username']) }
    }
  }
  return { id: undefined, username: undefined }
}

async function longPosts(reading: Reading): Promise<Notes> {
  const found: { text: string; at: number }[] = []
  if (reading.open.bare) return found
  for (const entry of reading.entries(notes)) {
    for await (const { slice } of reading.pieces(entry)) {
      const note = member(slice.value, 'noteTweet')
      const whole = text(member(member(note, 'core'), 'text'))
      const at = timeIn(member(note, 'createdAt'))
      const links = linksIn(member(member(note, 'core'), 'urls'))
      if (whole !== undefined && at !== undefined)
        found.push({ text: shownText(whole, links), at: Date.parse(at) })
    }
  }
  return found
}

/** Media files are named after the post or message they belong to: `data/tweets_media/<id>-<file>`. */
function mediaById(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const found = new Map<string, Entry[]>()
  for (const entry of entries) {
    const id = /_media\/(?:[^/]*\/)?(\d{1,20})-[^/]+$/.exec(entry.name)?.[1]
    if (id === undefined) continue
    const same = found.get(id)
    if (same) same.push(entry)
    else found.set(id, [entry])
  }
  return found
}

interface Surroundings {
  readonly own: Own
  readonly long: Notes
  readonly media: ReadonlyMap<string, readonly Entry[]>
}

/** All ids of a post that was edited, oldest first; empty of one that was not, or whose list is not its own. */
function editsOf(tweet: Record<string, unknown>, id: string): readonly string[] {
  const info = tweet['edit_info']
  const ids =
    member(member(info, 'initial'), 'editTweetIds') ??
    member(member(member(info, 'edit'), 'editControlInitial'), 'editTweetIds')
  const known = Array.isArray(ids) ? ids.filter(isId) : []
  return known.length > 1 && known.includes(id) ? known : []
}

/**
 * Each version of an edited post stands in the archive as a post of its own. It is one item here, under its first id
 * and as its newest version says; when that one is missing, as the newest says that is there.
 */
async function* postItems(reading: Reading, around: Surroundings): AsyncGenerator<ImportEvent> {
  const given = new Set<string>()
  const older = new Map<string, string>()
  for (const entry of reading.entries(posts)) {
    let recognised = false
    for await (const { read, tweet, id } of tweetsIn(reading, entry)) {
      recognised = true
      const edits = editsOf(tweet, id)
      const [first = id] = edits
      if (edits.length > 0 && edits.at(-1) !== id) older.set(first, later(older.get(first) ?? '', id))
      else {
        if (edits.length > 0) given.add(first)
        yield await postItem(reading, read, tweet, { ...around, first })
      }
    }
    if (recognised || !reading.open.bare) reading.recognised += 1
  }
  const left = new Map([...older].filter(([first]) => !given.has(first)).map(([first, id]) => [id, first]))
  if (left.size === 0) return
  const { unreadable } = reading
  for (const entry of reading.entries(posts)) {
    for await (const { read, tweet, id } of tweetsIn(reading, entry)) {
      const first = left.get(id)
      if (first !== undefined) yield await postItem(reading, read, tweet, { ...around, first })
    }
  }
  reading.unreadable = unreadable
}

async function* tweetsIn(
  reading: Reading,
  entry: Entry,
): AsyncGenerator<{ read: ReadPiece; tweet: Record<string, unknown>; id: string }> {
  for await (const read of reading.pieces(entry)) {
    const tweet = member(read.slice.value, 'tweet')
    const id = isObject(tweet) ? idOf(tweet) : undefined
    if (isObject(tweet) && id !== undefined) yield { read, tweet, id }
  }
}

function postItem(
  reading: Reading,
  from: ReadPiece,
  tweet: Record<string, unknown>,
  { own, long, media, first }: Surroundings & { readonly first: string },
): Promise<ImportEvent> {
  const id = idOf(tweet) ?? first
  const said = timeIn(tweet['created_at'])
  const links = linksIn(member(tweet['entities'], 'urls'), member(tweet['entities'], 'media'))
  const short = shownText(text(tweet['full_text']) ?? text(tweet['text']) ?? '', links)
  const body = wholeWords(short, said, long)
  const parent = text(tweet['in_reply_to_status_id_str']) ?? text(tweet['in_reply_to_status_id'])
  const within = media.get(id)
  const author = own.username ?? reading.context.accountName
  return reading.item(
    {
      platformId: first,
      kind: parent === undefined ? 'post' : 'comment',
      direction: 'drawnUp',
      ...(parent === undefined ? {} : { parent }),
      permalink: `https://x.com/${own.username ?? 'i'}/status/${id}`,
      author,
      ...(own.id === undefined ? {} : { authorId: own.id }),
      text: body,
      said,
      // A deleted post is there no more for the public.
      state: text(tweet['deleted_at']) === undefined ? 'visible' : 'removed',
      versionKey: keyOf(id, body),
    },
    from,
    within ? { within } : { remote: mediaRefs(tweet) },
  )
}

/** A post that X cuts short ends in an ellipsis; its whole words stand in a file of their own without its id. */
function wholeWords(short: string, said: string | undefined, long: Notes): string {
  const beginning = /^([\s\S]{100,})…(?:\s+https:\/\/\S+)?$/.exec(short)?.[1]
  if (beginning === undefined || said === undefined) return short
  const at = Date.parse(said)
  const note = long.find((one) => Math.abs(one.at - at) < 5_000 && one.text.startsWith(beginning.trimEnd()))
  return note?.text ?? short
}

function mediaRefs(tweet: Record<string, unknown>): MediaRef[] {
  const entities = isObject(tweet['extended_entities']) ? tweet['extended_entities'] : tweet['entities']
  return list(member(entities, 'media')).flatMap((one) => {
    const films = list(member(one['video_info'], 'variants'))
      .filter(({ content_type }) => content_type === 'video/mp4')
      .sort((a, b) => Number(b['bitrate'] ?? 0) - Number(a['bitrate'] ?? 0))
    const url = text(films[0]?.['url']) ?? text(one['media_url_https'])
    const alt = text(one['ext_alt_text'])
    return url !== undefined && URL.canParse(url) && new URL(url).protocol === 'https:'
      ? [{ url, ...(alt === undefined ? {} : { alt }) }]
      : []
  })
}

/** {conversationId, messages: [{messageCreate: {id, senderId, recipientId, text, createdAt, mediaUrls}}]}. */
async function* messageItems(
  reading: Reading,
  read: ReadPiece,
  conversation: JsonSlice,
  own: Own,
  media: Surroundings['media'],
): AsyncGenerator<ImportEvent> {
  if (own.id === undefined)
    reading.tell(
      'Det går inte att se i arkivet vilka meddelanden som är kommunens egna, för data/account.js saknas. Alla togs in som inkomna.',
    )
  const thread = text(conversation.get('conversationId')?.value) ?? ''
  for (const one of conversation.get('messages')?.elements() ?? []) {
    // What is not a message is that somebody joined, left or renamed the conversation.
    const message = one.get('messageCreate')?.value
    if (!isObject(message)) continue
    const [id, sender] = [text(message['id']), text(message['senderId'])]
    if (id === undefined) {
      reading.unreadable += 1
      continue
    }
    const body = shownText(text(message['text']) ?? '', linksIn(message['urls']))
    yield await reading.item(
      {
        platformId: id,
        kind: 'message',
        direction: sender !== undefined && sender === own.id ? 'drawnUp' : 'received',
        ...(thread === '' ? {} : { parent: thread }),
        ...(sender === undefined ? {} : { authorId: sender }),
        ...(sender !== undefined && sender === own.id && own.username ? { author: own.username } : {}),
        text: body,
        said: timeIn(message['createdAt']),
        state: 'visible',
        versionKey: keyOf(id, body),
      },
      { entry: read.entry, piece: pieceOf(read.piece, one.bytes) },
      { within: media.get(id) ?? Array.from<undefined>({ length: mediaCount(message) }) },
    )
  }
}

const mediaCount = (message: Record<string, unknown>): number =>
  Array.isArray(message['mediaUrls']) ? Math.min(message['mediaUrls'].length, 20) : 0

/** A message inside its conversation, which is a view into the conversation's bytes. */
function pieceOf(whole: JsonPiece, bytes: Uint8Array): { bytes: Uint8Array; start: number; end: number } {
  const start = whole.start + bytes.byteOffset - whole.bytes.byteOffset
  return { bytes, start, end: start + bytes.length }
}
