import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId, RecordId } from '../../../kernel/index.ts'
import { type Account, listAccounts, requireAccount } from '../../accounts/index.ts'
import { type Item, itemsByIds } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { severityOf } from '../rules.ts'
import { findMailbox, writeMailbox } from '../store/choices.ts'
import type { Mailbox } from '../types.ts'
import { notify } from './notify.ts'

/** S8: the official mailbox of an account is told when somebody writes there. */

interface AccountMailbox {
  readonly account: Account
  readonly mailbox: Mailbox | undefined
}

/** @throws Stop 'notFound', 'refused'. */
export async function readMailbox(house: House, actor: Actor, accountId: AccountId): Promise<AccountMailbox> {
  authorize(actor, 'accounts.register')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'accounts.register', account)
    return { account, mailbox: await findMailbox(tx, municipalityId, accountId) }
  })
}

/**
 * @param mailbox undefined: no mailbox is told.
 * @param whole the same for all of the department's accounts.
 * @throws Stop 'notFound', 'refused'.
 */
export async function chooseMailbox(
  house: House,
  actor: Actor,
  accountId: AccountId,
  mailbox: Mailbox | undefined,
  whole: boolean,
): Promise<void> {
  authorize(actor, 'accounts.register')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'accounts.register', account)
    const all = whole ? await listAccounts(tx, municipalityId) : [account]
    for (const one of all.filter(({ departmentId }) => departmentId === account.departmentId)) {
      await writeMailbox(tx, municipalityId, one.accountId, mailbox)
      const detail = { address: mailbox?.address ?? null, pace: mailbox?.pace ?? null }
      const subject = { kind: 'account', id: one.accountId }
      await audit(tx, actor, 'notices.chooseMailbox', subject, detail, house.clock.now())
    }
  })
}

const lines: Readonly<Record<Item['kind'], string>> = {
  post: 'Ett nytt inlägg.',
  comment: 'En ny kommentar.',
  message: 'Ett nytt meddelande.',
}

const dayMilliseconds = 24 * 60 * 60_000

/** Job for 'items.screened': what others have written, once for each; never what it says or who wrote it. */
export async function tellMailbox(
  house: House,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  records: readonly { readonly record: string; readonly version: number }[],
): Promise<void> {
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const mailbox = await findMailbox(tx, municipalityId, accountId)
    if (!mailbox) return
    const account = await requireAccount(tx, municipalityId, accountId)
    const { settings } = await currentPolicy(tx, municipalityId, now)
    const newest = now.getTime() - settings.importQuietDays * dayMilliseconds
    const ids = records.filter(({ version }) => version === 1).map(({ record }) => record as RecordId)
    for (const item of await itemsByIds(tx, municipalityId, ids)) {
      if (item.direction !== 'received' || item.publishedAt.getTime() < newest) continue
      await notify(
        tx,
        municipalityId,
        {
          to: { mailbox: mailbox.address },
          thing: `written/${item.recordId}`,
          kind: item.kind,
          severity: severityOf[mailbox.pace],
          accountId,
          subject: `Nytt på ${account.name}`,
          line: lines[item.kind],
          href: `/ko?konto=${accountId}`,
        },
        now,
      )
    }
  })
}
