import type { Collector } from '../collector.ts'
import { leadIn, type Run } from './runs.ts'

/** Letters of a Swedish registration number: without I, Q, V, Å, Ä and Ö; last, without O too. */
const plateLetters = /^[A-HJ-PR-UW-Z]{3}$/
const lastLetter = /^[A-HJ-NPR-UW-Z]$/
const about =
  /(?:reg\.?\s?-?(?:nr|nummer|skylt)|registrering|skylt|bil(?:en|ar|arna)?\b|fordon|moped|mc\b|lastbil|släp|husvagn|taxi|volvo|saab|volkswagen|toyota|bmw|audi|mercedes|tesla|skoda|kia|passat|parkera|handikappl|felparkera|p-plats|körde|kör |reg\b)/
/** As many characters after a plate as are looked through for that. */
const reach = 40

/**
 * registreringsnummer: ABC123 and ABC12D in capitals and together; apart or in small letters only where the
 * words before speak of a vehicle.
 */
export function findPlates(text: string, runs: readonly Run[], into: Collector): void {
  for (const run of runs) {
    const last = run.digits.length === 2 ? text.charAt(run.end) : ''
    const size = run.digits.length
    if (size !== 3 && !(size === 2 && lastLetter.test(last.toUpperCase()))) continue
    const end = run.end + last.length
    if (isWordUnit(text.charAt(end))) continue
    const apart = /[ .-]/.test(text.charAt(run.start - 1))
    const start = run.start - 3 - (apart ? 1 : 0)
    const letters = text.slice(Math.max(0, start), start + 3)
    if (start < 0 || isWordUnit(text.charAt(start - 1)) || !plateLetters.test(letters.toUpperCase())) continue
    const strict = !apart && letters === letters.toUpperCase() && last === last.toUpperCase()
    if (strict || about.test(leadIn(text, start)) || about.test(text.slice(end, end + reach).toLowerCase()))
      into.addNamed('personalData', start, end, 'vehicle')
  }
}

const isWordUnit = (unit: string): boolean => /[\p{L}\p{N}]/u.test(unit)
