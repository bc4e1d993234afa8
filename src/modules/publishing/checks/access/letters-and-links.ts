import { placeOf, quoted } from '../text.ts'
import type { Finding, Rule } from '../types.ts'

/**
 * Letters that only look like letters: mathematical, fullwidth, encircled and squared ones, small capitals. The signs
 * that are pictures of their own (P for parking) stand outside.
 */
const styled =
  /(?:[\u{1D400}-\u{1D7FF}\uFF21-\uFF3A\uFF41-\uFF5A\u24B6-\u24E9\u{1F130}-\u{1F16F}\u{1F172}-\u{1F17D}\u{1F180}-\u{1F189}\u1D00-\u1D25\u0299\u029C\u026A\u029F\u0274\u0280\u028F]\s?){3,}/u
const idleLink =
  /(?<!\p{L})(?:(?:klicka|tryck|läs mer|se mer|anmäl dig|mer info(?:rmation)?|finns)\s+här|(?:klicka|tryck) på länken)(?=\s*(?:[.:!)]|https?:|$))/imu

/** C7: text that a screen reader cannot read, and links that say nothing by themselves. */
export const lettersAndLinks: Rule = ({ text }) => {
  const found: Finding[] = []
  const letters = styled.exec(text)
  if (letters)
    found.push({
      code: 'styledLetters',
      weight: 'stops',
      says: 'Bokstäver som en skärmläsare inte kan läsa',
      todo: `Skriv ${quoted(letters[0].normalize('NFKC'))} med vanliga bokstäver.`,
      at: placeOf(letters),
    })
  const idle = idleLink.exec(text)
  if (idle)
    found.push({
      code: 'clickHere',
      weight: 'warns',
      says: `${quoted(idle[0])} säger inte vart länken leder`,
      todo: 'Skriv vad som finns där, till exempel ”Karta och dagens läge: …”.',
      at: placeOf(idle),
    })
  return found
}
