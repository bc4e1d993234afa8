import { loadRuleSet, type Reason, screenText } from '../../screening/index.ts'
import { isOwn, quoted } from './text.ts'
import type { Finding, Rule } from './types.ts'

interface Words {
  readonly code: string
  readonly weight: 'stops' | 'warns'
  readonly says: string
  readonly todo: string
}

const askOfficer = 'Fråga dataskyddsombudet om du är osäker.'
const numbers = 'Ta bort numret. Ett personnummer publiceras aldrig.'

const kinds: Readonly<Record<string, Words>> = {
  personalNumber: { code: 'personalNumber', weight: 'stops', says: 'Ett personnummer', todo: numbers },
  coordinationNumber: {
    code: 'coordinationNumber',
    weight: 'stops',
    says: 'Ett samordningsnummer',
    todo: numbers,
  },
  phone: {
    code: 'phone',
    weight: 'warns',
    says: 'Ett telefonnummer som kan vara en enskild persons',
    todo: 'Är det inte kommunens nummer, ta bort det.',
  },
  email: {
    code: 'email',
    weight: 'warns',
    says: 'En e-postadress som inte är kommunens',
    todo: 'Är den en enskild persons, ta bort den om personen inte har sagt ja.',
  },
  address: {
    code: 'homeAddress',
    weight: 'warns',
    says: 'En adress där någon kan bo',
    todo: 'Är det en enskild persons hem, ta bort adressen.',
  },
  vehicle: {
    code: 'vehicle',
    weight: 'warns',
    says: 'Ett registreringsnummer',
    todo: 'Det går att se vem som äger fordonet. Ta bort det om det inte är kommunens.',
  },
  bankAccount: {
    code: 'bankAccount',
    weight: 'warns',
    says: 'Ett kontonummer',
    todo: 'Är det en enskild persons, ta bort det.',
  },
  health: {
    code: 'health',
    weight: 'warns',
    says: 'Något om en enskild persons hälsa',
    todo: `Uppgifter om hälsa är känsliga och publiceras inte. ${askOfficer}`,
  },
}

const secret: Words = {
  code: 'confidential',
  weight: 'warns',
  says: 'Något som kan vara sekretess',
  todo: `Handlar det om en enskild person, ta bort det. ${askOfficer}`,
}
const protectedDetails: Words = {
  code: 'protectedDetails',
  weight: 'stops',
  says: 'Skyddade uppgifter',
  todo: 'Ta bort dem. De får aldrig publiceras.',
}

const workplace =
  /(?:kontaktcenter|medborgarservice|kundtjänst|kundcenter|servicecenter|växel|reception|expedition|kansli|kommun|bibliotek|jour|enhet|förvaltning|avdelning|skola|förskola|bad|museum|turistbyrå|felanmäl|beställ|boka|ring|telefon|tfn|tel|frågor|kontakta)/iu
const mobile = /^(?:\+46|0046|0)\D{0,3}7/u
const home =
  /(?<!\p{L})(?:bor|bodde|bosatt|hemma|hemadress|familjen|mamman|pappan|mannen|kvinnan|flickan|pojken|eleven)(?!\p{L})/iu
/** What is offered to those who live with it is no secret of anybody's: 'Har du skyddade personuppgifter?' */
const spokenTo =
  /(?<!\p{L})(?:du|ni|dig|er|den|de|dem|någon|personer|alla)(?:\s+som)?(?:\s+(?:har|lever|bor|med|på|i|behöver|söker))*\s*$/iu
/** Who somebody is hidden from must not be told: a person is said to have what is protected, or where it is stands there. */
const guarded =
  /(?<!\p{L})(?:(?:han|hon|eleven|barnet|flickan|pojken|familjen|mannen|kvinnan|mamman|pappan)\s+(?:som\s+)?(?:har|hade|lever med|bor på|fick)\s+(?:en\s+|ett\s+)?(?:skydda|hemlig)\p{L}*\s+(?:identitet|personuppgifter|adress|boende|folkbokföring)|(?:bor|hålls)\s+göm[dt]a?|lösenordet är|lösenord:\s*\S|portkoden är|koden till dörren är|larmkoden är)/iu

const before = (text: string, { start }: Reason, most = 60): string =>
  text.slice(Math.max(0, start - most), start)

/** The municipality's own contact details are there to be published. */
function isOurs(text: string, reason: Reason, hosts: readonly string[]): boolean {
  const words = text.slice(reason.start, reason.end)
  switch (reason.source) {
    case 'email':
      return isOwn(words.slice(words.lastIndexOf('@') + 1).toLowerCase(), hosts)
    case 'phone':
      return !mobile.test(words) && workplace.test(before(text, reason))
    case 'list:confidential/medium:skyddad identitet':
    case 'list:confidential/medium:skyddade personuppgifter':
    case 'list:confidential/medium:skyddat boende':
    case 'list:confidential/medium:skyddad adress':
      return spokenTo.test(before(text, reason, 40))
    case 'address':
      return !home.test(before(text, reason, 40))
    default:
      return false
  }
}

function wordsFor({ label, source }: Reason): Words | undefined {
  if (label === 'confidential') return secret
  if (label !== 'personalData') return undefined
  return kinds[source] ?? (source.startsWith('list:health') ? kinds['health'] : undefined)
}

/**
 * C6: personal and confidential data, by the same rules that read what comes in. Names are not looked for: the municipality
 * names people every day, and no list tells who has said yes.
 */
export const personal: Rule = ({ title = '', text, pictures, websiteHosts }) => {
  const whole = [text, title, ...pictures.map(({ alt }) => alt)].filter((part) => part !== '').join('\n\n')
  const found = new Map<string, Finding>()
  const add = ({ says, ...words }: Words, start: number, end: number): void => {
    if (found.has(words.code)) return
    const at = end <= text.length ? { at: { start, end } } : {}
    // A number is not written once more.
    const shown = words.weight === 'stops' ? says : `${says}: ${quoted(whole.slice(start, end))}`
    found.set(words.code, { ...words, says: shown, ...at })
  }
  const hidden = guarded.exec(whole)
  if (hidden) add(protectedDetails, hidden.index, hidden.index + hidden[0].length)
  for (const reason of screenText(whole, loadRuleSet()).reasons) {
    const words = wordsFor(reason)
    if (words && !isOurs(whole, reason, websiteHosts)) add(words, reason.start, reason.end)
  }
  if (found.size > 0) return [...found.values()]
  return [
    {
      code: 'personalData',
      weight: 'fine',
      says: 'Inga personuppgifter hittade',
      todo: 'Personnummer, telefonnummer, e-post, hälsa och sekretess kontrolleras. Namn ser du efter själv.',
    },
  ]
}
