import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { refusal, type Sessions } from './sessions.ts'
import type { Account, Network } from './state.ts'
import { profileBasic } from './views.ts'

/** Direct messages (lexicons chat.bsky.convo), which the PDS hands on to the chat; direct conversations alone. */

interface Message {
  readonly id: string
  rev: string
  text: string | undefined
  readonly sender: string
  readonly sentAt: string
}

interface Convo {
  readonly id: string
  rev: string
  readonly members: readonly string[]
  /** In the order they were written. */
  readonly messages: Message[]
}

export class Chat {
  /** Whether the app password may read it. */
  open = true
  readonly convos: Convo[] = []
  readonly #nextTid: () => string
  readonly #now: () => Date

  constructor(nextTid: () => string, now: () => Date) {
    this.#nextTid = nextTid
    this.#now = now
  }

  say(from: Account, to: Account, text: string): { readonly convo: string; readonly id: string } {
    const members = [from.did, to.did]
    let convo = this.convos.find((one) => members.every((did) => one.members.includes(did)))
    if (!convo) {
      convo = { id: this.#nextTid(), rev: '', members, messages: [] }
      this.convos.push(convo)
    }
    const [id, rev] = [this.#nextTid(), this.#nextTid()]
    convo.rev = rev
    convo.messages.push({ id, rev, text, sender: from.did, sentAt: this.#now().toISOString() })
    return { convo: convo.id, id }
  }

  unsend(id: string): void {
    for (const convo of this.convos) {
      const message = convo.messages.find((one) => one.id === id)
      if (!message) continue
      message.text = undefined
      convo.rev = this.#nextTid()
      message.rev = convo.rev
    }
  }
}

/** Whose session it is, where the chat may be read and the question is handed on to it. */
function reader(network: Network, sessions: Sessions, request: DoubleRequest): Account | DoubleAnswer {
  if (request.headers['atproto-proxy'] !== 'did:web:api.bsky.chat#bsky_chat')
    return refusal(501, 'MethodNotImplemented', 'Method Not Implemented')
  const account = sessions.account(request)
  if (!('did' in account)) return account
  return network.chat.open ? account : refusal(400, 'InvalidToken', 'Bad token method')
}

const view = ({ id, rev, text, sender, sentAt }: Message) => ({
  $type: `chat.bsky.convo.defs#${text === undefined ? 'deletedMessageView' : 'messageView'}`,
  id,
  rev,
  ...(text === undefined ? {} : { text }),
  sender: { did: sender },
  sentAt,
})

function pageOf<T>(list: readonly T[], { url }: DoubleRequest): { page: readonly T[]; cursor?: string } {
  const start = Number(url.searchParams.get('cursor') ?? 0)
  const end = start + Number(url.searchParams.get('limit') ?? 50)
  return { page: list.slice(start, end), ...(end < list.length ? { cursor: String(end) } : {}) }
}

export function listConvos(network: Network, sessions: Sessions, request: DoubleRequest): DoubleAnswer {
  const account = reader(network, sessions, request)
  if (!('did' in account)) return account
  const own = network.chat.convos
    .filter(({ members }) => members.includes(account.did))
    .sort((a, b) => (a.rev < b.rev ? 1 : -1))
  const { page, cursor } = pageOf(own, request)
  const convos = page.map(({ id, rev, members }) => ({
    id,
    rev,
    members: members.map((did) => profileBasic(network, did)),
    muted: false,
    unreadCount: 0,
    status: 'accepted',
  }))
  return { body: { convos, ...(cursor ? { cursor } : {}) } }
}

export function getMessages(network: Network, sessions: Sessions, request: DoubleRequest): DoubleAnswer {
  const account = reader(network, sessions, request)
  if (!('did' in account)) return account
  const convo = network.chat.convos.find(({ id }) => id === request.url.searchParams.get('convoId'))
  if (!convo?.members.includes(account.did)) return refusal(400, 'InvalidConvo', 'Convo not found')
  const { page, cursor } = pageOf([...convo.messages].reverse(), request)
  return { body: { messages: page.map(view), ...(cursor ? { cursor } : {}) } }
}
