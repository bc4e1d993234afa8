import type { Random } from '../random.ts'
import {
  accented,
  between,
  cyrillic,
  greek,
  invisible,
  leet,
  pictured,
  raised,
  rows,
  smallCapitals,
  type Table,
} from './signs.ts'

/** One way of writing a word so that a list misses it; the same every time for the same numbers. */
export type Writing = (word: string, random: Random) => string

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T
const letters = (word: string): string[] => [...word]
/** A place inside a word: neither first nor last. */
const inside = (word: string, random: Random): number => 1 + Math.floor(random() * (word.length - 1))
const cut = (word: string, at: number, by: string): string => word.slice(0, at) + by + word.slice(at)
const vowel = /[aeiouyåäö]/
const vowels = /[aeiouyåäö]/g

const all =
  (table: Table): Writing =>
  (word, random) =>
    letters(word)
      .map((each) => pick(table[each] ?? [each], random))
      .join('')
const one =
  (table: Table): Writing =>
  (word, random) => {
    const places = letters(word).flatMap((each, at) => (table[each] ? [at] : []))
    if (places.length === 0) return word
    const place = pick(places, random)
    return letters(word)
      .map((each, at) => (at === place ? pick(table[each] ?? [each], random) : each))
      .join('')
  }
const inRow =
  (first: number): Writing =>
  (word) =>
    word.replace(/[a-z]/g, (each) => String.fromCodePoint(each.charCodeAt(0) - 97 + first))
const joined =
  (sign: string): Writing =>
  (word) =>
    letters(word).join(sign)
const once =
  (sign: string): Writing =>
  (word, random) =>
    cut(word, inside(word, random), sign)
const marked =
  (...marks: string[]): Writing =>
  (word) =>
    letters(word)
      .map((each) => each + marks.join(''))
      .join('')

const named = <T>(prefix: string, from: Readonly<Record<string, T>>, make: (value: T) => Writing) =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [`${prefix} ${name}`, make(value)]))

const someCapitals: Writing = (word, random) =>
  letters(word)
    .map((each) => (random() < 0.5 ? each.toUpperCase() : each))
    .join('')
const repeatSome: Writing = (word, random) =>
  letters(word)
    .map((each) => each.repeat(random() < 0.5 ? 1 : 1 + Math.floor(random() * 4)))
    .join('')
const entities: Writing = (word) => word.replace(/./gu, (each) => `&#${each.codePointAt(0)};`)

export const dressed: Readonly<Record<string, Writing>> = {
  plain: (word) => word,
  capitals: (word) => word.toUpperCase(),
  'some capitals': someCapitals,
  'first capital': (word) => word.charAt(0).toUpperCase() + word.slice(1),
  leet: all(leet),
  'leet one': one(leet),
  cyrillic: all(cyrillic),
  'cyrillic one': one(cyrillic),
  greek: all(greek),
  'greek one': one(greek),
  accented: all(accented),
  'accented one': one(accented),
  'small capitals': all(smallCapitals),
  raised: all(raised),
  pictured: all(pictured),
  'pictured one': one(pictured),
  ...named('row', rows, inRow),
  decomposed: (word) => word.normalize('NFD'),
  'struck through': marked('\u0336'),
  slashed: marked('\u0338'),
  underlined: marked('\u0332'),
  'ring round': marked('\u20dd'),
  zalgo: marked('\u0315', '\u0310', '\u0489', '\u0329', '\u0353', '\u033f'),
}

export const parted: Readonly<Record<string, Writing>> = {
  ...named('between', between, joined),
  ...named('one', between, once),
  ...named('invisible', invisible, joined),
  ...named('invisible one', invisible, once),
  'in brackets': (word) =>
    letters(word)
      .map((each) => `[${each}]`)
      .join(''),
  'brackets in it': (word, random) => {
    const at = inside(word, random)
    return `${word.slice(0, at)}(${word.charAt(at)})${word.slice(at + 1)}`
  },
  'hyphen, new line': once('-\n'),
  'carriage return': once('\r\n'),
}

export const covered: Readonly<Record<string, Writing>> = {
  'one star': (word, random) => {
    const at = Math.min(word.length - 1, inside(word, random))
    return `${word.slice(0, at)}*${word.slice(at + 1)}`
  },
  'stars for vowels': (word) => word.charAt(0) + word.slice(1).replace(vowels, '*'),
  'two stars': (word) => `${word.charAt(0)}**${word.slice(3)}`,
  'stars inside': (word) => word.charAt(0) + '*'.repeat(word.length - 2) + word.slice(-1),
  'stars to the end': (word) => word.slice(0, 2) + '*'.repeat(word.length - 2),
  'dots inside': (word) => `${word.charAt(0)}...${word.slice(-1)}`,
  'ellipsis inside': (word) => `${word.charAt(0)}…${word.slice(-1)}`,
  'hyphens inside': (word) => word.charAt(0) + '-'.repeat(word.length - 2) + word.slice(-1),
  'underscores inside': (word) => word.charAt(0) + '_'.repeat(word.length - 2) + word.slice(-1),
  'number sign for vowel': (word) => word.charAt(0) + word.slice(1).replace(vowel, '#'),
  'x for vowel': (word) => word.charAt(0) + word.slice(1).replace(vowel, 'x'),
  'emoji for vowel': (word) => word.charAt(0) + word.slice(1).replace(vowel, '🍆'),
  'question mark for vowel': (word) => word.charAt(0) + word.slice(1).replace(vowel, '?'),
  'percent for vowel': (word) => word.charAt(0) + word.slice(1).replace(vowel, '%'),
  'block inside': (word) => word.charAt(0) + '█'.repeat(word.length - 2) + word.slice(-1),
  grawlix: (word) => word.charAt(0) + '$#@!%&'.repeat(3).slice(0, word.length - 2) + word.slice(-1),
}

export const respelt: Readonly<Record<string, Writing>> = {
  'letters repeated': repeatSome,
  'last repeated': (word) => word + word.slice(-1).repeat(6),
  'vowel repeated': (word) => word.replace(vowel, (each) => each.repeat(5)),
  'all doubled': (word) =>
    letters(word)
      .map((each) => each + each)
      .join(''),
  backwards: (word) => letters(word).reverse().join(''),
  'behind an override': (word) => `\u202e${letters(word).reverse().join('')}`,
  'without dots': (word) => word.replace(/[åä]/g, 'a').replace(/ö/g, 'o'),
  'aa ae oe': (word) => word.replace(/å/g, 'aa').replace(/ä/g, 'ae').replace(/ö/g, 'oe'),
  danish: (word) => word.replace(/ä/g, 'æ').replace(/ö/g, 'ø'),
  'dots on one letter': (word) =>
    word.replace(/(.)([ao])/, (_, before, each) => before + (each === 'a' ? 'ä' : 'ö')),
  angstrom: (word) => word.replace(/å/g, '\u212b'),
  'e for ä': (word) => word.replace(/ä/g, 'e'),
  'ck for k': (word) => word.replace(/ck|k/g, 'ck'),
  'k for ck': (word) => word.replace(/ck|kk/g, 'k'),
  'q for k': (word) => word.replace(/k/g, 'q'),
  'c for k': (word) => word.replace(/k/g, 'c'),
  'w for v': (word) => word.replace(/v/g, 'w'),
  'z for s': (word) => word.replace(/s/g, 'z'),
  'ph for f': (word) => word.replace(/f/g, 'ph'),
  'x for ks': (word) => word.replace(/ks/g, 'x'),
  'a consonant less': (word) => word.replace(/([bdfgklmnprstv])\1/, '$1'),
  'a consonant more': (word) => word.replace(/([aeiouyåäö])([bdfgklmnprstv])(?!\2)/, '$1$2$2'),
  'no vowels': (word) => word.charAt(0) + word.slice(1).replace(vowels, ''),
  'no inner vowels': (word) => word.charAt(0) + word.slice(1, -1).replace(vowels, '') + word.slice(-1),
  'letters swapped': (word, random) => {
    const at = Math.min(word.length - 2, inside(word, random))
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
  },
  'letter left out': (word, random) => {
    const at = Math.min(word.length - 1, inside(word, random))
    return word.slice(0, at) + word.slice(at + 1)
  },
  'letter added': (word, random) => cut(word, inside(word, random), pick(letters('aeinrst'), random)),
}

export const surrounded: Readonly<Record<string, Writing>> = {
  'form -en': (word) => (vowel.test(word.slice(-1)) ? `${word}n` : `${word}en`),
  'form -ar': (word) => `${word.replace(/[ae]$/, '')}ar`,
  'form -or': (word) => (word.endsWith('a') ? `${word.slice(0, -1)}or` : `${word}ar`),
  'form -orna': (word) => (word.endsWith('a') ? `${word.slice(0, -1)}orna` : `${word.replace(/e$/, '')}arna`),
  'form -s': (word) => (word.endsWith('s') ? word : `${word}s`),
  'compound -unge': (word) => `${word}unge`,
  'compound -huvud': (word) => `${word}huvud`,
  'compound -politiker': (word) => `${word}politiker`,
  'compound -s-': (word) => `${word}sjävel`,
  'compound jätte-': (word) => `jätte${word}`,
  'compound kommun-': (word) => `kommun${word}`,
  'compound sosse-': (word) => `sosse${word}`,
  'compound with hyphen': (word) => `kommun-${word}`,
  'glued din': (word) => `din${word}`,
  'glued dinjävla': (word) => `dinjävla${word}`,
  'glued duären': (word) => `duären${word}`,
  'glued camel': (word) => `DuÄrEn${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  hashtag: (word) => `#${word}`,
  'hashtag glued': (word) => `#kommunens${word}`,
  mention: (word) => `@${word}`,
  'mention digits': (word) => `@${word}_88`,
  'digits after': (word) => `${word}123`,
  'digits before': (word) => `1${word}`,
  'x around': (word) => `xX${word}Xx`,
  host: (word) => `www.${word}.se`,
  mail: (word) => `${word}@exempel.se`,
  bold: (word) => `**${word}**`,
  emphasis: (word) => `_${word}_`,
  struck: (word) => `~~${word}~~`,
  code: (word) => `\`${word}\``,
  'bold inside': (word, random) => {
    const at = inside(word, random)
    return `${word.slice(0, at)}**${word.slice(at)}**`
  },
  entities,
  'entities, hexadecimal': (word) =>
    word.replace(/./gu, (each) => `&#x${each.codePointAt(0)?.toString(16)};`),
  'entity one': (word, random) => {
    const at = inside(word, random) - 1
    return `${word.slice(0, at)}&#${word.charCodeAt(at)};${word.slice(at + 1)}`
  },
  'entities twice': (word) => entities(word, Math.random).replaceAll('&', '&amp;'),
  'entities without end': (word) => word.replace(/./gu, (each) => `&#${each.codePointAt(0)}`),
  'named entities': (word) =>
    word.replace(/å/g, '&aring;').replace(/ä/g, '&auml;').replace(/ö/g, '&ouml;').replace(/^(.)/, '$1&shy;'),
  'tag inside': once('<b></b>'),
  'tag with attributes': once('<span class="a"></span>'),
  'comment inside': once('<!-- -->'),
}

const pairs: readonly (readonly [string, Writing, Writing])[] = [
  ['leet + dots', all(leet), joined('.')],
  ['leet + spaces', all(leet), joined(' ')],
  ['leet one + repeated', one(leet), repeatSome],
  ['leet + zero width', all(leet), joined('\u200b')],
  ['capitals + spaces', (word) => word.toUpperCase(), joined(' ')],
  ['capitals + stars between', (word) => word.toUpperCase(), joined('*')],
  ['cyrillic + spaces', all(cyrillic), joined(' ')],
  ['cyrillic + dots', all(cyrillic), joined('.')],
  ['cyrillic + leet', one(cyrillic), one(leet)],
  ['full width + spaces', inRow(0xff41), joined(' ')],
  ['math bold + hyphens', inRow(0x1d41a), joined('-')],
  ['repeated + dots', repeatSome, joined('.')],
  ['repeated + spaces', repeatSome, joined(' ')],
  ['repeated + zero width', repeatSome, joined('\u200d')],
  ['struck + spaces', joined(' '), marked('\u0336')],
  ['leet + marks', all(leet), marked('\u0301')],
  ['capitals + repeated', someCapitals, repeatSome],
  ['backwards + leet', (word) => letters(word).reverse().join(''), one(leet)],
  ['backwards + capitals', (word) => letters(word).reverse().join(''), (word) => word.toUpperCase()],
  ['backwards + spaces', (word) => letters(word).reverse().join(''), joined(' ')],
  [
    'star + capitals',
    (word) => word.charAt(0) + word.slice(1).replace(vowel, '*'),
    (word) => word.toUpperCase(),
  ],
  ['star + leet', one(leet), (word) => word.charAt(0) + word.slice(1).replace(vowel, '*')],
  ['star + zero width', (word) => word.charAt(0) + word.slice(1).replace(vowel, '*'), joined('\u200b')],
  ['no-break space + soft hyphen', joined('\u00a0'), once('\u00ad')],
  ['emoji + capitals', (word) => word.toUpperCase(), joined('🔥')],
]
export const combined: Readonly<Record<string, Writing>> = Object.fromEntries(
  pairs.map(([name, first, second]) => [
    name,
    (word: string, random: Random) => second(first(word, random), random),
  ]),
)

export const writings = { dressed, parted, covered, respelt, surrounded, combined }
