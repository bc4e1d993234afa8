import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { refusal } from './sessions.ts'
import { accountView, credentialView, mediaView, notificationView, statusView } from './shapes.ts'
import type { Instance, Person, Stored, Visibility } from './state.ts'
import type { Writing } from './writing.ts'

export interface Context {
  readonly instance: Instance
  readonly writing: Writing
  readonly request: DoubleRequest
  /** Who asks. */
  readonly viewer: Person
  /** The identifier in the path. */
  readonly id: string
  /** The next list comes back empty, and leads on all the same. */
  readonly hollow: boolean
}

export type Handle = (context: Context) => DoubleAnswer | Promise<DoubleAnswer>

const notFound = refusal(404, 'Record not found')

const isLater = (a: string, b: string): boolean => BigInt(a) > BigInt(b)

interface Numbered {
  readonly id: string
}

/** max_id, since_id and min_id as Mastodon takes them, with its Link header. */
function paged<T extends Numbered>(
  { request, hollow }: Context,
  all: readonly T[],
  most: number,
  view: (one: T) => unknown,
): DoubleAnswer {
  const asked = request.url.searchParams
  const limit = Math.min(Number(asked.get('limit') ?? 20), most)
  const [maxId, sinceId, minId] = [asked.get('max_id'), asked.get('since_id'), asked.get('min_id')]
  const sorted = [...all].sort((a, b) => (isLater(a.id, b.id) ? -1 : 1))
  const above = minId ?? sinceId
  const window = sorted.filter(
    ({ id }) => (maxId === null || isLater(maxId, id)) && (above === null || isLater(id, above)),
  )
  const page = minId === null ? window.slice(0, limit) : window.slice(-limit)
  const link = (rel: string, name: string, id: string | undefined): string[] => {
    if (id === undefined) return []
    const url = new URL(request.url)
    for (const other of ['max_id', 'since_id', 'min_id']) url.searchParams.delete(other)
    url.searchParams.set(name, id)
    return [`<${url.href}>; rel="${rel}"`]
  }
  const links = [
    ...(page.length === limit ? link('next', 'max_id', page.at(-1)?.id) : []),
    ...link('prev', 'min_id', page[0]?.id),
  ]
  return {
    headers: links.length > 0 ? { link: links.join(', ') } : {},
    body: hollow ? [] : page.map(view),
  }
}

const shown = ({ instance, request }: Context, status: Stored): object =>
  statusView(instance, request.url.origin, status)

const visible = ({ instance, viewer, id }: Context): Stored | undefined => {
  const status = instance.statuses.get(id)
  return status && instance.canSee(viewer, status) ? status : undefined
}

export const verifyCredentials: Handle = ({ instance, request, viewer }) => ({
  body: credentialView(instance, request.url.origin, viewer),
})

export const accountStatuses: Handle = (context) => {
  const { instance, request, viewer, id } = context
  const author = instance.byId(id)
  if (author === undefined) return notFound
  const asked = request.url.searchParams
  const statuses = [...instance.statuses.values()].filter((status) => {
    if (status.author !== author || !instance.canSee(viewer, status)) return false
    return asked.get('exclude_replies') !== 'true' || status.replyTo === undefined
  })
  return paged(context, statuses, 40, (status) => shown(context, status))
}

export const notifications: Handle = (context) => {
  const { instance, request } = context
  const asked = request.url.searchParams
  const types = asked.getAll('types[]')
  const withFiltered = asked.get('include_filtered') === 'true'
  const told = instance.told.filter(
    ({ status, filtered }) =>
      (withFiltered || !filtered) &&
      !instance.blocked.has(status.author.id) &&
      (types.length === 0 || types.includes('mention')),
  )
  return paged(context, told, 80, (one) => notificationView(instance, request.url.origin, one))
}

export const requests: Handle = (context) => {
  const { instance, request } = context
  const people = new Map(
    instance.told
      .filter(({ filtered, status }) => filtered && !instance.blocked.has(status.author.id))
      .map((one) => [one.status.author.id, one]),
  )
  return paged(context, [...people.values()], 80, ({ id, status }) => ({
    id,
    created_at: status.writtenAt.toISOString(),
    updated_at: status.writtenAt.toISOString(),
    notifications_count: '1',
    account: accountView(instance, request.url.origin, status.author),
    last_status: shown(context, status),
  }))
}

export const getStatus: Handle = (context) => {
  const status = visible(context)
  return status ? { body: shown(context, status) } : notFound
}

export const statusContext: Handle = (context) => {
  const { instance, viewer } = context
  const status = visible(context)
  if (status === undefined) return notFound
  const ancestors: Stored[] = []
  for (let at = status.replyTo; at !== undefined; ) {
    const above = instance.statuses.get(at)
    if (above) ancestors.unshift(above)
    at = above?.replyTo
  }
  const seen = (one: Stored): boolean => instance.canSee(viewer, one) && !instance.blocked.has(one.author.id)
  return {
    body: {
      ancestors: ancestors.filter(seen).map((one) => shown(context, one)),
      descendants: instance
        .descendants(status.id)
        .filter(seen)
        .map((one) => shown(context, one)),
    },
  }
}

export const block: Handle = ({ instance, id }) => {
  if (instance.byId(id) === undefined) return notFound
  instance.blocked.add(id)
  return {
    body: {
      id,
      following: false,
      showing_reblogs: false,
      notifying: false,
      followed_by: false,
      blocking: true,
      blocked_by: false,
      muting: false,
      muting_notifications: false,
      requested: false,
      requested_by: false,
      domain_blocking: false,
      endorsed: false,
      note: '',
    },
  }
}

interface Asked {
  readonly status?: string
  readonly in_reply_to_id?: string
  readonly visibility?: Visibility
  readonly media_ids?: readonly string[]
  readonly language?: string
  readonly spoiler_text?: string
}

export const createStatus: Handle = (context) => {
  const { instance, writing, request, viewer } = context
  const key = request.headers['idempotency-key']
  const before = key === undefined ? undefined : writing.sentUnder(key)
  if (before) return { body: shown(context, before) }
  const asked = request.json() as Asked
  const text = asked.status ?? ''
  const media = (asked.media_ids ?? []).map((id) => instance.uploads.get(id))
  const refused = writing.refuses(text, media)
  if (refused) return refused
  if (asked.in_reply_to_id !== undefined && !instance.statuses.has(asked.in_reply_to_id)) return notFound
  const status = writing.write(viewer, {
    text,
    app: true,
    visibility: asked.visibility ?? 'public',
    media: media.filter((one) => one !== undefined),
    ...(asked.in_reply_to_id === undefined ? {} : { replyTo: asked.in_reply_to_id }),
    ...(asked.spoiler_text === undefined ? {} : { spoiler: asked.spoiler_text }),
    language: asked.language ?? 'sv',
  })
  if (key !== undefined) writing.keep(key, status)
  return { body: shown(context, status) }
}

export const deleteStatus: Handle = (context) => {
  const { instance, viewer, id } = context
  const status = instance.statuses.get(id)
  if (status?.author !== viewer) return notFound
  const body = { ...shown(context, status), text: status.text }
  instance.remove(id)
  return { body }
}

export const uploadMedia: Handle = async ({ instance, writing, request }) => {
  const type = request.headers['content-type'] ?? ''
  const form = await new Response(new Uint8Array(request.body), {
    headers: { 'content-type': type },
  }).formData()
  const file = form.get('file')
  if (!(file instanceof Blob)) return refusal(422, "Validation failed: File can't be blank")
  const description = form.get('description')
  const media = writing.attach(
    new Uint8Array(await file.arrayBuffer()),
    file.type,
    typeof description === 'string' ? description : null,
    true,
  )
  const ready = media.readyAt <= instance.now()
  return { status: ready ? 200 : 202, body: mediaView(instance, request.url.origin, media) }
}

export const getMedia: Handle = ({ instance, request, id }) => {
  const media = instance.uploads.get(id)
  if (media === undefined) return notFound
  const ready = media.readyAt <= instance.now()
  return { status: ready ? 200 : 206, body: mediaView(instance, request.url.origin, media) }
}
