import { apart, whenApart } from './apart.ts'

/** What is asked for: the addresses' bodies in order, at an even rate; a call without a body is a GET. */
export interface Sending {
  readonly url: string
  readonly perSecond: number
  readonly calls: readonly { readonly body?: string; readonly signature?: string }[]
}

export interface Sent {
  /** Milliseconds of each answer, from when it was due: a sender held up by the machine does not hide the wait. */
  readonly times: readonly number[]
  /** When each was sent, in milliseconds since 1970. */
  readonly sentAt: readonly number[]
}

/** Sent by a process of its own. */
export async function send(sending: Sending): Promise<Sent> {
  const sender = await apart<null, Sending, Sent>(import.meta.url)
  const sent = await sender.ask(sending)
  await sender.end()
  return sent
}

async function carryOut({ url, perSecond, calls }: Sending): Promise<Sent> {
  const begun = performance.now()
  const [times, sentAt]: [number[], number[]] = [[], []]
  const one = async (at: number, due: number): Promise<void> => {
    const { body, signature } = calls[at] ?? {}
    sentAt[at] = Date.now()
    const headers = { 'x-signature': signature ?? '' }
    const answer = await fetch(url, body === undefined ? {} : { method: 'POST', body, headers })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`)
    times[at] = performance.now() - due
  }
  const asked: Promise<void>[] = []
  for (let at = 0; at < calls.length; at += 1) {
    const due = begun + (at * 1000) / perSecond
    const early = due - performance.now()
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early))
    asked.push(one(at, due))
  }
  await Promise.all(asked)
  return { times, sentAt }
}

await whenApart(import.meta.url, async () => ({ told: null, work: carryOut }))
