import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { notify } from '../../notices/index.ts'
import type { Whole } from '../types.ts'

export interface Telling {
  /** What of the publication it is about: told once to each. */
  readonly thing: string
  readonly subject: string
  readonly line: string
  readonly account?: Account
  readonly now: Date
}

/** Whoever wrote it and whoever approved it; of what the program has drafted, the accounts' owners. */
export async function tellAuthor(
  tx: Tx,
  municipalityId: MunicipalityId,
  { publication, places }: Whole,
  { thing, subject, line, account, now }: Telling,
): Promise<void> {
  const { publicationId, askedBy, changedBy, createdBy, approvedBy } = publication
  const people = new Set([askedBy ?? changedBy ?? createdBy, approvedBy].filter((id) => id !== null))
  if (people.size === 0) {
    const chosen = new Set(places.map(({ accountId }) => accountId))
    for (const { accountId, ownerStaffId } of await listAccounts(tx, municipalityId))
      if (ownerStaffId && chosen.has(accountId)) people.add(ownerStaffId)
  }
  for (const to of people)
    await notify(
      tx,
      municipalityId,
      {
        to,
        severity: 'today',
        thing: `publication/${publicationId}/${thing}`,
        kind: 'publication',
        ...(account && { accountId: account.accountId }),
        subject,
        line,
        href: `/publicering/${publicationId}`,
      },
      now,
    )
}
