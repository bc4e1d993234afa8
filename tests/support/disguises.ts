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
