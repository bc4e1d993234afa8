/**
 * PostgreSQL's binary COPY format (PostgreSQL documentation, COPY, "Binary Format"), written into one growing buffer.
 * Values are written in the order of the columns; each row begins with `row(columns)`.
 */
export class CopyWriter {
  #buffer: Buffer
  #at: number

  constructor(bytes = 1 << 20) {
    this.#buffer = Buffer.allocUnsafe(bytes)
    this.#at = header.copy(this.#buffer)
  }

  row(columns: number): void {
    this.#room(2)
    this.#at = this.#buffer.writeInt16BE(columns, this.#at)
  }

  null(): void {
    this.#room(4)
    this.#at = this.#buffer.writeInt32BE(-1, this.#at)
  }

  int2(value: number): void {
    this.#room(6)
    this.#at = this.#buffer.writeInt32BE(2, this.#at)
    this.#at = this.#buffer.writeInt16BE(value, this.#at)
  }

  int4(value: number): void {
    this.#room(8)
    this.#at = this.#buffer.writeInt32BE(4, this.#at)
    this.#at = this.#buffer.writeInt32BE(value, this.#at)
  }

  /** A safe integer as int8. */
  int8(value: number): void {
    this.#room(12)
    this.#at = this.#buffer.writeInt32BE(8, this.#at)
    this.#at = this.#buffer.writeInt32BE(Math.floor(value / 2 ** 32), this.#at)
    this.#at = this.#buffer.writeUInt32BE(value >>> 0, this.#at)
  }

  /** @param milliseconds Unix time. PostgreSQL counts microseconds from 2000-01-01. */
  timestamptz(milliseconds: number): void {
    this.#room(12)
    this.#at = this.#buffer.writeInt32BE(8, this.#at)
    this.#at = this.#buffer.writeBigInt64BE(BigInt(milliseconds - epoch2000) * 1000n, this.#at)
  }

  /** A lower-case UUID with dashes. */
  uuid(value: string): void {
    this.#room(20)
    this.#at = this.#buffer.writeInt32BE(16, this.#at)
    for (const [from, to] of uuidGroups)
      this.#at += this.#buffer.write(value.slice(from, to), this.#at, 'hex')
  }

  text(value: string): void {
    this.#room(4 + value.length * 3)
    const length = this.#buffer.write(value, this.#at + 4, 'utf8')
    this.#buffer.writeInt32BE(length, this.#at)
    this.#at += 4 + length
  }

  bytea(value: Uint8Array): void {
    this.#room(4 + value.length)
    this.#at = this.#buffer.writeInt32BE(value.length, this.#at)
    this.#buffer.set(value, this.#at)
    this.#at += value.length
  }

  nullable<T>(value: T | null | undefined, write: (value: T) => void): void {
    if (value === null || value === undefined) this.null()
    else write(value)
  }

  /** What has been written, with the trailer; the writer is spent. */
  finish(): Buffer {
    this.#room(2)
    this.#at = this.#buffer.writeInt16BE(-1, this.#at)
    return this.#buffer.subarray(0, this.#at)
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes))
    this.#buffer.copy(grown, 0, 0, this.#at)
    this.#buffer = grown
  }
}

const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const epoch2000 = Date.UTC(2000, 0, 1)
const uuidGroups = [
  [0, 8],
  [9, 13],
  [14, 18],
  [19, 23],
  [24, 36],
] as const
