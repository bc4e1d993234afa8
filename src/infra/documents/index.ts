import { readFileSync } from 'node:fs'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { describeError, Stop } from '../../kernel/index.ts'

export { spreadsheetText } from './spreadsheet.ts'

/** A part of a document. Texts are plain; a line break is kept. */
export type Block =
  /** level 2 or 3: the title is the only first. */
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** What follows begins on a new page. */
  | { readonly kind: 'pageBreak' }
  /** Term and text. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [string, string])[] }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: readonly string[]
      /** Each as long as `columns`. */
      readonly rows: readonly (readonly string[])[]
    }
  | {
      readonly kind: 'image'
      readonly bytes: Uint8Array
      readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp'
      /** What the picture shows, for those who do not see it. */
      readonly alt: string
      /** '' where the text says it already. */
      readonly caption: string
    }

export interface PrintedDocument {
  readonly title: string
  /** Who it is from, at the foot of each page. */
  readonly from: string
  /** For what is to be taken in on one page: smaller letters, and a table's first column as wide as there is room. */
  readonly dense?: boolean
  readonly blocks: readonly Block[]
}

const mostLetters = 4_000_000

let compiler: Promise<NodeCompiler> | undefined

/** Made when the first document is: the machinery is large, and most processes print nothing. */
const theCompiler = (): Promise<NodeCompiler> => {
  compiler ??= import('@myriaddreamin/typst-ts-node-compiler').then((typst) =>
    typst.NodeCompiler.create({ workspace: import.meta.dirname }),
  )
  return compiler
}

const template = readFileSync(new URL('template.typ', import.meta.url), 'utf8')

/**
 * The document as tagged PDF/A-2b in Swedish. Letters that no font here can draw stand as their code, since PDF/A allows
 * no empty boxes.
 * @param at when it is made, for the file's own date. @throws Stop('invalid') for a document that is too long.
 */
export async function makePdf(document: PrintedDocument, at: Date): Promise<Buffer> {
  const typst = await theCompiler()
  const pictures = document.blocks.filter((block) => block.kind === 'image')
  let data = JSON.stringify({ ...document, blocks: document.blocks.map(withPath(pictures)) }, printable)
  if (data.length > mostLetters)
    throw new Stop('invalid', 'Dokumentet är för långt för att skrivas ut. Dela upp det.')
  for (const [n, { bytes }] of pictures.entries())
    typst.mapShadow(`${import.meta.dirname}/${pathOf(n)}`, Buffer.from(bytes))
  try {
    for (let tries = 0; tries < 20; tries++) {
      const made = attempt(typst, data, at)
      if (Buffer.isBuffer(made)) return made
      if (made.length === 0) break
      data = withCodes(data, made)
    }
    return asBuffer(attempt(typst, data.replace(/[^\n\u0020-\u00ff]/gu, codeOf), at))
  } finally {
    typst.resetShadow()
    typst.evictCache(5)
  }
}

/** A word longer than a line may be broken anywhere; half letters (lone surrogates) are no letters. */
const printable = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replace(/\S{50}(?=\S)/gu, '$&\u200b') : value

const pathOf = (n: number): string => `picture-${n}`

const withPath =
  (pictures: readonly Block[]) =>
  (block: Block): unknown =>
    block.kind === 'image'
      ? { kind: block.kind, alt: block.alt, caption: block.caption, path: pathOf(pictures.indexOf(block)) }
      : block

/** The PDF, or the letters that could not be drawn. @throws Error for whatever else is wrong. */
function attempt(typst: NodeCompiler, data: string, at: Date): Buffer | string[] {
  try {
    return typst.pdf(
      { mainFileContent: template, inputs: { data } },
      { pdfStandard: 'a-2b', creationTimestamp: Math.floor(at.getTime() / 1000) },
    )
  } catch (thrown) {
    const told = describeError(thrown)
    const missing = [...told.matchAll(/the text `\\?"(.+?)\\?"` could not be displayed/gsu)].map((found) =>
      (found[1] ?? '').replace(/\\+u\{([0-9a-f]+)\}/gu, (_, code: string) =>
        String.fromCodePoint(Number.parseInt(code, 16)),
      ),
    )
    if (missing.length === 0) throw new Error(`the document could not be made: ${told.slice(0, 500)}`)
    return missing
  }
}

function asBuffer(made: Buffer | string[]): Buffer {
  if (Buffer.isBuffer(made)) return made
  throw new Error(`the document has letters that cannot be drawn: ${made.slice(0, 5).map(codeOf).join(' ')}`)
}

const codeOf = (letter: string): string =>
  `[U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`

/** In the JSON text letters stand as themselves, or, below U+0020 and as lone surrogates, as escapes. */
function withCodes(data: string, letters: readonly string[]): string {
  let text = data
  for (const letter of new Set(letters.flatMap((cluster) => [...cluster]))) {
    const escaped = JSON.stringify(letter).slice(1, -1)
    text = text.replaceAll(escaped, codeOf(letter))
  }
  return text
}
