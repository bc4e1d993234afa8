import { limits } from '../../kernel/index.ts'
import { baseName, type Entry, wholeOf } from './entry.ts'

const types: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  avif: 'image/avif',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  pdf: 'application/pdf',
}

/** By the end of the name: exports say no more. */
const mediaTypeOf = (name: string): string =>
  types[/\.(\w{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream'

interface MediaBytes {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mediaType: string
}

const keptPerItem = 20
/** Of one item's media together, since they are all in memory at once. */
const keptBytes = 2 * limits.mediaBytes

/** Takes pictures and films out of an export, and keeps count of those that were not to be had. */
export class MediaShelf {
  missing = 0
  tooLarge = 0
  damaged = 0

  /** @param entries undefined for what the export names and does not hold. */
  async take(entries: readonly (Entry | undefined)[]): Promise<MediaBytes[]> {
    const taken: MediaBytes[] = []
    let size = 0
    for (const entry of entries) {
      if (entry === undefined) {
        this.missing += 1
        continue
      }
      const room = Math.min(limits.mediaBytes, keptBytes - size)
      const bytes = taken.length < keptPerItem ? await wholeOf(entry, room) : undefined
      if (bytes?.ok) {
        size += bytes.value.length
        taken.push({ name: baseName(entry.name), bytes: bytes.value, mediaType: mediaTypeOf(entry.name) })
      } else if (bytes === undefined || bytes.error === 'tooLarge') this.tooLarge += 1
      else this.damaged += 1
    }
    return taken
  }
}
