import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { asId, type MunicipalityId, type RecordId, Stop, type TaskId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'
import { requireItem } from '../../archive/index.ts'
import { standingIn } from '../../diary/index.ts'
import { approveReply, type Seen } from '../../measures/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { nowText, standingsFor } from '../../staffing/index.ts'
import { type DiaryStanding, type OpenedTask, openedTask } from '../../supervision/index.ts'
import { requireTask, stayOpen } from '../../tasks/index.ts'
import { referralsOf } from '../referral-store.ts'
import { filledIn, firstName, forwardText, moveOutText } from '../rules.ts'
import { draftOf, savedReplies, writeDraft } from '../store.ts'
import type { Draft, Referral, SavedReply } from '../types.ts'

export interface OpenedDialogue {
  readonly opened: OpenedTask
  readonly referrals: readonly Referral[]
  readonly draft: Draft | undefined
  readonly savedReplies: readonly SavedReply[]
  readonly diary: DiaryStanding
  /** Who answers for the account it came to. */
  readonly answers:
    | {
        readonly owner: string | undefined
        readonly deputy: string | undefined
        /** Where it is another than the owner. */
        readonly now: string | undefined
      }
    | undefined
}

/** A question opened to be answered. @throws Stop('notFound'), Stop('refused'). */
export async function openDialogue(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  taskId: TaskId,
): Promise<OpenedDialogue> {
  authorize(actor, 'tasks.read')
  const opened = await openedTask(house, actor, platforms, taskId, true)
  const { item, account } = opened
  if (!item) throw new Stop('notFound', 'Ärendet är ingen fråga. Gå tillbaka till kön och öppna det där.')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => ({
    opened,
    referrals: await referralsOf(tx, municipalityId, taskId),
    draft: await draftOf(tx, municipalityId, taskId),
    savedReplies: await savedReplies(tx, municipalityId),
    diary: await standingIn(tx, actor, item.item.recordId, account ?? {}),
    answers: account && (await answersFor(tx, municipalityId, account, house.clock.now())),
  }))
}

async function answersFor(
  tx: Tx,
  municipalityId: MunicipalityId,
  account: Account,
  now: Date,
): Promise<OpenedDialogue['answers']> {
  const { ownerStaffId, deputyStaffId } = account
  const names = await staffNames(tx, municipalityId, [ownerStaffId, deputyStaffId])
  const standing = (await standingsFor(tx, municipalityId, [account], now)).get(account.accountId)
  return {
    owner: ownerStaffId ? names.get(ownerStaffId) : undefined,
    deputy: deputyStaffId ? names.get(deputyStaffId) : undefined,
    now: standing?.now?.as === 'owner' && !standing.nobody ? undefined : standing && nowText(standing),
  }
}

/**
 * That the actor may work with a question, before a form about it is shown; colleagues see that it is open.
 * @returns how many referrals it has. @throws Stop.
 */
export async function requireQuestion(house: House, actor: Actor, taskId: TaskId): Promise<number> {
  authorize(actor, 'dialogue.reply')
  await stayOpen(house, actor, taskId)
  const { municipalityId } = actor
  return withMunicipality(
    house.db,
    municipalityId,
    async (tx) => (await referralsOf(tx, municipalityId, taskId)).length,
  )
}

const longestDraft = 10_000

/** Keeps what has been written so far; an empty text takes it away. */
export async function saveDraft(house: House, actor: Actor, taskId: TaskId, text: string): Promise<void> {
  authorize(actor, 'dialogue.reply')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a draft is written by a person')
  if (text.length > longestDraft)
    throw new Stop('invalid', 'Utkastet är längre än 10\u00a0000 tecken och sparades inte. Korta det.', {
      svar: 'Skriv högst 10\u00a0000 tecken',
    })
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await requireTask(tx, actor, taskId, 'tasks.work')
    await writeDraft(tx, municipalityId, taskId, { text: text.trim(), staffId, savedAt: house.clock.now() })
  })
}

/** Puts a saved answer in the draft, with the names in their places, after what stands there already. */
export async function useSavedReply(house: House, actor: Actor, taskId: TaskId, id: string): Promise<void> {
  authorize(actor, 'dialogue.reply')
  const { municipalityId } = actor
  const text = await withMunicipality(house.db, municipalityId, async (tx) => {
    const task = await requireTask(tx, actor, taskId, 'tasks.work')
    const chosen = (await savedReplies(tx, municipalityId)).find(
      ({ savedReplyId }) => savedReplyId === asId(id),
    )
    if (!chosen || !task.recordId)
      throw new Stop('notFound', 'Det sparade svaret finns inte längre. Välj ett annat.')
    const before = (await draftOf(tx, municipalityId, taskId))?.text
    const filled = await filledFor(tx, actor, task.recordId, chosen.text)
    return before ? `${before}\n${filled}` : filled
  })
  await saveDraft(house, actor, taskId, text)
}

/** A saved answer with the names of this question in their places. */
async function filledFor(
  tx: Tx,
  { municipalityId }: Actor,
  recordId: RecordId,
  text: string,
): Promise<string> {
  const item = await requireItem(tx, municipalityId, recordId)
  const account = await requireAccount(tx, municipalityId, item.accountId)
  return filledIn(text, { name: firstName(item.author), account: account.name }).replaceAll(' !', '!')
}

/**
 * Writes the prepared answer that asks the sender to use another way than the channel as a draft: the person reads it,
 * and sends it as an ordinary answer (A3).
 */
export async function moveOut(house: House, actor: Actor, taskId: TaskId): Promise<void> {
  authorize(actor, 'dialogue.reply')
  const { municipalityId } = actor
  const text = await withMunicipality(house.db, municipalityId, async (tx) => {
    const { recordId } = await requireTask(tx, actor, taskId, 'tasks.work')
    if (!recordId) throw new Stop('notFound', 'Ärendet är ingen fråga. Gå tillbaka till kön.')
    const own = (await savedReplies(tx, municipalityId)).find(({ purpose }) => purpose === 'moveOut')
    return filledFor(tx, actor, recordId, own?.text ?? moveOutText)
  })
  await saveDraft(house, actor, taskId, text)
}

/** Writes the way to another authority as a draft: the person reads it, and sends it as an answer (D3). */
export async function forward(
  house: House,
  actor: Actor,
  taskId: TaskId,
  to: { readonly authority: string; readonly contact: string },
): Promise<void> {
  authorize(actor, 'dialogue.reply')
  const { municipalityId } = actor
  const text = await withMunicipality(house.db, municipalityId, async (tx) => {
    const { recordId } = await requireTask(tx, actor, taskId, 'tasks.work')
    if (!recordId) throw new Stop('notFound', 'Ärendet är ingen fråga. Gå tillbaka till kön.')
    return forwardText(await requireItem(tx, municipalityId, recordId), to)
  })
  await saveDraft(house, actor, taskId, text)
}

/** Approves and sends the answer; the draft is done with. @throws as approveReply. */
export async function sendAnswer(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  taskId: TaskId,
  answer: { readonly text: string; readonly version: number; readonly seen?: Seen },
): Promise<void> {
  authorize(actor, 'dialogue.reply')
  await saveDraft(house, actor, taskId, answer.text)
  const { recordId } = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireTask(tx, actor, taskId, 'tasks.work'),
  )
  if (!recordId) throw new Stop('notFound', 'Ärendet är ingen fråga. Gå tillbaka till kön.')
  await approveReply(house, actor, platforms, { recordId, ...answer })
  await saveDraft(house, actor, taskId, '')
}
