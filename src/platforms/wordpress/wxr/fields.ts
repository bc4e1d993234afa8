import { SaxesParser } from 'saxes'

/** Where a piece's own fields stand: directly in it. Namespaces by what they are, not by what they are called. */
const meanings: Readonly<Record<string, string>> = {
  '': '',
  'http://purl.org/rss/1.0/modules/content/': 'content:',
  'http://purl.org/dc/elements/1.1/': 'dc:',
}
/** All versions are read alike; some exports write https. */
export const isExportNamespace = (uri: string): boolean => /^https?:\/\/wordpress\.org\/export\//.test(uri)
const exportNamespace = 'http://wordpress.org/export/'

export interface Fields {
  /** 'wp:post_id', 'title', 'content:encoded' → its text. The first, where one stands twice. */
  readonly texts: ReadonlyMap<string, string>
  /** Whether the piece is not well-formed XML; what could be read is there. */
  readonly malformed: boolean
}

function nameOf(uri: string, local: string): string | undefined {
  if (isExportNamespace(uri) && !uri.endsWith('/excerpt/')) return `wp:${local}`
  const prefix = meanings[uri]
  return prefix === undefined ? undefined : `${prefix}${local}`
}

/** Namespaces that XML keeps for itself; the parser refuses another prefix for them. */
const reserved = /^http:\/\/www\.w3\.org\/(XML\/1998\/namespace|2000\/xmlns\/)$/

/** Prefix → namespace, as declared in the root's start tag. */
export function namespacesIn(startTag: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, prefix, uri] of startTag.matchAll(/xmlns:([\w.-]+)\s*=\s*["']([^"']*)["']/g)) {
    if (prefix === undefined || uri === undefined || /^xml(ns)?$/.test(prefix) || reserved.test(uri)) continue
    found[prefix] = uri
  }
  return found
}

/**
 * The texts of the elements that stand directly in a piece. Nothing outside the piece is looked up:
 * declared entities are not known here, so none is expanded.
 */
export function fieldsIn(xml: string, namespaces: Readonly<Record<string, string>>): Fields {
  const texts = new Map<string, string>()
  let malformed = false
  let depth = 0
  let name: string | undefined
  let pieces: string[] = []
  const parser = new SaxesParser({
    xmlns: true,
    additionalNamespaces: { ...namespaces },
    resolvePrefix: (prefix: string) =>
      prefix === '' ? '' : prefix === 'wp' ? exportNamespace : `undeclared:${prefix}`,
  })
  // With a handler the parser goes on after what is wrongly written, instead of throwing.
  parser.on('error', () => {
    malformed = true
  })
  parser.on('opentag', (tag) => {
    depth++
    if (depth !== 2) return
    name = nameOf(tag.uri, tag.local)
    pieces = []
  })
  const add = (text: string) => {
    if (depth === 2 && name !== undefined) pieces.push(text)
  }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('closetag', () => {
    if (depth === 2 && name !== undefined && !texts.has(name)) texts.set(name, pieces.join(''))
    if (depth === 2) name = undefined
    depth--
  })
  parser.write(xml).close()
  return { texts, malformed }
}
