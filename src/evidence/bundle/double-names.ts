/**
 * Whether an object in the JSON text has two members of the same name: JSON.parse takes the last and another reader may
 * take the first, so that the two see different things. The text has been parsed before. Linear in the text.
 */
export function hasDoubleNames(text: string): boolean {
  const open: Set<string>[] = []
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '{' || character === '[') open.push(new Set())
    else if (character === '}' || character === ']') open.pop()
    if (character !== '"') continue
    const end = closingQuote(text, at)
    const names = open.at(-1)
    if (names && isName(text, end + 1)) {
      const name = String(JSON.parse(text.slice(at, end + 1)))
      if (names.has(name)) return true
      names.add(name)
    }
    at = end
  }
  return false
}

function closingQuote(text: string, from: number): number {
  let at = from + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** A string before a colon is the name of a member. */
function isName(text: string, from: number): boolean {
  let at = from
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1
  return text[at] === ':'
}
