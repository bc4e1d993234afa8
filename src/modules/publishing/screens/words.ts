import type { Tone } from '../../../web/index.ts'
import type { Media, Place, Publication, PublicationState, StepKind } from '../types.ts'

/** Codes as they are said on screens. */

export const doneText: Readonly<Record<string, string>> = {
  sparat: 'Utkastet är sparat.',
  skickat: 'Skickat för godkännande. Kontots ansvariga har fått besked.',
  godkant: 'Godkänt. Texten är fryst och inlägget är en upprättad handling.',
  tillbaka: 'Skickat tillbaka. Den som skrev får besked.',
  andra: 'Inlägget är ett utkast igen. Det behöver godkännas på nytt.',
  avbrutet: 'Avbrutet. Inget publiceras.',
  kastat: 'Utkastet är kastat.',
  igen: 'Vi försöker igen nu.',
  klart: 'Noterat, med länken som bevis.',
  'lat-bli': 'Noterat. Det publiceras inte på kontot.',
}

interface Look {
  readonly tone: Tone
  readonly text: string
}

export const stateLook: Readonly<Record<PublicationState, Look>> = {
  draft: { tone: 'quiet', text: 'Utkast' },
  waiting: { tone: 'warn', text: 'Väntar på godkännande' },
  planned: { tone: 'info', text: 'Planerat' },
  sending: { tone: 'info', text: 'På väg ut' },
  held: { tone: 'bad', text: 'Stoppat av en kontroll' },
  finished: { tone: 'ok', text: 'Ute' },
  cancelled: { tone: 'quiet', text: 'Avbrutet' },
}

/** How it is on one account, once it is approved. */
export const placeLooks: Readonly<Record<Place['state'], Look>> = {
  chosen: { tone: 'quiet', text: 'Inte ute ännu' },
  sent: { tone: 'info', text: 'På väg' },
  unknown: { tone: 'warn', text: 'Vi vet inte om det gick fram. Vi tittar efter nu.' },
  published: { tone: 'ok', text: 'Ute' },
  failed: { tone: 'bad', text: 'Kom inte ut' },
  byHand: { tone: 'warn', text: 'Dags att publicera för hand' },
  left: { tone: 'quiet', text: 'Publiceras inte här' },
}

export const stepText: Readonly<Record<StepKind, string>> = {
  written: 'Började skriva',
  changed: 'Ändrade',
  asked: 'Skickade för godkännande',
  declined: 'Skickade tillbaka',
  approved: 'Godkände. Texten frystes och förseglades.',
  takenBack: 'Tog tillbaka för att ändra',
  cancelled: 'Avbröt',
  held: 'Hölls kvar av en kontroll',
  sent: 'Skickades',
  waits: 'Plattformen bad oss vänta',
  unknown: 'Svaret kom inte fram',
  lookedUp: 'Vi tittade efter: det var inte ute',
  published: 'Publicerades. Plattformens svar förseglades.',
  failed: 'Kom inte ut',
  byHand: 'Väntar på att någon publicerar för hand',
  doneByHand: 'Publicerade för hand',
  again: 'Bad om ett nytt försök',
  left: 'Lät bli att publicera',
}

export const fileKinds: Readonly<Record<Media['kind'], string>> = {
  picture: 'Bild',
  film: 'Film',
  captions: 'Undertexter',
  thumbnail: 'Omslagsbild',
}

/** What a file is, and what it is called. */
export const fileText = ({ kind, name }: Pick<Media, 'kind' | 'name'>): string =>
  `${fileKinds[kind]}: ${name}`

const shown = 60

/** What a publication is called: its title, or how it begins. */
export function nameOf({ title, text }: Pick<Publication, 'title' | 'text'>): string {
  const words = (title || text).replace(/\s+/gu, ' ').trim()
  if (words === '') return 'Inlägg utan text'
  return words.length <= shown ? words : `${words.slice(0, shown).trimEnd()} …`
}

const letters = new Intl.Segmenter('sv')
export const lengthOf = (text: string): number => [...letters.segment(text)].length
