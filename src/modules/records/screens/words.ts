import type { RecordTypeName } from '../../../evidence/index.ts'
import type { IconName, Tone } from '../../../web/index.ts'
import { type Item, wasMissed } from '../../archive/index.ts'

/** Swedish for the stored codes of records. */

export const kindText: Readonly<Record<Item['kind'], string>> = {
  post: 'Inlägg',
  comment: 'Kommentar',
  message: 'Meddelande',
}

export const directionText: Readonly<Record<Item['direction'], string>> = {
  received: 'Inkommen',
  drawnUp: 'Upprättad',
}

interface StateLook {
  readonly tone: Tone
  readonly icon?: IconName
  readonly text: string
}

export const stateLooks: Readonly<Record<Item['state'], StateLook>> = {
  visible: { tone: 'ok', text: 'Finns kvar' },
  held: { tone: 'info', icon: 'clock', text: 'Väntar på godkännande' },
  hidden: { tone: 'warn', icon: 'hide', text: 'Dold' },
  removed: { tone: 'bad', icon: 'trash', text: 'Borttagen' },
  gone: { tone: 'quiet', icon: 'minus', text: 'Borta från plattformen' },
}

const missedLook: StateLook = {
  tone: 'warn',
  icon: 'minus',
  text: 'Skrevs och togs bort innan det kunde hämtas',
}

export const lookOf = (item: Item): StateLook => (wasMissed(item) ? missedLook : stateLooks[item.state])

/** 'Kommentar av Elin Dahlroth'. */
export const titleOf = (item: Pick<Item, 'kind' | 'author'>): string =>
  item.author ? `${kindText[item.kind]} av ${item.author}` : `${kindText[item.kind]} utan avsändare`

export const recordTypeText: Readonly<Record<RecordTypeName, string>> = {
  collected: 'Insamlat',
  changeSeen: 'Ändring upptäckt',
  gone: 'Borta från plattformen, bekräftat',
  measure: 'Åtgärd',
  diaryEntry: 'Diarieförd',
  disclosed: 'Utlämnad',
  disposal: 'Gallring',
  erasure: 'Radering',
  handedToEArchive: 'Överlämnad till e-arkiv',
  keyRotation: 'Ny nyckel',
  decision: 'Beslut',
  drawnUp: 'Upprättad',
  capture: 'Skärmbild',
  supervisionRound: 'Tillsynsrunda',
  import: 'Import',
}

const fieldTexts: Readonly<Record<string, string>> = {
  account: 'Konto',
  accountName: 'Kontots namn',
  kind: 'Slag',
  direction: 'Riktning',
  platformId: 'Nummer på plattformen',
  parent: 'Svar på',
  permalink: 'Adress',
  author: 'Avsändare',
  authorId: 'Avsändarens id',
  text: 'Text',
  publishedAt: 'Publicerad',
  state: 'Läge på plattformen',
  source: 'Hämtad från',
  import: 'Import',
  confirmation: 'Så bekräftades det',
  about: 'Gäller',
  step: 'Steg',
  measure: 'Åtgärd',
  ground: 'Grund',
  groundWording: 'Grundens lydelse',
  note: 'Anteckning',
  decidedBy: 'Beslutat av',
  decidedAt: 'Beslutat',
  policyVersion: 'Riktlinjens version',
  undoes: 'Upphäver',
  items: 'Antal inlägg',
  lookedBy: 'Sett av',
  asDeputy: 'Som ersättare',
  lookedAt: 'Sett',
  failure: 'Fel',
  detail: 'Beskrivning',
  recordedBy: 'Registrerat för hand av',
  secondWitness: 'Sågs också av',
  where: 'Var det stod',
  employee: 'Den anställda',
  reason: 'Skäl',
  number: 'Nummer',
  link: 'Länk som angavs',
  email: 'E-post',
  decision: 'Beslut om',
  outcome: 'Utfall',
  flags: 'Antal anmälningar',
  batch: 'Del av ett beslut om flera',
  awaits: 'Väntar på',
  answerSha256: 'Svarets kontrollsumma',
  address: 'Adress',
  media: 'Bilder och filmer',
  copies: 'Kopior',
  markedBy: 'Spärrat av',
  day: 'Kom in eller upprättades',
  counterpart: 'Avsändare eller mottagare',
  matter: 'Gäller',
  committee: 'Nämnd',
  secrecy: 'Sekretess',
  groundWords: 'Grunden med egna ord',
  registeredBy: 'Infört av',
  correction: 'Varför den rättades',
  approvedBy: 'Godkänt av',
  approvedAt: 'Godkänt',
  answeredBy: 'Besvarat av',
  answeredAt: 'Besvarat',
  confirmedBy: 'Bekräftat av',
  stateBefore: 'Läget före',
  stateAfter: 'Läget efter',
  document: 'Dokument',
  diaryNumber: 'Diarienummer',
  classification: 'Rubricering',
  context: 'Sammanhang',
  by: 'Av',
  policeNumber: 'Polisens nummer',
  url: 'Adress',
  takenBy: 'Tagen av',
  addedAt: 'Tillagd',
  witness: 'Vittne',
  words: 'Vittnets ord',
}

/** A field's name in Swedish; one that we have no word for keeps its own. */
export const fieldText = (name: string): string => fieldTexts[name] ?? name

/** 'raw' → 'Råsvar'; media-3 → 'Bild eller film 3'. */
export function partText(name: string): string {
  if (name === 'raw') return 'Råsvaret, som det kom'
  const webhook = /^webhook(-signature)?(?:-(\d+))?$/u.exec(name)
  if (webhook) {
    const number = webhook[2] ? ` ${webhook[2]}` : ''
    return webhook[1]
      ? `Plattformens underskrift på meddelande${number || 't'}`
      : `Plattformens meddelande${number}, som det kom`
  }
  if (name === 'answer') return 'Hur svaret kom: adress, tid och svarshuvuden'
  const media = /^media-(\d+)$/u.exec(name)
  return media ? `Bild eller film ${media[1]}` : name
}

/** 48 000 → '47 kB'. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} byte`
  const kilo = bytes / 1024
  const digits = new Intl.NumberFormat('sv-SE', { maximumFractionDigits: kilo < 1024 ? 0 : 1 })
  return kilo < 1024 ? `${digits.format(kilo)}\u00a0kB` : `${digits.format(kilo / 1024)}\u00a0MB`
}

const measureTexts: Readonly<Record<string, string>> = {
  hide: 'Beslut om att dölja',
  unhide: 'Beslut om att visa igen',
  hold: 'Beslut om att hålla tillbaka',
  approve: 'Beslut om att godkänna',
  removeAsTrash: 'Beslut om att ta bort',
  removeAsSpam: 'Beslut om att ta bort som skräp',
  reply: 'Svar godkänt',
  privateReply: 'Svar till avsändaren godkänt',
}

export const measureText = (kind: string): string => measureTexts[kind] ?? 'Åtgärd'

const steps: Readonly<
  Record<string, { text: string; kind: 'ok' | 'seal' | 'warn' | 'bad' | 'seen'; icon: IconName }>
> = {
  sealedBefore: { text: 'Läget före sparat och förseglat', kind: 'seal', icon: 'seal' },
  sent: { text: 'Ordern skickad till plattformen', kind: 'seen', icon: 'send' },
  answered: { text: 'Plattformens svar sparat', kind: 'seal', icon: 'seal' },
  confirmed: { text: 'Bekräftat: plattformen visar att det är gjort', kind: 'ok', icon: 'check' },
  approved: { text: 'Godkänt av en andra person', kind: 'ok', icon: 'scale' },
  declined: { text: 'En andra person sa nej', kind: 'warn', icon: 'scale' },
  overtaken: { text: 'Var redan borta från plattformen', kind: 'warn', icon: 'dash' },
  lookedUp: { text: 'Vi tittade efter på plattformen', kind: 'seen', icon: 'eye' },
  failed: { text: 'Det gick inte', kind: 'bad', icon: 'stop' },
  confirmedByHand: { text: 'Gjort för hand och bekräftat', kind: 'ok', icon: 'hand' },
  published: { text: 'Svaret publicerat', kind: 'ok', icon: 'check' },
}

/** undefined for the order itself, which is told with its decision. */
export const stepLook = (kind: string) => steps[kind]

/** Stored codes in Swedish, by the field that they stand in. */
const codeTexts = new Map<string, ReadonlyMap<string, string>>(
  Object.entries({
    direction: { received: 'inkommen', drawnUp: 'upprättad' },
    kind: {
      ...{ post: 'inlägg', comment: 'kommentar', message: 'meddelande', reply: 'svar' },
      ...{ flag: 'anmälan från allmänheten', reconsideration: 'begäran om ny prövning' },
      ...{ answeredElsewhere: 'svar på annat sätt', publication: 'publicering' },
    },
    // Of what was recorded by hand and did not stand on the account.
    where: {
      ownName: 'Hos en anställd, i eget namn och i tjänsten',
      elsewhere: 'Hos någon annan, där vi själva skrev det',
    },
    measure: {
      ...{ hide: 'dölja', unhide: 'visa igen', hold: 'hålla tillbaka', approve: 'godkänna' },
      ...{ removeAsTrash: 'ta bort', removeAsSpam: 'ta bort som skräp' },
      ...{ reply: 'svara', privateReply: 'svara avsändaren' },
    },
    step: {
      ...{ ordered: 'beslutad', before: 'läget före', answered: 'plattformens svar', confirmed: 'bekräftad' },
      ...{ confirmedByHand: 'gjord för hand', overtaken: 'någon hann före', refused: 'plattformen sa nej' },
      ...{ approved: 'godkänd av en andra person', declined: 'en andra person sa nej' },
      ...{ suspected: 'spärrad', policeTold: 'polisen underrättad', seenBy: 'sedd av', lifted: 'hävd' },
      followedUp: 'uppföljd',
    },
    decision: {
      flag: 'en anmälan',
      witness: 'ett vittnesmål',
      suspectedAbuse: 'misstänkt övergrepp mot barn',
    },
    document: { policeReport: 'polisanmälan' },
    awaits: { second: 'en andra person' },
    confirmedBy: { answer: 'plattformens svar' },
    asDeputy: { true: 'ja', false: 'nej' },
  }).map(([field, texts]) => [field, new Map(Object.entries(texts))]),
)

const stateFields = ['state', 'stateBefore', 'stateAfter']

/** A value of a field as it is told, at most 300 characters. */
export const valueText = (name: string, value: string | undefined): string => {
  if (value === undefined) return 'saknas'
  const code = codeTexts.get(name)?.get(value)
  if (code) return code
  if (stateFields.includes(name) && value in stateLooks)
    return stateLooks[value as Item['state']].text.toLowerCase()
  return value.length > 300 ? `${value.slice(0, 300)} …` : value
}

export const disposedText = 'Innehållet är gallrat.'
export const withheldText = 'Innehållet är spärrat och visas inte för någon.'

/** Only what a browser opens as a page; an address from outside may be anything. */
export const isWebAddress = (text: string): boolean => /^https?:\/\//iu.test(text) && URL.canParse(text)
