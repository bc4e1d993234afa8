import type { Clock } from '../../src/kernel/index.ts'
import type { ShownProfile } from '../profile.ts'

export type PostStatus = 'publish' | 'future' | 'draft' | 'pending' | 'private' | 'trash' | 'inherit'
export type CommentStatus = 'approved' | 'hold' | 'spam' | 'trash' | 'post-trashed'

export interface StoredUser {
  readonly id: number
  readonly login: string
  readonly name: string
  readonly email: string
  readonly role: 'administrator' | 'editor' | 'author' | 'subscriber'
  /** Application password, without the spaces it is shown with. */
  readonly password: string
}

export interface StoredPost {
  readonly id: number
  readonly type: 'post' | 'page' | 'attachment'
  title: string
  content: string
  status: PostStatus
  author: number
  /** GMT, 'YYYY-MM-DDTHH:MM:SS'; the double's site keeps GMT as its own time. */
  date: string
  modified: string
  slug: string
  featured: number
  open: boolean
  file?: { readonly bytes: Uint8Array; readonly mediaType: string; readonly path: string; alt: string }
}

export interface StoredComment {
  readonly id: number
  readonly post: number
  readonly parent: number
  readonly author: number
  name: string
  email: string
  url: string
  ip: string
  agent: string
  content: string
  date: string
  status: CommentStatus
  type: string
}

/** All that the site holds. Ids are given in rising order, posts, pages and pictures from the same row of numbers. */
export interface State {
  readonly clock: Clock
  /** The site's own address; known once the server listens. */
  url: string
  readonly siteName: string
  readonly profile: ShownProfile
  readonly users: Map<number, StoredUser>
  readonly posts: Map<number, StoredPost>
  readonly comments: Map<number, StoredComment>
  nextPost: number
  nextComment: number
  /** Whether comments from the public wait for approval. */
  moderated: boolean
}

export const now = (state: State): string => state.clock.now().toISOString().slice(0, 19)

/** ISO with Z as WordPress writes it; what is no time is kept as it was said. */
export function wordPressTime(stated: string): string {
  const at = Date.parse(stated)
  return Number.isNaN(at) ? stated : new Date(at).toISOString().slice(0, 19)
}

export const slugOf = (title: string): string =>
  title
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '')

/** The slug, or with -2, -3 … where another of the same type has it. */
export function freeSlug(state: State, wanted: string, id: number, type: StoredPost['type']): string {
  const taken = new Set<string>()
  for (const post of state.posts.values()) if (post.id !== id && post.type === type) taken.add(post.slug)
  const base = wanted === '' ? String(id) : wanted
  let slug = base
  for (let number = 2; taken.has(slug); number++) slug = `${base}-${number}`
  return slug
}

const writing = [
  'edit_posts',
  'publish_posts',
  'edit_published_posts',
  'upload_files',
  'delete_posts',
  'read',
]
const editing = [
  ...writing,
  'moderate_comments',
  'edit_others_posts',
  'edit_pages',
  'edit_others_pages',
  'edit_published_pages',
  'publish_pages',
  'edit_private_posts',
  'read_private_posts',
  'unfiltered_html',
]
const capabilities: Readonly<Record<StoredUser['role'], readonly string[]>> = {
  administrator: [...editing, 'list_users', 'manage_options', 'export'],
  editor: editing,
  author: writing,
  subscriber: ['read'],
}

export const capabilitiesOf = (user: StoredUser): Record<string, true> =>
  Object.fromEntries([...capabilities[user.role], user.role].map((name) => [name, true] as const))

export const may = (user: StoredUser | undefined, right: string): boolean =>
  user !== undefined && capabilities[user.role].includes(right)
