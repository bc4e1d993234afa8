import { bluesky } from './bluesky/platform.ts'
import { otherPlatform, snapchat, tiktok } from './byhand/platform.ts'
import type { Platform } from './contract.ts'
import { facebook } from './facebook/platform.ts'
import { feed } from './feed/platform.ts'
import { instagram } from './instagram/platform.ts'
import { linkedin } from './linkedin/platform.ts'
import { mastodon } from './mastodon/platform.ts'
import { threads } from './threads/platform.ts'
import { wordpress } from './wordpress/platform.ts'
import { x } from './x/platform.ts'
import { youtube } from './youtube/platform.ts'

/** What reads the feeds of the municipality's own website, for publishing. */
export const newsReader: Platform = feed

/** Every platform there is, by its stored code, in the order they are shown. A new one is added here and nowhere else. */
export const catalogue: ReadonlyMap<string, Platform> = new Map(
  [
    facebook,
    instagram,
    threads,
    youtube,
    linkedin,
    x,
    mastodon,
    bluesky,
    wordpress,
    feed,
    tiktok,
    snapchat,
    otherPlatform,
  ].map((platform) => [platform.id, platform]),
)
