import type { Random } from '../random.ts'

const long =
  'Hej! Jag har bott i kommunen i tjugo år och har alltid betalat min skatt. I våras ringde jag om snöröjningen på vår gata, och ingen svarade. Sedan skrev jag ett brev till nämnden, och fick till svar att ärendet var avslutat. '

/** Where a word stands in a text that somebody writes. */
export const frames: readonly ((word: string) => string)[] = [
  (word) => `Jag tycker att ${word} är vad det är`,
  (word) => `${word} säger jag om kommunens beslut i går`,
  (word) => `Det är ju bara ${word}`,
  (word) => `Du är en ${word}!`,
  (word) => `Vilken ${word}, eller vad säger ni?`,
  (word) => word,
  (word) => `${long}Vet ni vad, ${word} är det. ${long}`,
  (word) => `Första raden\n${word}\noch den tredje`,
]

export const framed = (word: string, random: Random): string =>
  (frames[Math.floor(random() * frames.length)] as (word: string) => string)(word)
