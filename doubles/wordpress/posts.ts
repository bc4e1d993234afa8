import type { DoubleAnswer } from '../server.ts'
import {
  type Asked,
  boundary,
  contextOf,
  forbid,
  json,
  list,
  narrowed,
  number,
  ordered,
  page,
  refuse,
  text,
} from './answers.ts'
import { api, collectionOf, mediaShape, postShape, type Shape } from './shapes.ts'
import { freeSlug, may, now, type PostStatus, type State, type StoredPost, slugOf } from './state.ts'

const types = { posts: 'post', pages: 'page', media: 'attachment' } as const
export type PostCollection = keyof typeof types

const writable: readonly string[] = ['publish', 'future', 'draft', 'pending', 'private']

const shapeOf = (asked: Asked, post: StoredPost): Shape =>
  post.type === 'attachment'
    ? mediaShape(asked.state, post, contextOf(asked))
    : postShape(asked.state, post, contextOf(asked), list(asked, '_embed') ?? [])

function listPosts(asked: Asked, collection: PostCollection): DoubleAnswer {
  const { state, user } = asked
  if (contextOf(asked) === 'edit' && !may(user, 'edit_posts')) {
    const message = 'Sorry, you are not allowed to edit posts in this post type.'
    return forbid(user, 'rest_forbidden_context', message)
  }
  const usual = collection === 'media' ? 'inherit' : 'publish'
  const statuses = list(asked, 'status') ?? [usual]
  if (statuses.some((status) => status !== usual) && !may(user, 'edit_posts')) {
    return forbid(user, 'rest_forbidden_status', 'Status is forbidden.')
  }
  const slugs = list(asked, 'slug')
  const include = list(asked, 'include')?.map(Number)
  const [after, before] = [boundary(asked, 'after'), boundary(asked, 'before')]
  const changedAfter = boundary(asked, 'modified_after')
  const found = [...state.posts.values()].filter(
    (post) =>
      post.type === types[collection] &&
      (statuses.includes('any') ? post.status !== 'trash' : statuses.includes(post.status)) &&
      (slugs === undefined || slugs.includes(post.slug)) &&
      (include === undefined || include.includes(post.id)) &&
      (after === undefined || post.date > after) &&
      (before === undefined || post.date < before) &&
      (changedAfter === undefined || post.modified > changedAfter),
  )
  const orderby = text(asked, 'orderby') ?? 'date'
  const by = (post: StoredPost) =>
    orderby === 'id' ? post.id : orderby === 'modified' ? post.modified : post.date
  const shape = (post: StoredPost) => shapeOf(asked, post)
  return page(asked, { found: ordered(asked, found, by), shape, strictPages: true })
}

export function storePost(
  state: State,
  post: Omit<StoredPost, 'id' | 'slug'> & { slug?: string },
): StoredPost {
  const id = state.nextPost++
  const stored = { ...post, id, slug: freeSlug(state, post.slug ?? slugOf(post.title), id, post.type) }
  state.posts.set(id, stored)
  return stored
}

const written = (asked: Asked, name: string): string | undefined => {
  const value = asked.parameters[name]
  if (typeof value === 'string') return value
  const raw = typeof value === 'object' && value !== null && 'raw' in value ? value.raw : undefined
  return typeof raw === 'string' ? raw : undefined
}

const statusIn = (asked: Asked): PostStatus | undefined => {
  const status = text(asked, 'status')
  return status !== undefined && writable.includes(status) ? (status as PostStatus) : undefined
}

function createPost(asked: Asked, type: 'post' | 'page'): DoubleAnswer {
  const { state, user } = asked
  if (!user || !may(user, type === 'page' ? 'edit_pages' : 'edit_posts')) {
    return forbid(user, 'rest_cannot_create', 'Sorry, you are not allowed to create posts as this user.')
  }
  const status = statusIn(asked) ?? 'draft'
  if (status === 'publish' && !may(user, 'publish_posts')) {
    return forbid(
      user,
      'rest_cannot_publish',
      'Sorry, you are not allowed to publish posts in this post type.',
    )
  }
  const [title, content] = [written(asked, 'title') ?? '', written(asked, 'content') ?? '']
  if (title === '' && content === '') {
    return refuse(400, 'empty_content', 'Content, title, and excerpt are empty.')
  }
  const at = now(state)
  const slug = text(asked, 'slug')
  const post = storePost(state, {
    type,
    title,
    content,
    status,
    author: user.id,
    date: boundary(asked, 'date_gmt') ?? at,
    modified: at,
    featured: number(asked, 'featured_media') ?? 0,
    open: (text(asked, 'comment_status') ?? 'open') === 'open',
    ...(slug === undefined ? {} : { slug: slugOf(slug) }),
  })
  const location = api(state, `${collectionOf(post)}/${post.id}`)
  return json(postShape(state, post, 'edit', []), 201, { location })
}

function uploadMedia(asked: Asked): DoubleAnswer {
  const { state, user, request } = asked
  if (!user || !may(user, 'upload_files')) {
    return forbid(user, 'rest_cannot_create', 'Sorry, you are not allowed to upload media on this site.')
  }
  const name = /filename="?([\w.-]+)"?/.exec(request.headers['content-disposition'] ?? '')?.[1]
  if (name === undefined) {
    return refuse(400, 'rest_upload_no_content_disposition', 'No Content-Disposition supplied.')
  }
  const at = now(state)
  const media = storeMedia(state, {
    bytes: request.body,
    mediaType: request.headers['content-type'] ?? 'application/octet-stream',
    name,
    alt: request.url.searchParams.get('alt_text') ?? '',
    author: user.id,
    at,
  })
  return json(mediaShape(state, media, 'edit'), 201, { location: api(state, `media/${media.id}`) })
}

export function storeMedia(
  state: State,
  media: {
    readonly bytes: Uint8Array
    readonly mediaType: string
    readonly name: string
    readonly alt: string
    readonly author: number
    readonly at: string
  },
): StoredPost {
  const { bytes, mediaType, name, alt, author, at } = media
  const path = `wp-content/uploads/${at.slice(0, 4)}/${at.slice(5, 7)}/${state.nextPost}-${name}`
  return storePost(state, {
    type: 'attachment',
    title: name.replace(/\.\w+$/, ''),
    content: '',
    status: 'inherit',
    author,
    date: at,
    modified: at,
    featured: 0,
    open: false,
    file: { bytes, mediaType, path, alt },
  })
}

function updatePost(asked: Asked, post: StoredPost): DoubleAnswer {
  const { state, user } = asked
  if (!may(user, 'edit_others_posts')) {
    return forbid(user, 'rest_cannot_edit', 'Sorry, you are not allowed to edit this post.')
  }
  post.title = written(asked, 'title') ?? post.title
  post.content = written(asked, 'content') ?? post.content
  post.status = statusIn(asked) ?? post.status
  post.featured = number(asked, 'featured_media') ?? post.featured
  post.modified = now(state)
  const alt = text(asked, 'alt_text')
  if (post.file && alt !== undefined) post.file.alt = alt
  return json(
    post.type === 'attachment' ? mediaShape(state, post, 'edit') : postShape(state, post, 'edit', []),
  )
}

/** Into the bin, with its comments; or away for good, with them. */
export function removePost(state: State, post: StoredPost, force: boolean): void {
  const under = [...state.comments.values()].filter((comment) => comment.post === post.id)
  if (force) {
    state.posts.delete(post.id)
    for (const comment of under) state.comments.delete(comment.id)
    return
  }
  post.status = 'trash'
  post.slug = `${post.slug}__trashed`
  post.modified = now(state)
  for (const comment of under) if (comment.status !== 'trash') comment.status = 'post-trashed'
}

function onePost(asked: Asked, post: StoredPost): DoubleAnswer {
  const { state, user, request } = asked
  if (request.method === 'DELETE') {
    if (!may(user, 'edit_others_posts')) {
      return forbid(user, 'rest_cannot_delete', 'Sorry, you are not allowed to delete this post.')
    }
    const force = text(asked, 'force') === 'true' || asked.parameters['force'] === true
    const previous = shapeOf(asked, post)
    removePost(state, post, force)
    return json(force ? { deleted: true, previous } : shapeOf(asked, post))
  }
  if (request.method !== 'GET') return updatePost(asked, post)
  if (contextOf(asked) === 'edit' && !may(user, 'edit_others_posts')) {
    return forbid(user, 'rest_forbidden_context', 'Sorry, you are not allowed to edit this post.')
  }
  if (post.status !== 'publish' && post.status !== 'inherit' && !may(user, 'edit_others_posts')) {
    return forbid(user, 'rest_forbidden', 'Sorry, you are not allowed to do that.')
  }
  return json(narrowed(asked, shapeOf(asked, post)))
}

/** wp/v2/posts, pages and media, and what lies below them. */
export function posts(asked: Asked, collection: PostCollection, id: number | undefined): DoubleAnswer {
  if (id !== undefined) {
    const post = asked.state.posts.get(id)
    if (post?.type === types[collection]) return onePost(asked, post)
    return refuse(404, 'rest_post_invalid_id', 'Invalid post ID.')
  }
  if (asked.request.method === 'GET') return listPosts(asked, collection)
  return collection === 'media' ? uploadMedia(asked) : createPost(asked, types[collection] as 'post' | 'page')
}
