import { type Actor, authorize, systemActor } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { type AccountId, type MunicipalityId, numberText, Stop } from '../../../kernel/index.ts'
import type { Draft, Platform, Published } from '../../../platforms/contract.ts'
import { type Account, connectionOf, requireAccount } from '../../accounts/index.ts'
import { closingDecision, closingSteps } from '../closing.ts'
import { latest } from '../rules.ts'
import { findStep, stepsOf } from '../store.ts'
import { holdAccount } from './life.ts'
import type { Platforms } from './read.ts'
import { takeStep } from './take-step.ts'

/** The notice on an account that is being closed, published through the account where the platform takes it. */

/** Whether the platform takes a text without a picture from here. */
export const takesNotice = ({ publishing }: Platform, account: Account): boolean =>
  publishing !== undefined && publishing.limits.needs === undefined && account.connected

const letters = new Intl.Segmenter('sv')

/** Orders the notice: its words are sealed before anything leaves, and the worker publishes it (publishNotice). */
export async function orderNotice(
  house: House,
  actor: Actor,
  platforms: Platforms,
  accountId: AccountId,
  text: string,
): Promise<void> {
  authorize(actor, 'accounts.close')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await holdAccount(tx, actor, accountId)
    authorize(actor, 'accounts.close', account)
    const steps = await stepsOf(tx, municipalityId, { accounts: [accountId] })
    if (!closingDecision(steps)) throw new Stop('conflict', 'Först behövs ett beslut om att stänga kontot.')
    const platform = platforms.get(account.platform)
    if (!platform || !takesNotice(platform, account))
      throw new Stop('invalid', 'Plattformen tar inte emot beskedet härifrån. Lägg upp det för hand.')
    const most = platform.publishing?.limits.graphemes
    const length = [...letters.segment(text)].length
    if (most !== undefined && length > most)
      throw new Stop('invalid', `Beskedet är för långt för ${platform.name}.`, {
        text: `Skriv högst ${numberText(most)} tecken. Nu är det ${numberText(length)}.`,
      })
    const last = latest(closingSteps(steps), 'noticeOrdered', 'noticeRefused', 'noticeShown')
    if (last && last.kind !== 'noticeRefused')
      throw new Stop('conflict', 'Beskedet är redan på väg, eller står på kontot. Ladda om sidan.')
    const step = await takeStep(house, tx, actor, { kind: 'noticeOrdered', accountId, detail: { text } })
    await announce(tx, municipalityId, 'account.noticeOrdered', { step }, house.clock.now())
  })
}

/**
 * Job for 'account.noticeOrdered'. What was published under the step's id is looked for before anything is sent.
 * @throws Error when the platform cannot be reached or has not answered, so that the job is tried again.
 */
export async function publishNotice(
  house: House,
  municipalityId: MunicipalityId,
  platforms: Platforms,
  stepId: string,
): Promise<void> {
  const order = await withMunicipality(house.db, municipalityId, async (tx) => {
    const step = await findStep(tx, municipalityId, stepId)
    if (!step?.accountId) return undefined
    const steps = await stepsOf(tx, municipalityId, { accounts: [step.accountId] })
    if (latest(steps, 'noticeOrdered', 'noticeShown', 'noticeRefused')?.stepId !== stepId) return undefined
    const account = await requireAccount(tx, municipalityId, step.accountId)
    const connection = await connectionOf(house, tx, municipalityId, account)
    return { step, account, connection }
  })
  const publishing = order && platforms.get(order.account.platform)?.publishing
  if (!publishing) return
  const { step, account, connection } = order
  const text = String(step.detail['text'])
  const draft: Draft = { title: `${account.name} stänger`, text, images: [], language: 'sv' }
  const found = await publishing.findPublished(connection, stepId, draft)
  const outcome =
    found.ok || found.error.kind !== 'gone' ? found : await publishing.publish(connection, draft, stepId)
  const { accountId } = account
  if (outcome.ok) return keep(house, municipalityId, accountId, text, outcome.value)
  const { kind, detail } = outcome.error
  if (kind === 'retryLater' || kind === 'outcomeUnknown')
    throw new Error(`the notice is not out yet: ${detail}`)
  await withMunicipality(house.db, municipalityId, (tx) =>
    takeStep(house, tx, systemActor(municipalityId), {
      kind: 'noticeRefused',
      accountId,
      detail: { reason: detail },
    }),
  )
}

async function keep(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  text: string,
  { platformId, permalink, answer }: Published,
): Promise<void> {
  const detail = { text, link: permalink ?? '', platformId }
  const parts = [
    { name: 'raw', mediaType: answer.mediaType, bytes: answer.bytes },
    { name: 'answer', mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(answer.answer)) },
  ]
  await withMunicipality(house.db, municipalityId, (tx) =>
    takeStep(house, tx, systemActor(municipalityId), { kind: 'noticeShown', accountId, detail, parts }),
  )
}
