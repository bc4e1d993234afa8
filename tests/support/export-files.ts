import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import { settableClock } from '../../src/kernel/index.ts'
import type { CollectedItem, ExportFile, ImportContext, Importer } from '../../src/platforms/contract.ts'

export function memoryFile(name: string, content: Uint8Array | string, chunk = 1_000): ExportFile {
  const bytes = Buffer.from(content)
  return {
    name,
    size: bytes.length,
    async *stream(from = 0, to = bytes.length) {
      for (let at = from; at < to; at += chunk) yield bytes.subarray(at, Math.min(to, at + chunk))
    },
  }
}

export async function zipOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return await buffer(zip.outputStream as NodeJS.ReadableStream)
}

const today = new Date('2026-11-21T12:00:00Z')

export const memoryContext = (settings: Record<string, string> = {}, now = today): ImportContext => ({
  settings,
  clock: settableClock(now),
  accountName: 'Testkommun',
  scratch: async () => {
    let all = Buffer.alloc(0)
    return {
      append: async (bytes) => {
        all = Buffer.concat([all, bytes])
      },
      async *stream(from, to) {
        yield all.subarray(from, to)
      },
    }
  },
})

export interface Imported {
  readonly items: (CollectedItem & { readonly kept: readonly { name: string; bytes: Uint8Array }[] })[]
  readonly notices: string[]
  readonly lacks: string[]
  /** What the very first event says of whose export it is. */
  first: 'another' | 'anotherName' | undefined
}

export async function imported(
  importer: Importer,
  files: readonly ExportFile[],
  settings: Record<string, string> = {},
  now = today,
): Promise<Imported> {
  const got: Imported = { items: [], notices: [], lacks: [], first: undefined }
  for await (const event of importer(files, memoryContext(settings, now))) {
    if ('notice' in event && got.items.length + got.notices.length === 0) got.first = event.of
    if ('notice' in event) got.notices.push(event.notice)
    else if ('lacks' in event) got.lacks.push(event.lacks)
    else got.items.push({ ...event.item, kept: [...(event.media ?? [])] })
  }
  return got
}
