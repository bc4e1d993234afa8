import type { Profile } from '../../../platforms/contract.ts'
import { type Facts, type Judgement, met, notMet, unknown } from './check.ts'

/** Reading of what a profile says. Each gives what was found, so that a person can see why. */

/** 'Storlunda kommun' → 'storlunda'; 'Göteborgs Stad' → 'göteborg'. What every name of the municipality's holds. */
export function municipalityWord(name: string): string {
  const lower = name.toLocaleLowerCase('sv').trim()
  const bare = lower.replace(/\s+(kommun|stad|region)$/u, '')
  return bare === lower ? lower : bare.replace(/(?<=[^s])s$/u, '')
}

/** Lower-case ASCII letters and digits: 'Östra skolan' → 'ostraskolan'. Short names are written so. */
export const plain = (text: string): string =>
  text
    .toLocaleLowerCase('sv')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]/gu, '')

/** Whether a text names a unit: some word of its name, as far as its inflection ('biblioteket' names 'Bibliotek'). */
export function namesUnit(text: string, unit: string, municipality: string): boolean {
  const whole = plain(text)
  const own = plain(municipalityWord(municipality))
  return unit
    .split(/[\s/,.-]+/u)
    .map(plain)
    .filter((word) => word.length >= 3 && !word.startsWith(own) && word !== 'kommun' && word !== 'och')
    .some((word) => whole.includes(word.slice(0, Math.max(5, Math.ceil(word.length * 0.7)))))
}

const address = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/u
const telephone = /(?:\+46|\b0)[\s-]?\d(?:[\s-]?\d){6,9}\b/u

export const contactIn = ({ description, contacts }: Profile): string | undefined =>
  contacts[0] ?? address.exec(description)?.[0] ?? telephone.exec(description)?.[0]

const rulesWord = /\b\p{L}{0,20}regler(?:na)?\b/iu
const rulesLink = /regler|sociala-?medier/iu

export const rulesIn = ({ description, links }: Profile): string | undefined =>
  rulesWord.exec(description)?.[0] ?? links.find((link) => rulesLink.test(link))

const privacyWord =
  /\b(?:person\p{L}{0,3}uppgift\p{L}{0,10}|dataskydd\p{L}{0,10}|integritetspolicy\p{L}{0,4})/iu
const privacyLink = /personuppgift|dataskydd|integritet|gdpr|\/konton\b/iu

/** A link to the information, or to the public list where it stands, or words about it. */
export const privacyIn = ({ description, links }: Profile): string | undefined =>
  links.find((link) => privacyLink.test(link)) ?? privacyWord.exec(description)?.[0]

const clock = /\b\d{1,2}(?:[.:]\d\d)?\s*[–-]\s*\d{1,2}(?:[.:]\d\d)?\b/u
const days = /\b(?:vardag\w*|helg\w*|dygnet runt|kontorstid|måndag\w*|alla dagar)\b/iu

export const hoursIn = ({ description }: Profile, hours: string): string | undefined =>
  hours !== '' && description.toLocaleLowerCase('sv').includes(hours.toLocaleLowerCase('sv'))
    ? hours
    : (clock.exec(description)?.[0] ?? days.exec(description)?.[0])

/** 'Vi svarar inom en dag', 'Svar senast nästa vardag'. */
export const answerIn = ({ description }: Profile): string | undefined =>
  /\bsvar(?:ar|stid\w*)?\b[^.\n]{0,60}/iu.exec(description)?.[0]

const hostOf = (text: string): string | undefined => {
  const whole = /^https?:\/\//iu.test(text) ? text : `https://${text}`
  return URL.canParse(whole) ? new URL(whole).hostname.toLowerCase().replace(/^www\./u, '') : undefined
}

const written =
  /\b(?:https?:\/\/|www\.)[^\s<>"]{3,300}|\b[a-z0-9-]{2,63}\.(?:se|nu|org|com|example|test)\b[^\s<>"]{0,200}/giu

/** The link that leads to the municipality's website. */
export function websiteIn({ description, links }: Profile, website: string): string | undefined {
  const wanted = hostOf(website)
  if (wanted === undefined) return undefined
  return [...links, ...(description.match(written) ?? []).slice(0, 50)].find((text) => {
    const host = hostOf(text)
    return host === wanted || host?.endsWith(`.${wanted}`)
  })
}

/**
 * What a profile says, judged: found is met; not found is not met where the profile is told as a whole, and otherwise
 * for a person to see.
 */
export function judgeFound(
  facts: Facts,
  found: (profile: Profile) => string | undefined,
  lacks: string,
): Judgement {
  const { profile, profileFailure } = facts
  if (!profile)
    return unknown(
      profileFailure
        ? `Plattformen visade inte profilen: ${profileFailure}`
        : 'Plattformen lämnar inte ut profilen, så någon behöver titta.',
    )
  const text = found(profile)
  if (text !== undefined) return met(`Profilen säger: ${text.slice(0, 120)}`)
  return profile.whole ? notMet(lacks) : unknown(`${lacks} Det kan stå på en plats som Uppsikt inte ser.`)
}
