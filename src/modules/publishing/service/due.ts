import { systemActor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type JobOptions, queueJob } from '../../../infra/jobs/index.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { findingsOf, stopsIn } from '../rules.ts'
import { addStep, duePublications, placesOnTheWay, updatePublication } from '../store.ts'
import type { Around, Place, Publication, Whole } from '../types.ts'
import { conditionsOf } from './conditions.ts'
import { sealOutcome } from './freeze.ts'
import { sendTo } from './send.ts'
import { tellAuthor } from './tell.ts'
import { placesInUse, reachOf, wholeOf } from './whole.ts'

/**
 * By the clock, and when something is approved: what is due is checked once more, for a licence may have ended since, and
 * then leaves by a job for each account.
 */
export async function sendDue(house: House, municipalityId: MunicipalityId, around: Around): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    for (const publication of await duePublications(tx, municipalityId, now))
      await begin(house, tx, municipalityId, around, publication, now)
    // A job that was lost, with its database or by a fault, is there again; one that waits keeps its time.
    for (const place of await placesOnTheWay(tx, municipalityId))
      await queueSending(tx, municipalityId, place, { keepTime: true })
  })
}

async function begin(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  around: Around,
  publication: Publication,
  now: Date,
): Promise<void> {
  const { publicationId } = publication
  const whole = await wholeOf(tx, municipalityId, publicationId)
  const reach = await reachOf(tx, systemActor(municipalityId), now)
  const inUse = await placesInUse(tx, municipalityId, around, whole, reach.accounts)
  const conditions = await conditionsOf(tx, municipalityId, around, now, reach)
  // One account that is closed or paused stops itself (send.ts), not the others.
  const stopping = stopsIn(findingsOf(whole, inUse, conditions, now)).filter(({ code }) => code !== 'closed')
  const [first] = stopping
  if (first) return hold(house, tx, municipalityId, whole, `${first.says}. ${first.todo ?? ''}`.trim(), now)
  await updatePublication(tx, municipalityId, publicationId, { state: 'sending' })
}

/** A job for an account; those of one account run one at a time. */
export const queueSending = (
  tx: Tx,
  municipality: MunicipalityId,
  { publicationId, accountId }: Pick<Place, 'publicationId' | 'accountId'>,
  when: Pick<JobOptions, 'runAt' | 'keepTime'> = {},
): Promise<void> =>
  queueJob(
    tx,
    'publishing.send',
    { municipality, event: { publication: publicationId, account: accountId } },
    {
      key: `publishing.send/${municipality}/${publicationId}/${accountId}`,
      queue: `publishing/${accountId}`,
      ...when,
    },
  )

/** Job for an account: as far as it goes now, and again when the platform says. */
export async function send(
  house: House,
  municipalityId: MunicipalityId,
  around: Around,
  place: Pick<Place, 'publicationId' | 'accountId'>,
): Promise<void> {
  const more = await sendTo(house, municipalityId, around, place.publicationId, place.accountId)
  if (!more) return
  await withMunicipality(house.db, municipalityId, (tx) =>
    queueSending(tx, municipalityId, place, { runAt: more.again }),
  )
}

/** It is not sent while a check stops it; its author is told. */
export async function hold(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  whole: Whole,
  why: string,
  now: Date,
): Promise<void> {
  const { publicationId } = whole.publication
  await updatePublication(tx, municipalityId, publicationId, { state: 'held', detail: why })
  const step = { kind: 'held', accountId: null, at: now, staffId: null, detail: why } as const
  await addStep(tx, municipalityId, publicationId, step)
  for (const place of whole.places)
    await sealOutcome(house, tx, municipalityId, place, { heldAt: now.toISOString(), heldBecause: why })
  const about = { kind: 'publication', id: publicationId }
  await audit(tx, systemActor(municipalityId), 'publishing.hold', about, {}, now)
  await tellAuthor(tx, municipalityId, whole, {
    thing: `held/${whole.publication.version}`,
    subject: 'Ett planerat inlägg har hållits kvar',
    line: 'En kontroll stoppar inlägget. Inget har publicerats. Se vad som stoppar, rätta det och skicka det igen.',
    now,
  })
}
