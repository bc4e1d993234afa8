import { type Actor, authorize, systemActor } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import type { SecretPlace } from '../../../infra/signing/secret-places.ts'
import { type MunicipalityId, newId, type RecordId, Stop, type TaskId } from '../../../kernel/index.ts'
import { longDayText, timeText } from '../../../web/index.ts'
import { acceptRecords, type Item, requireItem } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import {
  countAttempt,
  hashOf,
  looksLikeToken,
  municipalityOrigin,
  nameFor,
  newToken,
} from '../../organisation/index.ts'
import { requireOpenTask, requireTask } from '../../tasks/index.ts'
import { answerDueOf, changeReferral, insertReferral, lockReferral, referralsOf } from '../referral-store.ts'
import { referralLasts, referralState } from '../rules.ts'
import type { Referral } from '../types.ts'
import { tellUnitAnswered } from './tell-referrals.ts'

const tokenContext = (referralId: string): string => `referral/${referralId}`

export const referralSecrets: SecretPlace = {
  ...{ table: 'referral', column: 'token_ciphertext', key: ['referral_id'] },
  context: (_municipalityId, referralId = '') => tokenContext(referralId),
}

/**
 * Hands a question to the unit in charge (D2). What is asked is a record; the letter holds a link and nothing of what
 * was said.
 * @returns the referral's id. @throws Stop('notFound'), Stop('refused').
 */
export async function refer(
  house: House,
  actor: Actor,
  taskId: TaskId,
  to: { readonly unit: string; readonly email: string; readonly question: string },
  /** How many referrals the question had when the page was drawn; without it nobody is told that a colleague was first. */
  seen?: number,
): Promise<RecordId> {
  authorize(actor, 'dialogue.reply')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a question is referred by a person')
  const referralId = newId<RecordId>()
  const token = newToken()
  const now = house.clock.now()
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const task = await requireOpenTask(tx, actor, taskId, now)
    if (!task.recordId) throw new Stop('conflict', 'Ärendet är ingen fråga. Gå tillbaka till kön.')
    const made = seen !== undefined && (await referredAlready(tx, actor, taskId, to, seen))
    if (made) return made
    const item = await requireItem(tx, municipalityId, task.recordId)
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: referralId,
        version: 1,
        type: recordTypes.drawnUp,
        fields: { about: aboutOf(item), step: 'referred', unit: to.unit, text: to.question, by: actor.name },
        parts: [],
      },
    ])
    await insertReferral(tx, municipalityId, {
      referralId,
      taskId,
      recordId: item.recordId,
      ...to,
      staffId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + referralLasts),
      tokenHash: hashOf(token),
      tokenCiphertext: house.keys.encrypt(token, tokenContext(referralId)),
    })
    await audit(tx, actor, 'dialogue.refer', { kind: 'record', id: item.recordId }, { unit: to.unit }, now)
    await announce(tx, municipalityId, 'question.referred', { referral: referralId }, now)
    return referralId
  })
}

/**
 * The same question to the same unit by the same person is the same referral: the button was pressed twice, or the
 * first answer never came. @returns its id. @throws Stop('conflict') that names the colleague who was first.
 */
async function referredAlready(
  tx: Tx,
  actor: Actor,
  taskId: TaskId,
  to: { readonly unit: string; readonly email: string; readonly question: string },
  seen: number,
): Promise<RecordId | undefined> {
  const since = (await referralsOf(tx, actor.municipalityId, taskId)).slice(seen)
  const own = since.find(
    (one) =>
      one.staffId === actor.staffId &&
      one.unit === to.unit &&
      one.email === to.email &&
      one.question === to.question,
  )
  const last = since.at(-1)
  if (own || !last) return own?.referralId
  const who = await nameFor(tx, actor, last.staffId, 'En kollega')
  throw new Stop(
    'conflict',
    `${who} hänvisade frågan till ${last.unit}, efter att du öppnade sidan. Skicka din också, om fler enheter ska svara.`,
  )
}

const aboutOf = (item: Item) => [{ record: item.recordId, version: item.version }]

/**
 * Job for 'question.referred': sends the letter, once.
 * @throws Error when the mail server cannot be reached, so that the job is tried again.
 */
export async function mailReferral(
  house: House,
  municipalityId: MunicipalityId,
  referralId: RecordId,
): Promise<void> {
  const origin = await municipalityOrigin(house, municipalityId)
  const letter = await withMunicipality(house.db, municipalityId, async (tx) => {
    const referral = await lockReferral(tx, municipalityId, { referralId })
    const now = house.clock.now()
    if (!referral || referral.mailedAt || referralState(referral, now) !== 'waiting') return undefined
    const token = house.keys.decrypt(referral.tokenCiphertext, tokenContext(referralId))
    const due = await answerDueOf(tx, municipalityId, referral.taskId, now)
    const link = `${origin}/hanvisning/${token}`
    return { to: referral.email, ...letterText(referral.unit, link, due) }
  })
  if (!letter) return
  const sent = await house.mailer.send(letter)
  if (!sent.ok && sent.error.kind === 'unavailable') throw new Error(`mail server: ${sent.error.detail}`)
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, (tx) =>
    changeReferral(
      tx,
      municipalityId,
      referralId,
      sent.ok ? { mailed_at: now, mail_failure: null } : { mail_failure: failureText(sent.error.kind) },
    ),
  )
}

const failureText = (kind: string): string =>
  kind === 'notConfigured'
    ? 'Installationen kan inte skicka e-post. Kopiera länken och skicka den själv.'
    : 'Brevet togs inte emot. Kontrollera adressen, eller kopiera länken och skicka den på annat sätt.'

const letterText = (unit: string, link: string, due: Date | undefined) => ({
  subject: 'En fråga till er som väntar på svar',
  text: `Hej ${unit},

någon har frågat kommunen i sociala medier om något som ni vet bäst.${due ? ` Den som frågade ska ha svar senast ${longDayText(due)} kl. ${timeText(due)}.` : ''} Läs frågan och svara här:

${link}

Ni behöver inte logga in. Den som frågade får svaret från kommunens konto, så skriv det som ska sägas.

Skicka inte länken vidare utanför enheten: den som har den kan läsa frågan och svara.
`,
})

/** The link, for whoever referred and wants to hand it over in another way. @throws Stop. */
export async function referralLink(house: House, actor: Actor, referralId: RecordId): Promise<string> {
  authorize(actor, 'dialogue.reply')
  const { municipalityId } = actor
  const origin = await municipalityOrigin(house, municipalityId)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const referral = await lockReferral(tx, municipalityId, { referralId })
    if (!referral) throw notThere()
    await requireTask(tx, actor, referral.taskId, 'tasks.work')
    return `${origin}/hanvisning/${house.keys.decrypt(referral.tokenCiphertext, tokenContext(referralId))}`
  })
}

const notThere = (): Stop => new Stop('notFound', 'Hänvisningen finns inte. Gå tillbaka till frågan.')

/** Takes the question back: the link stops working. */
export async function withdrawReferral(house: House, actor: Actor, referralId: RecordId): Promise<TaskId> {
  authorize(actor, 'dialogue.reply')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const referral = await lockReferral(tx, municipalityId, { referralId })
    if (!referral) throw notThere()
    await requireTask(tx, actor, referral.taskId, 'tasks.work')
    const now = house.clock.now()
    if (referralState(referral, now) !== 'waiting')
      throw new Stop(
        'conflict',
        'Enheten har redan svarat, eller så gäller länken inte längre. Ladda om sidan.',
      )
    await changeReferral(tx, municipalityId, referralId, { withdrawn_at: now })
    await audit(tx, actor, 'dialogue.withdrawReferral', { kind: 'record', id: referral.recordId }, {}, now)
    return referral.taskId
  })
}

/** A question as the unit sees it: what was asked and said, never who said it. */
export interface ReferredQuestion {
  readonly referral: Referral
  readonly text: string
  /** When whoever asked is to have an answer. */
  readonly dueAt: Date | undefined
}

/** @returns undefined for a link that does not hold, whatever the reason: a stranger learns nothing by trying. */
export async function readReferral(
  house: House,
  municipalityId: MunicipalityId,
  token: string,
): Promise<ReferredQuestion | undefined> {
  if (!looksLikeToken(token)) return undefined
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const referral = await lockReferral(tx, municipalityId, { tokenHash: hashOf(token) })
    const now = house.clock.now()
    if (!referral || !['waiting', 'answered'].includes(referralState(referral, now))) return undefined
    if (!referral.openedAt) await changeReferral(tx, municipalityId, referral.referralId, { opened_at: now })
    const { tokenCiphertext: _, ...shown } = referral
    return {
      referral: shown,
      text: (await requireItem(tx, municipalityId, referral.recordId)).text,
      dueAt: await answerDueOf(tx, municipalityId, referral.taskId, now),
    }
  })
}

const answers = { most: 30, window: 60 * 60_000 }

/**
 * The unit's answer comes back into the thread, and is a record of its own. Once: a second answer is a new question.
 * @throws Stop('conflict'), Stop('invalid') with fields 'namn', 'svar'.
 */
export async function answerReferral(
  house: House,
  municipalityId: MunicipalityId,
  token: string,
  answer: { readonly name: string; readonly text: string },
): Promise<void> {
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const counted = await countAttempt(tx, municipalityId, { key: `referral/${token}`, ...answers }, now)
    const referral =
      counted.ok && looksLikeToken(token)
        ? await lockReferral(tx, municipalityId, { tokenHash: hashOf(token) })
        : undefined
    // The line was lost before the unit saw that its answer had come.
    if (referral?.answer === answer.text && referral.answeredBy === answer.name) return
    if (!referral || referralState(referral, now) !== 'waiting')
      throw new Stop(
        'conflict',
        'Länken tar inte emot fler svar. Kontakta den som skickade frågan om du vill lägga till något.',
      )
    const item = await requireItem(tx, municipalityId, referral.recordId)
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: referral.referralId,
        version: 2,
        type: recordTypes.drawnUp,
        fields: {
          about: aboutOf(item),
          step: 'answered',
          unit: referral.unit,
          question: referral.question,
          text: answer.text,
          by: answer.name,
        },
        parts: [],
      },
    ])
    await changeReferral(tx, municipalityId, referral.referralId, {
      answered_at: now,
      answered_by: answer.name,
      answer: answer.text,
    })
    const who = systemActor(municipalityId, `${answer.name}, ${referral.unit}`)
    await audit(tx, who, 'dialogue.answerReferral', { kind: 'record', id: item.recordId }, {}, now)
    await tellUnitAnswered(tx, municipalityId, referral.referralId, now)
  })
}
