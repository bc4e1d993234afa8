import type { Tx } from '../../../infra/db/index.ts'
import { announce } from '../../../infra/jobs/index.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { safeLine } from '../rules.ts'
import { insertNotice } from '../store/notices.ts'
import type { NewNotice } from '../types.ts'

/**
 * The one way to tell people: written in the transaction of what it tells, sent by a job (send.ts). The same thing is
 * told once to each. An alarm's job starts at once; the rest wait for the clock.
 */
export async function notify(
  tx: Tx,
  municipalityId: MunicipalityId,
  notice: NewNotice,
  at: Date,
): Promise<void> {
  const safe = { ...notice, subject: safeLine(notice.subject), line: safeLine(notice.line) }
  const isNew = await insertNotice(tx, municipalityId, safe, at)
  if (isNew && notice.severity === 'alarm')
    await announce(tx, municipalityId, 'notice.written', { kind: notice.kind }, at)
}
