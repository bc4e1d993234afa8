import { chmodSync, closeSync, fsyncSync, lchownSync, lstatSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RunAs } from './account.ts'

function* everything(folder: string): Generator<string> {
  yield folder
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* everything(path)
    else yield path
  }
}

export function chownTree(folder: string, to: RunAs): void {
  for (const path of everything(folder)) lchownSync(path, to.uid, to.gid)
}

/** What the owner may read and run, everyone may read and run: our umask may be 077. */
export function openTreeForReading(folder: string): void {
  for (const path of everything(folder)) {
    const stat = lstatSync(path)
    if (stat.isSymbolicLink()) continue
    chmodSync(path, (stat.mode & 0o100) !== 0 ? 0o755 : 0o644)
  }
}

/** Puts the names in a folder on disk. Windows cannot, and does not need it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
