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
import { api, commentShape } from './shapes.ts'
import { type CommentStatus, may, now, type State, type StoredComment } from './state.ts'

const statuses: Readonly<Record<string, readonly CommentStatus[]>> = {
  approve: ['approved'],
  approved: ['approved'],
  hold: ['hold'],
  spam: ['spam'],
  trash: ['trash'],
  all: ['approved', 'hold'],
}

const invalidId = () => refuse(404, 'rest_comment_invalid_id', 'Invalid comment ID.')

function listComments(asked: Asked): DoubleAnswer {
  const { state, user } = asked
  const context = contextOf(asked)
  if (context === 'edit' && !may(user, 'moderate_comments')) {
    return forbid(user, 'rest_forbidden_context', 'Sorry, you are not allowed to edit comments.')
  }
  const status = text(asked, 'status') ?? 'approve'
  const type = text(asked, 'type') ?? 'comment'
  if (!may(user, 'edit_posts') && (status !== 'approve' || type !== 'comment')) {
    return forbid(user, 'rest_forbidden_param', 'Query parameter not permitted: status')
  }
  const wanted = status === 'any' ? undefined : (statuses[status] ?? [])
  const [posts, parents, authors] = ['post', 'parent', 'author'].map((name) => list(asked, name)?.map(Number))
  const [after, before] = [boundary(asked, 'after'), boundary(asked, 'before')]
  const found = [...state.comments.values()].filter(
    (comment) =>
      (wanted === undefined || wanted.includes(comment.status)) &&
      (type === 'all' || comment.type === type) &&
      (posts === undefined || posts.includes(comment.post)) &&
      (parents === undefined || parents.includes(comment.parent)) &&
      (authors === undefined || authors.includes(comment.author)) &&
      (after === undefined || comment.date > after) &&
      (before === undefined || comment.date < before) &&
      (comment.status === 'approved' || may(user, 'moderate_comments')),
  )
  const by =
    text(asked, 'orderby') === 'id' ? ({ id }: StoredComment) => id : ({ date }: StoredComment) => date
  return page(asked, {
    found: ordered(asked, found, by),
    shape: (comment) => commentShape(state, comment, context),
    strictPages: false,
  })
}

/** A comment as wp_insert_comment takes it: refused when the same person has said the same in the same place. */
export function insertComment(state: State, comment: Omit<StoredComment, 'id'>): StoredComment | 'duplicate' {
  for (const other of state.comments.values()) {
    const same =
      other.post === comment.post &&
      other.parent === comment.parent &&
      other.status !== 'trash' &&
      other.name === comment.name &&
      other.email === comment.email &&
      other.content === comment.content
    if (same) return 'duplicate'
  }
  return storeComment(state, comment)
}

export function storeComment(state: State, comment: Omit<StoredComment, 'id'>): StoredComment {
  const stored = { ...comment, id: state.nextComment++ }
  state.comments.set(stored.id, stored)
  return stored
}

const said = (asked: Asked): string | undefined => {
  const content = asked.parameters['content']
  if (typeof content === 'string') return content.trim()
  const raw = typeof content === 'object' && content !== null && 'raw' in content ? content.raw : undefined
  return typeof raw === 'string' ? raw.trim() : undefined
}

function createComment(asked: Asked): DoubleAnswer {
  const { state, user, request } = asked
  if (!user) return refuse(401, 'rest_comment_login_required', 'Sorry, you must be logged in to comment.')
  const status = text(asked, 'status')
  if (status !== undefined && !may(user, 'moderate_comments')) {
    return forbid(
      user,
      'rest_comment_invalid_status',
      "Sorry, you are not allowed to edit 'status' for comments.",
    )
  }
  const post = state.posts.get(number(asked, 'post') ?? 0)
  if (!post) {
    const message = 'Sorry, you are not allowed to create this comment without a post.'
    return refuse(403, 'rest_comment_invalid_post_id', message)
  }
  if (post.status === 'trash' || post.status === 'draft') {
    const message = 'Sorry, you are not allowed to create a comment on this post.'
    return refuse(403, `rest_comment_${post.status}_post`, message)
  }
  if (!post.open) return refuse(403, 'rest_comment_closed', 'Sorry, comments are closed for this item.')
  const content = said(asked) ?? ''
  if (content === '') return refuse(400, 'rest_comment_content_invalid', 'Invalid comment content.')
  const named = text(asked, 'author_name')
  const inserted = insertComment(state, {
    post: post.id,
    parent: number(asked, 'parent') ?? 0,
    author: named === undefined ? user.id : 0,
    name: named ?? user.name,
    email: text(asked, 'author_email') ?? (named === undefined ? user.email : ''),
    url: '',
    ip: text(asked, 'author_ip') ?? '127.0.0.1',
    agent: text(asked, 'author_user_agent') ?? request.headers['user-agent'] ?? '',
    content,
    date: boundary(asked, 'date_gmt') ?? now(state),
    status: may(user, 'moderate_comments') || !state.moderated ? 'approved' : 'hold',
    type: 'comment',
  })
  if (inserted === 'duplicate') {
    const message = 'Duplicate comment detected; it looks as though you&#8217;ve already said that!'
    return refuse(409, 'comment_duplicate', message)
  }
  if (status !== undefined) setStatus(inserted, status)
  const context = may(user, 'moderate_comments') ? 'edit' : 'view'
  const location = api(state, `comments/${inserted.id}`)
  return json(commentShape(state, inserted, context), 201, { location })
}

/** The words that WordPress takes for a status (handle_status_param). */
function setStatus(comment: StoredComment, wanted: string): void {
  if (wanted === 'approve' || wanted === 'approved' || wanted === '1') comment.status = 'approved'
  else if (wanted === 'hold' || wanted === '0') comment.status = 'hold'
  else if (wanted === 'spam' || wanted === 'trash') comment.status = wanted
}

/**
 * As the real server does, also what one would not wish: every change puts the address and program of who makes it
 * in the comment, unless others are sent along (found on WordPress 6.1.9).
 */
function updateComment(asked: Asked, comment: StoredComment): DoubleAnswer {
  const { state, user, request } = asked
  if (!may(user, 'moderate_comments')) {
    return forbid(user, 'rest_cannot_edit', 'Sorry, you are not allowed to edit this comment.')
  }
  const content = said(asked)
  if (content === '') return refuse(400, 'rest_comment_content_invalid', 'Invalid comment content.')
  comment.content = content ?? comment.content
  comment.name = text(asked, 'author_name') ?? comment.name
  comment.ip = text(asked, 'author_ip') ?? '127.0.0.1'
  comment.agent = text(asked, 'author_user_agent') ?? request.headers['user-agent'] ?? comment.agent
  const status = text(asked, 'status')
  if (status !== undefined) setStatus(comment, status)
  return json(commentShape(state, comment, 'edit'))
}

function deleteComment(asked: Asked, comment: StoredComment): DoubleAnswer {
  const { state, user } = asked
  if (!may(user, 'moderate_comments')) {
    return forbid(user, 'rest_cannot_delete', 'Sorry, you are not allowed to delete this comment.')
  }
  if (text(asked, 'force') === 'true' || asked.parameters['force'] === true) {
    state.comments.delete(comment.id)
    return json({ deleted: true, previous: commentShape(state, comment, 'edit') })
  }
  if (comment.status === 'trash') {
    return refuse(410, 'rest_already_trashed', 'The comment has already been trashed.')
  }
  comment.status = 'trash'
  return json(commentShape(state, comment, 'edit'))
}

function oneComment(asked: Asked, comment: StoredComment): DoubleAnswer {
  const { state, user, request } = asked
  if (request.method === 'DELETE') return deleteComment(asked, comment)
  if (request.method !== 'GET') return updateComment(asked, comment)
  const context = contextOf(asked)
  if (context === 'edit' && !may(user, 'moderate_comments')) {
    return forbid(user, 'rest_forbidden_context', 'Sorry, you are not allowed to edit comments.')
  }
  if (comment.status !== 'approved' && !may(user, 'moderate_comments')) {
    return forbid(user, 'rest_cannot_read', 'Sorry, you are not allowed to read this comment.')
  }
  return json(narrowed(asked, commentShape(state, comment, context)))
}

/** wp/v2/comments and what lies below it. */
export function comments(asked: Asked, id: number | undefined): DoubleAnswer {
  if (id === undefined) return asked.request.method === 'GET' ? listComments(asked) : createComment(asked)
  const comment = asked.state.comments.get(id)
  return comment ? oneComment(asked, comment) : invalidId()
}
