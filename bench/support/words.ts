import { type Random, randomFrom } from '../../tests/support/random.ts'

/** What Swedish is mostly made of; stop words to a search, and half of every sentence. */
const glue =
  'och i att det som en på är av för med till den har inte om ett jag men de var så vi från nu kan man när ni här ska bara hur också där vad eller alla sig han hon mycket efter upp vid mot utan under över än'.split(
    ' ',
  )

/** Words of a municipality's life; the first are the most used. */
const known =
  'kommun barn skola väg vatten buss gata snö park hus elev bygge plan torg cykel pengar skatt lärare bibliotek förskola äldre vård sopor trafik lekplats bad hall lag möte fråga svar tack bra dålig akut ljus träd sand halka bro tåg mark skog sjö natur djur musik fest idrott match lokal chef personal matsal mat lunch ansökan avgift bidrag beslut nämnd politik val röst budget olycka brand polis skräp buller luft värme el fiber karta centrum hamn strand flagga konst museum kultur ungdom flicka pojke kvinna familj granne hyra bostad tomt staket dörr fönster tak golv'.split(
    ' ',
  )

const onsets = 'b br d dr f fl fr g gr h j k kl kn kr l m n p pl r s sk sl sm sn sp st str sv t tr v'.split(
  ' ',
)
const vowels = 'a e i o u y å ä ö'.split(' ')
const codas = ['', 'l', 'n', 'r', 's', 't', 'nd', 'ng', 'rk', 'st', 'lm', 'ck']
const endings = ['', 'en', 'et', 'ar', 'er', 'na', 'ens', 'arna']

const pick = (random: Random, from: readonly string[]): string =>
  from[Math.floor(random() * from.length)] ?? ''

function invented(random: Random): string {
  const syllable = (): string => pick(random, onsets) + pick(random, vowels) + pick(random, codas)
  const first = random() < 0.5 ? pick(random, known) : syllable() + syllable()
  return first + syllable() + pick(random, endings)
}

export interface Vocabulary {
  /** Most used first. */
  readonly words: readonly string[]
  word(random: Random): string
}

/** Words whose use falls as one over the rank (Zipf), as in any language. */
export function vocabulary(size = 50_000): Vocabulary {
  const random = randomFrom(7)
  const all = new Set([...glue, ...known])
  while (all.size < size) all.add(invented(random))
  const words = [...all]
  const reach = new Float64Array(words.length)
  let sum = 0
  for (let rank = 0; rank < words.length; rank += 1) {
    sum += 1 / (rank + 2.7)
    reach[rank] = sum
  }
  return {
    words,
    word(from) {
      const aim = from() * sum
      let [low, high] = [0, words.length - 1]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((reach[middle] ?? 0) < aim) low = middle + 1
        else high = middle
      }
      return words[low] ?? ''
    },
  }
}
