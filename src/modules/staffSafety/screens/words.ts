import type { Content, Member } from '../types.ts'

export const roomHref = (roomId: string, more = ''): `/${string}` => `/personalskydd/${roomId}${more}`

export const partText: Readonly<Record<Member['part'], string>> = {
  manager: 'Chefen, öppnade rummet',
  employee: 'Den det gäller',
  invited: 'Inbjuden av er båda',
}

export const outcomeText: Readonly<Record<'done' | 'skipped', string>> = {
  done: 'Klart',
  skipped: 'Överhoppat',
}

export const movedText: Readonly<
  Record<Extract<Content, { staffId: unknown }>['kind'], (name: string) => string>
> = {
  proposed: (name) => `Vill bjuda in ${name}.`,
  agreed: (name) => `Sade också ja till ${name}, som nu är med i rummet.`,
  removed: (name) => `Sade nej till ${name}, som inte ser rummet.`,
}

export const reportText: Readonly<Record<string, string>> = {
  draft: 'Utkast, inte inlämnad',
  made: 'Gjord, inte inlämnad',
  submitted: 'Inlämnad, väntar på polisen',
  closed: 'Avslutad',
}
