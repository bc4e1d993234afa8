import { foldWord } from '../patterns.ts'
import { isSlipOf, slipsOf } from '../slip.ts'

/**
 * The words that Swedish texts are mostly made of, of at least three letters. A slip in one of them is far likelier than one
 * in a listed word, and some slips make the same of both: mnga is många rather than mongo, fnns is finns.
 */
const common =
  `aldrig alla allt alltid andra annan annars annat att bara behöver bland blev bli blir borde bra både bättre den denna deras
  dessa det detta där därför efter eller emot ett finns flera fler fram från fråga får först för gick gjort gånger gått
  gäller göra gör hade han har hela helt hit hon hur här idag igen ingen inget inte istället jag kan kommer kommun kommunen
  kunde kunna litet lite längre länge man med mellan men mera mest mindre mot mycket måste många nej något någon några
  nästan och också olika om personer pengar samma samtidigt sedan ser sitt själv skulle ska som stor stora svar säger
  tar till tror tycker under utan vad var vara varför varje vem vid vilka vill våra vår vårt väg även över`.split(
    /\s+/,
  )

const slips = slipsOf(common.map(foldWord))

/** Whether a word may be one of the commonest with one slip, its first letter right. */
export const isSlipOfCommon = (word: Uint8Array): boolean => isSlipOf(slips, word)
