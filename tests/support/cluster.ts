import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Names the folder of this run's PostgreSQL; set by global-setup.ts and inherited by vitest's workers. */
export const clusterVariable = 'UPPSIKT_TEST_CLUSTER'

/**
 * Waits until whoever started it is gone, however it ended (its standard input closes, also after kill -9), then stops
 * every PostgreSQL whose data lie in the folder or below it, and removes the folder. So no server and no data outlive a
 * test run. A server is known by its working folder, where /proc tells it: a number in a file may be a stranger's.
 */
const reaper = `
cat > /dev/null
find "$1" -name postmaster.pid | while read -r file; do
  pid=$(head -n 1 "$file")
  if [ -d /proc/self ] && [ "$(readlink "/proc/$pid/cwd")" != "$(dirname "$file")" ]; then continue; fi
  kill -INT "$pid" 2> /dev/null
  turns=0
  while [ -e "$file" ] && [ $turns -lt 500 ]; do sleep 0.02; turns=$((turns + 1)); done
done
rm -rf "$1"`

export interface ClusterFolder {
  readonly folder: string
  /** Stops the servers that were started there and removes the folder; waits until it is done. */
  remove(): Promise<void>
}

/** A folder for PostgreSQL servers that live no longer than this process. Nothing is started yet. */
export function clusterFolder(): ClusterFolder {
  const folder = mkdtempSync(join(tmpdir(), 'uppsikt-test-'))
  const child = spawn('sh', ['-c', reaper, 'reaper', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.unref()
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref()
  return {
    folder,
    async remove() {
      child.ref()
      child.stdin.end()
      await gone
    },
  }
}
