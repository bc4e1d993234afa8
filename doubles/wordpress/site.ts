import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { insertComment } from './comments.ts'
import { linkOf } from './shapes.ts'
import { now, type State, type StoredPost } from './state.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (found) => entities[found] ?? found)

const html = (title: string, body: string, status = 200): DoubleAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: `<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>${body}</body></html>`,
})

/** What a visitor sees: the post, its approved comments and the form. */
function postPage(state: State, post: StoredPost): DoubleAnswer {
  const shown = [...state.comments.values()].filter(
    (comment) => comment.post === post.id && comment.status === 'approved',
  )
  const comments = shown
    .map(
      ({ id, name, date, content }) =>
        `<li id="comment-${id}"><p>${escaped(name)} <time datetime="${date}Z">${date}</time></p><p>${escaped(content)}</p></li>`,
    )
    .join('')
  const image = state.posts.get(post.featured)?.file
  const picture = image ? `<img src="/${image.path}" alt="${escaped(image.alt)}">` : ''
  const form = `<form action="/wp-comments-post.php" method="post"><input type="hidden" name="comment_post_ID" value="${post.id}"><label>Namn <input name="author"></label><label>E-post <input name="email"></label><label>Kommentar <textarea name="comment"></textarea></label><button>Skicka</button></form>`
  const article = `<main><h1>${escaped(post.title)}</h1>${picture}${post.content}<h2>Kommentarer</h2><ol>${comments}</ol>${form}</main>`
  return html(post.title, article)
}

const floodSeconds = 15

/** The public comment form (wp-comments-post.php). Two links or more, or a moderated site, hold the comment. */
function submitted(state: State, request: DoubleRequest): DoubleAnswer {
  const form = request.form()
  const post = state.posts.get(Number(form.get('comment_post_ID')))
  const [name, email, content] = ['author', 'email', 'comment'].map((field) => form.get(field)?.trim() ?? '')
  if (post?.status !== 'publish' || !post.open) return html('Comments are closed', '', 403)
  if (!name || !email || !content) return html('Comment Submission Failure', '<p>Error</p>', 400)
  const at = now(state)
  const last = [...state.comments.values()].findLast((comment) => comment.email === email)
  if (last && Date.parse(`${at}Z`) - Date.parse(`${last.date}Z`) < floodSeconds * 1_000) {
    return html('Comment Submission Failure', '<p>You are posting comments too quickly. Slow down.</p>', 429)
  }
  const links = content.match(/https?:\/\//gi)?.length ?? 0
  const held = state.moderated || links >= 2
  const inserted = insertComment(state, {
    post: post.id,
    parent: Number(form.get('comment_parent') ?? 0) || 0,
    author: 0,
    name,
    email,
    url: '',
    ip: '127.0.0.1',
    agent: request.headers['user-agent'] ?? '',
    content: content.replace(/<\/?script[^>]*>/gi, ''),
    date: at,
    status: held ? 'hold' : 'approved',
    type: 'comment',
  })
  if (inserted === 'duplicate')
    return html('Comment Submission Failure', '<p>Duplicate comment detected</p>', 409)
  const waiting = held ? `?unapproved=${inserted.id}&moderation-hash=0` : ''
  const location = `${linkOf(state, post)}${waiting}#comment-${inserted.id}`
  return { status: 302, headers: { location } }
}

/** Everything that is not the API: pages, pictures, the form. */
export function site(state: State, request: DoubleRequest): DoubleAnswer {
  const { pathname } = request.url
  if (pathname === '/wp-comments-post.php' && request.method === 'POST') return submitted(state, request)
  for (const post of state.posts.values()) {
    if (post.file && pathname === `/${post.file.path}`) {
      return { headers: { 'content-type': post.file.mediaType }, body: post.file.bytes }
    }
    if (post.status === 'publish' && pathname === new URL(linkOf(state, post)).pathname) {
      return postPage(state, post)
    }
  }
  if (pathname !== '/') return html('Sidan hittades inte', '<h1>Sidan hittades inte</h1>', 404)
  const published = [...state.posts.values()].filter(
    (post) => post.status === 'publish' && post.type === 'post',
  )
  const rows = published.map((post) => `<li><a href="${linkOf(state, post)}">${escaped(post.title)}</a></li>`)
  return html(state.siteName, `<h1>${escaped(state.siteName)}</h1><ul>${rows.reverse().join('')}</ul>`)
}
