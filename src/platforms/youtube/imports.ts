import { isObject } from '../../kernel/index.ts'
import type { ImportEvent, Importer } from '../contract.ts'
import { type CsvRow, csvRows } from '../export-file/csv-rows.ts'
import { baseName, type Entry } from '../export-file/entry.ts'
import { Reading, text } from '../export-file/reading.ts'
import { commentVersion, videoAddress, videoVersion } from './mapping.ts'

const words = {
  notThis:
    'Filen är ingen export från YouTube. Välj YouTube i Google Takeout, behåll kommentarer och videometadata, och läs in zip- eller tgz-filen.',
  lacks:
    'Exporten från YouTube innehåller kanalens egna kommentarer och uppgifter om dess filmer, men inte andras kommentarer, och inte själva filmerna utan att de har valts till. Livechattar läses inte in.',
}

/**
 * A Google Takeout of YouTube: CSV files whose names, folders and headers are in the account's language. So each row is
 * known by its shape. Ids are YouTube's own, so that importing and collecting the same comment gives it once.
 */
export const importYouTube: Importer = async function* (files, context) {
  const reading = await Reading.of('youtube-takeout', files, context)
  const others = new Set<string>()
  const [foreign, ...more] = await channelsIn(reading)
  if (foreign !== undefined)
    return yield {
      of: 'another',
      notice: `Exporten gäller andra kanaler (${[foreign, ...more].slice(0, 5).join(', ')}) och inte kontots. Inget togs in. Välj rätt konto, eller exportera inloggad som kommunens kanal.`,
    }
  for (const entry of reading.entries(/\.csv$/i)) {
    const rows = csvRows(entry.read())
    let header: CsvRow | undefined
    let recognised = false
    for (;;) {
      const next = await rows.next()
      if (next.done) {
        if (recognised) reading.tellEnding(entry, next.value)
        break
      }
      header ??= next.value
      const event =
        commentItem(reading, entry, next.value, others) ??
        videoItem(reading, entry, header, next.value, others)
      if (event === undefined) continue
      recognised = true
      if (event !== 'other') yield await event
    }
    if (recognised || (reading.open.bare && header?.fields.length === columns)) reading.recognised += 1
  }
  if (others.size > 0)
    reading.tell(
      `Exporten innehåller också rader från andra kanaler (${[...others].slice(0, 5).join(', ')}). De togs inte in på det här kontot.`,
    )
  yield* reading.finish(words)
}

/** The channels that rows are of, when none is of the account's own; an export may hold several. */
async function channelsIn(reading: Reading): Promise<readonly string[]> {
  const own = ownChannel(reading)
  const found = new Set<string>()
  for (const entry of reading.entries(/\.csv$/i))
    for await (const { fields } of csvRows(entry.read())) {
      // A row of a comment or of a film; others name channels that the account follows.
      const isOwned = fields.some((field) => commentId.test(field)) || videoId.test(fields[0] ?? '')
      const channel = isOwned ? fields.find((field) => channelId.test(field)) : undefined
      if (channel === own && own !== undefined) return []
      if (channel !== undefined) found.add(channel)
    }
  return own === undefined ? [] : [...found]
}

const columns = 9
const commentId = /^Ug[\w-]{8,}(?:\.[\w-]+)?$/
const videoId = /^[\w-]{11}$/
const channelId = /^UC[\w-]{20,24}$/
const instant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d| UTC)?$/

const timeIn = (said: string | undefined): string | undefined => {
  const at = said !== undefined && instant.test(said) ? Date.parse(said.replace(' UTC', 'Z')) : Number.NaN
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** The account's channel; the setting is looked up by its shape too. */
const ownChannel = ({ context }: Reading): string | undefined =>
  Object.values(context.settings).find((value) => channelId.test(value))

/** Whether a row belongs to another channel than the account's. */
function isOther(reading: Reading, channel: string | undefined, others: Set<string>): boolean {
  const own = ownChannel(reading)
  if (channel === undefined || own === undefined || own === channel) return false
  others.add(channel)
  return true
}

/**
 * Comment ID, Channel ID, Create Timestamp, Price, Parent Comment ID, Post ID, Video ID, Comment Text, Top-Level Comment
 * ID; older ones lack some. The text is found first, and the others from it and from the time.
 */
function commentItem(
  reading: Reading,
  entry: Entry,
  row: CsvRow,
  others: Set<string>,
): Promise<ImportEvent> | 'other' | undefined {
  const { fields } = row
  const time = fields.findIndex((field) => instant.test(field))
  const id = fields.findIndex((field) => commentId.test(field))
  const words_ = fields.findIndex((field, at) => at > time && /^\s*\{\s*"/.test(field))
  const known = fields[id]
  if (known === undefined || id > time || time < 0) return undefined
  const channel = fields.find((field) => channelId.test(field)) ?? ownChannel(reading)
  if (isOther(reading, channel, others)) return 'other'
  const body = words_ < 0 ? '' : textOf(reading, fields[words_] ?? '')
  const last = words_ < 0 ? fields.length : words_
  const between = fields.slice(time + 1, last)
  // A post of the channel's community has an id shaped as a comment's, and stands after the parent.
  // An answer's id begins with that of its thread, which is its parent: YouTube's API has one level of answers.
  const [thread = known] = known.split('.')
  const parent = thread === known ? between.slice(0, 2).find((field) => commentId.test(field)) : thread
  const video = between.findLast((field) => videoId.test(field))
  const post = between.slice(2).find((field) => commentId.test(field))
  const under = parent ?? video ?? post
  return reading.item(
    {
      platformId: known,
      kind: 'comment',
      direction: 'drawnUp',
      ...(under === undefined ? {} : { parent: under }),
      ...(video === undefined ? {} : { permalink: `${videoAddress(video)}&lc=${known}` }),
      author: reading.context.accountName,
      ...(channel === undefined ? {} : { authorId: channel }),
      text: body,
      said: timeIn(fields[time]),
      state: 'visible',
      versionKey: commentVersion({ words: body, authorId: channel, parentId: parent, state: 'visible' }),
    },
    { entry, piece: row },
    {},
    'text/csv',
  )
}

/** `{"text":"…"},{"text":"\n"}`: JSON objects with commas between, that is a list without its brackets. */
function textOf(reading: Reading, joined: string): string {
  try {
    const parts: unknown = JSON.parse(`[${joined}]`)
    return Array.isArray(parts)
      ? parts.map((part) => (isObject(part) ? (text(part['text']) ?? '') : '')).join('')
      : ''
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    reading.unreadable += 1
    return joined
  }
}

const column = {
  title: /titel|title/i,
  description: /beskrivning|description|beschreibung|beschrijving/i,
  privacy: /privacy|sekretess|datenschutz|integritet|zichtbaarheid/i,
  published: /publi|veröffentlich|gepubliceerd/i,
  created: /create|skapa|erstell|gemaakt/i,
}

/** A row of videos.csv, whose columns are known by the words of their headers; in other languages it is not read. */
function videoItem(
  reading: Reading,
  entry: Entry,
  header: CsvRow,
  row: CsvRow,
  others: Set<string>,
): Promise<ImportEvent> | 'other' | undefined {
  const { fields } = row
  const id = fields[0] ?? ''
  const channel = fields.find((field) => channelId.test(field))
  if (header === row || !videoId.test(id) || channel === undefined || fields.length < 6) return undefined
  const field = (name: RegExp): string => fields[header.fields.findIndex((title) => name.test(title))] ?? ''
  const said = [field(column.published), field(column.created)].map(timeIn).find((at) => at !== undefined)
  const title = field(column.title)
  if (title === '') {
    reading.tell(
      `Filen ${baseName(entry.name)} har rubriker på ett språk som inte känns igen, så uppgifterna om filmerna lästes inte. Byt Google-kontots språk till svenska eller engelska och exportera igen.`,
    )
    return 'other'
  }
  if (isOther(reading, channel, others)) return 'other'
  const description = field(column.description)
  const body = [title, description].filter((part) => part !== '').join('\n\n')
  const state = /^(?:private|privat|privé)/i.test(field(column.privacy)) ? 'hidden' : 'visible'
  return reading.item(
    {
      platformId: id,
      kind: 'post',
      direction: 'drawnUp',
      permalink: videoAddress(id),
      author: reading.context.accountName,
      authorId: channel,
      text: body,
      said,
      state,
      versionKey: videoVersion(title, description, state),
    },
    { entry, piece: row },
    {},
    'text/csv',
  )
}
