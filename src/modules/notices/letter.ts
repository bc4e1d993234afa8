import type { Mail } from '../../infra/mail/index.ts'
import { whenText } from '../../web/index.ts'
import type { Notice, Severity } from './types.ts'

/** How urgent it is, in words; of an alarm also when it went. */
const urgency: Readonly<Record<Severity, (when: string) => string>> = {
  alarm: (when) => `Larm ${when}.`,
  today: () => 'Behöver dig i dag.',
  digest: () => 'Kan vänta.',
}

interface Told {
  readonly notice: Pick<Notice, 'severity' | 'subject' | 'line' | 'href' | 'at'>
  /** How many say the same. */
  readonly count: number
}

/** Notices that say the same are one, with how many there are; alarms first, then the oldest. */
function together(notices: readonly Told['notice'][]): Told[] {
  const found = new Map<string, Told>()
  for (const notice of notices) {
    const key = [notice.severity, notice.subject, notice.line, notice.href].join('\n')
    const held = found.get(key)
    found.set(key, held ? { ...held, count: held.count + 1 } : { notice, count: 1 })
  }
  const order: readonly Severity[] = ['alarm', 'today', 'digest']
  return [...found.values()].sort(
    (a, b) =>
      order.indexOf(a.notice.severity) - order.indexOf(b.notice.severity) ||
      a.notice.at.getTime() - b.notice.at.getTime(),
  )
}

/** What a letter and a device call what they tell. */
export function titleOf(notices: readonly Pick<Notice, 'severity' | 'subject'>[]): string {
  const [first] = notices
  const same = notices.every(({ subject }) => subject === first?.subject)
  const title = same && first ? first.subject : `${notices.length} besked från Uppsikt`
  return notices.some(({ severity }) => severity === 'alarm') ? `Larm: ${title}` : title
}

/**
 * One letter about some notices: what kind, which account, how urgent, and a link. What somebody has written is read
 * in Uppsikt, never in a mailbox.
 * @param to.name undefined: an official mailbox. @param origin where people reach the municipality's Uppsikt.
 */
export function letterOf(
  to: { readonly name: string | undefined; readonly address: string },
  notices: readonly Told['notice'][],
  origin: string,
  now: Date,
): Mail {
  const parts = together(notices).map(({ notice, count }) => {
    const many = count > 1 ? ` (${count} stycken)` : ''
    const when = to.name === undefined ? '' : `${urgency[notice.severity](whenText(notice.at, now))} `
    return `${notice.subject}\n${when}${notice.line}${many}\n${origin}${notice.href}`
  })
  const foot =
    to.name === undefined
      ? 'Brevlådans adress ändras på kontots sida i Uppsikt.'
      : `Du väljer själv när du får besked som inte är larm: ${origin}/installningar/notiser`
  const subject = to.name === undefined ? (notices[0]?.subject ?? '') : titleOf(notices)
  const hello = to.name === undefined ? 'Hej,' : `Hej ${to.name},`
  const never = 'Vad någon har skrivit står aldrig i ett brev. Logga in för att läsa det.'
  return { to: to.address, subject, text: [hello, ...parts, `${never}\n${foot}`].join('\n\n').concat('\n') }
}
