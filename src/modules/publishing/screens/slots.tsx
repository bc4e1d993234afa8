import { dayOf } from '../../../kernel/index.ts'
import type { Platform as PlatformPart } from '../../../platforms/contract.ts'
import { timeText } from '../../../web/index.ts'
import type { Listed } from '../service/read.ts'
import { nameOf, stateLook } from './words.ts'

/** What leaves, or is meant to, on a day, by time. */
export const slotsOn = (listed: readonly Listed[], day: string): Listed[] =>
  listed
    .filter(({ whole: { publication } }) => {
      const { plannedAt, state } = publication
      return plannedAt !== null && state !== 'cancelled' && dayOf(plannedAt) === day
    })
    .sort((a, b) => at(a) - at(b))

const at = ({ whole }: Listed): number => whole.publication.plannedAt?.getTime() ?? 0

/** One line in the week or the month: when, where, how far it has come, and what it is called. */
export const Slot = ({ one, platforms }: { one: Listed; platforms: ReadonlyMap<string, PlatformPart> }) => {
  const { publication } = one.whole
  const marks = one.accounts
    .map(({ platform }) => platforms.get(platform))
    .filter((held) => held !== undefined)
  const isFirm = ['planned', 'sending', 'finished'].includes(publication.state)
  return (
    <a class={isFirm ? 'slot' : 'slot draft'} href={`/publicering/${publication.publicationId}`}>
      <span>
        {publication.plannedAt && timeText(publication.plannedAt)}{' '}
        <span aria-hidden="true">{marks.map(({ mark }) => mark).join(' ')}</span>
        <span class="vh">{marks.map(({ name }) => name).join(', ')}</span>
        {publication.state !== 'planned' && ` · ${stateLook[publication.state].text.toLocaleLowerCase('sv')}`}
      </span>
      {nameOf(publication)}
    </a>
  )
}
