import { describeError, isObject } from '../kernel/index.ts'

/** What a code of the operating system or of PostgreSQL means to whoever runs the command, and what to do. */
const words: readonly (readonly [RegExp, (what: string) => string])[] = [
  [
    /^(ENOSPC|EDQUOT|53100)$/,
    (what) => `Disken är full${what}. Frigör plats och kör kommandot igen. Det som redan är sparat är kvar.`,
  ],
  [
    /^(EACCES|EPERM|EROFS)$/,
    (what) => `Det går inte att läsa eller skriva${what}. Kontrollera att den som kör Uppsikt får göra det.`,
  ],
  [
    /^(ENOENT|ENOTDIR|EISDIR|ENAMETOOLONG|ELOOP|EINVAL)$/,
    (what) => `Sökvägen går inte att använda${what}. Kontrollera att den finns och är rätt skriven.`,
  ],
  [/^(EMFILE|ENFILE)$/, () => 'Datorn har för många filer öppna. Höj gränsen (ulimit -n) och försök igen.'],
  [
    /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|57P0[1-3]|08...)$/,
    (what) =>
      `Databasen svarar inte${what}. Kontrollera att PostgreSQL är igång och att DATABASE_URL stämmer, och försök igen.`,
  ],
  [
    /^28...$/,
    (what) =>
      `Databasen tar inte emot rollen eller lösenordet${what}. Kontrollera DATABASE_URL och DATABASE_OWNER_URL.`,
  ],
  [
    /^3D000$/,
    (what) =>
      `Databasen finns inte${what}. Skapa den, eller rätta DATABASE_URL. Se docs/operations/install.md.`,
  ],
  [
    /^(42P01|42703)$/,
    (what) =>
      `Databasen är inte uppdaterad${what}. Kör "uppsikt migrate" med DATABASE_OWNER_URL och försök igen.`,
  ],
  [
    /^53300$/,
    () => 'Databasen har inga fler anslutningar att ge. Vänta en stund, eller höj max_connections.',
  ],
]

/**
 * A failure of the machine or of the database, in plain words.
 * @returns undefined for everything else: that is a fault of our own, and is shown as it is.
 */
export function inWords(thrown: unknown): string | undefined {
  const code = isObject(thrown) ? thrown['code'] : undefined
  if (!isObject(thrown) || typeof code !== 'string') return undefined
  const path = typeof thrown['path'] === 'string' ? `${thrown['path']}, ` : ''
  const said = describeError(thrown) || code
  return words.find(([known]) => known.test(code))?.[1](` (${path}${said})`)
}
