import { closeSync, openSync } from 'node:fs'
import { runToEnd } from './spawn.ts'

/**
 * A lock on a file that lives as long as anybody has this opening of it, also processes that inherited it. It is seen
 * from other containers on the same volume, which cannot see each other's processes.
 */
export interface FileLock {
  readonly descriptor: number
  /** false where the tool `flock` is missing (macOS, Windows): then nothing is locked. */
  readonly isReal: boolean
  release(): void
}

/**
 * @param file made when missing, 0600.
 * @returns undefined when somebody else holds it.
 */
export async function takeFileLock(file: string): Promise<FileLock | undefined> {
  const descriptor = openSync(file, 'a', 0o600)
  const { code } = await runToEnd('flock', ['-n', '3'], undefined, [descriptor])
  const release = () => closeSync(descriptor)
  if (code !== 1) return { descriptor, isReal: code === 0, release }
  release()
  return undefined
}
