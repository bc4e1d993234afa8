import { systemActor } from '../../../../access/index.ts'
import { addDays, dayOf, instantOf, wallTime } from '../../../../kernel/index.ts'
import { decideOnPlatform } from '../../../../modules/accounts/index.ts'
import {
  attest,
  judgeAccounts,
  lookNow,
  readGuideline,
  setUnits,
  stateParticulars,
  stateProcessing,
} from '../../../../modules/compliance/index.ts'
import { catalogue } from '../../../../platforms/catalogue.ts'
import { type AccountKey, accountKeys } from '../../story.ts'
import { demoAccounts } from '../../town.ts'
import type { Act } from '../act.ts'
import { drain } from '../past.ts'

const hour = 3_600_000

const units: Readonly<Record<AccountKey, readonly string[]>> = {
  bloggen: ['Kommunikation'],
  kommunen: ['Kommunikation', 'Kontaktcenter'],
  nyheter: ['Kommunikation'],
  sidan: ['Kommunikation', 'Kontaktcenter'],
  filmen: ['Kommunikation'],
  jobben: ['Kansliet'],
  krisen: ['Kommunikation'],
  tradarna: [],
  kvarnen: ['Ungdomens hus Kvarnen'],
  klippen: ['Ungdomens hus Kvarnen'],
  biblioteket: ['Storlunda bibliotek'],
  bilden: ['Storlunda bibliotek'],
  kulturskolan: ['Kulturskolan'],
  musiken: ['Kulturskolan'],
  gatan: ['Gata och park'],
  parken: ['Gata och park'],
  raddning: ['Brandstationen', 'Förebyggande'],
}

/** What has been seen to be lacking, or that nobody has looked at: the rest is attested. */
const lacking: Readonly<Partial<Record<AccountKey, readonly string[]>>> = {
  tradarna: ['official', 'houseRules', 'hoursStated', 'answerStated', 'profileBand', 'planFollowedUp'],
  klippen: ['houseRules', 'captured'],
  jobben: ['restraint', 'answerStated'],
  parken: ['hoursStated', 'captured'],
  filmen: ['contact'],
  kulturskolan: ['profileBand', 'planFollowedUp'],
  raddning: ['naming'],
}

/** Decided of platforms whose terms do not demand it; of Threads nobody has decided yet, while it is a trial. */
const decided: readonly { readonly platform: string; readonly reason: string }[] = [
  { platform: 'facebook', reason: 'De flesta i Storlunda finns där. Villkoren är lästa av kommunjuristen.' },
  { platform: 'instagram', reason: 'Når unga och läsare. Samma villkor som för Facebook.' },
  { platform: 'youtube', reason: 'Filmerna når många, och kommentarerna går att hämta och dölja.' },
  { platform: 'bluesky', reason: 'Öppet för alla att läsa utan konto.' },
  { platform: 'mastodon', reason: 'Öppet för alla att läsa utan konto, och utan reklam.' },
  { platform: 'wordpress', reason: 'Kommunens eget bloggverktyg.' },
  { platform: 'feed', reason: 'Kommunens egen webbplats.' },
  { platform: 'tiktok', reason: 'Bara Kvarnen, på försök. Inga uppgifter om besökare läggs in.' },
]

const stated = (base: Date): Act => {
  const at = instantOf(addDays(dayOf(base), -60), 9.2 * hour)
  return {
    at,
    async carryOut(past) {
      const { house, actors, accounts } = past
      const { year } = wallTime(at)
      for (const [n, { platform, reason }] of decided.entries()) {
        const found = catalogue.get(platform)
        if (!found) throw new Error(`${platform} is not in the catalogue`)
        const diaryNumber = `KS ${year}/${String(421 + n).padStart(4, '0')}`
        await decideOnPlatform(house, actors.petra, found, { allowed: true, diaryNumber, reason })
      }
      await stateParticulars(house, actors.petra, {
        website: 'https://www.storlunda.example',
        dataProtectionOfficer: 'dataskydd@storlunda.example',
        boards: new Map(),
      })
      for (const key of accountKeys) {
        if (units[key].length > 0) await setUnits(house, actors.petra, accounts[key], units[key])
        // Nobody has described what is done on the newest account.
        if (key !== 'tradarna') await stateProcessing(house, actors.petra, accounts[key], processing(key))
      }
      await drain(past)
    },
  }
}

const processing = (key: AccountKey) => ({
  purpose: demoAccounts[key].purpose,
  legalBasis: 'Uppgift av allmänt intresse',
  people: 'De som skriver till oss eller om oss: namn på plattformen och det de skriver.',
  recipients: 'Den som begär ut allmänna handlingar. Plattformen behandlar uppgifterna också för egen del.',
})

/** Each account is looked through by its owner, and by communications for what is theirs to say. */
const lookedThrough = (base: Date): Act[] =>
  accountKeys.map((key, n) => ({
    at: instantOf(addDays(dayOf(base), -(58 - 2 * n)), (9.6 + n / 6) * hour),
    async carryOut(past) {
      const { house, actors, accounts } = past
      const accountId = accounts[key]
      const owner = actors[demoAccounts[key].owner]
      await lookNow(house, actors.petra, catalogue, accountId)
      const { lines } = await readGuideline(house, owner, accountId)
      for (const { check, standing } of lines) {
        const isOpen = standing.outcome === 'unknown' || standing.outcome === 'notMet'
        if (!isOpen || !check.attestedBy || lacking[key]?.includes(check.id)) continue
        // Whether it is collected is seen by the program, but where somebody records by hand.
        if (check.id === 'collected' && key !== 'klippen') continue
        const who = check.attestedBy === 'communications' ? actors.petra : owner
        const note = 'Gick igenom kontot i webbläsaren. Det stämmer.'
        await attest(house, who, accountId, { checkId: check.id, met: true, months: 12, note })
      }
    },
  }))

/** As the guideline stands on the day that the demo begins. */
const judged = (base: Date): Act => ({
  at: new Date(base.getTime() - 1.2 * hour),
  carryOut: ({ house, municipalityId }) => judgeAccounts(house, systemActor(municipalityId), catalogue),
})

/** What the municipality has stated of its accounts, and what somebody has seen on each. */
export const guideline = (base: Date): readonly Act[] => [stated(base), ...lookedThrough(base), judged(base)]
