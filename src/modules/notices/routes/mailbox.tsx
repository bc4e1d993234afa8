import { z } from 'zod'
import type { House } from '../../../infra/house.ts'
import {
  actorOf,
  checkForm,
  emptyForm,
  type FormState,
  page,
  seeOther,
  type WebContext,
} from '../../../web/index.ts'
import { accountIdOf } from '../../accounts/index.ts'
import { MailboxScreen } from '../screens/mailbox.tsx'
import { chooseMailbox, readMailbox } from '../service/mailbox.ts'
import { paces } from '../types.ts'

const mailboxForm = z
  .object({
    takt: z.enum(['aldrig', ...paces], { error: 'Välj hur ofta.' }),
    adress: z.string().trim().max(254).default(''),
    alla: z.enum(['ja', 'nej']).default('nej'),
  })
  .refine(({ takt, adress }) => takt === 'aldrig' || z.email().safeParse(adress).success, {
    path: ['adress'],
    error: 'Skriv brevlådans adress, till exempel kultur@kommun.se.',
  })

export async function showMailbox(house: House, c: WebContext, faults?: FormState): Promise<Response> {
  const { account, mailbox } = await readMailbox(house, actorOf(c), accountIdOf(c))
  const state = faults ?? emptyForm({ takt: mailbox?.pace ?? 'aldrig', adress: mailbox?.address ?? '' })
  return page(
    c,
    { title: `Brevlåda för ${account.name}`, current: 'register', state },
    <MailboxScreen account={account} state={state} mail={house.mailer.configured} />,
  )
}

export async function takeMailbox(house: House, c: WebContext): Promise<Response> {
  const accountId = accountIdOf(c)
  const form = await checkForm(c, mailboxForm)
  if (!form.ok) return showMailbox(house, c, form.error)
  const { takt, adress, alla } = form.value
  const mailbox = takt === 'aldrig' ? undefined : { address: adress, pace: takt }
  await chooseMailbox(house, actorOf(c), accountId, mailbox, alla === 'ja')
  return seeOther(c, `/register/${accountId}?gjort=brevlada`)
}
