/** Letters in other alphabets and dresses, by the letter that a reader takes them for. */

export type Table = Readonly<Record<string, readonly string[]>>

/** 'aα,@ b8' → { a: ['α', '@'], b: ['8'] } */
const tableOf = (text: string): Table =>
  Object.fromEntries(text.split(' ').map((each) => [each.charAt(0), each.slice(1).split(',')]))

export const leet = tableOf('a4,@ e3,€ i1,!,| o0 s5,$ t7,+ l1,| g9,6 b8 å4,@ ä4,@ ö0 z2')
export const cyrillic = tableOf(
  'aа cс eе oо pр xх yу kк iі sѕ hһ jј tт mм nп uц bЬ rг öӧ äӓ vѵ dԁ wԝ qԛ lӏ gԍ',
)
export const greek = tableOf('aα bβ eε iι kκ nη oο pρ tτ uυ vν xχ yγ sς wω')
export const accented = tableOf(
  'aà,á,â,ã eé,è,ê,ë iì,í,î,ï oò,ó,ô,õ uù,ú,û,ü nñ cç yý,ÿ sš zž rř tť dď kķ lł gğ hħ åǻ öő,ø äæ',
)
export const smallCapitals = tableOf(
  'aᴀ bʙ cᴄ dᴅ eᴇ fꜰ gɢ hʜ iɪ jᴊ kᴋ lʟ mᴍ nɴ oᴏ pᴘ rʀ sꜱ tᴛ uᴜ vᴠ wᴡ yʏ zᴢ',
)
export const raised = tableOf('aᵃ bᵇ cᶜ dᵈ eᵉ fᶠ gᵍ hʰ iⁱ jʲ kᵏ lˡ mᵐ nⁿ oᵒ pᵖ rʳ sˢ tᵗ uᵘ vᵛ wʷ xˣ yʸ zᶻ')
/** As emoji: keycaps of digits, and blood groups. */
export const pictured = tableOf('a🅰️ b🅱️ o🅾️ p🅿️ iℹ️ mⓂ️ e3️⃣ s5️⃣ t7️⃣')

/** The first of 26 letters in a row, small ones where there are. */
export const rows: Readonly<Record<string, number>> = {
  fullWidth: 0xff41,
  fullWidthCapitals: 0xff21,
  mathBold: 0x1d41a,
  mathItalicBold: 0x1d482,
  script: 0x1d4ea,
  fraktur: 0x1d586,
  doubleStruck: 0x1d552,
  sansSerif: 0x1d5ba,
  monospace: 0x1d68a,
  circled: 0x24d0,
  parenthesised: 0x249c,
  squared: 0x1f130,
  negativeCircled: 0x1f150,
  negativeSquared: 0x1f170,
  regional: 0x1f1e6,
}

export const between: Readonly<Record<string, string>> = {
  space: ' ',
  twoSpaces: '  ',
  noBreakSpace: '\u00a0',
  thinSpace: '\u2009',
  ideographicSpace: '\u3000',
  tab: '\t',
  newLine: '\n',
  dot: '.',
  middleDot: '·',
  bullet: '•',
  hyphen: '-',
  dash: '–',
  underscore: '_',
  star: '*',
  slash: '/',
  backslash: '\\',
  bar: '|',
  comma: ',',
  tilde: '~',
  colon: ':',
  semicolon: ';',
  apostrophe: "'",
  quote: '"',
  plus: '+',
  equals: '=',
  caret: '^',
  numberSign: '#',
  exclamation: '!',
  ellipsis: '…',
  dotAndSpace: '. ',
  spacedHyphen: ' - ',
  heart: '❤️',
  emoji: '😂',
  spacedEmoji: ' 🤬 ',
}

export const invisible: Readonly<Record<string, string>> = {
  zeroWidthSpace: '\u200b',
  nonJoiner: '\u200c',
  joiner: '\u200d',
  wordJoiner: '\u2060',
  byteOrderMark: '\ufeff',
  softHyphen: '\u00ad',
  graphemeJoiner: '\u034f',
  leftToRight: '\u200e',
  rightToLeft: '\u200f',
  isolate: '\u2068',
  mongolian: '\u180e',
  invisibleTimes: '\u2062',
  variation: '\ufe0f',
  tag: '\u{e0061}',
  hangulFiller: '\u3164',
  halfFiller: '\uffa0',
  brailleBlank: '\u2800',
  backspace: '\b',
  nul: '\0',
}
