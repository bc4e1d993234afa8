import { createHmac } from 'node:crypto'
import { type Clock, systemClock } from '../../src/kernel/index.ts'
import {
  type DoubleAnswer,
  type DoubleRequest,
  type DoubleServer,
  type Fault,
  startDouble,
  touching,
} from '../server.ts'
import { answer } from './api.ts'
import { download, upload } from './media.ts'
import { refusal, shownNotice } from './shapes.ts'
import { signIn } from './sign-in.ts'
import { clientSecret, own, State } from './state.ts'

export { clientId, clientSecret, own, refreshToken, token } from './state.ts'

/** What is from documentation and what from memory: README.md. */
export interface LinkedinDouble {
  readonly url: string
  readonly server: DoubleServer
  readonly state: State
  /** The page's own post. */
  addPost(post: {
    readonly text: string
    readonly publishedAt?: string
    readonly image?: { readonly alt: string }
  }): string
  addComment(as: string, to: string, text: string): string
  /** A member's post that mentions the page. */
  mention(as: string, text: string): string
  edit(urn: string, text: string): void
  remove(urn: string): void
  /** The next notifications (at most ten) as LinkedIn would push them, rightly signed; undefined when there are none. */
  push(): { readonly body: string; readonly headers: Readonly<Record<string, string>> } | undefined
  /** Pushes all to the address that was subscribed, and gives the statuses that came back. */
  deliver(): Promise<readonly number[]>
  fault(fault: Fault | undefined): void
  close(): Promise<void>
}

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)

/** The faults of every double in LinkedIn's own words; the others are about the wire and need none. */
function inOwnWords(set: Fault | undefined, method: string): DoubleAnswer | undefined {
  const fault = touching(set, method)
  switch (fault?.kind) {
    case 'tooMany':
      return refusal(429, 'TOO_MANY_REQUESTS', 'Request was throttled', 101, {
        'retry-after': String(fault.seconds),
      })
    case 'error':
      return refusal(500, 'INTERNAL_SERVER_ERROR', 'Internal Server Error')
    case 'revoked':
      return refusal(
        401,
        'REVOKED_ACCESS_TOKEN',
        'The token used in the request has been revoked by the user',
        65_601,
      )
    default:
      return undefined
  }
}

export async function startLinkedinDouble(
  options: { readonly port?: number; readonly clock?: Clock } = {},
): Promise<LinkedinDouble> {
  const clock = options.clock ?? systemClock
  const state = new State(() => clock.now().getTime())

  const route = (request: DoubleRequest, fault: Fault | undefined): DoubleAnswer => {
    const { pathname } = request.url
    if (pathname.startsWith('/dms/')) return download(state, request.url)
    const revoked = fault?.kind === 'revoked'
    const said = inOwnWords(fault, request.method)
    if (pathname.startsWith('/oauth/v2/')) return said && !revoked ? said : signIn(state, request, revoked)
    if (said) return said
    return pathname.startsWith('/dms-uploads/') ? upload(state, request) : answer(state, request)
  }
  const server = await startDouble({
    port: options.port,
    ownRefusals: true,
    handler: (request, { fault }) => {
      const said = route(request, fault)
      return { ...said, headers: { date: clock.now().toUTCString(), ...said.headers } }
    },
  })

  const push: LinkedinDouble['push'] = () => {
    const some = state.notices.slice(state.delivered, state.delivered + 10)
    if (some.length === 0) return undefined
    state.delivered += some.length
    const type = 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS'
    const body = JSON.stringify({ type, notifications: some.map(shownNotice) })
    const signature = createHmac('sha256', clientSecret).update(`hmacsha256=${body}`).digest('hex')
    return { body, headers: { 'content-type': 'application/json', 'x-li-signature': signature } }
  }
  return {
    url: server.url,
    server,
    state,
    addPost: ({ text, publishedAt, image }) => {
      const at = publishedAt === undefined ? state.now() : Date.parse(publishedAt)
      const urn = image && state.addMedia('image', onePixel, 'AVAILABLE').urn
      const content = image && { media: { id: urn, altText: image.alt } }
      return state.addPost({ author: own, text, at: Number.isNaN(at) ? undefined : at, content }).id
    },
    addComment: (as, to, text) => state.addComment(as, to, text)?.urn ?? '',
    mention: (as, text) => {
      const post = state.addPost({ author: as, text, at: state.now() })
      state.tell('SHARE_MENTION', post)
      return post.id
    },
    edit: (urn, text) => state.edit(urn, text),
    remove: (urn) => state.remove(urn),
    push,
    deliver: async () => {
      const statuses: number[] = []
      for (let one = push(); one && state.webhook; one = push()) {
        const { status } = await fetch(state.webhook, { method: 'POST', ...one })
        statuses.push(status)
      }
      return statuses
    },
    fault: (fault) => server.setFault(fault),
    close: () => server.close(),
  }
}
