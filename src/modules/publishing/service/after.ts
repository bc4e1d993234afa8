import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, type PublicationId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { addStep, movePlace, stepsOf } from '../store.ts'
import type { Place, PlaceState, StepKind } from '../types.ts'
import { stepBy } from './drafts.ts'
import { queueSending } from './due.ts'
import { sealOutcome } from './freeze.ts'
import { settle } from './send.ts'
import { mayChangeIt, writable } from './whole.ts'

/** What a person does about an account where it did not come out by itself. */

/** The same words are tried again; what may be out already is looked up first. */
export const tryAgain = (
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  accountId: AccountId,
): Promise<void> => {
  authorize(actor, 'publishing.write')
  return take(house, actor, publicationId, accountId, 'again', ['failed'], async (tx, place) => {
    const { municipalityId } = actor
    const steps = await stepsOf(tx, municipalityId, publicationId)
    const left = steps.some(({ kind, accountId: of }) => kind === 'sent' && of === accountId)
    const state = left ? 'sent' : 'chosen'
    await movePlace(tx, municipalityId, place, { state, detail: '', finishedAt: null })
    await queueSending(tx, municipalityId, place)
    return ''
  })
}

/** A person has published it there, and shows where. */
export const confirmByHand = (
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  accountId: AccountId,
  link: string,
): Promise<void> => {
  authorize(actor, 'publishing.write')
  if (!URL.canParse(link) || !/^https?:$/.test(new URL(link).protocol))
    throw new Stop('invalid', 'Länken är ingen webbadress. Kopiera den från inlägget, med https framför.', {
      [`lank-${accountId}`]: 'Kopiera länken till inlägget från webbläsaren, med https framför',
    })
  return take(
    house,
    actor,
    publicationId,
    accountId,
    'doneByHand',
    ['failed', 'byHand'],
    async (tx, place) => {
      const now = house.clock.now()
      await sealOutcome(house, tx, actor.municipalityId, place, {
        permalink: link,
        publishedAt: now.toISOString(),
        publishedByHandBy: actor.name,
      })
      await movePlace(tx, actor.municipalityId, place, {
        ...{ state: 'published', detail: '', permalink: link, finishedAt: now },
      })
      return link
    },
  )
}

/** It is not to be published there after all. */
export const leaveIt = (
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  accountId: AccountId,
): Promise<void> => {
  authorize(actor, 'publishing.write')
  return take(house, actor, publicationId, accountId, 'left', ['failed', 'byHand'], async (tx, place) => {
    const now = house.clock.now()
    await sealOutcome(house, tx, actor.municipalityId, place, {
      leftBy: actor.name,
      leftAt: now.toISOString(),
    })
    await movePlace(tx, actor.municipalityId, place, { state: 'left', finishedAt: now })
    return ''
  })
}

const verbs = { again: 'again', doneByHand: 'byHand', left: 'leave' } as const

/** @param from the states in which it can be done; anything else was done by somebody else meanwhile. */
async function take(
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  accountId: AccountId,
  kind: StepKind & keyof typeof verbs,
  from: readonly PlaceState[],
  act: (tx: Tx, place: Place) => Promise<string>,
): Promise<void> {
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const { whole, reach } = await writable(tx, actor, publicationId, now, mayChangeIt)
    const account = reach.accounts.get(accountId)
    // Of what is handed in to the film channel, each does what is left on the accounts that they publish on.
    if (account && !reach.mayWrite(account))
      throw new Stop(
        'refused',
        `Du har inte behörighet att publicera på ${account.name}. Be den som ansvarar för kontot, eller kommunikationsavdelningen.`,
      )
    const place = whole.places.find((one) => one.accountId === accountId)
    if (!place || whole.publication.state !== 'sending' || !from.includes(place.state))
      throw new Stop(
        'conflict',
        'Någon annan har redan tagit hand om det, eller så är det på väg. Ladda om sidan.',
      )
    const detail = await act(tx, place)
    await addStep(tx, municipalityId, publicationId, { ...stepBy(house, actor, kind, detail), accountId })
    await settle(tx, municipalityId, publicationId, now)
    const about = { kind: 'publication', id: publicationId }
    await audit(tx, actor, `publishing.${verbs[kind]}`, about, { account: accountId }, now)
  })
}
