import { isObject } from '../../kernel/index.ts'
import type { ImportEvent, Importer, ItemKind } from '../contract.ts'
import { list, member, Reading, type ReadPiece, text } from '../export-file/reading.ts'
import { htmlText } from '../html-text.ts'
import { versionKey } from '../version-key.ts'

const words = {
  notThis:
    'Filen är inget arkiv från Mastodon. Beställ det under Inställningar, Import och export, Begär ditt arkiv, och läs in filen som den är.',
  lacks:
    'Arkivet från Mastodon innehåller kontots egna inlägg, svar och direktmeddelanden, men inte andras svar, omnämnanden eller meddelanden. Boostar av andras inlägg läses inte in.',
}

const publicAddress = /^(?:as:|https:\/\/www\.w3\.org\/ns\/activitystreams#)?Public$/

/**
 * A Mastodon account's archive: outbox.json, an OrderedCollection of activities, with the media beside it. Ids are those
 * of the account's own server, so that importing and collecting the same post gives it once.
 */
export const importMastodon: Importer = async function* (files, context) {
  const reading = await Reading.of('mastodon', files, context)
  for (const entry of reading.entries(/(?:^|\/)outbox\.json$/)) {
    for await (const read of reading.pieces(entry)) {
      if (read.piece.member === 'type' && read.slice.value === 'OrderedCollection') reading.recognised += 1
      if (read.piece.member !== 'orderedItems' || !read.piece.element) continue
      const activity = read.slice.value
      const note = member(activity, 'object')
      if (member(activity, 'type') === 'Create' && isObject(note) && text(note['id']) !== undefined)
        yield await postItem(reading, read, note)
    }
  }
  yield* reading.finish(words)
}

const addresses = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')

/** A post that is neither for everybody nor for the followers is for those it names: a direct message. */
function kindOf(note: Record<string, unknown>): ItemKind {
  const to = [...addresses(note['to']), ...addresses(note['cc'])]
  const open = to.some((one) => publicAddress.test(one) || one.endsWith('/followers'))
  if (!open && to.length > 0) return 'message'
  return text(note['inReplyTo']) === undefined ? 'post' : 'comment'
}

/** Posts of the account's own server are known there by the number that ends their address. */
function localId(address: string, server: string | undefined): string {
  const number = /\/statuses\/(\d{1,30})$/.exec(address)?.[1]
  return number !== undefined && originOf(address) === server ? number : address
}

const originOf = (address: string): string | undefined =>
  URL.canParse(address) ? new URL(address).origin : undefined

function postItem(reading: Reading, from: ReadPiece, note: Record<string, unknown>): Promise<ImportEvent> {
  const address = text(note['id']) ?? ''
  const server = originOf(address)
  const id = localId(address, server)
  const parent = text(note['inReplyTo'])
  const link = text(note['url'])
  const actor = text(note['attributedTo'])
  const body = [text(note['summary']), htmlText(text(note['content']) ?? '')]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n')
  const media = list(note['attachment']).flatMap(({ url, name }) => {
    const said = text(url)
    return said === undefined ? [] : [{ url: said, alt: text(name) }]
  })
  const within = media.map(({ url }) => reading.open.find(pathOf(url)))
  const remote = within.some((entry) => entry !== undefined)
    ? []
    : media.flatMap(({ url, alt }) => (/^https:\/\//.test(url) ? [{ url, ...(alt ? { alt } : {}) }] : []))
  return reading.item(
    {
      platformId: id,
      kind: kindOf(note),
      direction: 'drawnUp',
      ...(parent === undefined ? {} : { parent: localId(parent, server) }),
      ...(link === undefined ? {} : { permalink: link }),
      author: handleOf(actor) ?? reading.context.accountName,
      ...(actor === undefined ? {} : { authorId: actor }),
      text: body,
      said: timeIn(note['published']),
      state: 'visible',
      versionKey: versionKey({ id, text: body, updated: text(note['updated']) }),
    },
    from,
    { within, remote },
    'application/activity+json',
  )
}

/** The archive's own files are named from its top; addresses on the web by what stands after the server. */
const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url)

function timeIn(value: unknown): string | undefined {
  const at = typeof value === 'string' && value.length < 60 ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

function handleOf(actor: string | undefined): string | undefined {
  const name = actor === undefined ? undefined : /\/(?:users\/|@)([\w.]+)$/.exec(actor)?.[1]
  return name === undefined || actor === undefined || !URL.canParse(actor)
    ? undefined
    : `${name}@${new URL(actor).host}`
}
