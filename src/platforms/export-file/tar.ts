import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import type { ExportFile, ImportContext, Scratch } from '../contract.ts'
import { type Bytes, type Ending, type Entry, exportLimits, isSwelling, safeName } from './entry.ts'
import { endingOf, readable } from './unpack.ts'
import type { Archive, Trouble } from './zip.ts'

interface Placed {
  readonly name: string
  readonly from: number
  to: number
  whole: boolean
}

/**
 * The files of a .tar.gz. It can only be read from the beginning, while posts and their pictures lie anywhere in it:
 * so what is in the files is put aside, one after the other in one file without their names.
 */
export async function readTarGz(file: ExportFile, context: ImportContext): Promise<Archive> {
  const scratch = await context.scratch()
  const placed: Placed[] = []
  const troubles: Partial<Record<Trouble, number>> = {}
  const gunzip = createGunzip()
  const tar = extract()
  let broke: unknown
  pipeline(readable(file.stream()), gunzip, tar, (error) => {
    broke ??= error
  })
  let [used, seen] = [0, 0]
  try {
    for await (const entry of tar) {
      const name = safeName(entry.header.name)
      const wanted = entry.header.type === 'file' && name !== undefined
      if (entry.header.type === 'file' && name === undefined) troubles.unsafe = (troubles.unsafe ?? 0) + 1
      const place: Placed | undefined = wanted ? { name, from: used, to: used, whole: false } : undefined
      if (place) placed.push(place)
      for await (const chunk of entry as AsyncIterable<Uint8Array>) {
        seen += chunk.length
        if (isSwelling(gunzip.bytesWritten, seen)) return { entries: [], troubles: { trap: 1 } }
        if (place === undefined) continue
        if (used + chunk.length > exportLimits.scratchBytes) return finish('tooLarge')
        await scratch.append(chunk)
        used += chunk.length
        place.to = used
      }
      if (place) place.whole = true
      if (placed.length >= exportLimits.entries) return finish('tooLarge')
    }
  } catch (thrown) {
    return finish(tarEnding(broke ?? thrown))
  }
  return finish('whole')

  function finish(ending: Ending): Archive {
    if (placed.length === 0 && ending !== 'whole') return { entries: [], troubles: { lost: 1 } }
    if (ending === 'tooLarge') troubles.many = 1
    else if (ending !== 'whole') troubles.cut = 1
    return { entries: placed.map((place) => entryOf(scratch, place)), troubles }
  }
}

/** tar-stream's own errors are plain ones: a header that is none, or data that end too early. */
function tarEnding(thrown: unknown): Ending {
  if (thrown instanceof Error && thrown.constructor === Error && !('code' in thrown)) return 'cut'
  return endingOf(thrown)
}

const entryOf = (scratch: Scratch, { name, from, to, whole }: Placed): Entry => ({
  name,
  size: to - from,
  async *read(): Bytes {
    if (to > from) yield* scratch.stream(from, to)
    return whole ? 'whole' : 'cut'
  },
})
