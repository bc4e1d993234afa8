import { type Bytes, type Ending, exportLimits } from './entry.ts'

/** A piece of a large JSON file, with its own bytes untouched and its place in the file. */
export interface JsonPiece {
  /** The member of the root that the piece is, or is an element of; undefined for an element of a root that is a list. */
  readonly member: string | undefined
  readonly element: boolean
  readonly bytes: Uint8Array
  readonly start: number
  /** Not included. */
  readonly end: number
}

/** notJson: neither a list nor an object, with or without a script's assignment before it. */
export type JsonEnding = Ending | 'notJson'

/** `window.YTD.tweets.part0 = `: a script that assigns; read up to its first equals sign, never run. */
const assignment = /^\s*[\w$.[\]"']{1,100}\s*=$/
const longestAssignment = 200

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openList, closeList, openObject, closeObject, equals] = [0x5b, 0x5d, 0x7b, 0x7d, 0x3d]
const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

type Place = 'begin' | 'object' | 'value' | 'list' | 'done' | 'notJson'

/**
 * Cuts a JSON file into the elements of its list, or of its root's lists, and its root's other members, as the bytes
 * come: so a file of any size takes the memory of one piece. Pieces are cut by brackets and quotes alone; whether each
 * is JSON is for json-slice.ts to say.
 */
class Cutter {
  #held = Buffer.alloc(0)
  #from = 0
  #at = 0
  #place: Place = 'begin'
  #member: string | undefined
  /** Where the value that is being read began, in `#held`; -1 when none is. */
  #start = -1
  #depth = 0
  #string = false
  #escaped = false

  get done(): boolean {
    return this.#place === 'done'
  }

  get begun(): boolean {
    return this.#place !== 'begin' && this.#place !== 'notJson'
  }

  get refused(): boolean {
    return this.#place === 'notJson'
  }

  /** Bytes that have to be kept until the piece they belong to is whole. */
  get held(): number {
    return this.#held.length
  }

  *push(chunk: Uint8Array): Generator<JsonPiece> {
    const keep = this.#start >= 0 ? this.#start : this.#place === 'begin' ? 0 : this.#at
    this.#held = Buffer.concat([this.#held.subarray(keep), chunk])
    this.#from += keep
    this.#at -= keep
    if (this.#start >= 0) this.#start -= keep
    if (this.#place === 'begin') this.#begin()
    while (this.#at < this.#held.length && this.#place !== 'done' && this.begun) {
      const piece = this.#start >= 0 ? this.#scan() : this.#step()
      if (piece) yield piece
    }
  }

  #begin(): void {
    const head = this.#held
    let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
    while (at < head.length && isBlank(head[at] ?? 0)) at++
    const first = head[at]
    if (first === undefined) return
    if (first !== openList && first !== openObject) {
      const sign = head.indexOf(equals)
      if (sign < 0 && head.length < longestAssignment) return
      const script = sign >= 0 && assignment.test(head.toString('latin1', at, sign + 1))
      at = sign + 1
      while (script && at < head.length && isBlank(head[at] ?? 0)) at++
      if (script && at >= head.length) return
      if (!script || (head[at] !== openList && head[at] !== openObject)) {
        this.#place = 'notJson'
        return
      }
    }
    this.#place = head[at] === openList ? 'list' : 'object'
    this.#at = at + 1
  }

  /** One byte between pieces. */
  #step(): undefined {
    const byte = this.#held[this.#at] ?? 0
    if (isBlank(byte) || byte === comma) this.#at++
    else if (byte === closeList && this.#place === 'list') {
      this.#at++
      this.#place = this.#member === undefined ? 'done' : 'object'
    } else if (byte === closeObject && this.#place === 'object') this.#place = 'done'
    else if (byte === colon && this.#place === 'value') this.#at++
    else if (byte === openList && this.#place === 'value') {
      this.#at++
      this.#place = 'list'
    } else this.#start = this.#at
  }

  /** On through the value that has begun, to its end or to the end of what is here. */
  #scan(): JsonPiece | undefined {
    const held = this.#held
    while (this.#at < held.length) {
      const byte = held[this.#at] ?? 0
      if (this.#string) {
        this.#at++
        if (this.#escaped) this.#escaped = false
        else if (byte === backslash) this.#escaped = true
        else if (byte === quote) {
          this.#string = false
          if (this.#depth === 0) return this.#finish()
        }
        continue
      }
      const closes = byte === closeList || byte === closeObject
      if (this.#depth === 0 && this.#at > this.#start && (closes || byte === comma || isBlank(byte)))
        return this.#finish()
      this.#at++
      if (byte === quote) this.#string = true
      else if (byte === openList || byte === openObject) this.#depth++
      else if (closes) {
        this.#depth = Math.max(0, this.#depth - 1)
        if (this.#depth === 0) return this.#finish()
      }
    }
    return undefined
  }

  #finish(): JsonPiece | undefined {
    const bytes = Buffer.from(this.#held.subarray(this.#start, this.#at))
    const start = this.#from + this.#start
    this.#start = -1
    this.#depth = 0
    if (this.#place === 'object') {
      this.#member = keyOf(bytes)
      this.#place = 'value'
      return undefined
    }
    const element = this.#place === 'list'
    if (!element) this.#place = 'object'
    return { member: this.#member, element, bytes, start, end: start + bytes.length }
  }
}

function keyOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes)
  try {
    return String(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}

/** The pieces of a JSON file in their order. What stands before a break is given, and the return value says of it. */
export async function* jsonPieces(bytes: Bytes): AsyncGenerator<JsonPiece, JsonEnding, undefined> {
  const cutter = new Cutter()
  for (;;) {
    const next = await bytes.next()
    if (next.done) {
      if (next.value !== 'whole') return next.value
      if (cutter.done) return 'whole'
      return cutter.begun ? 'cut' : 'notJson'
    }
    for (const piece of cutter.push(next.value)) yield piece
    if (cutter.refused || cutter.held > exportLimits.pieceBytes) {
      await bytes.return('whole')
      return cutter.refused ? 'notJson' : 'tooLarge'
    }
  }
}
