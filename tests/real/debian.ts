import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Debian's packages, put in place unless all the files are there already.
 * @throws Error that says what to install, when not root.
 */
export async function installPackages(packages: readonly string[], files: readonly string[]): Promise<void> {
  if (files.every((file) => existsSync(file))) return
  if (process.getuid?.() !== 0)
    throw new Error(`not root: install them first, with sudo apt-get install ${packages.join(' ')}`)
  const apt = ['-o', 'DPkg::Lock::Timeout=300']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', [...apt, 'update'], { env })
  const words = [...apt, 'install', '-y', '--no-install-recommends', ...packages]
  await run('apt-get', words, { env, maxBuffer: 64 * 1024 * 1024 })
}
