import type { Item } from '../archive/index.ts'
import type { DialogueRound, Referral, ReferralState } from './types.ts'

/** How long a unit's link lasts at most, in milliseconds: an answer later than that is a new question. */
export const referralLasts = 30 * 24 * 60 * 60_000

export function referralState(
  referral: Pick<Referral, 'answeredAt' | 'withdrawnAt' | 'expiresAt'>,
  now: Date,
): ReferralState {
  if (referral.answeredAt) return 'answered'
  if (referral.withdrawnAt) return 'withdrawn'
  return referral.expiresAt <= now ? 'expired' : 'waiting'
}

/** A saved answer with the person's name and the account's in their places. */
export const filledIn = (text: string, names: { readonly name: string; readonly account: string }): string =>
  text.replaceAll('{namn}', names.name).replaceAll('{konto}', names.account)

/** 'Birgitta Sörman' → 'Birgitta': what an answer begins with; a handle stands as it is. */
export const firstName = (author: string | null): string => {
  const name = author?.trim() ?? ''
  return name.startsWith('@') ? name : (name.split(/\s+/u)[0] ?? '')
}

/** The way to another authority, as the beginning of an answer (D3). */
export const forwardText = (
  item: Pick<Item, 'author'>,
  to: { readonly authority: string; readonly contact: string },
) =>
  [
    `Hej ${firstName(item.author)}!`.replace(' !', '!'),
    `Din fråga gäller något som ${to.authority} ansvarar för, inte kommunen.`,
    `Du når dem här: ${to.contact}`,
  ].join(' ')

/**
 * Asks somebody who has written privately to take another way (A3): what it says until the municipality has saved its
 * own words for it.
 */
export const moveOutText =
  'Hej {namn}! Tack för ditt meddelande. Skriv inte personuppgifter eller annat känsligt här, det är inte en säker väg. Använd våra e-tjänster eller vår e-post i stället, så tar vi hand om ditt ärende där. Du hittar dem på kommunens webbplats.'

/** The step of the conversation chart (D4) that fits what is known; the chart helps, it does not choose. */
const chartSteps = ['question', 'known', 'unit', 'wrong', 'other', 'harm', 'opinion'] as const
export type ChartStep = (typeof chartSteps)[number]

const harmful = [
  'threat',
  'staffHate',
  'hateAgainstGroup',
  'callToCrime',
  'sexual',
  'confidential',
  'personalData',
  'harassment',
]

export function chartStep(labels: readonly string[], referrals: readonly ReferralState[]): ChartStep {
  if (labels.some((label) => harmful.includes(label))) return 'harm'
  if (referrals.includes('answered') || referrals.includes('waiting')) return 'unit'
  if (labels.some((label) => ['question', 'faultReport'].includes(label))) return 'known'
  if (labels.includes('complaint')) return 'wrong'
  return labels.length === 0 ? 'question' : 'opinion'
}

/** coming · open: people can have their say now · closed: what was said is gathered · told: and what came of it */
export function roundState(
  round: Pick<DialogueRound, 'fromDay' | 'toDay' | 'outcome'>,
  today: string,
): 'coming' | 'open' | 'closed' | 'told' {
  if (round.outcome) return 'told'
  if (today < round.fromDay) return 'coming'
  return today <= round.toDay ? 'open' : 'closed'
}
