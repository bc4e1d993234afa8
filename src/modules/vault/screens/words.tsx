import type { Tone } from '../../../web/index.ts'
import type { Cause, DetailName, OpeningState, Way } from '../types.ts'

/** Swedish for what lies in the vault and how an opening stands. */

export const detailText: Readonly<Record<DetailName, string>> = {
  userName: 'Användarnamn',
  password: 'Lösenord',
  recoveryCodes: 'Reservkoder',
  totpSeed: 'Engångskod',
}

export const wayText: Readonly<Record<Way, string>> = { twoPersons: 'Två personer', crisis: 'Krisrollen' }

export const stateText: Readonly<Record<OpeningState, { readonly text: string; readonly tone: Tone }>> = {
  waiting: { text: 'Väntar på svar', tone: 'warn' },
  refused: { text: 'Nekades', tone: 'quiet' },
  lapsed: { text: 'Tiden gick ut', tone: 'quiet' },
  ready: { text: 'Godkänd, inte visad', tone: 'warn' },
  showing: { text: 'Visas nu', tone: 'warn' },
  closed: { text: 'Visades', tone: 'ok' },
}

export const causeText = (cause: Cause): string => {
  if (cause.kind === 'opened') return `Lösenordet behöver bytas: inloggningen öppnades av ${cause.by}.`
  if (cause.kind === 'left') return `Lösenordet behöver bytas: ${cause.by} har slutat och kan känna till det.`
  if (cause.kind === 'old') return 'Lösenordet behöver bytas: det är äldre än riktlinjen tillåter.'
  return 'En övning behöver hållas: det är längre sedan sist än riktlinjen tillåter.'
}
