import type { Stored, World } from './state.ts'

/** Things as Graph shows them, whole; what was not asked for is cut away afterwards. */

type View = Record<string, unknown>

/** A picture's address with its end in it, as Facebook's are (`oe` is hexadecimal seconds). */
export function pictureUrl(world: World, origin: string, id: string): string {
  const end = Math.floor(world.now().getTime() / 1_000) + 4 * 86_400
  return `${origin}/media/${id}?oe=${end.toString(16)}`
}

function attachments(world: World, origin: string, post: Stored): View | undefined {
  const parts = post.photos.map((id) => ({
    media_type: 'photo',
    type: 'photo',
    url: `https://www.facebook.com/photo/?fbid=${id}`,
    media: { image: { src: pictureUrl(world, origin, id), height: 720, width: 720 } },
    target: { id, url: `https://www.facebook.com/photo/?fbid=${id}` },
  }))
  if (post.link) return { data: [{ media_type: 'link', type: 'share', url: post.link, title: post.link }] }
  if (parts.length < 2) return parts.length === 0 ? undefined : { data: parts }
  return { data: [{ media_type: 'album', type: 'album', ...parts[0], subattachments: { data: parts } }] }
}

const postView = (world: World, origin: string, post: Stored): View => ({
  id: post.id,
  message: post.message,
  created_time: post.created,
  updated_time: post.updated,
  from: post.from,
  permalink_url: `https://www.facebook.com/${post.id.replace('_', '/posts/')}`,
  is_hidden: post.hidden,
  status_type: post.photos.length > 0 ? 'added_photos' : 'mobile_status_update',
  attachments: attachments(world, origin, post),
})

const commentView = (world: World, comment: Stored): View => {
  const above = world.things.get(comment.parent ?? '')
  const own = comment.from?.id === world.page.id
  return {
    id: comment.id,
    message: comment.message,
    created_time: comment.created,
    from: comment.from,
    parent:
      above?.kind === 'comment'
        ? { id: above.id, message: above.message, created_time: above.created }
        : undefined,
    object: { id: comment.post, created_time: world.things.get(comment.post ?? '')?.created },
    permalink_url: `https://www.facebook.com/${comment.id}`,
    is_hidden: comment.hidden,
    can_hide: !own,
    can_remove: true,
    can_reply_privately: !own && comment.repliedIn === undefined,
    private_reply_conversation: comment.repliedIn === undefined ? undefined : { id: comment.repliedIn },
  }
}

export function viewOf(world: World, origin: string, thing: Stored): View {
  const { id, message, created, updated, from } = thing
  if (thing.kind === 'post') return postView(world, origin, thing)
  if (thing.kind === 'comment') return commentView(world, thing)
  if (thing.kind === 'photo')
    return { id, alt_text: 'Kan vara en bild utomhus', alt_text_custom: thing.alt, created_time: created }
  if (thing.kind === 'video') return { id, description: message, created_time: created, post_id: thing.post }
  const to = { data: [world.page] }
  if (thing.kind === 'message')
    return { id, message, created_time: created, from, to, attachments: undefined }
  return { id, updated_time: updated, participants: { data: [from, world.page] } }
}
