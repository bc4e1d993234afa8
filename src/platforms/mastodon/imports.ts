import { isObject } from '../../kernel/index.ts'
import type { ImportContext, ImportEvent, Importer, ItemKind } from '../contract.ts'
import { list, member, Reading, type ReadPiece, text } from '../export-file/reading.ts'
import { statusVersion, wordsOf } from './mapping.ts'

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
  const others = new Set<string>()
  for (const entry of reading.entries(/(?:^|\/)outbox\.json$/)) {
    for await (const read of reading.pieces(entry)) {
      if (read.piece.member === 'type' && read.slice.value === 'OrderedCollection') reading.recognised += 1
      if (read.piece.member !== 'orderedItems' || !read.piece.element) continue
      const activity = read.slice.value
      const note = member(activity, 'object')
      if (member(activity, 'type') !== 'Create' || !isObject(note) || text(note['id']) === undefined) continue
      const other = otherThan(context, note)
      if (other === undefined) yield await postItem(reading, read, note)
      else if (reading.items === 0)
        return yield {
          of: 'another',
          notice: `Arkivet hör till ett annat konto (${other}) än det som det läses in på. Inget togs in. Välj rätt konto eller rätt arkiv.`,
        }
      else others.add(other)
    }
  }
  if (others.size > 0)
    reading.tell(
      `Arkivet hör till ett annat konto (${[...others].slice(0, 5).join(', ')}) än det som det läses in på. Det kontots inlägg togs inte in. Välj rätt konto eller rätt arkiv.`,
    )
  yield* reading.finish(words)
}

const addresses = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')

/** In Mastodon's own words. What is neither for everybody nor for the followers is for those it names. */
function visibilityOf(note: Record<string, unknown>): string {
  const [to, cc] = [addresses(note['to']), addresses(note['cc'])]
  if (to.some((one) => publicAddress.test(one))) return 'public'
  if (cc.some((one) => publicAddress.test(one))) return 'unlisted'
  return [...to, ...cc].some((one) => one.endsWith('/followers')) ? 'private' : 'direct'
}

function kindOf(note: Record<string, unknown>, visibility: string): ItemKind {
  if (visibility === 'direct') return 'message'
  return text(note['inReplyTo']) === undefined ? 'post' : 'comment'
}

/** Whose post it is, when it is another account's than the one that the archive is read into. */
function otherThan({ settings }: ImportContext, note: Record<string, unknown>): string | undefined {
  const [address, author] = [text(note['id']) ?? '', handleOf(note)]
  const wanted = settings['handle']?.replace(/^@/, '').split('@')[0]?.toLowerCase()
  const elsewhere = settings['server'] !== undefined && originOf(settings['server']) !== originOf(address)
  const another =
    wanted !== undefined && author !== undefined && author.split('@')[0]?.toLowerCase() !== wanted
  return elsewhere || another ? (author ?? originOf(address) ?? address.slice(0, 60)) : undefined
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
  const choices = [...list(note['oneOf']), ...list(note['anyOf'])].map(({ name }) => text(name) ?? '')
  const body = wordsOf(text(note['summary']) ?? '', text(note['content']) ?? '', choices)
  const visibility = visibilityOf(note)
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
      kind: kindOf(note, visibility),
      direction: 'drawnUp',
      ...(parent === undefined ? {} : { parent: localId(parent, server) }),
      ...(link === undefined ? {} : { permalink: link }),
      author: handleOf(note) ?? reading.context.accountName,
      ...(actor === undefined ? {} : { authorId: actor }),
      text: body,
      said: timeIn(note['published']),
      state: 'visible',
      versionKey: statusVersion({
        text: body,
        visibility,
        sensitive: note['sensitive'] === true,
        editedAt: text(note['updated']) ?? '',
        media: media.map(({ url, alt }) => ({ url, ...(alt ? { alt } : {}) })),
      }),
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

/** From the address that people see; newer servers number the account in the others. */
function handleOf(note: Record<string, unknown>): string | undefined {
  for (const address of [text(note['url']), text(note['attributedTo']), text(note['id'])]) {
    if (address === undefined || !URL.canParse(address)) continue
    const { pathname, host } = new URL(address)
    const name = /^\/(?:users\/|@)([\w.]+)(?:\/|$)/.exec(pathname)?.[1]
    if (name !== undefined) return `${name}@${host}`
  }
  return undefined
}
