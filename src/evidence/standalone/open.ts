import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
} from 'node:fs'
import { join, sep } from 'node:path'
import { type BundleVerdict, type ReadFile, verifyBundle } from '../bundle/verify-bundle.ts'
import { openZip, ZipError } from './zip-read.ts'

/** A bundle on disk, packed or unpacked. */
interface OpenedBundle {
  readonly paths: readonly string[]
  readonly readFile: ReadFile
  readonly close: () => void
}

/** Files larger than this are refused: Node reads at most 2 GiB at once. */
const fileBytes = 1024 * 1024 * 1024

/**
 * Checks the bundle at a path, a zip or a folder.
 * @param trustedKey the verifier key that the receiver has by another way. @throws Error when the path cannot be read.
 */
export async function verifyBundleAt(path: string, trustedKey: string | undefined): Promise<BundleVerdict> {
  let bundle: OpenedBundle | undefined
  try {
    bundle = openBundle(path)
    const { paths, readFile } = bundle
    return await verifyBundle(readFile, { paths, ...(trustedKey !== undefined && { trustedKey }) })
  } catch (thrown) {
    if (!(thrown instanceof ZipError)) throw thrown
    return { ok: false, error: { what: 'zip', name: thrown.message } }
  } finally {
    bundle?.close()
  }
}

function openBundle(path: string): OpenedBundle {
  return lstatSync(realpathSync(path)).isDirectory() ? openFolder(realpathSync(path)) : openZipFile(path)
}

function openFolder(root: string): OpenedBundle {
  const readFile: ReadFile = (path) => {
    const place = join(root, ...path.split('/'))
    const found = lstatSync(place, { throwIfNoEntry: false })
    // A link could lead anywhere on the reader's own disk.
    if (!found?.isFile() || found.size > fileBytes || !realpathSync(place).startsWith(root + sep))
      return undefined
    return readFileSync(place)
  }
  return { paths: walk(root, 'files'), readFile, close: () => undefined }
}

/** Paths under a folder. Names with a leading dot are what desktops leave behind, never parts. */
function walk(root: string, path: string): string[] {
  const found = lstatSync(join(root, path), { throwIfNoEntry: false })
  if (!found?.isDirectory()) return found ? [path] : []
  const names = readdirSync(join(root, path)).filter((name) => !name.startsWith('.'))
  return names.flatMap((name) => walk(root, `${path}/${name}`))
}

function openZipFile(path: string): OpenedBundle {
  const file = openSync(path, 'r')
  const close = (): void => closeSync(file)
  try {
    const zip = openZip({
      size: fstatSync(file).size,
      read: (offset, length) => {
        const bytes = Buffer.alloc(length)
        return bytes.subarray(0, readSync(file, bytes, 0, length, offset))
      },
    })
    // What no proof covers is at least held to the zip's own sums: whoever follows the one and runs the other should know.
    for (const path of ['README.txt', 'verify.mjs']) zip.read(path)
    return { paths: zip.paths, readFile: zip.read, close }
  } catch (thrown) {
    close()
    throw thrown
  }
}
