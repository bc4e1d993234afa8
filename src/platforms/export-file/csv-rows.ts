import { type Bytes, type Ending, exportLimits } from './entry.ts'

export interface CsvRow {
  readonly fields: readonly string[]
  /** The row as it stands, without its line break. */
  readonly bytes: Uint8Array
  readonly start: number
  /** Not included. */
  readonly end: number
}

const [quote, lineFeed, carriage] = [0x22, 0x0a, 0x0d]

/** The rows of a CSV file (RFC 4180, UTF-8), as the bytes come. A row may hold line breaks between quotes. */
export async function* csvRows(bytes: Bytes): AsyncGenerator<CsvRow, Ending, undefined> {
  let held = Buffer.alloc(0)
  let [from, at] = [0, 0]
  let quoted = false
  let columns = 0
  for (;;) {
    const next = await bytes.next()
    if (next.done) {
      if (next.value !== 'whole' || held.length === 0) return next.value
      const last = rowOf(held, from)
      // It ends within quotes, or before the columns that the first row has.
      if (quoted || last.fields.length < columns) return 'cut'
      yield last
      return 'whole'
    }
    held = Buffer.concat([held, next.value])
    let begin = 0
    for (; at < held.length; at++) {
      const byte = held[at]
      if (byte === quote) quoted = !quoted
      else if (byte === lineFeed && !quoted) {
        const row = rowOf(held.subarray(begin, at), from + begin)
        begin = at + 1
        if (row.bytes.length === 0) continue
        columns ||= row.fields.length
        yield row
      }
    }
    held = held.subarray(begin)
    from += begin
    at -= begin
    if (held.length > exportLimits.pieceBytes) {
      await bytes.return('tooLarge')
      return 'tooLarge'
    }
  }
}

function rowOf(held: Buffer, start: number): CsvRow {
  const bytes = Buffer.from(held.at(-1) === carriage ? held.subarray(0, -1) : held)
  return { fields: fieldsOf(new TextDecoder().decode(bytes)), bytes, start, end: start + bytes.length }
}

function fieldsOf(row: string): string[] {
  const fields: string[] = []
  let at = 0
  for (;;) {
    let field = ''
    if (row[at] === '"') {
      for (at++; at < row.length; ) {
        const end = row.indexOf('"', at)
        field += row.slice(at, end < 0 ? row.length : end)
        at = end < 0 ? row.length : end + 1
        if (row[at] !== '"') break
        field += '"'
        at++
      }
    }
    const end = row.indexOf(',', at)
    fields.push(field + row.slice(at, end < 0 ? row.length : end))
    if (end < 0) return fields
    at = end + 1
  }
}
