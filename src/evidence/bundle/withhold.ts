import { withheldPart } from './format.ts'

/** What somebody has decided to show of a record. */
export interface Showing {
  /** Names of the fields to show; left out, all of them. */
  readonly fields?: readonly string[]
  /** Parts that somebody has looked at and named; left out, all when every field is shown, otherwise none. */
  readonly parts?: readonly string[]
}

export interface Shown {
  readonly fields: readonly string[]
  readonly parts: readonly string[]
  /** As it stands in bundle.json: field names, and `part/` + part name. */
  readonly withheld: readonly string[]
}

/**
 * Whoever is not to be named is named by these too, whatever they look like: an author's id is the author, and
 * address and platform id lead to the item where the author stands.
 */
const namesTheAuthor: readonly string[] = ['author', 'authorId', 'permalink', 'platformId']
/** Shorter values are only looked for as whole words: 'ja' does not stand in 'Jane'. */
const shortLength = 4

/**
 * When any field is withheld, every part is withheld too unless it was named, and so is every other field that
 * repeats the value (design/evidence.md, Bundle).
 * @throws RangeError when `showing` names what the record does not have.
 */
export function chooseShown(
  fields: Readonly<Record<string, string>>,
  partNames: readonly string[],
  showing: Showing = {},
): Shown {
  const names = Object.keys(fields).sort()
  const unknown = [
    ...(showing.fields ?? []).filter((name) => !names.includes(name)),
    ...(showing.parts ?? []).filter((name) => !partNames.includes(name)).map(withheldPart),
  ]
  if (unknown.length > 0) throw new RangeError(`the record has no ${unknown.join(', ')}`)
  const withheld = new Set(names.filter((name) => showing.fields && !showing.fields.includes(name)))
  if (withheld.has('author') || withheld.has('authorId')) {
    for (const name of namesTheAuthor) if (names.includes(name)) withheld.add(name)
  }
  // What joins the set while it is walked is walked too: a repetition may itself be repeated.
  for (const hidden of withheld) {
    for (const name of names) {
      if (repeats(fields[name] ?? '', fields[hidden] ?? '')) withheld.add(name)
    }
  }
  const named = showing.parts ?? (withheld.size > 0 ? [] : partNames)
  const parts = [...partNames].sort()
  return {
    fields: names.filter((name) => !withheld.has(name)),
    parts: parts.filter((name) => named.includes(name)),
    withheld: [
      ...names.filter((name) => withheld.has(name)),
      ...parts.filter((name) => !named.includes(name)).map(withheldPart),
    ],
  }
}

/** Whether a text holds the hidden value, also in other case, composition or percent-encoding. */
function repeats(text: string, hidden: string): boolean {
  const sought = folded(hidden).trim()
  if (sought === '') return false
  return [text, percentDecoded(text)].map(folded).some((place) => holds(place, sought))
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase()

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded at all; the text itself is looked through beside this.
    return text
  }
}

function holds(text: string, sought: string): boolean {
  if (sought.length >= shortLength) return text.includes(sought)
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    const around = [text.charAt(at - 1), text.charAt(at + sought.length)]
    if (!around.some((character) => /[\p{L}\p{N}]/u.test(character))) return true
  }
  return false
}
