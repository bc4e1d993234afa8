import type { Attachment, Instance, Person, Stored, Told } from './state.ts'

type View = Record<string, unknown>

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const addressOf = (origin: string, person: Person): string =>
  person.acct.includes('@')
    ? `https://${person.acct.split('@')[1]}/@${person.username}`
    : `${origin}/@${person.username}`

/** Plain text as Mastodon renders it: mentions lose their server, a web address is cut for the eye only. */
export function html(origin: string, { text, mentions }: Stored): string {
  const words = escaped(text).split(/(\s+)/)
  const rendered = words.map((word) => {
    const person = mentions.find(({ acct, username }) => word === `@${acct}` || word === `@${username}`)
    const local = /^(@\w+)@/.exec(word)?.[1]?.slice(1)
    const named = person ?? mentions.find(({ username }) => local !== undefined && username === local)
    if (named)
      return `<span class="h-card" translate="no"><a href="${addressOf(origin, named)}" class="u-url mention">@<span>${named.username}</span></a></span>`
    if (/^https?:\/\//.test(word)) {
      const [, scheme = '', rest = ''] = /^(https?:\/\/)(.*)$/.exec(word) ?? []
      return `<a href="${word}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${scheme}</span><span class="ellipsis">${rest.slice(0, 30)}</span><span class="invisible">${rest.slice(30)}</span></a>`
    }
    return word
  })
  const paragraphs = rendered.join('').split('\n\n')
  return paragraphs.map((one) => `<p>${one.replaceAll('\n', '<br />')}</p>`).join('')
}

export function accountView(instance: Instance, origin: string, person: Person): View {
  const picture = `${origin}/avatars/original/missing.png`
  const url = addressOf(origin, person)
  return {
    id: person.id,
    username: person.username,
    acct: person.acct,
    display_name: person.name,
    locked: !person.profile.open,
    bot: false,
    discoverable: true,
    indexable: false,
    group: false,
    created_at: person.createdAt.toISOString(),
    note: person.profile.description,
    url,
    uri: url,
    avatar: picture,
    avatar_static: picture,
    header: picture,
    header_static: picture,
    followers_count: person.followers,
    following_count: person.profile.follows,
    statuses_count: [...instance.statuses.values()].filter(({ author }) => author === person).length,
    last_status_at: null,
    emojis: [],
    fields: person.profile.website
      ? [
          {
            name: 'Webbplats',
            value: `<a href="${person.profile.website}">${person.profile.website}</a>`,
            verified_at: null,
          },
        ]
      : [],
  }
}

export const credentialView = (instance: Instance, origin: string, person: Person): View => ({
  ...accountView(instance, origin, person),
  source: {
    privacy: 'public',
    sensitive: false,
    language: 'sv',
    note: '',
    fields: [],
    follow_requests_count: 0,
    indexable: false,
    hide_collections: false,
    discoverable: true,
    attribution_domains: [],
    quote_policy: 'public',
  },
  role: { id: '-99', name: '', permissions: '65536', color: '', highlighted: false },
})

export function mediaView(instance: Instance, origin: string, media: Attachment): View {
  const ready = media.readyAt <= instance.now()
  const ending = media.mediaType.split('/')[1] ?? 'bin'
  const url = ready ? `${origin}/system/media_attachments/files/${media.id}/original.${ending}` : null
  return {
    id: media.id,
    type: media.mediaType.startsWith('video/') ? 'video' : 'image',
    url,
    preview_url: url,
    remote_url: null,
    meta: {},
    description: media.description,
    blurhash: null,
  }
}

export function statusView(instance: Instance, origin: string, status: Stored): View {
  const { author, replyTo, mentions } = status
  const parent = replyTo === undefined ? undefined : instance.statuses.get(replyTo)
  const url = `${addressOf(origin, author)}/${status.id}`
  const counted = instance
    .repliesTo(status.id)
    .filter(({ visibility }) => visibility === 'public' || visibility === 'unlisted')
  return {
    id: status.id,
    created_at: status.createdAt,
    in_reply_to_id: parent?.id ?? null,
    in_reply_to_account_id: parent?.author.id ?? null,
    sensitive: status.spoiler !== '',
    spoiler_text: status.spoiler,
    visibility: status.visibility,
    language: status.language,
    uri: url,
    url,
    replies_count: counted.length,
    reblogs_count: status.boosts,
    favourites_count: status.favourites,
    quotes_count: 0,
    edited_at: status.editedAt?.toISOString() ?? null,
    favourited: false,
    reblogged: false,
    muted: false,
    bookmarked: false,
    content: html(origin, status),
    filtered: [],
    reblog: null,
    ...(status.app ? { application: { name: 'Uppsikt', website: null } } : {}),
    account: accountView(instance, origin, author),
    media_attachments: status.media.map((one) => mediaView(instance, origin, one)),
    mentions: mentions.map((one) => ({
      id: one.id,
      username: one.username,
      url: addressOf(origin, one),
      acct: one.acct,
    })),
    tags: [],
    emojis: [],
    card: null,
    poll: null,
  }
}

export const notificationView = (instance: Instance, origin: string, { id, status }: Told): View => ({
  id,
  type: 'mention',
  group_key: `ungrouped-${id}`,
  created_at: status.writtenAt.toISOString(),
  account: accountView(instance, origin, status.author),
  status: statusView(instance, origin, status),
})

/** How the server is set, where tests set it. */
export interface Configuration {
  readonly version: string
  readonly characters: number
  readonly attachments: number
}

export function instanceView(origin: string, { version, characters, attachments }: Configuration): View {
  return {
    domain: new URL(origin).host,
    title: 'Kommunens Mastodon',
    version,
    source_url: 'https://github.com/mastodon/mastodon',
    description: '',
    usage: { users: { active_month: 12 } },
    thumbnail: { url: `${origin}/packs/preview.png` },
    icon: [],
    languages: ['sv'],
    configuration: {
      urls: { streaming: origin.replace('http', 'ws') },
      accounts: { max_featured_tags: 10, max_pinned_statuses: 5 },
      statuses: {
        max_characters: characters,
        max_media_attachments: attachments,
        characters_reserved_per_url: 23,
      },
      media_attachments: {
        description_limit: 1_500,
        supported_mime_types: ['image/jpeg', 'image/png', 'image/webp', 'video/mp4', 'video/webm'],
        image_size_limit: 16_777_216,
        image_matrix_limit: 33_177_600,
        video_size_limit: 103_809_024,
        video_frame_rate_limit: 120,
        video_matrix_limit: 8_294_400,
      },
      polls: {
        max_options: 4,
        max_characters_per_option: 50,
        min_expiration: 300,
        max_expiration: 2_629_746,
      },
      translation: { enabled: false },
    },
    registrations: { enabled: false, approval_required: false, message: null, min_age: null, url: null },
    api_versions: { mastodon: 7 },
    contact: { email: 'drift@example.se', account: null },
    rules: [],
  }
}
