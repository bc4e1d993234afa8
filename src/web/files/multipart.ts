/**
 * multipart/form-data (RFC 7578) as it comes: fields are kept, and each file is handed on in pieces, so that none is held.
 */

/** It does not end as it says that it will, or is no such form. */
export class BrokenForm extends Error {}

interface Taken {
  /** A file; its pieces must be read to the end. */
  file(
    file: { readonly name: string; readonly fileName: string; readonly mediaType: string },
    pieces: Pieces,
  ): Promise<void>
  field(name: string, value: string): void
}

type Pieces = AsyncIterable<Uint8Array>

/** A field is words; a part's heading a line or two. Bytes. */
interface Bounds {
  readonly field: number
}
const longestHeading = 16 * 1024

/** @throws BrokenForm, and whatever `pieces` or `taken` throw. */
export async function readMultipart(
  contentType: string,
  pieces: Pieces,
  taken: Taken,
  bounds: Bounds,
): Promise<void> {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (!boundary) throw new BrokenForm('no boundary')
  const body = new Body(pieces)
  const between = Buffer.from(`\r\n--${boundary}`, 'utf8')
  await all(body.until(between), 0)
  for (;;) {
    const next = await body.take(2)
    if (next === '--') return
    if (next !== '\r\n') throw new BrokenForm('no part')
    const heading = (await all(body.until(Buffer.from('\r\n\r\n')), longestHeading)).toString('utf8')
    const name = parameter(heading, 'name')
    const fileName = parameter(heading, 'filename')
    if (name === undefined) throw new BrokenForm('a part without a name')
    const content = body.until(between)
    if (fileName === undefined) taken.field(name, (await all(content, bounds.field)).toString('utf8'))
    else
      await taken.file(
        { name, fileName, mediaType: /^content-type:\s*([\w.+/-]+)/im.exec(heading)?.[1] ?? '' },
        content,
      )
  }
}

/** Of the heading's Content-Disposition, as browsers write it. */
function parameter(heading: string, wanted: string): string | undefined {
  const line = heading.split('\r\n').find((one) => /^content-disposition:/i.test(one)) ?? ''
  const value = new RegExp(`;\\s*${wanted}="([^"]*)"`, 'i').exec(line)?.[1]
  return value?.replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

async function all(pieces: Pieces, most: number): Promise<Buffer> {
  const read: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    length += piece.length
    if (length > most) throw new BrokenForm('longer than it may be')
    read.push(piece)
  }
  return Buffer.concat(read)
}

/** What has come and is not read yet. */
class Body {
  private readonly coming: AsyncIterator<Uint8Array>
  // As if a line had ended before the first boundary.
  private held = Buffer.from('\r\n')

  constructor(pieces: Pieces) {
    this.coming = pieces[Symbol.asyncIterator]()
  }

  private async more(): Promise<void> {
    const next = await this.coming.next()
    if (next.done) throw new BrokenForm('it ends too soon')
    this.held = Buffer.concat([this.held, next.value])
  }

  async take(count: number): Promise<string> {
    while (this.held.length < count) await this.more()
    const taken = this.held.toString('latin1', 0, count)
    this.held = this.held.subarray(count)
    return taken
  }

  /** What stands before the mark, which is read too. */
  async *until(mark: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.held.indexOf(mark)
      const sure = at < 0 ? Math.max(0, this.held.length - mark.length + 1) : at
      const before = this.held.subarray(0, sure)
      this.held = this.held.subarray(at < 0 ? sure : at + mark.length)
      if (before.length > 0) yield before
      if (at >= 0) return
      await this.more()
    }
  }
}
