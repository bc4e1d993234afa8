import { createHmac, randomBytes } from 'node:crypto'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'

export type SignatureMethod = 'sha1' | 'sha256' | 'sha384' | 'sha512'

interface Subscription {
  readonly callback: string
  readonly topic: string
  readonly secret: string
}

export interface Delivery {
  readonly callback: string
  /** undefined: nobody answered. */
  readonly status: number | undefined
}

export interface Hub {
  /** A subscription request (WebSub §5.1): 202, and then the intent is verified at the callback. */
  receive(request: DoubleRequest): DoubleAnswer
  /** Sends the content to those who subscribe to the topic, signed with their secrets. */
  publish(topic: string, content: Uint8Array, contentType: string): void
  /** When all verifications and deliveries under way are over. */
  settled(): Promise<void>
  readonly subscriptions: readonly Subscription[]
  readonly deliveries: readonly Delivery[]
  /** How many times each delivery is sent, as hubs do that retry. */
  copies: number
  method: SignatureMethod
}

/** §5.3: asks the callback whether it wants this, with a challenge that it has to say back. */
async function intended(mode: string, wanted: Subscription): Promise<boolean> {
  const challenge = randomBytes(16).toString('hex')
  const url = new URL(wanted.callback)
  url.searchParams.set('hub.mode', mode)
  url.searchParams.set('hub.topic', wanted.topic)
  url.searchParams.set('hub.challenge', challenge)
  url.searchParams.set('hub.lease_seconds', '864000')
  const answer = await fetch(url).catch(() => undefined)
  return answer?.ok === true && (await answer.text()) === challenge
}

/** §7 and §8: the content with its signature. The status, or undefined when nobody answered. */
async function send(
  to: Subscription,
  content: Uint8Array,
  contentType: string,
  hub: { readonly url: string; readonly method: SignatureMethod },
): Promise<number | undefined> {
  const signature = createHmac(hub.method, to.secret).update(content).digest('hex')
  const headers = {
    'content-type': contentType,
    link: `<${hub.url}>; rel="hub", <${to.topic}>; rel="self"`,
    ...(to.secret === '' ? {} : { 'x-hub-signature': `${hub.method}=${signature}` }),
  }
  const body = Buffer.from(content)
  const answer = await fetch(to.callback, { method: 'POST', headers, body }).catch(() => undefined)
  return answer?.status
}

/** A WebSub hub (https://www.w3.org/TR/websub/): verifies intent, then pushes signed content. */
export function createHub(url: string): Hub {
  const subscriptions: Subscription[] = []
  const deliveries: Delivery[] = []
  const busy = new Set<Promise<void>>()

  const inBackground = (work: Promise<void>): void => {
    busy.add(work)
    void work.finally(() => busy.delete(work))
  }
  const change = async (mode: string, wanted: Subscription): Promise<void> => {
    if (!(await intended(mode, wanted))) return
    const same = ({ callback, topic }: Subscription) => callback === wanted.callback && topic === wanted.topic
    const at = subscriptions.findIndex(same)
    if (at >= 0) subscriptions.splice(at, 1)
    if (mode === 'subscribe') subscriptions.push(wanted)
  }
  const deliver = async (to: Subscription, content: Uint8Array, contentType: string): Promise<void> => {
    for (let copy = 0; copy < hub.copies; copy++) {
      const status = await send(to, content, contentType, { url, method: hub.method })
      deliveries.push({ callback: to.callback, status })
    }
  }

  const hub: Hub = {
    receive(request) {
      const form = request.form()
      const said = (name: string): string => form.get(`hub.${name}`) ?? ''
      const wanted = { callback: said('callback'), topic: said('topic'), secret: said('secret') }
      const mode = said('mode')
      const good = ['subscribe', 'unsubscribe'].includes(mode) && URL.canParse(wanted.callback)
      if (!good || wanted.topic === '' || wanted.secret.length >= 200) return { status: 400, body: 'hub.…?' }
      inBackground(change(mode, wanted))
      return { status: 202, body: '' }
    },
    publish(topic, content, contentType) {
      for (const subscription of subscriptions) {
        if (subscription.topic === topic) inBackground(deliver(subscription, content, contentType))
      }
    },
    async settled() {
      while (busy.size > 0) await Promise.all(busy)
    },
    subscriptions,
    deliveries,
    copies: 1,
    method: 'sha256',
  }
  return hub
}
