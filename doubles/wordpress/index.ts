import { type Clock, systemClock } from '../../src/kernel/index.ts'
import { type ShownProfile, shownProfile } from '../profile.ts'
import { type DoubleAnswer, type Fault, startDouble } from '../server.ts'
import { api, apiPath } from './api.ts'
import { storeComment } from './comments.ts'
import { removePost as putAway, storeMedia, storePost } from './posts.ts'
import { linkOf } from './shapes.ts'
import { site } from './site.ts'
import {
  type CommentStatus,
  now,
  type PostStatus,
  type State,
  type StoredComment,
  type StoredUser,
  wordPressTime,
} from './state.ts'

export interface NewPost {
  readonly title: string
  /** HTML or plain text, as an editor would save it. */
  readonly content: string
  readonly type?: 'post' | 'page'
  readonly status?: PostStatus
  /** ISO; default now. What is no time is kept as it is said. */
  readonly at?: string
  /** A user's id; default the account's own. */
  readonly author?: number
  readonly image?: { readonly bytes: Uint8Array; readonly mediaType: string; readonly alt: string }
}

export interface NewComment {
  readonly post: number
  readonly text: string
  readonly author: string
  readonly email?: string
  /** Id of the comment it answers. */
  readonly parent?: number
  readonly status?: CommentStatus
  readonly at?: string
  /** Set for a comment by one of the site's users. */
  readonly user?: number
}

export interface WordPressDouble {
  readonly url: string
  readonly username: string
  /** The application password. */
  readonly password: string
  /** What stands on the account's profile now. */
  readonly profile: ShownProfile
  /** @returns the post's id. */
  addPost(post: NewPost): number
  addComment(comment: NewComment): number
  editPost(id: number, change: { readonly title?: string; readonly content?: string }): void
  editComment(id: number, text: string): void
  setCommentStatus(id: number, status: CommentStatus): void
  setPostStatus(id: number, status: PostStatus): void
  /** Away for good, as when the bin is emptied. */
  removeComment(id: number): void
  /** @param force away for good; otherwise into the bin, with its comments. */
  removePost(id: number, force?: boolean): void
  addUser(user: Omit<StoredUser, 'id'>): number
  /** Whether comments from the public wait for approval. */
  moderate(on: boolean): void
  /** All comments as they are now, oldest first. */
  comments(): readonly Readonly<StoredComment>[]
  postUrl(id: number): string
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

const password = 'abcd EFGH 1234 ijkl MNOP 5678'

const firstUser: StoredUser = {
  id: 1,
  login: 'redaktor',
  name: 'Storlunda kommun',
  email: 'kommunikation@storlunda.example',
  role: 'editor',
  password: password.replaceAll(' ', ''),
}

const emptyState = (clock: Clock, siteName: string): State => ({
  clock,
  url: '',
  siteName,
  profile: shownProfile(),
  users: new Map([[1, firstUser]]),
  posts: new Map(),
  comments: new Map(),
  nextPost: 1,
  nextComment: 1,
  moderated: false,
})

function handle(state: State, request: Parameters<typeof site>[1], fault: Fault | undefined): DoubleAnswer {
  const path = apiPath(request.url)
  if (path === undefined) return site(state, request)
  const answer = api(state, request, path)
  if (fault?.kind !== 'twice' && fault?.kind !== 'reversed') return answer
  const said: unknown = typeof answer.body === 'string' ? JSON.parse(answer.body) : undefined
  if (!Array.isArray(said)) return answer
  const items: readonly unknown[] = said
  const body = fault.kind === 'twice' ? items.flatMap((item) => [item, item]) : [...items].reverse()
  return { ...answer, body: JSON.stringify(body) }
}

/** A stand-in for a WordPress 6.1 site with its REST API, in memory. */
export async function startWordPressDouble(
  options: {
    readonly port?: number
    readonly clock?: Clock
    readonly siteName?: string
    /** Posts and comments from before; a comment's post is its place in `posts`, from 1. */
    readonly seed?: { readonly posts: readonly NewPost[]; readonly comments: readonly NewComment[] }
  } = {},
): Promise<WordPressDouble> {
  const state = emptyState(options.clock ?? systemClock, options.siteName ?? 'Storlundabloggen')
  const server = await startDouble({
    port: options.port,
    handler: (request, { fault }) => handle(state, request, fault),
  })
  state.url = server.url
  const content = contentOf(state)
  const ids = (options.seed?.posts ?? []).map((post) => content.addPost(post))
  for (const comment of options.seed?.comments ?? []) {
    content.addComment({ ...comment, post: ids[comment.post - 1] ?? comment.post })
  }
  return {
    url: server.url,
    username: firstUser.login,
    password,
    profile: state.profile,
    ...content,
    moderate: (on) => {
      state.moderated = on
    },
    comments: () => [...state.comments.values()],
    fault: (fault) => server.setFault(fault),
    close: () => server.close(),
  }
}

function known<T>(all: ReadonlyMap<number, T>, id: number): T {
  const found = all.get(id)
  if (found === undefined) throw new Error(`the double has no number ${id}`)
  return found
}

/** What happens on the site without the API: editors and visitors at work. */
function contentOf(state: State) {
  const time = (at: string | undefined): string => (at === undefined ? now(state) : wordPressTime(at))
  return {
    addPost({ title, content, type = 'post', status = 'publish', at, author = 1, image }: NewPost): number {
      const date = time(at)
      const ending = image?.mediaType.split('/')[1] ?? ''
      const featured = image
        ? storeMedia(state, { ...image, name: `bild.${ending}`, author, at: now(state) }).id
        : 0
      return storePost(state, {
        type,
        title,
        content,
        status,
        author,
        date,
        modified: date,
        featured,
        open: true,
      }).id
    },
    addComment({
      post,
      text,
      author,
      email,
      parent = 0,
      status = 'approved',
      at,
      user = 0,
    }: NewComment): number {
      const from = state.users.get(user)
      return storeComment(state, {
        post,
        parent,
        author: user,
        name: from?.name ?? author,
        email: email ?? from?.email ?? '',
        url: '',
        ip: '192.0.2.17',
        agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        content: text,
        date: time(at),
        status,
        type: 'comment',
      }).id
    },
    editPost(id: number, change: { readonly title?: string; readonly content?: string }): void {
      Object.assign(known(state.posts, id), change, { modified: now(state) })
    },
    editComment(id: number, text: string): void {
      known(state.comments, id).content = text
    },
    setCommentStatus(id: number, status: CommentStatus): void {
      known(state.comments, id).status = status
    },
    setPostStatus(id: number, status: PostStatus): void {
      const post = known(state.posts, id)
      // What was scheduled goes out without being called modified (wp_publish_post).
      if (post.status !== 'future' || status !== 'publish') post.modified = now(state)
      post.status = status
    },
    removeComment(id: number): void {
      state.comments.delete(id)
    },
    removePost(id: number, force = false): void {
      putAway(state, known(state.posts, id), force)
    },
    addUser(user: Omit<StoredUser, 'id'>): number {
      const id = Math.max(...state.users.keys()) + 1
      state.users.set(id, { ...user, id, password: user.password.replaceAll(' ', '') })
      return id
    },
    postUrl: (id: number): string => linkOf(state, known(state.posts, id)),
  }
}
