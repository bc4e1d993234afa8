import type { PolicySettings } from '../../policy/index.ts'
import type { Account } from '../types.ts'

/**
 * '/Samira, Kvarnen': who answers and from where, as the policy says it is signed (C3, D4), and where it leaves the name to
 * the editors as those of the account have agreed; undefined where it asks for none.
 */
export function signatureOf(
  { signature }: Pick<PolicySettings, 'signature'>,
  name: string,
  account: Pick<Account, 'name' | 'signing'>,
): string | undefined {
  if (!signature.required) return undefined
  const place = account.signing.workplace || account.name
  if (signature.name === 'unit') return `/${place}`
  const agreed = signature.name === 'asEditorsAgreed' ? account.signing.name : signature.name
  const first = name.trim().split(/\s+/u)[0]
  return `/${agreed === 'fullName' ? name.trim() : first}, ${place}`
}
