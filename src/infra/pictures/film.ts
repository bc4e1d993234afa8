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

/** The boxes between two places; what is no box, or reaches out, ends them. */
function* boxesIn(film: Buffer, from: number, to: number): Generator<Box> {
  for (let at = from, n = 0; at + 8 <= to && n < mostBoxes; n += 1) {
    const said = film.readUInt32BE(at)
    const long = said === 1
    if (long && at + 16 > to) return
    const length = long ? Number(film.readBigUInt64BE(at + 8)) : said === 0 ? to - at : said
    const inside = at + (long ? 16 : 8)
    const end = at + length
    if (end < inside || end > to) return
    yield { type: film.toString('latin1', at + 4, at + 8), at, inside, end }
    at = end
  }
}

/** Whether a track carries neither picture nor sound but what an instrument wrote down, such as where the camera was. */
function isLogbook(film: Buffer, track: Box): boolean {
  for (const media of boxesIn(film, track.inside, track.end))
    if (media.type === 'mdia')
      for (const { type, inside, end } of boxesIn(film, media.inside, media.end))
        if (type === 'hdlr' && inside + 12 <= end)
          return film.toString('latin1', inside + 8, inside + 12) === 'meta'
  return false
}

/**
 * Takes out of a film, in the bytes that are given, what the camera wrote beside it: where it was taken, with what and by
 * whom. The boxes become free space, so that every picture and sound stays where the film says that it is.
 */
export function forgetPlace(film: Buffer): void {
  const forget = (from: number, to: number, deeper: number): void => {
    for (const box of boxesIn(film, from, to)) {
      if (telling.has(box.type) || (box.type === 'trak' && isLogbook(film, box))) {
        film.write('free', box.at + 4, 'latin1')
        film.fill(0, box.inside, box.end)
      } else if (deeper > 0 && holding.has(box.type)) forget(box.inside, box.end, deeper - 1)
    }
  }
  forget(0, film.length, 2)
}
