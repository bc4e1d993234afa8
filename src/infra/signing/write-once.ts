import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'

/**
 * The text of a file that is written once in its life. Two processes that start at the same time agree on one text:
 * the draft is synced and then linked into place, and only one link succeeds.
 */
export function writeOnce(path: string, make: () => string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8')
  const draft = `${path}.${process.pid}.new`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, make())
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    linkSync(draft, path)
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(path, 'utf8')
}
