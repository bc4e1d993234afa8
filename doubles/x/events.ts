import { createHmac } from 'node:crypto'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { type Account, problem, shown } from './api.ts'
import type { Message, Post, World } from './state.ts'

/** What the municipality's app has at X. */
export interface App {
  readonly bearerToken: string
  readonly clientSecret: string
  readonly consumerSecret: string
}

interface Hook {
  readonly id: string
  readonly url: string
  valid: boolean
  readonly created_at: string
}

interface Subscription {
  readonly subscription_id: string
  readonly event_type: string
  readonly filter: { readonly user_id?: string }
  readonly webhook_id: string
  readonly tag: string
  readonly created_at: string
  readonly updated_at: string
}

const signed = (secret: string, said: string): string =>
  `sha256=${createHmac('sha256', secret).update(said).digest('base64')}`

/** Samples of events say tweet where the contract says post. */
function payloadOf(world: World, post: Post): object {
  const { edit_history_post_ids, referenced_posts, ...rest } = shown(world, post) as Record<string, unknown>
  return {
    ...rest,
    edit_history_tweet_ids: edit_history_post_ids,
    ...(referenced_posts === undefined ? {} : { referenced_tweets: referenced_posts }),
  }
}

export function tellPost(world: World, own: Account, post: Post): void {
  const payload = payloadOf(world, post)
  if (post.author === own.id) world.tell('post.create', payload)
  const parent = post.to === undefined ? undefined : world.find(post.to)
  if (post.author === own.id) return
  if (parent?.author === own.id) world.tell('post.reply.create', payload)
  if (post.text.includes(`@${own.username}`)) world.tell('post.mention.create', payload)
}

export function tellMessage(world: World, own: Account, { id, from, with: other, text }: Message): void {
  const recipient_id = from === own.id ? other : own.id
  const message = { target: { recipient_id }, sender_id: from, message_data: { text } }
  const event = { type: 'message_create', id, message_create: message }
  world.tell(from === own.id ? 'dm.sent' : 'dm.received', { direct_message_events: [event] })
}

/** Addresses and subscriptions of the app, and what is sent to them. */
export class Push {
  readonly hooks: Hook[] = []
  readonly subscriptions: Subscription[] = []
  readonly app: App
  readonly #world: World
  readonly #messages: boolean
  #sent = 0

  /** @param messages whether the sign-in gave permission for direct messages. */
  constructor(world: World, app: App, messages: boolean) {
    this.#world = world
    this.app = app
    this.#messages = messages
  }

  /** The challenge: whoever holds the address shows that it knows a secret of the app's. */
  async #holds(url: string): Promise<boolean> {
    const token = this.#world.serviceId()
    const asked = new URL(url)
    asked.searchParams.set('crc_token', token)
    const answer = await fetch(asked).catch(() => undefined)
    if (!answer?.ok) return false
    const { response_token: said } = (await answer.json()) as { response_token?: string }
    return [this.app.clientSecret, this.app.consumerSecret].some((secret) => said === signed(secret, token))
  }

  async answer(request: DoubleRequest, asApp: boolean): Promise<DoubleAnswer | undefined> {
    const { url, method } = request
    if (url.pathname === '/2/activity/subscriptions')
      return method === 'GET' ? { body: { data: this.subscriptions } } : this.#subscribe(request, asApp)
    if (!url.pathname.startsWith('/2/webhooks')) return undefined
    if (!asApp) return problem(403, 'unsupported-authentication', 'Application-only is needed here.')
    if (method === 'GET') return { body: { data: this.hooks, meta: { result_count: this.hooks.length } } }
    if (method === 'POST') return this.#register((request.json() as { url: string }).url)
    const hook = this.hooks.find(({ id }) => url.pathname === `/2/webhooks/${id}`)
    if (!hook) return problem(404, 'resource-not-found', 'WebhookIdInvalid')
    hook.valid = await this.#holds(hook.url)
    return { body: { data: { valid: hook.valid } } }
  }

  async #register(url: string): Promise<DoubleAnswer> {
    if (this.hooks.some((hook) => hook.url === url))
      return problem(400, 'invalid-request', 'DuplicateUrlFailed')
    if (!(await this.#holds(url))) return problem(400, 'invalid-request', 'CrcValidationFailed')
    const created_at = this.#world.now().toISOString()
    const hook = { id: this.#world.serviceId(), url, valid: true, created_at }
    this.hooks.push(hook)
    return { body: { data: hook } }
  }

  #subscribe(request: DoubleRequest, asApp: boolean): DoubleAnswer {
    const asked = request.json() as Pick<Subscription, 'event_type' | 'filter' | 'webhook_id' | 'tag'>
    const isPublic = ['post.create', 'post.delete'].includes(asked.event_type)
    if (asApp && !isPublic) return problem(403, 'client-forbidden', 'This event needs user context.')
    if (asked.event_type.startsWith('dm.') && !this.#messages)
      return problem(403, 'not-authorized-for-resource', 'The scope dm.read is missing.')
    const same = ({ event_type, filter, webhook_id }: Subscription): boolean =>
      event_type === asked.event_type &&
      filter.user_id === asked.filter.user_id &&
      webhook_id === asked.webhook_id
    if (this.subscriptions.some(same)) return problem(400, 'invalid-request', 'Subscription already exists.')
    const at = this.#world.now().toISOString()
    const made = { subscription_id: this.#world.serviceId(), ...asked, created_at: at, updated_at: at }
    this.subscriptions.push(made)
    return { body: { data: { subscription: made } } }
  }

  /** Sends what has happened and has not been sent. @returns the status of each delivery. */
  async deliver(user: string): Promise<readonly number[]> {
    const statuses: number[] = []
    const news = this.#world.happenings.slice(this.#sent)
    this.#sent = this.#world.happenings.length
    for (const { uuid, type, payload } of news) {
      const wanted = this.subscriptions.filter(
        ({ event_type, filter }) => event_type === type && filter.user_id === user,
      )
      for (const { webhook_id, tag, filter } of wanted) {
        const hook = this.hooks.find(({ id, valid }) => id === webhook_id && valid)
        if (!hook) continue
        const body = JSON.stringify({ data: { event_uuid: uuid, filter, event_type: type, tag, payload } })
        const headers = {
          'content-type': 'application/json',
          'x-twitter-webhooks-signature-oauth2': signed(this.app.clientSecret, body),
          'x-twitter-webhooks-signature': signed(this.app.consumerSecret, body),
        }
        statuses.push((await fetch(hook.url, { method: 'POST', body, headers })).status)
      }
    }
    return statuses
  }
}
