import { type Clock, systemClock } from '../../src/kernel/index.ts'
import { createHub, type Hub } from '../feed/hub.ts'
import {
  type DoubleAnswer,
  type DoubleRequest,
  type DoubleServer,
  type Fault,
  startDouble,
  touching,
} from '../server.ts'
import * as api from './api.ts'
import { OAuth } from './oauth.ts'
import { refusal } from './resources.ts'
import { Channel, type Comment, channelIdOf, type Moderation, type Video } from './state.ts'
import { Uploads } from './uploads.ts'

export { channelIdOf } from './state.ts'

export interface YoutubeOptions {
  readonly port?: number
  /** Default: the system's. Tokens end and things are dated by it. */
  readonly clock?: Clock
  readonly name?: string
}

interface NewComment {
  /** A name; it gets a channel of its own. */
  readonly as: string
  readonly text: string
  readonly at?: Date
  /** As YouTube's own filter sorts it; default published. */
  readonly status?: Moderation
}

export interface YoutubeDouble {
  readonly url: string
  readonly server: DoubleServer
  readonly channelId: string
  readonly channel: Channel
  readonly oauth: OAuth
  readonly uploads: Uploads
  readonly hub: Hub
  readonly topic: string
  /** The account's settings and secrets, as `account add` takes them. */
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  addPost(post: {
    readonly text: string
    readonly title?: string
    readonly at?: Date
    readonly publishedAt?: string
  }): Video
  addComment(comment: NewComment & { readonly to: string }): Comment
  /** By the one who wrote it: a video, or a comment. */
  edit(id: string, text: string): void
  remove(id: string): void
  setPrivacy(videoId: string, privacy: Video['privacy']): void
  /** As somebody does in YouTube Studio. */
  moderate(commentId: string, status: Moderation): void
  comment(id: string): Comment | undefined
  videos(): readonly Video[]
  comments(): readonly Comment[]
  isBanned(name: string): boolean
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

const youtubeScopes = ['youtube.force-ssl', 'youtube.readonly', 'youtube.upload']

/** What each method asks of the token, by the discovery document's scopes. */
const needs: Readonly<Record<string, readonly string[]>> = {
  '/youtube/v3/channels': youtubeScopes.slice(0, 2),
  '/youtube/v3/playlistItems': youtubeScopes.slice(0, 2),
  '/youtube/v3/videos': youtubeScopes.slice(0, 2),
  '/youtube/v3/commentThreads': ['youtube.force-ssl'],
  '/youtube/v3/comments': ['youtube.force-ssl'],
  '/youtube/v3/comments/setModerationStatus': ['youtube.force-ssl'],
  '/youtube/v3/captions': ['youtube.force-ssl'],
  '/upload/youtube/v3/captions': ['youtube.force-ssl'],
  '/upload/youtube/v3/videos': ['youtube.upload', 'youtube.force-ssl'],
  '/upload/youtube/v3/thumbnails/set': ['youtube.upload', 'youtube.force-ssl'],
  '/v2/reports': ['yt-analytics.readonly', 'youtube.readonly'],
}

class Handler {
  readonly channel: Channel
  readonly oauth: OAuth
  readonly uploads: Uploads
  readonly hub: () => Hub

  constructor(channel: Channel, clock: Clock, hub: () => Hub) {
    this.channel = channel
    this.oauth = new OAuth(clock)
    this.uploads = new Uploads(channel)
    this.hub = hub
  }

  #methods(request: DoubleRequest): DoubleAnswer | undefined {
    const { channel, uploads } = this
    const methods: Readonly<Record<string, () => DoubleAnswer>> = {
      'GET /youtube/v3/channels': () => api.listChannels(channel, request),
      'GET /youtube/v3/playlistItems': () => api.listPlaylistItems(channel, request),
      'GET /youtube/v3/videos': () => api.listVideos(channel, request),
      'GET /youtube/v3/commentThreads': () => api.listThreads(channel, request),
      'GET /youtube/v3/comments': () => api.listComments(channel, request),
      'POST /youtube/v3/comments': () => api.insertComment(channel, request),
      'POST /youtube/v3/comments/setModerationStatus': () => api.setModerationStatus(channel, request),
      'POST /upload/youtube/v3/videos': () => uploads.begin(request),
      'PUT /upload/youtube/v3/videos': () => uploads.finish(request),
      'POST /upload/youtube/v3/thumbnails/set': () => uploads.setThumbnail(request),
      'GET /youtube/v3/captions': () => uploads.listCaptions(request),
      'POST /upload/youtube/v3/captions': () => uploads.insertCaptions(request),
      'GET /v2/reports': () => api.queryReports(channel, request),
    }
    return methods[`${request.method} ${request.url.pathname}`]?.()
  }

  /** The faults that Google has shapes of its own for. */
  #fault(request: DoubleRequest, set: Fault | undefined): DoubleAnswer | undefined {
    const fault = touching(set, request.method)
    if (fault?.kind === 'tooMany') {
      const after = { 'retry-after': String(fault.seconds) }
      return refusal(429, 'rateLimitExceeded', 'Too many requests.', after)
    }
    if (fault?.kind === 'error') return refusal(500, 'backendError', 'Backend Error')
    if (fault?.kind !== 'revoked') return undefined
    return request.url.pathname === '/token'
      ? {
          status: 400,
          body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
        }
      : refusal(401, 'authError', 'Invalid Credentials')
  }

  answer(request: DoubleRequest, fault: Fault | undefined): DoubleAnswer {
    const { pathname } = request.url
    const wrong = this.#fault(request, fault)
    if (wrong) return wrong
    if (pathname === '/o/oauth2/v2/auth') return this.oauth.authorize(request)
    if (pathname === '/token') return this.oauth.token(request)
    if (pathname === '/subscribe') return this.hub().receive(request)
    const scopes = this.oauth.scopesOf(request)
    if (scopes === undefined) {
      return refusal(401, 'authError', 'Request had invalid authentication credentials.')
    }
    const enough = needs[pathname]?.some((name) => scopes.some((scope) => scope.endsWith(`/${name}`)))
    if (enough === false) {
      return refusal(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.')
    }
    return this.#methods(request) ?? { status: 404, body: 'Not Found' }
  }
}

/** Until the film itself has been sent nothing is published: an answer that is lost on the way there is no lost order. */
const isPreparation = ({ method, url }: DoubleRequest): boolean =>
  url.pathname === '/token' || (method === 'POST' && url.pathname === '/upload/youtube/v3/videos')

/** One server that is Google's sign-in, the YouTube Data API, YouTube Analytics and the hub: see README.md. */
export async function startYoutubeDouble(options: YoutubeOptions = {}): Promise<YoutubeDouble> {
  const clock = options.clock ?? systemClock
  const channel = new Channel(options.name ?? 'Kommunen', clock)
  const own = new Handler(channel, clock, () => hub)
  const server = await startDouble({
    port: options.port,
    ownRefusals: true,
    faultless: (request) => isPreparation(request) && server.fault?.on === 'orders',
    handler: (request, { fault }) => {
      const said = own.answer(request, fault)
      return { ...said, headers: { date: clock.now().toUTCString(), ...said.headers } }
    },
  })
  const hub = createHub(server.url)
  hub.method = 'sha1'
  const topic = `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${channel.id}`
  const announce = (video: Video) =>
    hub.publish(topic, Buffer.from(atom(channel, video, topic)), 'application/atom+xml')
  const { oauth } = own

  return {
    url: server.url,
    server,
    channelId: channel.id,
    channel,
    oauth,
    uploads: own.uploads,
    hub,
    topic,
    settings: { clientId: oauth.clientId, channelId: channel.id, api: server.url },
    secrets: { clientSecret: oauth.clientSecret, refreshToken: oauth.issue() },
    addPost({ text, title, at, publishedAt }) {
      const when = publishedAt ?? (at ?? channel.now()).toISOString()
      const first = title ?? [...(text.split('\n')[0] ?? '')].slice(0, 100).join('')
      const video = channel.addVideo({ title: first, description: text, publishedAt: when })
      announce(video)
      return video
    },
    addComment({ as, to, text, at, status }) {
      const author = { channelId: channelIdOf(as), name: as }
      const parentId = channel.comments.has(to) ? to : undefined
      return channel.addComment({ author, videoId: to, parentId, text, at, status })
    },
    edit(id, text) {
      const [video, comment] = [channel.videos.get(id), channel.comments.get(id)]
      if (video) {
        video.description = text
        announce(video)
      } else if (comment) {
        comment.text = text
        comment.updatedAt = channel.now().toISOString()
      } else throw new Error(`no such thing in the double: ${id}`)
    },
    remove(id) {
      channel.videos.delete(id)
      channel.removeComment(id)
    },
    setPrivacy(videoId, privacy) {
      const video = channel.videos.get(videoId)
      if (video) video.privacy = privacy
    },
    moderate(commentId, status) {
      const comment = channel.comments.get(commentId)
      if (comment) comment.status = status
    },
    comment: (id) => channel.comments.get(id),
    videos: () => [...channel.videos.values()],
    comments: () => [...channel.comments.values()],
    isBanned: (name) => channel.banned.has(channelIdOf(name)),
    fault: (fault) => server.setFault(fault),
    close: () => server.close(),
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** What the hub pushes (developers.google.com/youtube/v3/guides/push_notifications). */
const atom = (channel: Channel, video: Video, topic: string): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns="http://www.w3.org/2005/Atom">',
    `<link rel="hub" href="https://pubsubhubbub.appspot.com"/><link rel="self" href="${escaped(topic)}"/>`,
    '<title>YouTube video feed</title>',
    `<entry><id>yt:video:${video.id}</id><yt:videoId>${video.id}</yt:videoId>`,
    `<yt:channelId>${channel.id}</yt:channelId><title>${escaped(video.title)}</title>`,
    `<link rel="alternate" href="https://www.youtube.com/watch?v=${video.id}"/></entry>`,
    '</feed>',
  ].join('\n')
