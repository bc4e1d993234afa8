import { setPriority } from 'node:os'
import { apart, whenApart } from './apart.ts'

/** What is asked for: the addresses' bodies in order, at an even rate; a call without a body is a GET. */
export interface Sending {
  readonly url: string
  readonly perSecond: number
  readonly calls: readonly { readonly body?: string; readonly signature?: string }[]
}

export interface Sent {
  /** Milliseconds of each answer, from when it was sent. None waits for another's answer, so that a wait hides none. */
  readonly times: readonly number[]
  /** How late each was sent, in milliseconds: the sender's own, held up by the machine. No platform shares it with us. */
  readonly late: readonly number[]
  /** When each was sent, in milliseconds since 1970. */
  readonly sentAt: readonly number[]
}

/** Sent by a process of its own, which goes before ours where it may: a platform has processors of its own. */
export async function send(sending: Sending): Promise<Sent> {
  const sender = await apart<null, Sending, Sent>(import.meta.url)
  const sent = await sender.ask(sending)
  await sender.end()
  return sent
}

async function carryOut({ url, perSecond, calls }: Sending): Promise<Sent> {
  goFirst()
  // The first time a process asks, it loads what asks.
  await (await fetch(url)).arrayBuffer()
  const begun = performance.now()
  const [times, late, sentAt]: [number[], number[], number[]] = [[], [], []]
  const one = async (at: number, due: number): Promise<void> => {
    const { body, signature } = calls[at] ?? {}
    sentAt[at] = Date.now()
    const sent = performance.now()
    late[at] = sent - due
    const headers = { 'x-signature': signature ?? '' }
    const answer = await fetch(url, body === undefined ? {} : { method: 'POST', body, headers })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`)
    times[at] = performance.now() - sent
  }
  const asked: Promise<void>[] = []
  for (let at = 0; at < calls.length; at += 1) {
    const due = begun + (at * 1000) / perSecond
    const early = due - performance.now()
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early))
    asked.push(one(at, due))
  }
  await Promise.all(asked)
  return { times, late, sentAt }
}

function goFirst(): void {
  try {
    setPriority(-15)
  } catch {
    // Root alone may; what is late is told all the same.
  }
}

await whenApart(import.meta.url, async () => ({ told: null, work: carryOut }))
