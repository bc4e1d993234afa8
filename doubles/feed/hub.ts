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

/** A WebSub hub (https://www.w3.org/TR/websub/): verifies intent, then pushes signed content. */
export function createHub(self: () => string): Hub {
  const subscriptions: Subscription[] = []
  const deliveries: Delivery[] = []
  const busy = new Set<Promise<void>>()

  const inBackground = (work: Promise<void>): void => {
    busy.add(work)
    void work.finally(() => busy.delete(work))
  }

  const verify = async (mode: string, wanted: Subscription): Promise<void> => {
    const challenge = randomBytes(16).toString('hex')
    const url = new URL(wanted.callback)
    const query = {
      'hub.mode': mode,
      'hub.topic': wanted.topic,
      'hub.challenge': challenge,
      'hub.lease_seconds': '864000',
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const answer = await fetch(url).catch(() => undefined)
    if (!answer?.ok || (await answer.text()) !== challenge) return
    const at = subscriptions.findIndex(
      ({ callback, topic }) => callback === wanted.callback && topic === wanted.topic,
    )
    if (at >= 0) subscriptions.splice(at, 1)
    if (mode === 'subscribe') subscriptions.push(wanted)
  }

  const deliver = async (to: Subscription, content: Uint8Array, contentType: string): Promise<void> => {
    const signature = createHmac(hub.method, to.secret).update(content).digest('hex')
    const headers = {
      'content-type': contentType,
      link: `<${self()}>; rel="hub", <${to.topic}>; rel="self"`,
      ...(to.secret === '' ? {} : { 'x-hub-signature': `${hub.method}=${signature}` }),
    }
    for (let copy = 0; copy < hub.copies; copy++) {
      const answer = await fetch(to.callback, { method: 'POST', headers, body: Buffer.from(content) }).catch(
        () => undefined,
      )
      deliveries.push({ callback: to.callback, status: answer?.status })
    }
  }

  const hub: Hub = {
    receive(request) {
      const form = new URLSearchParams(request.body.toString('utf8'))
      const mode = form.get('hub.mode') ?? ''
      const callback = form.get('hub.callback') ?? ''
      const topic = form.get('hub.topic') ?? ''
      const secret = form.get('hub.secret') ?? ''
      const good = ['subscribe', 'unsubscribe'].includes(mode) && URL.canParse(callback) && topic !== ''
      if (!good || secret.length >= 200) return { status: 400, body: 'hub.mode, hub.callback, hub.topic' }
      inBackground(verify(mode, { callback, topic, secret }))
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
