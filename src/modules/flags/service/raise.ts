import { createHash, randomBytes } from 'node:crypto'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  due,
  type MunicipalityId,
  newId,
  type RecordId,
  readableCode,
  type TaskId,
  wallTime,
} from '../../../kernel/index.ts'
import { type Account, findAccount } from '../../accounts/index.ts'
import { acceptRecords } from '../../archive/index.ts'
import { currentPolicy, type PolicySettings } from '../../policy/index.ts'
import { findTask, openItemTask, openTask } from '../../tasks/index.ts'
import {
  flagged,
  isPressing,
  labelsOf,
  linkForms,
  mostUnfound,
  stillAnswers,
  subjectOf,
  theRest,
  urgencyOf,
} from '../rules.ts'
import { insertFlag, itemAt, lastAbout, openUnfound } from '../store.ts'
import type { Flag, NewFlag } from '../types.ts'

type Found = Awaited<ReturnType<typeof itemAt>>

/** What a new notice is about, and the account it concerns as far as we know. */
interface About {
  readonly item: Found
  readonly account: Account | undefined
  readonly subject: string
}

/**
 * Takes a notice from anyone: a received record, sealed like every other, and something for somebody to look at. The
 * link is looked for among what we have collected and is never fetched.
 * @returns the number, and the secret part of the notifier's own link, which is kept nowhere.
 */
export async function raiseFlag(
  house: House,
  municipalityId: MunicipalityId,
  input: NewFlag,
): Promise<{ readonly number: string; readonly key: string }> {
  const now = house.clock.now()
  const key = randomBytes(16).toString('base64url')
  const number = `A-${wallTime(now).year}-${readableCode(8)}`
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const about = await whatItIs(tx, municipalityId, input)
    const taskId = await taskFor(tx, municipalityId, input, about, now)
    const flag: Flag = {
      flagId: newId<RecordId>(),
      number,
      taskId,
      reason: input.reason,
      link: input.link,
      text: input.text,
      accountId: about.account?.accountId ?? null,
      email: input.email ?? null,
      receivedAt: now,
    }
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId: flag.flagId,
        version: 1,
        type: recordTypes.collected,
        fields: fieldsOf(flag, about),
        parts: [],
      },
    ])
    const keySha256 = createHash('sha256').update(key).digest()
    await insertFlag(tx, municipalityId, { ...flag, subject: about.subject, keySha256 })
  })
  return { number, key }
}

async function whatItIs(tx: Tx, municipalityId: MunicipalityId, input: NewFlag): Promise<About> {
  const item = await itemAt(tx, municipalityId, linkForms(input.link))
  const accountId = item?.accountId ?? input.accountId
  const account = accountId && (await findAccount(tx, municipalityId, accountId))
  if (item) return { item, account, subject: item.recordId }
  const own = subjectOf({ ...input, ...(account && { accountId: account.accountId }) })
  const known = await lastAbout(tx, municipalityId, own)
  const flooded = !known && (await openUnfound(tx, municipalityId, mostUnfound)) >= mostUnfound
  return { item, account, subject: flooded ? theRest : own }
}

/**
 * The task that gathers the notices of one thing: the one there is, or a new one. What already waits for somebody is
 * raised, so that one comment is one thing to decide on; a question is answered apart from those who notified us of it.
 */
async function taskFor(
  tx: Tx,
  municipalityId: MunicipalityId,
  input: NewFlag,
  { item, account, subject }: About,
  now: Date,
): Promise<TaskId> {
  const last = await lastAbout(tx, municipalityId, subject)
  const before = last && (await findTask(tx, municipalityId, last.taskId))
  if (before && subject !== theRest && stillAnswers(before, input.text, now)) return before.taskId
  const { settings } = await currentPolicy(tx, municipalityId, now)
  const waiting = item && (await openItemTask(tx, municipalityId, item.recordId))
  const own = waiting && waiting.urgency !== 1 ? waiting : undefined
  // What earlier notices said stays with the task.
  const said = [
    ...(own?.labels ?? []),
    ...labelsOf(input.reason),
    ...(before?.doneAt ? [] : (before?.labels ?? [])),
  ]
  return openTask(
    tx,
    municipalityId,
    {
      kind: own ? 'item' : 'flag',
      subjectId: own ? own.subjectId : subject,
      ...(item && { recordId: item.recordId }),
      ...(account &&
        subject !== theRest && { accountId: account.accountId, departmentId: account.departmentId }),
      labels: [...new Set([...said, flagged])],
      urgency: urgencyOf(input.reason, item !== undefined, own !== undefined),
      dueAt: isPressing(input.reason) ? now : lookedAtBy(settings, now),
    },
    now,
  )
}

const lookedAtBy = ({ responseTarget }: PolicySettings, now: Date): Date =>
  due(now, responseTarget.rule, { clock: responseTarget.clock, officeHours: responseTarget.officeHours })

/** As design/evidence.md names a received record's fields; `account` also says whose reach it lies within. */
const fieldsOf = (flag: Flag, { item }: About) => ({
  account: flag.accountId ?? undefined,
  kind: 'flag',
  direction: 'received',
  source: 'publicForm',
  number: flag.number,
  about: item ? [{ record: item.recordId, version: item.version }] : undefined,
  // Not `permalink`: what somebody outside typed is shown as text, never as a way to go.
  link: flag.link || undefined,
  text: flag.text || undefined,
  reason: flag.reason,
  email: flag.email ?? undefined,
  publishedAt: flag.receivedAt.toISOString(),
})
