import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A module of ours in a process of its own: what it does shares neither event loop nor memory with the measuring. */
export interface Apart<Told, Asked, Answer> {
  /** What it told when it was ready. */
  readonly told: Told
  /** One at a time. @throws Error when the work failed, or the process has ended. */
  ask(asked: Asked): Promise<Answer>
  /** When it has let go of what it holds. */
  end(): Promise<void>
}

interface Work<Told, Asked, Answer> {
  readonly told: Told
  work(asked: Asked): Promise<Answer>
  end?(): Promise<void>
}

type Message<T> = { readonly said: T } | { readonly error: string }

/** @param url the module, which says by `whenApart` what it does there. @param flags of Node's own. */
export async function apart<Told, Asked, Answer>(
  url: string | URL,
  given: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<Apart<Told, Asked, Answer>> {
  const child = fork(fileURLToPath(url), given, {
    execArgv: [...flags, '--import', import.meta.resolve('tsx')],
  })
  const gone = once(child, 'exit')
  const ended = gone.then(([code]) => {
    throw new Error(`${url} ended (${String(code)})`)
  })
  // Whoever waits for an answer hears of it.
  ended.catch(() => undefined)
  const next = async <T>(): Promise<T> => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [Message<T>]
    if ('error' in message) throw new Error(message.error)
    return message.said
  }
  return {
    told: await next<Told>(),
    ask(asked) {
      const answered = next<Answer>()
      child.send({ asked })
      return answered
    },
    async end() {
      child.send('end')
      await gone
    },
  }
}

/** At the end of a module: does nothing but in the process that `apart` has started with it. */
export async function whenApart<Told, Asked, Answer>(
  url: string,
  begin: (given: readonly string[]) => Promise<Work<Told, Asked, Answer>>,
): Promise<void> {
  if (process.argv[1] !== fileURLToPath(url)) return
  const { told, work, end } = await begin(process.argv.slice(2))
  process.on('message', (message: { readonly asked: Asked } | 'end') => {
    if (message === 'end') {
      void Promise.resolve(end?.()).then(() => process.exit())
      return
    }
    work(message.asked).then(
      (said) => process.send?.({ said }),
      (thrown: unknown) => process.send?.({ error: String(thrown) }),
    )
  })
  process.send?.({ said: told })
}
