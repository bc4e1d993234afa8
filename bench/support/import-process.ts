import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ImportAnswer, ImportRequest } from './importer.ts'

export interface ImportProcess {
  take(request: ImportRequest): Promise<ImportAnswer>
  close(): Promise<void>
}

/** Starts importer.ts on the scratch folder, with the options that bin/uppsikt gives the program. */
export async function importProcess(folder: string): Promise<ImportProcess> {
  const child = fork(fileURLToPath(new URL('./importer.ts', import.meta.url)), [folder], {
    execArgv: ['--max-semi-space-size=8', '--import', import.meta.resolve('tsx')],
  })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the importer ended (${String(code)})`)
  })
  ended.catch(() => undefined)
  const answer = async (): Promise<unknown> =>
    ((await Promise.race([once(child, 'message'), ended])) as unknown[])[0]
  await answer()
  return {
    take: async (request) => {
      const answered = answer()
      child.send(request)
      return (await answered) as ImportAnswer
    },
    close: async () => {
      const gone = once(child, 'exit')
      child.send('end')
      await gone
    },
  }
}
