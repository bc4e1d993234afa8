import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { asId, type MunicipalityId, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import { acceptRecords, lastVersion } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import {
  deleteSavedReply,
  dialogueRounds,
  savedReplies,
  writeDialogueRound,
  writeSavedReply,
} from '../store.ts'
import type { DialogueRound, SavedReply } from '../types.ts'

/** Answers kept for next time, by title. */
export async function readSavedReplies(house: House, actor: Actor): Promise<SavedReply[]> {
  authorize(actor, 'dialogue.reply')
  return withMunicipality(house.db, actor.municipalityId, (tx) => savedReplies(tx, actor.municipalityId))
}

/** @param reply.savedReplyId undefined for a new one. */
export async function saveReply(
  house: House,
  actor: Actor,
  reply: Pick<SavedReply, 'title' | 'text'> & Partial<Pick<SavedReply, 'savedReplyId' | 'purpose'>>,
): Promise<void> {
  authorize(actor, 'dialogue.keepReplies', {})
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('an answer is saved by a person')
  const now = house.clock.now()
  const savedReplyId = reply.savedReplyId ?? newId()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await writeSavedReply(tx, municipalityId, { purpose: 'usual', ...reply, savedReplyId }, staffId, now)
    await audit(
      tx,
      actor,
      'dialogue.saveReply',
      { kind: 'savedReply', id: savedReplyId },
      { title: reply.title },
      now,
    )
  })
}

export async function removeSavedReply(house: House, actor: Actor, savedReplyId: string): Promise<void> {
  authorize(actor, 'dialogue.keepReplies', {})
  const { municipalityId } = actor
  const id = asId(savedReplyId)
  if (!id) throw new Stop('notFound', 'Det sparade svaret finns inte längre.')
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await deleteSavedReply(tx, municipalityId, id)
    await audit(tx, actor, 'dialogue.removeReply', { kind: 'savedReply', id }, {}, house.clock.now())
  })
}

/** Invitations to dialogue, for anyone to read (D5). */
export const readDialogueRounds = (house: House, municipalityId: MunicipalityId): Promise<DialogueRound[]> =>
  withMunicipality(house.db, municipalityId, (tx) => dialogueRounds(tx, municipalityId))

/**
 * Invites to dialogue, or tells what was said and what came of it; each change is a version of a record.
 * @param round.dialogueRoundId undefined for a new one. @returns its id. @throws Stop('invalid') with field 'till'; Stop('notFound').
 */
export async function saveDialogueRound(
  house: House,
  actor: Actor,
  round: Omit<DialogueRound, 'dialogueRoundId'> & { readonly dialogueRoundId?: RecordId | undefined },
): Promise<string> {
  authorize(actor, 'dialogue.invite', {})
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('people are invited by a person')
  if (round.toDay < round.fromDay)
    throw new Stop('invalid', 'Dialogen slutar innan den börjar. Ändra en av dagarna.', {
      till: 'Välj en dag som inte är före den första',
    })
  const now = house.clock.now()
  const recordId: RecordId = round.dialogueRoundId ?? newId()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const last = await lastVersion(tx, municipalityId, recordId)
    if (round.dialogueRoundId !== undefined && last === 0)
      throw new Stop('notFound', 'Dialogen finns inte. Gå tillbaka till listan.')
    const { matter, how, link, fromDay, toDay, said, outcome } = round
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId,
        version: last + 1,
        type: recordTypes.drawnUp,
        fields: { step: 'dialogueRound', matter, how, link, fromDay, toDay, said, outcome, by: actor.name },
        parts: [],
      },
    ])
    await writeDialogueRound(tx, municipalityId, { ...round, dialogueRoundId: recordId }, staffId, now)
    await audit(tx, actor, 'dialogue.invite', { kind: 'record', id: recordId }, { matter }, now)
  })
  return recordId
}
