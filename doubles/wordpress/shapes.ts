import { createHash } from 'node:crypto'
import { capabilitiesOf, type State, type StoredComment, type StoredPost, type StoredUser } from './state.ts'

export type Context = 'view' | 'edit' | 'embed'
export type Shape = Record<string, unknown>

/** What WordPress's wptexturize and wpautop do to plain text, as far as a reader of the API notices. */
function rendered(content: string): string {
  const bare = content.replace(/<!--[\s\S]*?-->/g, '').trim()
  if (bare === '') return ''
  if (/^<(p|figure|ul|ol|h[1-6]|blockquote)\b/i.test(bare)) return `\n${bare}\n`
  return bare
    .split(/\n{2,}/)
    .map((part) => `<p>${part.replace(/\n/g, '<br />\n')}</p>\n`)
    .join('')
}

const withRaw = (context: Context, raw: string, html: string, more: Shape = {}): Shape => ({
  ...(context === 'edit' ? { raw } : {}),
  rendered: html,
  ...more,
})

const avatars = (email: string): Shape => {
  const digest = createHash('md5').update(email.toLowerCase()).digest('hex')
  const sized = (size: number) => `http://2.gravatar.com/avatar/${digest}?s=${size}&d=mm&r=g`
  return { 24: sized(24), 48: sized(48), 96: sized(96) }
}

export const api = (state: State, path: string): string => `${state.url}/wp-json/wp/v2/${path}`

/** posts, pages or media: the collection that a post's type is listed in. */
export const collectionOf = (post: StoredPost): string =>
  post.type === 'attachment' ? 'media' : post.type === 'page' ? 'pages' : 'posts'

export function linkOf(state: State, post: StoredPost): string {
  if (post.status === 'draft' || post.status === 'pending') return `${state.url}/?p=${post.id}`
  if (post.type !== 'post') return `${state.url}/${post.slug}/`
  const [year, month] = post.date.split('-')
  return `${state.url}/${year}/${month}/${encodeURIComponent(post.slug)}/`
}

const selfLinks = (state: State, collection: string, id: number): Shape => ({
  self: [{ href: api(state, `${collection}/${id}`) }],
  collection: [{ href: api(state, collection) }],
})

const embeddable = (href: string, more: Shape = {}): Shape[] => [{ embeddable: true, ...more, href }]

export function userShape(state: State, user: StoredUser, context: Context): Shape {
  const edit = {
    username: user.login,
    first_name: '',
    last_name: '',
    email: user.email,
    locale: 'sv_SE',
    nickname: user.login,
    roles: [user.role],
    registered_date: '2024-01-01T08:00:00+00:00',
    capabilities: capabilitiesOf(user),
    extra_capabilities: { [user.role]: true },
  }
  return {
    id: user.id,
    name: user.name,
    url: '',
    description: '',
    link: `${state.url}/author/${user.login}/`,
    slug: user.login,
    avatar_urls: avatars(user.email),
    ...(context === 'edit' ? edit : {}),
    ...(context === 'embed' ? {} : { meta: [] }),
    _links: selfLinks(state, 'users', user.id),
  }
}

function commonShape(state: State, post: StoredPost, context: Context): Shape {
  const guid = `${state.url}/?p=${post.id}`
  return {
    id: post.id,
    date: post.date,
    date_gmt: post.date,
    guid: withRaw(context, guid, guid),
    modified: post.modified,
    modified_gmt: post.modified,
    ...(context === 'edit' ? { password: '' } : {}),
    slug: post.slug,
    status: post.status,
    type: post.type,
    link: linkOf(state, post),
    title: withRaw(context, post.title, post.title.replaceAll('&', '&#038;')),
    author: post.author,
    comment_status: post.open ? 'open' : 'closed',
    ping_status: 'closed',
    template: '',
    meta: [],
  }
}

export function postShape(state: State, post: StoredPost, context: Context, embed: readonly string[]): Shape {
  const html = rendered(post.content)
  const collection = collectionOf(post)
  const featured = state.posts.get(post.featured)
  const author = state.users.get(post.author)
  const embedded = {
    ...(embed.includes('author') && author ? { author: [userShape(state, author, 'embed')] } : {}),
    ...(embed.includes('wp:featuredmedia') && featured
      ? { 'wp:featuredmedia': [mediaShape(state, featured, 'embed')] }
      : {}),
  }
  const own = post.type === 'page' ? { parent: 0, menu_order: 0 } : { sticky: false, format: 'standard' }
  return {
    ...commonShape(state, post, context),
    content: withRaw(context, post.content, html, {
      protected: false,
      ...(context === 'edit' ? { block_version: post.content.includes('<!-- wp:') ? 1 : 0 } : {}),
    }),
    excerpt: withRaw(context, '', html, { protected: false }),
    featured_media: post.featured,
    ...own,
    ...(post.type === 'post' ? { categories: [1], tags: [] } : {}),
    ...(context === 'edit'
      ? { permalink_template: `${state.url}/%postname%/`, generated_slug: post.slug }
      : {}),
    _links: {
      ...selfLinks(state, collection, post.id),
      about: [{ href: api(state, `types/${post.type}`) }],
      author: embeddable(api(state, `users/${post.author}`)),
      replies: embeddable(api(state, `comments?post=${post.id}`)),
      ...(featured ? { 'wp:featuredmedia': embeddable(api(state, `media/${featured.id}`)) } : {}),
      'wp:attachment': [{ href: api(state, `media?parent=${post.id}`) }],
      curies: [{ name: 'wp', href: 'https://api.w.org/{rel}', templated: true }],
    },
    ...(Object.keys(embedded).length > 0 ? { _embedded: embedded } : {}),
  }
}

export function mediaShape(state: State, media: StoredPost, context: Context): Shape {
  const url = `${state.url}/${media.file?.path ?? ''}`
  return {
    ...commonShape(state, media, context),
    description: withRaw(context, '', `<p class="attachment"><a href='${url}'>${media.title}</a></p>\n`),
    caption: withRaw(context, '', ''),
    alt_text: media.file?.alt ?? '',
    media_type: media.file?.mediaType.startsWith('image/') ? 'image' : 'file',
    mime_type: media.file?.mediaType ?? '',
    media_details: { filesize: media.file?.bytes.length ?? 0, sizes: {} },
    post: null,
    source_url: url,
    ...(context === 'edit' ? { missing_image_sizes: [] } : {}),
    _links: selfLinks(state, 'media', media.id),
  }
}

export function commentShape(state: State, comment: StoredComment, context: Context): Shape {
  const post = state.posts.get(comment.post)
  const private_ = {
    author_email: comment.email,
    author_ip: comment.ip,
    author_user_agent: comment.agent,
  }
  return {
    id: comment.id,
    post: comment.post,
    parent: comment.parent,
    author: comment.author,
    author_name: comment.name,
    ...(context === 'edit' ? private_ : {}),
    author_url: comment.url,
    date: comment.date,
    date_gmt: comment.date,
    content: {
      rendered: rendered(comment.content),
      ...(context === 'edit' ? { raw: comment.content } : {}),
    },
    link: `${post ? linkOf(state, post) : `${state.url}/`}#comment-${comment.id}`,
    status: comment.status,
    type: comment.type,
    author_avatar_urls: avatars(comment.email),
    meta: [],
    _links: {
      ...selfLinks(state, 'comments', comment.id),
      ...(comment.author > 0 ? { author: embeddable(api(state, `users/${comment.author}`)) } : {}),
      ...(post
        ? { up: embeddable(api(state, `${collectionOf(post)}/${post.id}`), { post_type: post.type }) }
        : {}),
      ...(comment.parent > 0 ? { 'in-reply-to': embeddable(api(state, `comments/${comment.parent}`)) } : {}),
    },
  }
}
