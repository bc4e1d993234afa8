import { z } from 'zod'
import { Stop } from '../../kernel/index.ts'
import { contrastOnLight, leastContrast, parseColour } from './colour.ts'
import { type PublicAccount, type PublicSettings, publicSettingsSchema } from './types.ts'

const holds = (whole: string, part: string): boolean => whole.toLocaleLowerCase('sv').includes(part)

/** Whether an account answers a search: every word is somewhere in what is said of it. */
export function answers(account: PublicAccount, platformName: string, text: string): boolean {
  const said = [
    account.name,
    account.department,
    account.purpose,
    platformName,
    account.committee ?? '',
  ].join(' ')
  const words = text.toLocaleLowerCase('sv').split(/\s+/).filter(Boolean)
  return words.every((word) => holds(said, word))
}

/** Only what a browser opens as a page; an address from outside may be anything. */
export const isWebAddress = (text: string): boolean => /^https?:\/\//iu.test(text) && URL.canParse(text)

/** 'https://www.kommun.se/om' → 'https://www.kommun.se'; undefined for what is not the address of a site. */
export function originOf(text: string): string | undefined {
  const url = URL.parse(text.trim())
  return url && ['https:', 'http:'].includes(url.protocol) ? url.origin : undefined
}

const email = z.union([z.literal(''), z.email()])
const address = (text: string): boolean => text === '' || isWebAddress(text)

/** Settings that can stand, tidied. @throws Stop('invalid') with what to change, field by field. */
export function checkedSettings(given: PublicSettings): PublicSettings {
  const faults: Record<string, string> = {}
  const colour = given.colour.trim().toLowerCase()
  const parsed = parseColour(colour)
  if (colour && !parsed)
    faults['colour'] = 'Skriv färgen med sex siffror och bokstäver, till exempel #0b5966.'
  if (parsed && contrastOnLight(parsed) < leastContrast) faults['colour'] = tooPale(contrastOnLight(parsed))
  for (const name of ['email', 'dataProtection'] as const)
    if (!email.safeParse(given[name].trim()).success)
      faults[name] = 'Skriv en e-postadress, till exempel kommun@kommun.se.'
  for (const name of ['website', 'accessibility'] as const)
    if (!address(given[name].trim())) faults[name] = 'Skriv en webbadress, till exempel https://kommun.se.'
  const framedBy = given.framedBy.filter((text) => text.trim() !== '').map(originOf)
  if (framedBy.includes(undefined))
    faults['framedBy'] = 'Skriv en adress på varje rad, till exempel https://kommun.se.'
  if (Object.keys(faults).length > 0)
    throw new Stop('invalid', 'Något behöver rättas. Inget är sparat.', faults)
  const origins = framedBy.flatMap((origin) => origin ?? [])
  return publicSettingsSchema.parse({ ...given, colour, framedBy: [...new Set(origins)] })
}

/** What those who write must be told and nobody has written, as it is named in a sentence (A9). */
export const privacyLacks = (settings: PublicSettings): string[] => [
  ...(settings.legalBasis ? [] : ['rättslig grund']),
  ...(settings.keptFor ? [] : ['hur länge uppgifterna sparas']),
  ...(settings.recipients ? [] : ['vilka andra som får uppgifterna']),
  ...(settings.dataProtection ? [] : ['adressen till dataskyddsombudet']),
  ...(settings.email || settings.telephone ? [] : ['hur man når kommunen']),
]

const decimal = new Intl.NumberFormat('sv-SE', { maximumFractionDigits: 1 })

const tooPale = (ratio: number): string =>
  `Färgen syns för dåligt mot vitt: kontrasten är ${decimal.format(ratio)}:1 och ska vara minst ${decimal.format(leastContrast)}:1. Välj en mörkare.`
