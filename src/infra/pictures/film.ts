/** Of a film in MP4 its boxes (ISO/IEC 14496-12) are read, and nothing of what is seen or heard. */

interface Box {
  readonly type: string
  /** Where its length stands, where what it holds begins, and where it ends. */
  readonly at: number
  readonly inside: number
  readonly end: number
}

/** Free text and tags: places (©xyz, loci, com.apple.quicktime.location), cameras, people's names; and XMP. */
const telling = new Set(['udta', 'meta', 'uuid'])
const holding = new Set(['moov', 'trak'])

/** In one place; films have a few dozen. */
const mostBoxes = 10_000

/** Bytes of a film that may lie on disk. */
type Film = Pick<Blob, 'size' | 'slice'>

const bytesAt = async (film: Film, from: number, to: number): Promise<Buffer> =>
  Buffer.from(await film.slice(from, to).arrayBuffer())

/** The boxes between two places; what is no box, or reaches out, ends them. */
async function* boxesIn(film: Film, from: number, to: number): AsyncGenerator<Box> {
  for (let at = from, n = 0; at + 8 <= to && n < mostBoxes; n += 1) {
    const head = await bytesAt(film, at, Math.min(at + 16, to))
    const said = head.readUInt32BE(0)
    const long = said === 1
    if (long && head.length < 16) return
    const length = long ? Number(head.readBigUInt64BE(8)) : said === 0 ? to - at : said
    const inside = at + (long ? 16 : 8)
    const end = at + length
    if (end < inside || end > to) return
    yield { type: head.toString('latin1', 4, 8), at, inside, end }
    at = end
  }
}

/** Whether a track carries neither picture nor sound but what an instrument wrote down, such as where the camera was. */
async function isLogbook(film: Film, track: Box): Promise<boolean> {
  for await (const media of boxesIn(film, track.inside, track.end))
    if (media.type === 'mdia')
      for await (const { type, inside, end } of boxesIn(film, media.inside, media.end))
        if (type === 'hdlr' && inside + 12 <= end)
          return (await bytesAt(film, inside + 8, inside + 12)).toString('latin1') === 'meta'
  return false
}

async function tellingIn(film: Film, from: number, to: number, deeper: number): Promise<Box[]> {
  const found: Box[] = []
  for await (const box of boxesIn(film, from, to)) {
    if (telling.has(box.type) || (box.type === 'trak' && (await isLogbook(film, box)))) found.push(box)
    else if (deeper > 0 && holding.has(box.type))
      found.push(...(await tellingIn(film, box.inside, box.end, deeper - 1)))
  }
  return found
}

/**
 * A film without what the camera wrote beside it: where it was taken, with what and by whom. The boxes become free space, so
 * that every picture and sound stays where the film says that it is.
 * @returns its bytes, as often as they are asked for, read in pieces.
 */
export async function withoutPlace(film: Pick<Blob, 'size' | 'slice' | 'stream'>) {
  const boxes = await tellingIn(film, 0, film.size, 2)
  return async function* (): AsyncGenerator<Uint8Array> {
    let at = 0
    for await (const piece of film.stream()) {
      const bytes = Buffer.from(piece)
      for (const box of boxes) {
        write(bytes, at, box.at + 4, free)
        const [from, to] = [Math.max(box.inside - at, 0), Math.min(box.end - at, bytes.length)]
        if (from < to) bytes.fill(0, from, to)
      }
      yield bytes
      at += bytes.length
    }
  }
}

const free = Buffer.from('free', 'latin1')

/** What of `said`, which is to stand at `place` in the film, falls within the piece that begins at `at`. */
function write(piece: Buffer, at: number, place: number, said: Buffer): void {
  for (const [n, byte] of said.entries()) {
    const within = place + n - at
    if (within >= 0 && within < piece.length) piece[within] = byte
  }
}
