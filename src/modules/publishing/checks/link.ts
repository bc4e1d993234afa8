import type { House } from '../../../infra/house.ts'
import { limits } from '../../../kernel/index.ts'
import { hostOf } from './text.ts'
import type { Finding } from './types.ts'

/** A draft is looked at many times while it is written, and its link is asked about once. */
const keptMilliseconds = 5 * 60_000
const mostKept = 500
const timeoutMilliseconds = 8_000
/** A page is not read: only that it is there. */
const pageBytes = 2 * 1024 * 1024

interface Kept {
  readonly at: number
  readonly finding: Promise<Finding>
}
type Asking = Pick<House, 'http' | 'clock'>

/** One for each house: tests and municipalities' processes each have their own. */
const asked = new WeakMap<Asking, Map<string, Kept>>()

/** Whether a link works, asked of public addresses alone. Whoever asks has been let in by the verb that shows the draft. */
export async function checkLink(house: Asking, url: string): Promise<Finding> {
  const kept = asked.get(house) ?? new Map<string, Kept>()
  asked.set(house, kept)
  const now = house.clock.now().getTime()
  const known = kept.get(url)
  if (known && now - known.at < keptMilliseconds) return known.finding
  if (kept.size >= mostKept) kept.clear()
  const finding = ask(house, url)
  kept.set(url, { at: now, finding })
  return finding
}

const warns = (code: string, says: string, todo: string): Finding => ({ code, weight: 'warns', says, todo })

async function ask(house: Asking, url: string): Promise<Finding> {
  if (!/^https?:\/\//iu.test(url) || !URL.canParse(url))
    return warns(
      'linkMalformed',
      'Länken är ingen webbadress',
      'Skriv hela adressen, till exempel https://storlunda.se/vinterspar.',
    )
  const got = await house.http([]).request({
    url,
    headers: { accept: 'text/html, */*;q=0.1' },
    maxBytes: pageBytes,
    timeoutMilliseconds,
    redirects: limits.redirects,
  })
  if (!got.ok) {
    // A large file is an answer too: a report, a map.
    if (got.error.kind === 'tooLarge') return fine()
    if (got.error.kind === 'forbidden')
      return warns(
        'linkInside',
        'Länken leder till en adress som inte är öppen för alla',
        'Länka till en sida som går att nå utanför kommunens nät.',
      )
    return warns(
      'linkDead',
      'Sidan som länken leder till svarar inte',
      'Öppna länken och se efter. Rätta den, eller försök igen om en stund.',
    )
  }
  const { status, url: last } = got.value
  if (status === 404 || status === 410)
    return warns('linkGone', 'Sidan som länken leder till finns inte', 'Rätta länken.')
  if (status === 401 || status === 403)
    return warns(
      'linkClosed',
      'Sidan som länken leder till kräver inloggning, eller svarar inte program',
      'Öppna länken utan att vara inloggad och se efter.',
    )
  if (status >= 300)
    return warns(
      'linkDead',
      `Sidan som länken leder till svarar med ett fel (${status})`,
      'Öppna länken och se efter.',
    )
  const [asks, answers] = [hostOf(url), hostOf(last)]
  if (asks !== undefined && answers !== undefined && asks !== answers)
    return warns(
      'linkElsewhere',
      'Länken leder någon annanstans',
      `Den går vidare till ${answers}. Är det rätt, länka dit direkt.`,
    )
  return fine()
}

const fine = (): Finding => ({ code: 'link', weight: 'fine', says: 'Länken fungerar' })
