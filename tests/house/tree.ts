import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every file below a folder of the project, by its path from the root with forward slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split('\\').join('/'))
    .filter((path) => !path.includes('node_modules/') && !path.includes('/fixtures/'))
    .sort()
}

export const isSource = (path: string): boolean => /\.tsx?$/.test(path)
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)
export const read = (path: string): string => readFileSync(join(root, path), 'utf8')
export const exists = (path: string): boolean =>
  statSync(join(root, path), { throwIfNoEntry: false }) !== undefined

const importing = /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/g

/** What a file imports: paths of ours from the root, and names of packages. */
export function importsOf(path: string): { readonly ours: string[]; readonly packages: string[] } {
  const found = [...read(path).matchAll(importing)].map((match) => match[1] ?? match[2] ?? '')
  return {
    ours: found
      .filter((name) => name.startsWith('.'))
      .map((name) => posix.normalize(posix.join(dirname(path), name))),
    packages: found.filter((name) => !name.startsWith('.')),
  }
}
