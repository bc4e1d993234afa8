import { placeOf, quoted } from './text.ts'
import type { Finding, Rule } from './types.ts'

interface Manner {
  readonly code: string
  readonly pattern: RegExp
  readonly says: string
  readonly todo: string
}

const word = (alternatives: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}#])(?:${alternatives})(?![\\p{L}\\p{N}])`, 'iu')

const parties =
  'socialdemokraterna|moderaterna|sverigedemokraterna|centerpartiet|vänsterpartiet|kristdemokraterna|liberalerna|miljöpartiet'

/** C2, in the order in which they are told of. Words of ours, gone through against municipal posts (posts.test.ts). */
const manners: readonly Manner[] = [
  {
    code: 'advertising',
    pattern: word(
      'köp (?:nu|idag|i dag|din|ditt|dina)|beställ (?:nu|idag|i dag)|skynda (?:dig )?att (?:köpa|boka|beställa)|passa på att (?:köpa|fynda|handla)|fynda|kanonpris(?:er)?|kampanjpris(?:er)?|reapris(?:er)?|superpris(?:er)?|lågpris(?:er)?|klipp till|oslagba(?:r|rt|ra)|svårslag(?:en|et|na)|makalös(?:t|a)?|sensationell(?:t|a)?|magisk(?:t|a) (?:upplevelse|kväll|dag|erbjudande)|exklusiv(?:t|a) erbjudande[nt]?|unik(?:t|a)? (?:möjlighet|erbjudande|chans)|erbjudandet gäller|bäst i test|nöjd-kund-garanti|lyxig(?:t|a)?',
    ),
    says: 'Kan läsas som reklam',
    todo: 'Beskriv sakligt vad som erbjuds, för vem, när och var.',
  },
  {
    code: 'price',
    pattern: word(
      '\\d{1,2} ?(?:%|procent) rabatt|rabattkod(?:en)?|rabatterat pris|(?:ordinarie|ord\\.?) pris|(?:två|2|tre|3) för (?:priset av )?(?:en|ett|1|två|2)|halva priset hos|rabatt (?:hos|på|i) [^.\\n]{1,40}|(?:endast|bara|från|för) \\d[\\d ]{0,6}(?:kr|kronor|:-) hos|(?:endast|bara) \\d[\\d ]{0,6} ?(?:kr|kronor|:-)',
    ),
    says: 'Ett pris eller en rabatt',
    todo: 'Kommunen gör inte reklam för företag. Gäller det en kommunal avgift, skriv bara vad den är.',
  },
  {
    code: 'superlative',
    pattern: word(
      '(?:sveriges|landets|världens|nordens|europas|länets|regionens|norrlands|skånes) (?:absolut |allra |i särklass )?(?:bästa|främsta|vackraste|skönaste|roligaste|godaste|häftigaste|trevligaste|mysigaste|finaste|härligaste|mest (?:spännande|fantastiska|attraktiva))|bäst i (?:sverige|landet|världen|länet)|överlägset bäst(?:a)?|i världsklass|helt (?:otrolig|fantastisk|makalös|suverän)(?:t|a)?',
    ),
    says: 'Ett överord',
    todo: 'Är det ett omdöme, skriv vems. Är det ett resultat, skriv var det går att läsa om det.',
  },
  {
    code: 'political',
    pattern: word(
      `(?:${parties})s?|rösta (?:på|rätt|fram|bort)|tidöpartierna|alliansen|de rödgröna|vårt parti|vår (?:politik|valseger)|(?:s|m|sd|c|v|kd|l|mp)-politiker(?:na)?|oppositionen (?:vill|borde|har fel|säger nej)|tack vare (?:majoriteten|minoritetsstyret|oppositionen)|majoritetens (?:seger|framgång)|valvinnare|valseger|maktskifte`,
    ),
    says: 'Handlar om ett parti eller om partipolitik',
    todo: 'Kommunen är opartisk. Berätta om beslutet och var det finns, och låt partierna tala i egna kanaler.',
  },
  {
    code: 'propaganda',
    pattern: word(
      'historisk(?:t|a)? (?:satsning|beslut|seger)(?:en|ar|et)?|rekordsatsning(?:en|ar)?|kritikerna (?:har fel|borde|får)|alla (?:vet|förstår|är överens om) att|det enda rätta|ingen kan (?:förneka|påstå)|som vi har sagt hela tiden|äntligen gör (?:vi|kommunen) rätt|tro inte på|mediernas? (?:lögner|vinkling)|lögn(?:er|en|erna)?',
    ),
    says: 'Kan läsas som att kommunen tar ställning för sig själv',
    todo: 'Skriv vad som är beslutat, av vem och vad det innebär.',
  },
]

/** C2: factual, objective, impartial. Gentle words with their place; whether they fit is for a person to say. */
export const impartial: Rule = ({ text }) => {
  const found = manners.flatMap(({ code, pattern, says, todo }): Finding[] => {
    const match = pattern.exec(text)
    return match
      ? [{ code, weight: 'warns', says: `${says}: ${quoted(match[0])}`, todo, at: placeOf(match) }]
      : []
  })
  if (found.length > 0) return found
  return [{ code: 'impartial', weight: 'fine', says: 'Inga ord som låter som reklam eller partipolitik' }]
}
