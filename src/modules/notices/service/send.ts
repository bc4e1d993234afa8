import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { dayOf, type MunicipalityId, type StaffId } from '../../../kernel/index.ts'
import { municipalityOrigin } from '../../organisation/index.ts'
import { absentOn } from '../../staffing/index.ts'
import { letterOf } from '../letter.ts'
import { isDue, mailboxSettings, type Reader, retryAt } from '../rules.ts'
import { settingsOf } from '../store/choices.ts'
import { claim, type Outcome, type WaitingNotice, waitingNotices, writeOutcome } from '../store/notices.ts'
import { pushTo } from './devices.ts'
import { usualIn } from './settings.ts'

const claimMilliseconds = 5 * 60_000

/** What goes in one letter. */
type Batch = readonly [WaitingNotice, ...WaitingNotice[]]

/**
 * Sends what is due: one letter to each person or mailbox, alarms in one of their own. Any number may run at once: a
 * notice is held by one. A letter is tried again later and later, and when it is given up the overview says so. Run
 * each minute, and when an alarm is written.
 */
export async function sendNotices(house: House, municipalityId: MunicipalityId): Promise<void> {
  const now = house.clock.now()
  const batches = await withMunicipality(house.db, municipalityId, async (tx): Promise<Batch[]> => {
    const waiting = await waitingNotices(tx, municipalityId, now)
    if (waiting.length === 0) return []
    const settings = await settingsOf(tx, municipalityId)
    const { usual, closed } = await usualIn(tx, municipalityId, now)
    const away = await absentOn(tx, municipalityId, dayOf(now))
    const readerOf = (staffId: StaffId | null): Reader =>
      staffId
        ? { settings: settings.get(staffId) ?? usual, away: away.has(staffId), closed }
        : { settings: mailboxSettings(usual.digestHour), away: false, closed }
    const due = waiting.filter((one) => one.ended || isDue(one, readerOf(one.staffId), now))
    if (due.length === 0) return []
    const until = new Date(now.getTime() + claimMilliseconds)
    const held = await claim(
      tx,
      municipalityId,
      due.map(({ noticeId }) => noticeId),
      now,
      until,
    )
    return batchesOf(due.filter(({ noticeId }) => held.has(noticeId)))
  })
  if (batches.length === 0) return
  const origin = await municipalityOrigin(house, municipalityId)
  for (const batch of batches) await sendBatch(house, municipalityId, batch, origin)
}

function batchesOf(notices: readonly WaitingNotice[]): Batch[] {
  const found = new Map<string, WaitingNotice[]>()
  for (const notice of notices) {
    const key = `${notice.staffId ?? notice.address}/${notice.severity === 'alarm'}`
    found.set(key, [...(found.get(key) ?? []), notice])
  }
  return [...found.values()].flatMap(([first, ...rest]) => (first ? [[first, ...rest] as const] : []))
}

async function sendBatch(
  house: House,
  municipalityId: MunicipalityId,
  batch: Batch,
  origin: string,
): Promise<void> {
  const [{ staffId, ended, attempts }] = batch
  const outcome = ended
    ? ({ failedAt: house.clock.now(), failure: 'ended' } as const)
    : await sendLetter(house, batch, origin)
  // A device is told once, whatever becomes of the letter.
  if (staffId && !ended && attempts === 0) await pushTo(house, municipalityId, staffId, batch)
  const ids = batch.map(({ noticeId }) => noticeId)
  await withMunicipality(house.db, municipalityId, (tx) => writeOutcome(tx, municipalityId, ids, outcome))
}

async function sendLetter(house: House, batch: Batch, origin: string): Promise<Outcome> {
  const [{ name, address, attempts }] = batch
  const sent = await house.mailer.send(letterOf({ name, address }, batch, origin, house.clock.now()))
  const now = house.clock.now()
  if (sent.ok) return { sentAt: now }
  const { kind, detail } = sent.error
  house.log.warn({ reason: detail, attempts: attempts + 1 }, 'a notice could not be mailed')
  const again = kind === 'unavailable' ? retryAt(attempts + 1, now) : undefined
  return again ? { nextAttemptAt: again, failure: kind } : { failedAt: now, failure: kind }
}
