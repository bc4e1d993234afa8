const leet: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' }
const cyrillic: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  k: 'к',
  i: 'і',
  s: 'ѕ',
}
const greek: Readonly<Record<string, string>> = {
  a: 'α',
  e: 'ε',
  i: 'ι',
  k: 'κ',
  n: 'η',
  o: 'ο',
  p: 'ρ',
  t: 'τ',
  u: 'υ',
  v: 'ν',
  x: 'χ',
}
const smallCapitals: Readonly<Record<string, string>> = {
  ...{ a: 'ᴀ', b: 'ʙ', d: 'ᴅ', e: 'ᴇ', g: 'ɢ', h: 'ʜ', i: 'ɪ', k: 'ᴋ', l: 'ʟ', m: 'ᴍ' },
  ...{ n: 'ɴ', o: 'ᴏ', p: 'ᴘ', r: 'ʀ', t: 'ᴛ', u: 'ᴜ', v: 'ᴠ' },
}
const mapped = (word: string, table: Readonly<Record<string, string>>): string =>
  [...word].map((letter) => table[letter] ?? letter).join('')
const shifted = (word: string, first: number): string =>
  word.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) - 97 + first))
const vowel = /[aeiouyåäö]/

/** Seventeen ways of writing a word so that a plain list misses it (reference/performance.md §2). */
export const disguises: Readonly<Record<string, (word: string) => string>> = {
  plain: (word) => word,
  capitals: (word) => word.toUpperCase(),
  mixedCase: (word) => [...word].map((letter, at) => (at % 2 === 0 ? letter : letter.toUpperCase())).join(''),
  leet: (word) => mapped(word, leet),
  spaced: (word) => [...word].join(' '),
  dotted: (word) => [...word].join('.'),
  dashed: (word) => [...word].join('-'),
  zeroWidth: (word) => [...word].join('\u200b'),
  softHyphen: (word) => [...word].join('\u00ad'),
  homoglyph: (word) => mapped(word, cyrillic),
  fullWidth: (word) => shifted(word, 0xff41),
  decomposed: (word) => word.normalize('NFD'),
  combining: (word) => [...word].map((letter) => `${letter}\u0336`).join(''),
  repeated: (word) => word.replace(vowel, (letter) => letter.repeat(4)),
  star: (word) => word.charAt(0) + word.slice(1).replace(vowel, '*'),
  inflected: (word) => word + (/[aeiouyåäö]$/.test(word) ? 'n' : 'en'),
  compound: (word) => `${word}snack`,
}

/** Ways that came after the screening was written: those that it was not made for. */
export const laterDisguises: Readonly<Record<string, (word: string) => string>> = {
  underscored: (word) => [...word].join('_'),
  bracketed: (word) => [...word].map((letter) => `(${letter})`).join(''),
  slashed: (word) => [...word].join('/'),
  greek: (word) => mapped(word, greek),
  circled: (word) => shifted(word, 0x24d0),
  mathBold: (word) => shifted(word, 0x1d41a),
  emojiBetween: (word) => [...word].join('🔥'),
  doubled: (word) => [...word].map((letter) => letter + letter).join(''),
  leetDotted: (word) => [...mapped(word, leet)].join('.'),
  leetSpaced: (word) => [...mapped(word, leet)].join(' '),
  capitalsSpaced: (word) => [...word.toUpperCase()].join('  '),
  quoted: (word) => `"${word}"`,
  hashtag: (word) => `#${word}`,
  withoutDots: (word) => word.replace(/[åä]/g, 'a').replace(/ö/g, 'o'),
  html: (word) => [...word].map((letter) => `&#${letter.charCodeAt(0)};`).join(''),
  brokenLine: (word) => `${word.slice(0, -2)}\n${word.slice(-2)}`,
  smallCapitals: (word) => mapped(word, smallCapitals),
  // A disguise in the middle alone.
  oneDot: (word) => `${word.slice(0, 2)}.${word.slice(2)}`,
}

const inner = (word: string, sign: string): string =>
  word.charAt(0) + [...word.slice(1, -1)].map(() => sign).join('') + word.slice(-1)
const everyOther = (word: string, sign: string): string =>
  [...word].map((letter, at) => (at % 2 === 0 ? letter : sign)).join('')
const vowels = /[aeiouyåäö]/g
const middle = (word: string): number => word.length >> 1
const without = (word: string, at: number): string => word.slice(0, at) + word.slice(at + 1)
const keyboard: Readonly<Record<string, string>> = Object.fromEntries(
  ['qwertyuiopå', 'asdfghjklöä', 'zxcvbnm'].flatMap((row) =>
    [...row].map((key, at) => [key, row.charAt(at + 1) || row.charAt(at - 1)]),
  ),
)
const swapAt = (word: string, at: number): string =>
  word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
const upsideDown: Readonly<Record<string, string>> = {
  ...{
    a: 'ɐ',
    b: 'q',
    c: 'ɔ',
    d: 'p',
    e: 'ǝ',
    f: 'ɟ',
    g: 'ƃ',
    h: 'ɥ',
    i: 'ᴉ',
    j: 'ɾ',
    k: 'ʞ',
    m: 'ɯ',
    n: 'u',
  },
  ...{ p: 'd', q: 'b', r: 'ɹ', t: 'ʇ', u: 'n', v: 'ʌ', w: 'ʍ', y: 'ʎ', å: 'ɐ', ä: 'ɐ', ö: 'o' },
}
const superscripts: Readonly<Record<string, string>> = {
  ...{
    a: 'ᵃ',
    b: 'ᵇ',
    d: 'ᵈ',
    e: 'ᵉ',
    f: 'ᶠ',
    g: 'ᵍ',
    h: 'ʰ',
    i: 'ⁱ',
    j: 'ʲ',
    k: 'ᵏ',
    l: 'ˡ',
    m: 'ᵐ',
    n: 'ⁿ',
  },
  ...{ o: 'ᵒ', p: 'ᵖ', r: 'ʳ', s: 'ˢ', t: 'ᵗ', u: 'ᵘ', v: 'ᵛ', w: 'ʷ', x: 'ˣ', y: 'ʸ', z: 'ᶻ' },
}
const cherokee: Readonly<Record<string, string>> = {
  ...{ a: 'Ꭺ', c: 'Ꮯ', d: 'Ꭰ', e: 'Ꭼ', g: 'Ꮐ', h: 'Ꮋ', i: 'Ꭵ', j: 'Ꭻ', k: 'Ꮶ', l: 'Ꮮ', m: 'Ꮇ' },
  ...{ p: 'Ꮲ', s: 'Ꮪ', t: 'Ꭲ', v: 'Ꮩ', z: 'Ꮓ' },
}
const armenian: Readonly<Record<string, string>> = { h: 'հ', o: 'օ', u: 'ս', g: 'ց', n: 'ո', q: 'զ', j: 'յ' }

/** How somebody who had not read the rules covered letters, or left them out. */
export const coveredDisguises: Readonly<Record<string, (word: string) => string>> = {
  maskedInside: (word) => inner(word, '*'),
  maskedEveryOther: (word) => everyOther(word, '*'),
  maskedVowels: (word) => word.charAt(0) + word.slice(1).replace(vowels, '*'),
  maskedByTwo: (word) => `${word.charAt(0)}**${word.slice(3)}`,
  maskedByThree: (word) => `${word.charAt(0)}***${word.slice(-1)}`,
  maskedEnd: (word) => word.slice(0, 2) + '*'.repeat(word.length - 2),
  maskedByUnderscore: (word) => inner(word, '_'),
  maskedByNumberSign: (word) => inner(word, '#'),
  maskedByAt: (word) => inner(word, '@'),
  maskedByBullet: (word) => inner(word, '•'),
  maskedByGrawlix: (word) =>
    word.charAt(0) + [...word.slice(1, -1)].map((_, at) => '#@%&$'.charAt(at % 5)).join('') + word.slice(-1),
  maskedByEmoji: (word) => inner(word, '🤬'),
  maskedByBlocks: (word) => inner(word, '█'),
  maskedByCross: (word) => inner(word, '×'),
  maskedByDots: (word) => inner(word, '.'),
  maskedByDashes: (word) => inner(word, '-'),
  maskedByEllipsis: (word) => `${word.charAt(0)}…${word.slice(-1)}`,
  oneEmoji: (word) => `${word.slice(0, 1)}😡${word.slice(2)}`,
  zeroWidthStar: (word) => `${word.charAt(0)}\u200b*\u200b${word.slice(2)}`,
  starCapitals: (word) => inner(word, '*').toUpperCase(),
  vowelsDropped: (word) => word.charAt(0) + word.slice(1).replace(vowels, ''),
  vowelsDroppedButLast: (word) => word.charAt(0) + word.slice(1, -1).replace(vowels, '') + word.slice(-1),
}

/** How they wrote them in other ways. */
export const respeltDisguises: Readonly<Record<string, (word: string) => string>> = {
  splitInMiddle: (word) => `${word.slice(0, middle(word))} ${word.slice(middle(word))}`,
  splitAfterTwo: (word) => `${word.slice(0, 2)} ${word.slice(2)}`,
  splitBeforeTwo: (word) => `${word.slice(0, -2)} ${word.slice(-2)}`,
  reversed: (word) => [...word].reverse().join(''),
  override: (word) => `\u202e${[...word].reverse().join('')}\u202c`,
  upsideDown: (word) => mapped([...word].reverse().join(''), upsideDown),
  asItSounds: (word) =>
    word
      .replace(/^f/, 'ph')
      .replace(/ck|kk/g, 'k')
      .replace(/k(?![kj])/g, 'ck')
      .replace(/v/g, 'w'),
  doubledConsonant: (word) => word.replace(/([aeiouyåäö])([bdfgklmnprstv])(?!\2)/, '$1$2$2'),
  singleConsonant: (word) => word.replace(/([bdfgklmnprstv])\1/, '$1'),
  longVowel: (word) => word.replace(/[aeiouyåäö]/, (letter) => letter + letter),
  withH: (word) => word.replace(/([aeiouyåäö])/, '$1h'),
  withZ: (word) => word.replace(/s/g, 'z').replace(/ä/g, 'e'),
  withC: (word) => word.replace(/k/g, 'c'),
  asAe: (word) => word.replace(/å/g, 'aa').replace(/ä/g, 'ae').replace(/ö/g, 'oe'),
  danish: (word) => word.replace(/ä/g, 'æ').replace(/ö/g, 'ø'),
  colonDots: (word) => word.replace(/[åä]/g, 'a:').replace(/ö/g, 'o:'),
  tilde: (word) => word.replace(/[åä]/g, 'ã').replace(/ö/g, 'õ'),
  leftOut: (word) => without(word, middle(word)),
  swapped: (word) => swapAt(word, middle(word) - 1),
  neighbourKey: (word) =>
    word.slice(0, middle(word)) + keyboard[word.charAt(middle(word))] + word.slice(middle(word) + 1),
  oneMore: (word) => `${word.slice(0, middle(word))}e${word.slice(middle(word))}`,
  superscript: (word) => mapped(word, superscripts),
  cherokee: (word) => mapped(word.toUpperCase().toLowerCase(), cherokee),
  armenian: (word) => mapped(word, armenian),
  marksInHeaps: (word) => [...word].map((letter) => `${letter}\u0301\u0317\u0342\u0489`).join(''),
  letterALine: (word) => [...word].join('\n'),
  hyphenAndSpace: (word) => [...word].join('- '),
  leetRepeated: (word) => mapped(word, leet).replace(/[0-9]/, (digit) => digit.repeat(3)),
  homoglyphSpaced: (word) => [...mapped(word, cyrillic)].join(' '),
  mathCapitals: (word) => shifted(word, 0x1d5ba).toUpperCase(),
  flags: (word) => shifted(word, 0x1f1e6),
}
