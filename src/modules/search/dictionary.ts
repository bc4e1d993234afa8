import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The Swedish dictionary that spelling checkers use (dictionary-sv; decision 18): words with the letters of the ways in
 * which they are inflected (index.dic: `bil/ADGXY`), and what each way takes from a word and puts to it (index.aff:
 * `SFX G e ar e`: hund|e → hund|ar). Read at the first search, and kept: 17 MB, 0.12 seconds.
 */

type Rule = {
  readonly way: string
  readonly strip: string
  readonly add: string
  readonly fits: RegExp
}

/**
 * Ways that make forms of one word together. The ways that make another word (skriva → skrivare, by → bybo) stand each by
 * itself: they inflect that word, and do not bring the two together.
 */
const inflections = ['ABCDEFGHIJKLMNOPQRm', 'T', 'd', 'e'] as const
const [inflection] = inflections
const wanted = inflections.join('')
const genitive = 'A'
/** Wrong spellings, and what stands only within compounds. */
const noWord = /[%Z]/
const entry = /^(\p{L}{2,})(?:\/(\S*))?$/gmu
/** What makes of these words forms that are another word's: bror of bro, finn of fin, vänt of vän, byt of by, le of el. */
const mixed = new Map([
  ['bro', 'm'],
  ['fin', 'E'],
  ['vän', 'O'],
  ['by', 'C'],
  ['el', 'K'],
])

/** An entry, and those of its ways that count. */
type Source = { readonly base: string; readonly ways: string; readonly group: string }

class Dictionary {
  /** A word in lower case → the ways of its entries, a space between them. */
  readonly #entries = new Map<string, string>()
  readonly #byWay = new Map<string, Rule[]>()
  readonly #byEnding = new Map<string, Rule[]>()
  readonly #longestEnding: number

  constructor(rules: string, words: string) {
    for (const line of rules.split('\n')) this.#addRule(line.split(/\s+/))
    this.#longestEnding = Math.max(...[...this.#byEnding.keys()].map((ending) => ending.length))
    // The same few thousand lists of ways serve all the words.
    const shared = new Map<string, string>()
    for (const [, written = '', ways = ''] of words.matchAll(entry)) {
      if (noWord.test(ways)) continue
      const base = written.toLowerCase()
      const earlier = this.#entries.get(base)
      const all = earlier === undefined ? ways : `${earlier} ${ways}`
      const kept = shared.get(all)
      if (kept === undefined) shared.set(all, all)
      this.#entries.set(base, kept ?? all)
    }
  }

  #addRule([kind, way = '', strip = '', add = '', condition]: readonly string[]): void {
    if (kind !== 'SFX' || condition === undefined || !wanted.includes(way)) return
    const none = (text: string) => (text === '0' ? '' : text)
    const rule = { way, strip: none(strip), add: none(add), fits: new RegExp(`${condition}$`, 'u') }
    put(this.#byWay, way, rule)
    put(this.#byEnding, rule.add, rule)
  }

  has(word: string): boolean {
    return this.#entries.has(word)
  }

  /** In lower case, as they stand in the dictionary. */
  words(): IterableIterator<string> {
    return this.#entries.keys()
  }

  /** Whether it is a word or a form of one. */
  knows(form: string): boolean {
    return this.#entries.has(form) || this.#others(form).length > 0
  }

  /** The forms of the words of which this is a form, itself among them; none when it is a form of none. */
  formsOf(form: string): Set<string> {
    const found = new Set<string>()
    for (const { base, ways, group } of this.#sources(form)) this.#inflect(base, ways, group, found)
    return found
  }

  /** The words of which this is a form, as they stand in the dictionary. */
  basesOf(form: string): Set<string> {
    return new Set(this.#sources(form).flatMap(({ base, group }) => (group === inflection ? base : [])))
  }

  /** A word that is itself in the dictionary is taken for that word only: bad is a bath, not a form of be. */
  #sources(form: string): Source[] {
    const own = this.#waysOf(form).map((ways) => ({ base: form, ways, group: inflection }))
    // What has no forms but the genitive may be a form that has an entry for itself: gör, beside göra.
    return own.some(({ ways }) => this.#isInflected(form, ways)) ? own : [...own, ...this.#others(form)]
  }

  /** The entries of other words that make this form. */
  #others(form: string): Source[] {
    const found: Source[] = []
    for (let at = form.length; at >= Math.max(0, form.length - this.#longestEnding); at -= 1) {
      for (const { way, strip, fits } of this.#byEnding.get(form.slice(at)) ?? []) {
        const base = form.slice(0, at) + strip
        if (base === form || !fits.test(base)) continue
        const group = inflections.find((ways) => ways.includes(way)) ?? inflection
        for (const ways of this.#waysOf(base)) if (ways.includes(way)) found.push({ base, ways, group })
      }
    }
    return found
  }

  #waysOf(base: string): string[] {
    const left = mixed.get(base)
    const ways = this.#entries.get(base)?.split(' ') ?? []
    return left === undefined ? ways : ways.map((each) => each.replace(left, ''))
  }

  #isInflected(base: string, ways: string): boolean {
    const rules = [...ways].filter((way) => way !== genitive && inflection.includes(way))
    return rules.some((way) => this.#byWay.get(way)?.some((rule) => rule.fits.test(base)))
  }

  #inflect(base: string, ways: string, group: string, found: Set<string>): void {
    if (group === inflection) found.add(base)
    for (const way of ways) {
      if (!group.includes(way)) continue
      for (const { strip, add, fits } of this.#byWay.get(way) ?? [])
        if (fits.test(base)) found.add(base.slice(0, base.length - strip.length) + add)
    }
  }
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key)
  if (values) values.push(value)
  else map.set(key, [value])
}

let loaded: Dictionary | undefined

/** @throws when the package is not installed. */
export function dictionary(): Dictionary {
  if (loaded) return loaded
  const folder = dirname(createRequire(import.meta.url).resolve('dictionary-sv'))
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  loaded = new Dictionary(read('index.aff'), read('index.dic'))
  return loaded
}
