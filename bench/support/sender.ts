import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

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

/** In a process of its own, so that what is measured shares no event loop with the measuring. */
export async function send(sending: Sending): Promise<Sent> {
  const child = fork(fileURLToPath(import.meta.url), ['send'], {
    execArgv: ['--import', import.meta.resolve('tsx')],
  })
  await once(child, 'message')
  child.send(sending)
  const [sent] = (await once(child, 'message')) as [Sent | { readonly error: string }]
  child.kill()
  if ('error' in sent) throw new Error(sent.error)
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

if (process.argv[2] === 'send') {
  process.on('message', (sending: Sending) => {
    carryOut(sending).then(
      (sent) => process.send?.(sent),
      (thrown: unknown) => process.send?.({ error: String(thrown) }),
    )
  })
  process.send?.('ready')
}
