import type { Collector } from '../collector.ts'
import { findAddresses } from './address.ts'
import { findBankAccounts } from './bank.ts'
import { findEmails } from './email.ts'
import { findIdentityNumbers } from './identity.ts'
import { findPhoneNumbers } from './phone.ts'
import { digitRuns } from './runs.ts'
import { findPlates } from './vehicle.ts'

/**
 * personuppgifter that have a form of their own; health is in the word lists. Linear in the text.
 * @param hasDigits whether there are any, where somebody has looked
 */
export function findPersonalData(text: string, into: Collector, hasDigits = true): void {
  findEmails(text, into)
  const runs = hasDigits ? digitRuns(text) : []
  if (runs.length === 0) return
  const taken = findIdentityNumbers(text, runs, into)
  findPhoneNumbers(text, runs, taken, into)
  findBankAccounts(text, runs, taken, into)
  findAddresses(text, runs, into)
  findPlates(text, runs, into)
}
