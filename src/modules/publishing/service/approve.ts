import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import { type PublicationId, type StaffId, Stop } from '../../../kernel/index.ts'
import { whenText } from '../../../web/index.ts'
import { audit } from '../../audit/index.ts'
import { notify } from '../../notices/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { rostersFor } from '../../staffing/index.ts'
import { digestOf, findingsOf, isByAuthor, stopsIn } from '../rules.ts'
import { addStep, stepsOf, updatePublication } from '../store.ts'
import type { Around, Publication } from '../types.ts'
import { conditionsOf } from './conditions.ts'
import { requireOpen, stepBy } from './drafts.ts'
import { sealApproved } from './freeze.ts'
import { mayChangeIt, mayWriteIt, placesInUse, type Reached, writable } from './whole.ts'

/** Whether the policy wants somebody else than the author to approve what is published. */
export const needsSecond = async (tx: Tx, { municipalityId }: Actor, now: Date): Promise<boolean> =>
  (await currentPolicy(tx, municipalityId, now)).settings.publishing.secondApproves

/**
 * The author is done: it waits for somebody else where the policy says so or it is handed in to the film channel, and is
 * approved at once elsewhere.
 * @param version which one the author saw. @throws Stop('conflict') while a check stops it.
 */
export async function handOn(
  house: House,
  actor: Actor,
  around: Around,
  publicationId: PublicationId,
  version: number,
): Promise<'waiting' | 'planned'> {
  authorize(actor, 'publishing.write')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a publication is handed on by a person')
  const now = house.clock.now()
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const reached = await writable(tx, actor, publicationId, now, mayChangeIt)
    const { publication } = reached.whole
    requireOpen(publication, version)
    if (mayWriteIt(actor, reached.whole, reached.reach) && !(await needsSecond(tx, actor, now))) {
      await freeze(house, tx, actor, around, reached, staffId)
      return 'planned'
    }
    await refuseStopped(tx, actor, around, reached, now)
    await updatePublication(tx, municipalityId, publicationId, {
      ...{ state: 'waiting', detail: '', askedBy: staffId, changedAt: now },
    })
    await addStep(tx, municipalityId, publicationId, stepBy(house, actor, 'asked'))
    await audit(tx, actor, 'publishing.ask', { kind: 'publication', id: publicationId }, {}, now)
    await tellApprovers(tx, actor, reached, now)
    return 'waiting'
  })
}

/** Somebody who has written no part of it approves. @throws Stop. */
export async function approve(
  house: House,
  actor: Actor,
  around: Around,
  publicationId: PublicationId,
  version: number,
): Promise<void> {
  authorize(actor, 'publishing.write')
  const { staffId } = actor
  if (!staffId) throw new Error('a publication is approved by a person')
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const reached = await writable(tx, actor, publicationId, house.clock.now())
    const { publication } = reached.whole
    requireWaiting(publication, version)
    const steps = await stepsOf(tx, actor.municipalityId, publicationId)
    if (isByAuthor(publication, steps, staffId))
      throw new Stop(
        'refused',
        'Du har skrivit en del av inlägget. Någon som inte har skrivit i det måste godkänna det.',
      )
    await freeze(house, tx, actor, around, reached, publication.askedBy ?? staffId)
  })
}

function requireWaiting(publication: Publication, version: number): void {
  if (publication.state !== 'waiting' || publication.version !== version)
    throw new Stop(
      'conflict',
      'Inlägget har ändrats sedan du öppnade det, eller väntar inte längre. Läs det som står nu.',
    )
}

/** Sends it back to its author, with a reason. */
export async function decline(
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  version: number,
  reason: string,
): Promise<void> {
  authorize(actor, 'publishing.write')
  const { municipalityId } = actor
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { whole } = await writable(tx, actor, publicationId, now)
    const { publication } = whole
    requireWaiting(publication, version)
    await updatePublication(tx, municipalityId, publicationId, {
      ...{ state: 'draft', detail: reason, askedBy: null, changedAt: now },
    })
    await addStep(tx, municipalityId, publicationId, stepBy(house, actor, 'declined', reason))
    await audit(tx, actor, 'publishing.decline', { kind: 'publication', id: publicationId }, {}, now)
    if (publication.askedBy)
      await notify(
        tx,
        municipalityId,
        {
          to: publication.askedBy,
          severity: 'today',
          thing: `publication/${publicationId}/declined/${publication.version}`,
          kind: 'publicationDeclined',
          subject: 'Ditt inlägg behöver ändras innan det kan publiceras',
          line: `${actor.name} har skickat tillbaka det med ett skäl. Läs skälet, ändra och skicka det igen.`,
          href: `/publicering/${publicationId}`,
        },
        now,
      )
  })
}

async function refuseStopped(
  tx: Tx,
  { municipalityId }: Actor,
  around: Around,
  { whole, reach }: Reached,
  now: Date,
): Promise<void> {
  const places = await placesInUse(tx, municipalityId, around, whole, reach.accounts)
  const conditions = await conditionsOf(tx, municipalityId, around, now, reach)
  const [first, ...more] = stopsIn(findingsOf(whole, places, conditions, now))
  if (!first) return
  const besides =
    more.length > 0 ? ` Det är ${more.length + 1} saker som stoppar, de står under Kontroller.` : ''
  throw new Stop('conflict', `${first.says}. ${first.todo ?? 'Rätta det.'}${besides} Texten är sparad.`)
}

/** Approval: all of it is frozen by its digest, sealed as a record for each account, and given its time. */
async function freeze(
  house: House,
  tx: Tx,
  actor: Actor,
  around: Around,
  reached: Reached,
  writer: StaffId,
): Promise<void> {
  const { municipalityId, staffId } = actor
  const now = house.clock.now()
  await refuseStopped(tx, actor, around, reached, now)
  const { reach } = reached
  const plannedAt = reached.whole.publication.plannedAt ?? now
  const whole = { ...reached.whole, publication: { ...reached.whole.publication, plannedAt } }
  const { publicationId } = whole.publication
  const policy = await currentPolicy(tx, municipalityId, now)
  const names = await staffNames(tx, municipalityId, [writer])
  const approval = {
    ...{ writtenBy: names.get(writer) ?? '', approvedBy: actor.name, at: now },
    ...{ sha256: digestOf(whole), policyVersion: policy.version },
  }
  for (const place of whole.places) {
    const account = reach.accounts.get(place.accountId)
    if (!account) throw new Error('a place without its account')
    await sealApproved(house, tx, municipalityId, whole, place, account, approval)
  }
  await updatePublication(tx, municipalityId, publicationId, {
    ...{ state: 'planned', detail: '', plannedAt, askedBy: writer },
    ...{ approvedBy: staffId ?? null, approvedAt: now, approvedSha256: approval.sha256, changedAt: now },
  })
  await addStep(tx, municipalityId, publicationId, stepBy(house, actor, 'approved'))
  const detail = { accounts: whole.places.map(({ accountId }) => accountId) }
  await audit(tx, actor, 'publishing.approve', { kind: 'publication', id: publicationId }, detail, now)
  await announce(tx, municipalityId, 'publication.approved', { publication: publicationId }, now)
}

/**
 * The accounts' owners and deputies but the author, or where there is none communications; once for each asking. Of what is
 * handed in, those who are asked are the film channel's.
 */
async function tellApprovers(tx: Tx, actor: Actor, { whole, reach }: Reached, now: Date): Promise<void> {
  const { publicationId, version, plannedAt } = whole.publication
  const accounts = whole.places.flatMap(({ accountId }) => reach.accounts.get(accountId) ?? [])
  const beyond = accounts.filter((account) => !reach.mayWrite(account))
  const asked = beyond.length > 0 ? beyond : accounts
  const people = new Set(
    asked
      .flatMap(({ ownerStaffId, deputyStaffId }) => [ownerStaffId, deputyStaffId])
      .filter((id) => id !== null),
  )
  people.delete(actor.staffId as StaffId)
  if (people.size === 0) {
    const span = { from: now, to: new Date(now.getTime() + 1) }
    for (const { communications } of (await rostersFor(tx, actor.municipalityId, asked, span)).values())
      for (const id of communications) if (id !== actor.staffId) people.add(id)
  }
  for (const to of people)
    await notify(
      tx,
      actor.municipalityId,
      {
        to,
        severity: 'today',
        thing: `publication/${publicationId}/asked/${version}`,
        kind: 'publicationWaits',
        subject: 'Ett inlägg väntar på att godkännas',
        line: `${actor.name} vill publicera på ${accounts.map(({ name }) => name).join(', ')}${plannedAt ? ` ${whenText(plannedAt, now)}` : ''}. Läs det, och godkänn eller skicka tillbaka.`,
        href: `/publicering/${publicationId}`,
      },
      now,
    )
}
