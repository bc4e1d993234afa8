import { systemActor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { fail, type MunicipalityId, ok, type Result, type StaffId } from '../../../kernel/index.ts'
import { timeText } from '../../../web/index.ts'
import { audit } from '../../audit/index.ts'
import { mayEnterBeside } from '../provider-rules.ts'
import { normalEmail, originOf, signIn } from '../rules.ts'
import { findProvider } from '../store/provider.ts'
import { burnLink, burnLinksOf, insertLink, linkHolds } from '../store/sign-in.ts'
import { findStaff, findStaffByEmail } from '../store/staff.ts'
import { findMunicipality } from '../store/structure.ts'
import type { NewSession } from '../types.ts'
import { countAttempt } from './attempts.ts'
import { noteBreakGlass } from './break-glass.ts'
import { openSession } from './sessions.ts'
import { hashOf, looksLikeToken, newToken } from './tokens.ts'

/** Makes a one-time sign-in link for a person; only its hash is kept. @param lasts milliseconds. */
export async function issueLink(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId,
  lasts: number,
): Promise<string> {
  const token = newToken()
  const now = house.clock.now()
  const expiresAt = new Date(now.getTime() + lasts)
  await insertLink(tx, municipalityId, { tokenHash: hashOf(token), staffId, createdAt: now, expiresAt })
  const municipality = await findMunicipality(tx, municipalityId)
  return `${originOf(house.publicUrl, municipality?.host ?? null)}/logga-in/lank/${token}`
}

/** noMail: no letters leave this installation · tooMany: asked too often, until then */
type SignInRefusal = { readonly kind: 'noMail' } | { readonly kind: 'tooMany'; readonly until: Date }

/**
 * Somebody asks for a link by mail. The answer, and the time it takes, is the same whether the address is on the
 * staff list or not: the letter is a job, and the job is queued either way.
 * @param from.address where the question came from, for the limit.
 * @throws Stop('invalid') for what is not an e-mail address.
 */
export async function requestSignIn(
  house: House,
  municipalityId: MunicipalityId,
  from: { readonly email: string; readonly address: string },
): Promise<Result<void, SignInRefusal>> {
  const email = normalEmail(from.email)
  if (!house.mailer.configured) return fail({ kind: 'noMail' })
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const count = (key: string, most: number) =>
      countAttempt(tx, municipalityId, { key, most, window: signIn.window }, now)
    // Whoever asks too often uses up nobody's address, and leaves no row for each that they think of.
    const first = await count(`signIn/address/${from.address}`, signIn.perAddress)
    const counted = first.ok ? await count(`signIn/email/${email}`, signIn.perEmail) : first
    if (!counted.ok) return fail({ kind: 'tooMany', until: counted.error.until })
    const staff = await findStaffByEmail(tx, municipalityId, email)
    const isOnly = (await findProvider(tx, municipalityId))?.only
    const staffId = staff && !staff.endedAt && !isOnly ? staff.staffId : null
    await announce(tx, municipalityId, 'signIn.requested', { staff: staffId, at: now.toISOString() }, now)
    return ok(undefined)
  })
}

/**
 * Job for 'signIn.requested': sends the letter. A letter that comes long after it was asked for only confuses, so a
 * question older than the link's own life is let go.
 * @throws Error when the mail server cannot be reached, so that the job is tried again.
 */
export async function mailSignInLink(
  house: House,
  municipalityId: MunicipalityId,
  asked: { readonly staff: StaffId | null; readonly at: Date },
): Promise<void> {
  const now = house.clock.now()
  if (!asked.staff || now.getTime() - asked.at.getTime() > signIn.mailedLinkLasts) return
  const staffId = asked.staff
  const letter = await withMunicipality(house.db, municipalityId, async (tx) => {
    const staff = await findStaff(tx, municipalityId, staffId)
    const municipality = await findMunicipality(tx, municipalityId)
    if (!staff || staff.endedAt || !municipality) return undefined
    const link = await issueLink(house, tx, municipalityId, staffId, signIn.mailedLinkLasts)
    await audit(tx, systemActor(municipalityId), 'signIn.mailLink', { kind: 'staff', id: staffId }, {}, now)
    const until = new Date(now.getTime() + signIn.mailedLinkLasts)
    return { to: staff.email, ...letterText(staff.name, municipality.name, link, until) }
  })
  if (!letter) return
  const sent = await house.mailer.send(letter)
  if (sent.ok) return
  if (sent.error.kind === 'unavailable') throw new Error(`mail server: ${sent.error.detail}`)
  house.log.warn({ staff: staffId, reason: sent.error.detail }, 'a sign-in link could not be mailed')
}

const letterText = (name: string, municipality: string, link: string, until: Date) => ({
  subject: `Logga in i Uppsikt, ${municipality}`,
  text: `Hej ${name},

här är länken som loggar in dig i Uppsikt för ${municipality}:

${link}

Länken gäller till klockan ${timeText(until)} och kan användas en gång.

Har du inte bett om en länk behöver du inte göra något. Skicka inte länken vidare: den som har den kommer in som du.
`,
})

/** Whether a link still lets somebody in. Looking does not use it, so a mail scanner that opens it does no harm. */
export async function signInLinkHolds(
  house: House,
  municipalityId: MunicipalityId,
  token: string,
): Promise<boolean> {
  if (!looksLikeToken(token)) return false
  return withMunicipality(house.db, municipalityId, (tx) =>
    linkHolds(tx, municipalityId, hashOf(token), house.clock.now()),
  )
}

/** The person confirms: the link is used up, with every other unused link of theirs, and a session begins. */
export async function signInWithLink(
  house: House,
  municipalityId: MunicipalityId,
  token: string,
): Promise<Result<NewSession, 'linkDoesNotHold' | 'onlyProvider'>> {
  if (!looksLikeToken(token)) return fail('linkDoesNotHold')
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const staffId = await burnLink(tx, municipalityId, hashOf(token), now)
    const staff = staffId && (await findStaff(tx, municipalityId, staffId))
    if (!staff || staff.endedAt) return fail('linkDoesNotHold')
    await burnLinksOf(tx, municipalityId, staff.staffId, now)
    if (!mayEnterBeside(await findProvider(tx, municipalityId), staff)) return fail('onlyProvider')
    await noteBreakGlass(tx, municipalityId, staff, 'link', now)
    return ok(await openSession(tx, municipalityId, staff, 'link', now))
  })
}
