import { startBlueskyDouble } from '../../../doubles/bluesky/index.ts'
import { startFacebookDouble } from '../../../doubles/facebook/index.ts'
import { startFeedDouble } from '../../../doubles/feed/index.ts'
import { startInstagramDouble } from '../../../doubles/instagram/index.ts'
import { startLinkedinDouble } from '../../../doubles/linkedin/index.ts'
import { startMastodonDouble } from '../../../doubles/mastodon/index.ts'
import { startThreadsDouble } from '../../../doubles/threads/index.ts'
import { startWordPressDouble } from '../../../doubles/wordpress/index.ts'
import { connectionTo as wordpressConnection, worldOf } from '../../../doubles/wordpress/world.ts'
import { startXDouble } from '../../../doubles/x/index.ts'
import { startYoutubeDouble } from '../../../doubles/youtube/index.ts'
import { createHttp } from '../../../src/infra/http/index.ts'
import { type Clock, systemClock } from '../../../src/kernel/index.ts'
import type { Connection, ItemRef } from '../../../src/platforms/contract.ts'
import { memoryQuota } from '../../../src/platforms/quota.ts'
import { connectionTo as blueskyConnection } from '../bluesky-stage.ts'
import { connectionTo as facebookConnection } from '../facebook-stage.ts'
import { connectionTo as instagramConnection } from '../instagram-stage.ts'
import { connectionTo as linkedinConnection } from '../linkedin-stage.ts'
import { mastodonConnection } from '../mastodon-stage.ts'
import { connectionTo as threadsConnection } from '../threads-stage.ts'
import { connectionTo as xConnection } from '../x-stage.ts'
import { connectionTo as youtubeConnection } from '../youtube-stage.ts'

/** A double as one who writes, edits and removes at it sees it, whatever platform it stands in for. */
export interface AnyStage {
  readonly connection: Connection
  post(text: string): ItemRef | Promise<ItemRef>
  comment(to: ItemRef, text: string): ItemRef | Promise<ItemRef>
  edit(ref: ItemRef, text: string): unknown
  remove(ref: ItemRef): unknown
  close(): Promise<void>
}

const post = (platformId: string): ItemRef => ({ platformId, kind: 'post' })
const comment = (platformId: string, to?: ItemRef): ItemRef => ({
  platformId,
  kind: 'comment',
  ...(to ? { parent: to.platformId } : {}),
})

const feedConnection = (url: string, clock: Clock): Connection => ({
  settings: { url: `${url}/feed.xml`, comments: `${url}/comments.xml` },
  secrets: {},
  http: createHttp({ allowOrigins: [url], userAgent: 'Uppsikt', version: 'test' }),
  clock,
  memory: new Map(),
  quota: memoryQuota(clock),
})

/** Every platform that has a double, by its id. */
export const stages: Readonly<Record<string, (clock?: Clock) => Promise<AnyStage>>> = {
  facebook: async (clock = systemClock) => {
    const double = await startFacebookDouble({ clock })
    return {
      connection: facebookConnection(double, clock),
      post: (text) => post(double.addPost({ text })),
      comment: (to, text) => comment(double.addComment({ as: 'Anna', to: to.platformId, text })),
      edit: ({ platformId }, text) => double.edit(platformId, text),
      remove: ({ platformId }) => double.remove(platformId),
      close: () => double.close(),
    }
  },
  instagram: async (clock = systemClock) => {
    const double = await startInstagramDouble({ clock })
    return {
      connection: instagramConnection(double, clock),
      post: (text) => post(double.addPost({ text }).id),
      comment: (to, text) => comment(double.addComment({ as: 'anna', to: to.platformId, text }).id),
      edit: ({ platformId, kind }, text) => kind === 'post' && double.editPost(platformId, text),
      remove: ({ platformId }) => double.removeItem(platformId),
      close: () => double.close(),
    }
  },
  threads: async (clock = systemClock) => {
    const double = await startThreadsDouble({ clock })
    return {
      connection: threadsConnection(double, clock),
      post: (text) => post(double.addPost({ text }).id),
      comment: (to, text) => comment(double.addReply({ as: 'anna', to: to.platformId, text }).id),
      edit: () => undefined,
      remove: ({ platformId }) => double.removeItem(platformId),
      close: () => double.close(),
    }
  },
  youtube: async (clock = systemClock) => {
    const double = await startYoutubeDouble({ clock })
    return {
      connection: youtubeConnection(double, clock),
      post: (text) => post(double.addPost({ text }).id),
      comment: (to, text) => comment(double.addComment({ as: '@anna', to: to.platformId, text }).id),
      edit: ({ platformId }, text) => double.edit(platformId, text),
      remove: ({ platformId }) => double.remove(platformId),
      close: () => double.close(),
    }
  },
  linkedin: async (clock = systemClock) => {
    const double = await startLinkedinDouble({ clock })
    return {
      connection: linkedinConnection(double, clock),
      post: (text) => post(double.addPost({ text })),
      comment: (to, text) => comment(double.addComment('urn:li:person:anna', to.platformId, text)),
      edit: ({ platformId }, text) => double.edit(platformId, text),
      remove: ({ platformId }) => double.remove(platformId),
      close: () => double.close(),
    }
  },
  x: async (clock = systemClock) => {
    // A year: of what ends and is renewed, other tests tell.
    const double = await startXDouble({ clock, tokenSeconds: 365 * 86_400 })
    return {
      connection: xConnection(double, clock),
      post: (text) => post(double.addPost({ text })),
      comment: (to, text) => comment(double.addReply({ as: 'anna', to: to.platformId, text })),
      edit: ({ platformId }, text) => double.editPost(platformId, text),
      remove: ({ platformId }) => double.removePost(platformId),
      close: () => double.close(),
    }
  },
  mastodon: async (clock = systemClock) => {
    const double = await startMastodonDouble({ clock })
    return {
      connection: mastodonConnection(double, clock),
      post: (text) => post(double.addPost({ text }).id),
      comment: (to, text) =>
        comment(double.addReply({ as: 'anna@annan.example', to: to.platformId, text }).id),
      edit: ({ platformId }, text) => double.editPost(platformId, text),
      remove: ({ platformId }) => double.removePost(platformId),
      close: () => double.close(),
    }
  },
  bluesky: async (clock = systemClock) => {
    const double = await startBlueskyDouble({ clock })
    return {
      connection: blueskyConnection(double, clock),
      post: (text) => post(double.addPost({ text }).uri),
      comment: (to, text) => comment(double.addReply({ as: 'anna.test', to: to.platformId, text }).uri),
      edit: ({ platformId }, text) => double.editPost(platformId, text),
      remove: ({ platformId }) => double.removePost(platformId),
      close: () => double.close(),
    }
  },
  wordpress: async (clock = systemClock) => {
    const double = await startWordPressDouble({ clock })
    const world = worldOf(double)
    return {
      connection: wordpressConnection(double, clock),
      post: (text) => world.addPost({ text }),
      comment: (to, text) => world.addComment(to, text),
      edit: (ref, text) => world.editItem(ref, text),
      remove: (ref) => world.removeItem(ref),
      close: () => double.close(),
    }
  },
  feed: async (clock = systemClock) => {
    const double = await startFeedDouble({ clock, window: 1_000 })
    return {
      connection: feedConnection(double.url, clock),
      post: (text) => post(double.addPost({ text }).id),
      comment: (to, text) => comment(double.addComment(to.platformId, { text }).id, to),
      edit: ({ platformId }, text) => double.editPost(platformId, text),
      remove: ({ platformId }) => double.removePost(platformId),
      close: () => double.close(),
    }
  },
}
