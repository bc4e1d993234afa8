import { dayOf, instantOf } from '../../../kernel/index.ts'
import { dayText, State, type Tone } from '../../../web/index.ts'
import type { Decline, DiaryEntry, EntryState, EntryWords, Secrecy } from '../types.ts'

/** Swedish for the stored codes of the diary. */

export const stateText: Readonly<Record<EntryState, string>> = {
  proposed: 'Väntar på registrator',
  registered: 'Diarieförd',
  declined: 'Diarieförs inte',
}

export const secrecyText: Readonly<Record<Secrecy, string>> = {
  no: 'Nej',
  unknown: 'Ska prövas',
  yes: 'Ja',
}

export const declineText: Readonly<Record<Decline, string>> = {
  keptInOrder: 'Hålls ordnad utan att diarieföras',
  minor: 'Uppenbart av ringa betydelse',
}

export const cameText = (direction: EntryWords['direction']): string =>
  direction === 'received' ? 'Kom in' : 'Upprättad'

export const partyText = (direction: EntryWords['direction']): string =>
  direction === 'received' ? 'Från' : 'Till'

const hour = 60 * 60_000

/** '40 minuter', '5 timmar', '3 dagar': how long ago it was. */
export function agoText(since: Date, now: Date): string {
  const passed = Math.max(0, now.getTime() - since.getTime())
  const said = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`
  if (passed < hour) return said(Math.max(1, Math.floor(passed / 60_000)), 'minut', 'minuter')
  if (passed < 48 * hour) return said(Math.floor(passed / hour), 'timme', 'timmar')
  return said(Math.floor(passed / (24 * hour)), 'dag', 'dagar')
}

/** A day without a time of day: 'i dag', '18 nov'. */
export const dayWord = (day: string, now: Date): string =>
  day === dayOf(now) ? 'i dag' : dayText(instantOf(day, 12 * hour), now)

const secrecyTones: Readonly<Record<Secrecy, Tone>> = { no: 'quiet', unknown: 'warn', yes: 'seal' }

export const SecrecyState = ({ entry }: { entry: Pick<DiaryEntry, 'secrecy'> }) => (
  <State tone={secrecyTones[entry.secrecy]} icon={entry.secrecy === 'no' ? undefined : 'lock'}>
    {secrecyText[entry.secrecy]}
  </State>
)

/** Codes in the address and in forms, which people read. */
export const secrecyCodes = { no: 'nej', unknown: 'provas', yes: 'ja' } as const
export const declineCodes = { keptInOrder: 'ordnad', minor: 'ringa' } as const
export const directionCodes = { received: 'inkommen', drawnUp: 'upprattad' } as const

export const codeIn = <Code extends string>(
  codes: Readonly<Record<Code, string>>,
  text: string | undefined,
): Code | undefined => (Object.keys(codes) as Code[]).find((code) => codes[code] === text)
