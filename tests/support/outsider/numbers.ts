import type { Random } from '../random.ts'

/** Numbers and addresses of nobody, each in the ways that people write them; `kind` is the reason's source. */
export interface Written {
  readonly kind: string
  readonly as: string
  readonly text: string
}

const two = (value: number): string => `${value}`.padStart(2, '0')
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => Math.floor(random() * 10)).join('')

function checkDigit(nine: string): number {
  const sum = [...nine].reduce((total, each, at) => {
    const weighted = Number(each) * (at % 2 === 0 ? 2 : 1)
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return (10 - (sum % 10)) % 10
}

interface Person {
  readonly year: number
  /** MMDD, the day plus 60 for a coordination number. */
  readonly day: string
  readonly last: string
}

function person(random: Random, isCoordination: boolean): Person {
  const year = 1926 + Math.floor(random() * 99)
  const day =
    two(1 + Math.floor(random() * 12)) + two(1 + Math.floor(random() * 28) + (isCoordination ? 60 : 0))
  const three = `${1 + Math.floor(random() * 998)}`.padStart(3, '0')
  return { year, day, last: three + checkDigit(two(year % 100) + day + three) }
}

const wide = (text: string): string =>
  text.replace(/\d/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0))

/** How a personal number is written, by name. */
const spellings: Readonly<Record<string, (p: Person) => string>> = {
  'ten, hyphen': ({ year, day, last }) => `${two(year % 100)}${day}-${last}`,
  ten: ({ year, day, last }) => `${two(year % 100)}${day}${last}`,
  'twelve, hyphen': ({ year, day, last }) => `${year}${day}-${last}`,
  twelve: ({ year, day, last }) => `${year}${day}${last}`,
  'ten, space': ({ year, day, last }) => `${two(year % 100)}${day} ${last}`,
  'twelve, space': ({ year, day, last }) => `${year}${day} ${last}`,
  'ten, plus': ({ year, day, last }) => `${two(year % 100)}${day}+${last}`,
  'ten, dash': ({ year, day, last }) => `${two(year % 100)}${day}–${last}`,
  'ten, minus': ({ year, day, last }) => `${two(year % 100)}${day}−${last}`,
  'ten, hyphen that does not break': ({ year, day, last }) => `${two(year % 100)}${day}\u2011${last}`,
  'ten, no-break space': ({ year, day, last }) => `${two(year % 100)}${day}\u00a0${last}`,
  'ten, thin space': ({ year, day, last }) => `${two(year % 100)}${day}\u2009${last}`,
  'ten, tab': ({ year, day, last }) => `${two(year % 100)}${day}\t${last}`,
  'ten, spaced hyphen': ({ year, day, last }) => `${two(year % 100)}${day} - ${last}`,
  'ten, soft hyphen': ({ year, day, last }) => `${two(year % 100)}${day}\u00ad${last}`,
  'ten, underscore': ({ year, day, last }) => `${two(year % 100)}${day}_${last}`,
  'ten, colon': ({ year, day, last }) => `${two(year % 100)}${day}:${last}`,
  'ten, dot': ({ year, day, last }) => `${two(year % 100)}${day}.${last}`,
  'ten, slash': ({ year, day, last }) => `${two(year % 100)}${day}/${last}`,
  'ten, star': ({ year, day, last }) => `${two(year % 100)}${day}*${last}`,
  'ten, in brackets': ({ year, day, last }) => `${two(year % 100)}${day}(${last})`,
  'date with hyphens': ({ year, day, last }) => `${year}-${day.slice(0, 2)}-${day.slice(2)}-${last}`,
  'date with hyphens, space': ({ year, day, last }) => `${year}-${day.slice(0, 2)}-${day.slice(2)} ${last}`,
  'date with dots': ({ year, day, last }) => `${year}.${day.slice(0, 2)}.${day.slice(2)}-${last}`,
  'date with slashes': ({ year, day, last }) => `${year}/${day.slice(0, 2)}/${day.slice(2)}-${last}`,
  pairs: ({ year, day, last }) => `${two(year % 100)} ${day.slice(0, 2)} ${day.slice(2)} ${last}`,
  'pairs, hyphen': ({ year, day, last }) => `${two(year % 100)} ${day.slice(0, 2)} ${day.slice(2)}-${last}`,
  'pairs throughout': ({ year, day, last }) =>
    `${two(year % 100)} ${day.slice(0, 2)} ${day.slice(2)} ${last.slice(0, 2)} ${last.slice(2)}`,
  'year apart': ({ year, day, last }) => `${year} ${day.slice(0, 2)} ${day.slice(2)} ${last}`,
  'year and day apart': ({ year, day, last }) => `${year} ${day} ${last}`,
  'digits apart': ({ year, day, last }) => [...`${two(year % 100)}${day}${last}`].join(' '),
  'twelve digits apart': ({ year, day, last }) => [...`${year}${day}${last}`].join(' '),
  'full width': ({ year, day, last }) => wide(`${two(year % 100)}${day}-${last}`),
  'full width, twelve': ({ year, day, last }) => wide(`${year}${day}${last}`),
  'zero width inside': ({ year, day, last }) =>
    `${two(year % 100)}${day.slice(0, 2)}\u200b${day.slice(2)}-${last}`,
  'O for 0': ({ year, day, last }) => `${year}${day}-${last}`.replace('0', 'O'),
  'new line': ({ year, day, last }) => `${year}${day}-\n${last}`,
  glued: ({ year, day, last }) => `pnr${two(year % 100)}${day}-${last}`,
  'mathematical digits': ({ year, day, last }) =>
    `${year}${day}-${last}`.replace(/\d/g, (each) => String.fromCodePoint(0x1d7ce + Number(each))),
  'arabic digits': ({ year, day, last }) =>
    `${year}${day}-${last}`.replace(/\d/g, (each) => String.fromCodePoint(0x660 + Number(each))),
}

export function identities(random: Random, each: number): Written[] {
  return ['personalNumber', 'coordinationNumber'].flatMap((kind) =>
    Object.entries(spellings).flatMap(([as, write]) =>
      Array.from({ length: each }, () => ({
        kind,
        as,
        text: write(person(random, kind !== 'personalNumber')),
      })),
    ),
  )
}

/** The same with another check digit, which are nobody's. */
export function wrongIdentities(random: Random, each: number): string[] {
  const usual = ['ten, hyphen', 'ten', 'twelve, hyphen', 'twelve', 'ten, space', 'date with hyphens']
  return usual.flatMap((as) =>
    Array.from({ length: each }, () => {
      const right = person(random, random() < 0.5)
      const last =
        right.last.slice(0, 3) + ((Number(right.last.slice(3)) + 1 + Math.floor(random() * 9)) % 10)
      return spellings[as]?.({ ...right, last }) ?? ''
    }),
  )
}

export function otherNumbers(random: Random, each: number): Written[] {
  const n = (count: number): string => digits(random, count)
  const some = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const mobile = (): [string, string] => [`07${some(['0', '2', '3', '6', '9'])}`, n(7)]
  const makers: Readonly<Record<string, () => string>> = {
    'phone 070-123 45 67': () => {
      const [a, b] = mobile()
      return `${a}-${b.slice(0, 3)} ${b.slice(3, 5)} ${b.slice(5)}`
    },
    'phone 070-1234567': () => {
      const [a, b] = mobile()
      return `${a}-${b}`
    },
    'phone 0701234567': () => mobile().join(''),
    'phone 070 123 45 67': () => {
      const [a, b] = mobile()
      return `${a} ${b.slice(0, 3)} ${b.slice(3, 5)} ${b.slice(5)}`
    },
    'phone 070-12 34 567': () => {
      const [a, b] = mobile()
      return `${a}-${b.slice(0, 2)} ${b.slice(2, 4)} ${b.slice(4)}`
    },
    'phone 070/1234567': () => mobile().join('/'),
    'phone +46': () => {
      const [a, b] = mobile()
      return `+46 ${a.slice(1)} ${b.slice(0, 3)} ${b.slice(3, 5)} ${b.slice(5)}`
    },
    'phone +46-': () => {
      const [a, b] = mobile()
      return `+46-${a.slice(1)}-${b}`
    },
    'phone +46 glued': () => {
      const [a, b] = mobile()
      return `+46${a.slice(1)}${b}`
    },
    'phone 0046': () => {
      const [a, b] = mobile()
      return `0046${a.slice(1)}${b}`
    },
    'phone (0)': () => {
      const [a, b] = mobile()
      return `+46(0)${a.slice(1)}-${b}`
    },
    'phone dots': () => {
      const [a, b] = mobile()
      return `${a}.${b.slice(0, 3)}.${b.slice(3, 5)}.${b.slice(5)}`
    },
    'phone digits apart': () => [...mobile().join('')].join(' '),
    'phone no-break spaces': () => {
      const [a, b] = mobile()
      return `${a}\u00a0${b.slice(0, 3)}\u00a0${b.slice(3, 5)}\u00a0${b.slice(5)}`
    },
    'phone dash': () => {
      const [a, b] = mobile()
      return `${a}–${b.slice(0, 3)} ${b.slice(3, 5)} ${b.slice(5)}`
    },
    'phone full width': () => wide(mobile().join('-')),
    'phone 08': () => {
      const b = `${some(['5', '6', '7'])}${n(7)}`
      return `08-${b.slice(0, 3)} ${b.slice(3, 6)} ${b.slice(6)}`
    },
    'phone (08)': () => {
      const b = `${some(['5', '6', '7'])}${n(7)}`
      return `(08) ${b.slice(0, 3)} ${b.slice(3, 6)} ${b.slice(6)}`
    },
    'phone 0520-': () => `0520-${some(['2', '4', '6'])}${n(1)} ${n(2)} ${n(2)}`,
    'phone 031-': () => `031-${some(['2', '4', '7'])}${n(2)} ${n(2)} ${n(2)}`,
  }
  const mails: Readonly<Record<string, string>> = {
    plain: 'karin.berg@exempel.se',
    capitals: 'KARIN.BERG@EXEMPEL.SE',
    plus: 'karin+kommun@post.exempel.se',
    '(at)': 'karin.berg(at)exempel.se',
    '(at) spaced': 'karin.berg (at) exempel.se',
    '[at]': 'karin.berg[at]exempel.se',
    '{at}': 'karin.berg{at}exempel.se',
    '<at>': 'karin.berg<at>exempel.se',
    ' at dot': 'karin.berg at exempel dot se',
    'at punkt': 'karin.berg at exempel punkt se',
    'snabel-a': 'karin.berg snabel-a exempel.se',
    '(snabel-a)': 'karin.berg(snabel-a)exempel.se',
    'snabela punkt': 'karin.berg snabela exempel punkt se',
    'snabel a': 'karin.berg snabel a exempel.se',
    kanelbulle: 'karin.berg kanelbulle exempel.se',
    'all in words': 'karin punkt berg snabel-a exempel punkt se',
    'all in words, at': 'karin dot berg at exempel dot se',
    'spaced sign': 'karin.berg @ exempel . se',
    'dot in brackets': 'karin.berg@exempel(punkt)se',
    'wide sign': 'karin.berg＠exempel.se',
    'zero width': 'karin.berg@\u200bexempel.se',
    _at_: 'karin.berg_at_exempel.se',
    '-at-': 'karin.berg-at-exempel.se',
    '*at*': 'karin.berg*at*exempel.se',
    entity: 'karin.berg&#64;exempel.se',
    åäö: 'kärin@räksmörgås.se',
    mailto: 'mailto:karin.berg@exempel.se',
    'a with ring': 'karin.berg ⓐ exempel.se',
  }
  const plate = (): string => Array.from({ length: 3 }, () => some([...'ABCDEFGHJKLMNPRSTUWXYZ'])).join('')
  const luhned = (stem: string): string => {
    for (let last = 0; last < 10; last += 1) if (isLuhn(stem + last)) return stem + last
    return stem
  }
  const plates: Readonly<Record<string, () => string>> = {
    'plate ABC123': () => plate() + n(3),
    'plate ABC12D': () => `${plate()}${n(2)}${some([...'ABCDEFGHJKLMNPRSTUWXYZ'])}`,
    'plate ABC 123': () => `bilen ${plate()} ${n(3)}`,
    'plate abc123': () => `bil med reg ${plate().toLowerCase()}${n(3)}`,
    'plate abc 12d': () => `volvo ${plate().toLowerCase()} ${n(2)}d`,
    'plate ABC-123': () => `reg.nr ${plate()}-${n(3)}`,
    'plate registreringsnummer': () => `registreringsnummer ${plate()} ${n(3)}`,
  }
  const banks: Readonly<Record<string, () => string>> = {
    bankgiro: () => {
      const b = luhned(`5${n(6)}`)
      return `bankgiro ${b.slice(0, 4)}-${b.slice(4)}`
    },
    bg: () => {
      const b = luhned(`5${n(5)}`)
      return `bg ${b.slice(0, 3)}-${b.slice(3)}`
    },
    plusgiro: () => {
      const b = luhned(`4${n(5)}`)
      return `plusgiro ${b.slice(0, 2)} ${b.slice(2, 4)} ${b.slice(4, 6)}-${b.slice(6)}`
    },
    konto: () => `konto 8327-9 ${n(3)} ${n(3)} ${n(3)}-${n(1)}`,
    kontonr: () => `kontonr 6000-${n(9)}`,
    'clearing och konto': () => `clearingnummer 3300, kontonummer ${n(6)}-${n(4)}`,
    iban: () => iban(n(20)),
    'iban spaced': () =>
      iban(n(20))
        .replace(/(.{4})/g, '$1 ')
        .trim(),
    card: () =>
      luhned(`4${n(14)}`)
        .replace(/(.{4})/g, '$1 ')
        .trim(),
    'card glued': () => luhned(`5${1 + Math.floor(random() * 5)}${n(13)}`),
    'card hyphens': () => luhned(`4${n(14)}`).replace(/(.{4})(?=.)/g, '$1-'),
    swish: () => {
      const [a, b] = mobile()
      return `swisha ${a}${b}`
    },
  }
  const times = (kind: string, from: Readonly<Record<string, () => string>>): Written[] =>
    Object.entries(from).flatMap(([as, make]) =>
      Array.from({ length: each }, () => ({ kind, as, text: make() })),
    )
  return [
    ...times('phone', makers),
    ...Object.entries(mails).map(([as, text]) => ({ kind: 'email', as: `mail ${as}`, text })),
    ...times('vehicle', plates),
    ...times('bankAccount', banks).map((each) => (each.as === 'swish' ? { ...each, kind: 'phone' } : each)),
  ]
}

function isLuhn(text: string): boolean {
  return (
    checkDigit(text.length % 2 === 0 ? text.slice(0, -1) : `0${text.slice(0, -1)}`) === Number(text.slice(-1))
  )
}

function iban(twenty: string): string {
  const rest = BigInt(`${twenty}281400`) % 97n
  return `SE${(98n - rest).toString().padStart(2, '0')}${twenty}`
}
