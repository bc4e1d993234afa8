/**
 * The small alphabet that texts and word lists are folded into before they are compared:
 * a–z, å, ä, ö, the digits, one symbol for every letter of other scripts, and one for what stands between words.
 * å, ä and ö keep their own symbols: a 'hål' is no 'hal'.
 */
export const symbol = {
  gap: 0,
  a: 1,
  o: 15,
  z: 26,
  aRing: 27,
  aDots: 28,
  oDots: 29,
  digit: 30,
  other: 40,
  /** In a bare view only: an i or an l. */
  either: 41,
} as const
/** How many symbols there are that stand for themselves. */
export const symbolCount = 41

/** What a code unit does besides standing for a symbol. Values above the symbols share their table. */
export const act = { ignore: 41, ring: 42, dots: 43, surrogate: 44, expand: 45 } as const

/** Marks on code units, as bits. */
export const trait = {
  /** A letter in a dress: accent, homoglyph, full width … */
  odd: 1,
  /** White space, which ends a chunk. */
  space: 2,
  /** Ends a sentence. */
  stop: 4,
  /** A sign that stands for a letter in disguise: @ $ ! … */
  leet: 8,
  /** A sign that stands for any one letter: * # _ … */
  wild: 16,
  /** A sign that is worth a second look also at the edge of a word. */
  edge: 32,
} as const

const names = 'abcdefghijklmnopqrstuvwxyzåäö0123456789'

/** Whether a symbol is one of the ten digits. */
export const isDigit = (each: number): boolean => each >= symbol.digit && each < symbol.other

/** The symbol of a–z, å, ä, ö or a digit. */
export const symbolOf = (letter: string): number => names.indexOf(letter) + 1

/** The folded text of symbols, for tests and error messages. */
export const spell = (symbols: Iterable<number>): string =>
  [...symbols].map((each) => (each === 0 ? ' ' : (names[each - 1] ?? '?'))).join('')

/** a–z, å, ä, ö as they stand inside a sentence. */
export const isSmall = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) || unit === 0xe5 || unit === 0xe4 || unit === 0xf6

export const isVowel = (each: number): boolean => vowels[each] === 1
const vowels = Uint8Array.from({ length: symbolCount }, (_, each) =>
  'aeiouyåäö'.includes(names[each - 1] ?? ' ') ? 1 : 0,
)

/** i, l and what may be either → i, so that a bare view can be walked once. */
export const eitherAsI = Uint8Array.from({ length: symbol.either + 1 }, (_, each) =>
  each === symbolOf('l') || each === symbol.either ? symbolOf('i') : each,
)

/** å, ä → a and ö → o, for views in which a disguise is already seen. */
export const withoutRings = Uint8Array.from({ length: symbolCount }, (_, each) =>
  each === symbol.aRing || each === symbol.aDots ? 1 : each === symbol.oDots ? symbol.o : each,
)

/** Letters of other scripts, small capitals and turned letters, under the Latin letter they look like. */
const lookalikes: Readonly<Record<string, string>> = {
  a: 'аАαΑᴀɑаաԱӕᗩᎪꓮⲁⲀ',
  b: 'вВβΒʙɓƀЬьъᏴᗷꓐⲂⲃ',
  c: 'сСϲᴄƈϹⅽᏟᑕꓚⲤⲥↄ',
  d: 'ԁᴅɗđɖժᎠᗪꓓԀ',
  e: 'еЕёЁεΕᴇɛəҽєЄᎬꓰⲈⲉǝᗴ℮',
  f: 'ꜰƒғфФφϕΦꓝᖴɟ',
  g: 'ɢɠɡցԌԍᏀꓖᏻƃᘜᎶ',
  h: 'һҺнНΗʜħɦհᎻꓧᕼⲎɥᏂ',
  i: 'іІїЇιΙɪɨıӏӀǀɩιίᎥꓲⲒⲓᓰᴉ',
  j: 'јЈϳᴊͿյᎫꓙᒍȷ',
  k: 'кКκΚᴋƙқҚᏦᏦꓗⲔⲕʞᛕ',
  l: 'ʟłŁɫլᏞꓡᒪ',
  m: 'мМΜᴍɱᎷꓟⲘⲙᗰ',
  n: 'ηΝɴɲŋπпПոռꓠⲚᑎ',
  o: 'оОοΟσᴏɔөӨօՕоꓳⲞⲟᎾᎤᗝ',
  p: 'рРρΡᴘƥᏢꓑⲢⲣᑭ',
  q: 'ԛզᑫ',
  r: 'гГʀɍɾґᎡᏒꓣᖇɹ',
  s: 'ѕЅςꜱʂՏսᏚꓢᔕႽ',
  t: 'тТτΤᴛŧƭᎢꓔⲦⲧʇᎿ',
  u: 'υᴜʉսцμꓴᑌᏌ',
  v: 'νᴠʋѵᏙꓦᐯʌѴ',
  w: 'ωᴡɯшШԝѡᎳᏔꓪᗯʍ',
  x: 'хХχΧҳꓫⲬⲭ᙭',
  y: 'уУΥʏɣүҮγᎩᎽꓬⲨʎ',
  z: 'ᴢʐƶΖζᏃꓜᘔ',
  ä: 'æÆ',
  ö: 'øØ',
}

const leetSigns: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '€': 'e',
  '!': 'i',
  '¡': 'i',
  '|': 'i',
  '+': 't',
  '£': 'l',
  '¢': 'c',
  '(': 'c',
  '<': 'c',
  '§': 's',
  '¥': 'y',
  '^': 'a',
}
const leetDigits = 'oizeasgtbg'

/** Sign or digit → the letter it is taken for; zero for none. Indexed by code unit. */
export const leetLetter = new Uint8Array(128 * 128)
/** The signs that are as often an l as an i. */
export const eitherIOrL = (unit: number): boolean =>
  unit < 0x80 ? unit === 0x31 || unit === 0x21 || unit === 0x7c : eithers.has(unit)
const eithers = new Set([...'¡ӏӀǀɩ'].map((sign) => sign.charCodeAt(0)))

/** What each UTF-16 code unit is: a symbol, or an `act`. */
export const unitTable = new Uint8Array(65_536)
/** The symbol of what is a letter of ours as it stands, in either case; 0 for all else. */
export const plainLetter = new Uint8Array(65_536)
/** The `trait` bits of each code unit. */
export const traitTable = new Uint8Array(65_536)
/** Code points that fold to several symbols (ligatures), and those above U+FFFF that are letters in a dress. */
export const expansions = new Map<number, readonly number[]>()

const dressed: readonly (readonly [number, number])[] = [
  [0xa0, 0x24f],
  [0x2b0, 0x2e4],
  [0x1d2c, 0x1dbf],
  [0x1e00, 0x1eff],
  [0x2070, 0x209c],
  [0x2100, 0x218f],
  [0x2460, 0x24ff],
  [0xfb00, 0xfb06],
  [0xff01, 0xff5e],
  [0x1d400, 0x1d7ff],
]
/** Greek and Cyrillic, whose letters with an accent look like ours with one. */
const accented: readonly (readonly [number, number])[] = [
  [0x386, 0x3ce],
  [0x400, 0x4f9],
  [0x1f00, 0x1fff],
]
/** Enclosed letters above U+FFFF, each range A–Z; not the flags' letters, which are no disguise. */
const enclosed = [0x1f110, 0x1f130, 0x1f150, 0x1f170]

/** A code point's symbols after NFKC and folding of case and accents; empty when it is no Latin letter or digit. */
function undress(codePoint: number): number[] {
  const plain = String.fromCodePoint(codePoint).normalize('NFKC').toLowerCase()
  const found: number[] = []
  for (const letter of plain.normalize('NFC')) {
    const bare = names.includes(letter) ? letter : letter.normalize('NFD').charAt(0)
    const folded = symbolOf(bare)
    if (folded > 0) found.push(folded)
    else if (/\p{L}/u.test(letter)) return []
  }
  return found
}

function setUnit(unit: number, folded: number, traits: number): void {
  unitTable[unit] = folded
  traitTable[unit] = traits
}

/** Every alphabet has its ten digits in a row. */
const digitAfter = (before: number): number => (isDigit(before) ? before + 1 : symbol.digit)

function fillByProperty(): void {
  const letter = /^[\p{L}\p{N}]$/u
  const digit = /^\p{Nd}$/u
  const ignorable = /^[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]$/u
  for (let unit = 0; unit < 65_536; unit += 1) {
    if (unit >= 0xd800 && unit <= 0xdfff) unitTable[unit] = act.surrogate
    else {
      const text = String.fromCharCode(unit)
      // What cannot be seen first: the Hangul fillers are letters by name.
      if (ignorable.test(text)) unitTable[unit] = act.ignore
      else if (digit.test(text)) unitTable[unit] = digitAfter(unitTable[unit - 1] ?? symbol.gap)
      else if (letter.test(text)) unitTable[unit] = symbol.other
    }
  }
  for (const text of '\t\n\v\f\r\u0085\u2028\u2029') setUnit(text.charCodeAt(0), symbol.gap, trait.space)
  unitTable[0x30a] = act.ring
  unitTable[0x308] = act.dots
}

function fillLetters(): void {
  for (const [from, to] of dressed) {
    for (let codePoint = from; codePoint <= to; codePoint += 1) {
      const folded = undress(codePoint)
      const [first] = folded
      if (first === undefined) continue
      if (codePoint > 0xffff || folded.length > 1) expansions.set(codePoint, folded)
      if (codePoint <= 0xffff) setUnit(codePoint, folded.length > 1 ? act.expand : first, trait.odd)
    }
  }
  for (const from of enclosed) {
    for (let letter = 0; letter < 26; letter += 1) expansions.set(from + letter, [letter + 1])
  }
  for (const [letter, dresses] of Object.entries(lookalikes)) {
    for (const dress of dresses) setUnit(dress.charCodeAt(0), symbolOf(letter), trait.odd)
  }
  fillAccented()
  for (const [at, letter] of [...names].entries()) {
    setUnit(letter.charCodeAt(0), at + 1, 0)
    setUnit(letter.toUpperCase().charCodeAt(0), at + 1, 0)
    if (at + 1 >= symbol.digit) continue
    plainLetter[letter.charCodeAt(0)] = at + 1
    plainLetter[letter.toUpperCase().charCodeAt(0)] = at + 1
  }
}

/** ά is an α, and so an a; ӓ is an ä. */
function fillAccented(): void {
  for (const [from, to] of accented) {
    for (let unit = from; unit <= to; unit += 1) {
      const [base = '', ...marks] = String.fromCharCode(unit).normalize('NFD')
      const folded = unitTable[base.charCodeAt(0)] ?? symbol.other
      if (marks.length === 0 || traitTable[base.charCodeAt(0)] !== trait.odd) continue
      const dots = marks.includes('\u0308')
      setUnit(
        unit,
        dots && folded === symbol.a ? symbol.aDots : dots && folded === symbol.o ? symbol.oDots : folded,
        trait.odd,
      )
    }
  }
}

function addTrait(signs: string, added: number): void {
  for (const sign of signs) {
    const unit = sign.charCodeAt(0)
    traitTable[unit] = (traitTable[unit] ?? 0) | added
  }
}

function fillSigns(): void {
  for (const space of '\t\n\v\f\r\u0085\u2028\u2029 \u00a0\u1680\u202f\u205f\u3000') {
    setUnit(space.charCodeAt(0), symbol.gap, trait.space)
  }
  for (let unit = 0x2000; unit <= 0x200a; unit += 1) setUnit(unit, symbol.gap, trait.space)
  addTrait('.!?\n\u2028\u2029…', trait.stop)
  addTrait('*#%¤_•·●■█▪□○◦×∗★☆†~=¿?&…', trait.wild)
  addTrait(Object.keys(leetSigns).join(''), trait.leet)
  addTrait('@$€£§¢¥*', trait.edge)
  for (const [sign, letter] of Object.entries(leetSigns)) leetLetter[sign.charCodeAt(0)] = symbolOf(letter)
  for (const [digit, letter] of [...leetDigits].entries()) leetLetter[0x30 + digit] = symbolOf(letter)
}

fillByProperty()
fillLetters()
fillSigns()
