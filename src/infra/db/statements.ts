/** One SQL statement of a file, without its closing semicolon. */
export interface Statement {
  readonly text: string
  /** 1-based line on which it begins. */
  readonly line: number
}

/**
 * What begins at a place and hides semicolons: comments, strings, quoted names and dollar quotes. Sticky; alternatives
 * in the order of PostgreSQL's own lexer. Nested comments and words are handled in code.
 */
const spans = {
  lineComment: /--[^\n]*/y,
  escapeString: /[eE]'(?:[^'\\]|\\[\s\S]|'')*'/y,
  string: /'(?:[^']|'')*'/y,
  quotedName: /"(?:[^"]|"")*"/y,
  dollarTag: /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y,
  word: /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y,
} as const

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

function blockCommentEnd(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith('/*', at)) {
      depth += 1
      at += 1
    } else if (text.startsWith('*/', at)) {
      depth -= 1
      at += 1
      if (depth === 0) return at + 1
    }
  }
  throw new SyntaxError('a comment is not closed')
}

function dollarQuoteEnd(text: string, from: number, tag: string): number {
  const end = text.indexOf(tag, from + tag.length)
  if (end < 0) throw new SyntaxError(`a quote ${tag} is not closed`)
  return end + tag.length
}

/** @returns the place after a comment or quoted span that begins at `at`, or undefined when none does. */
function skip(text: string, at: number): { readonly end: number; readonly comment: boolean } | undefined {
  if (text.startsWith('/*', at)) return { end: blockCommentEnd(text, at), comment: true }
  const comment = matchAt(spans.lineComment, text, at)
  if (comment !== undefined) return { end: at + comment.length, comment: true }
  for (const pattern of [spans.escapeString, spans.string, spans.quotedName]) {
    const quoted = matchAt(pattern, text, at)
    if (quoted !== undefined) return { end: at + quoted.length, comment: false }
  }
  const tag = matchAt(spans.dollarTag, text, at)
  if (tag !== undefined) return { end: dollarQuoteEnd(text, at, tag), comment: false }
  if (text[at] === "'" || text[at] === '"') throw new SyntaxError(`a quote ${text[at]} is not closed`)
  return undefined
}

/** Follows BEGIN ATOMIC … END in a routine's body and parentheses: semicolons inside do not end the statement. */
class Nesting {
  #parentheses = 0
  #blocks = 0
  #words: string[] = []

  get isInside(): boolean {
    return this.#parentheses > 0 || this.#blocks > 0
  }

  symbol(character: string): void {
    if (character === '(') this.#parentheses += 1
    if (character === ')' && this.#parentheses > 0) this.#parentheses -= 1
  }

  word(word: string): void {
    const upper = word.toUpperCase()
    if (this.#blocks > 0) {
      if (upper === 'BEGIN' || upper === 'CASE') this.#blocks += 1
      if (upper === 'END') this.#blocks -= 1
    } else if (upper === 'ATOMIC' && this.#words.at(-1) === 'BEGIN' && this.#definesRoutine()) {
      this.#blocks = 1
    }
    this.#words.push(upper)
  }

  #definesRoutine(): boolean {
    const head = this.#words.slice(0, 4).join(' ')
    return /^CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)\b/.test(head)
  }
}

/**
 * Splits a file into statements, to be sent one at a time (a rule of the schema, for Citus; and so that a failure can
 * name the line). Comments between statements are left out, within a statement they stay.
 * @throws SyntaxError, with the line, when a quote or comment is not closed.
 */
export function splitStatements(text: string): Statement[] {
  const statements: Statement[] = []
  let start = -1
  let nesting = new Nesting()
  const lineAt = (at: number) => text.slice(0, at).split('\n').length
  const finish = (end: number) => {
    if (start >= 0) statements.push({ text: text.slice(start, end).trim(), line: lineAt(start) })
    start = -1
    nesting = new Nesting()
  }
  let at = 0
  while (at < text.length) {
    const span = skipNamingLine(text, at, lineAt)
    const character = text.charAt(at)
    if (character === ';' && !nesting.isInside) {
      finish(at)
      at += 1
      continue
    }
    if (start < 0 && !span?.comment && !/\s/.test(character)) start = at
    const word = span ? undefined : matchAt(spans.word, text, at)
    if (word !== undefined) nesting.word(word)
    else if (!span) nesting.symbol(character)
    at = span?.end ?? at + (word?.length ?? 1)
  }
  finish(text.length)
  return statements
}

function skipNamingLine(text: string, at: number, lineAt: (at: number) => number): ReturnType<typeof skip> {
  try {
    return skip(text, at)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new SyntaxError(`line ${lineAt(at)}: ${error.message}`)
  }
}
