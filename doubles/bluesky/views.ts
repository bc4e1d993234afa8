import { shownProfile } from '../profile.ts'
import { gateCollection, type Network, postCollection, type Stored, textAt } from './state.ts'

/** What the app view shows: the shapes of app.bsky.feed.defs and app.bsky.actor.defs. */

type View = Record<string, unknown>

const didIn = (uri: string): string => uri.split('/')[2] ?? ''

export function profileBasic(network: Network, did: string): View {
  const account = network.accounts.get(did)
  return { did, handle: account?.handle ?? 'handle.invalid', displayName: account?.name ?? '', labels: [] }
}

export function profileDetailed(network: Network, did: string): View {
  const account = network.accounts.get(did)
  const records = account?.records
  const postsCount = [...(records?.keys() ?? [])].filter((key) => key.startsWith(`${postCollection}/`)).length
  const { description, website, follows } = account?.profile ?? shownProfile()
  const words = { ...(description && { description }), ...(website && { website }) }
  return { ...profileBasic(network, did), ...words, followersCount: 0, followsCount: follows, postsCount }
}

const pictureUrl = (origin: string, did: string, cid: string, size: string): string =>
  `${origin}/img/${size}/plain/${did}/${cid}@jpeg`

interface ImageInRecord {
  readonly alt?: unknown
  readonly image?: { readonly ref?: { readonly $link?: unknown } }
}

function embedView(network: Network, origin: string, stored: Stored): View | undefined {
  const embed = stored.value['embed'] as View | undefined
  const did = didIn(stored.uri)
  if (embed?.['$type'] === 'app.bsky.embed.images') {
    const images = (embed['images'] as readonly ImageInRecord[]).map(({ alt, image }) => {
      const cid = String(image?.ref?.$link)
      return {
        thumb: pictureUrl(origin, did, cid, 'feed_thumbnail'),
        fullsize: pictureUrl(origin, did, cid, 'feed_fullsize'),
        alt,
      }
    })
    return { $type: 'app.bsky.embed.images#view', images }
  }
  if (embed?.['$type'] === 'app.bsky.embed.video') {
    const cid = textAt(embed, 'video', 'ref', '$link') ?? ''
    const at = `${origin}/video/${did}/${cid}`
    const view = { cid, playlist: `${at}/playlist.m3u8`, thumbnail: `${at}/thumbnail.jpg` }
    return { $type: 'app.bsky.embed.video#view', ...view, ...(embed['alt'] ? { alt: embed['alt'] } : {}) }
  }
  if (embed?.['$type'] === 'app.bsky.embed.external') {
    return { $type: 'app.bsky.embed.external#view', external: embed['external'] }
  }
  if (embed?.['$type'] === 'app.bsky.embed.record') {
    const uri = textAt(embed, 'record', 'uri') ?? ''
    return { $type: 'app.bsky.embed.record#view', record: quotedView(network, uri) }
  }
  return undefined
}

function quotedView(network: Network, uri: string): View {
  const quoted = network.record(uri)
  if (quoted === undefined) return { $type: 'app.bsky.embed.record#viewNotFound', uri, notFound: true }
  return {
    $type: 'app.bsky.embed.record#viewRecord',
    uri,
    cid: quoted.cid,
    author: profileBasic(network, didIn(uri)),
    value: quoted.value,
    labels: [],
    indexedAt: quoted.indexedAt,
    embeds: [],
  }
}

const gateUri = (rootUri: string): string => rootUri.replace(postCollection, gateCollection)

export function gateView(network: Network, rootUri: string): View | undefined {
  const gate = network.record(gateUri(rootUri))
  return gate && { uri: gate.uri, cid: gate.cid, record: gate.value, lists: [] }
}

export function postView(network: Network, origin: string, stored: Stored): View {
  const { uri, cid, value, indexedAt } = stored
  const embed = embedView(network, origin, stored)
  const threadgate = gateView(network, uri)
  return {
    uri,
    cid,
    author: profileBasic(network, didIn(uri)),
    record: value,
    ...(embed ? { embed } : {}),
    bookmarkCount: 0,
    replyCount: network.replies.get(uri)?.size ?? 0,
    repostCount: 0,
    likeCount: 0,
    quoteCount: network.quotes.get(uri)?.size ?? 0,
    indexedAt,
    labels: [],
    ...(threadgate ? { threadgate } : {}),
  }
}

/**
 * A post with what stands below it. An answer is left out without a word, as the real app view leaves it out for those
 * who are not signed in, when its author and the parent's author block each other.
 */
export function threadView(network: Network, origin: string, stored: Stored, depth: number): View {
  const { uri } = stored
  const replies = [...(network.replies.get(uri) ?? [])].flatMap((answer) => {
    const below = network.record(answer)
    if (below === undefined) return []
    if (network.blocks(didIn(answer), didIn(uri))) return []
    return [threadView(network, origin, below, depth - 1)]
  })
  return {
    $type: 'app.bsky.feed.defs#threadViewPost',
    post: postView(network, origin, stored),
    ...(depth > 0 ? { replies } : {}),
  }
}
