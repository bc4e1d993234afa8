import type { Role } from '../../access/index.ts'
import type { AccountKey, PlaceKey } from './story.ts'

/** Storlunda is invented, and so is everyone in it. */

export const departments = [
  {
    name: 'Kommunledningsförvaltningen',
    committee: 'Kommunstyrelsen',
    board: true,
    units: ['Kommunikation', 'Kansliet', 'Kontaktcenter'],
  },
  {
    name: 'Kultur- och fritidsförvaltningen',
    committee: 'Kultur- och fritidsnämnden',
    board: false,
    units: ['Storlunda bibliotek', 'Ungdomens hus Kvarnen', 'Kulturskolan'],
  },
  {
    name: 'Samhällsbyggnadsförvaltningen',
    committee: 'Samhällsbyggnadsnämnden',
    board: false,
    units: ['Gata och park', 'Vatten och avlopp'],
  },
  {
    name: 'Räddningstjänsten',
    committee: 'Räddningsnämnden',
    board: false,
    units: ['Brandstationen', 'Förebyggande'],
  },
] as const

const [leadership, culture, streets, rescue] = departments.map((one) => one.name) as [
  string,
  string,
  string,
  string,
]

export const personKeys = [
  'maja',
  'petra',
  'samira',
  'jonas',
  'annika',
  'olle',
  'disa',
  'erik',
  'karl',
  'gunnel',
  'arvid',
  'leif',
  'henrik',
  'johanna',
] as const
export type PersonKey = (typeof personKeys)[number]

export interface Person {
  readonly name: string
  readonly role: Role
  /** Without it the whole municipality. */
  readonly department?: string
}

export const people: Readonly<Record<PersonKey, Person>> = {
  maja: { name: 'Maja Lindqvist', role: 'communicator' },
  petra: { name: 'Petra Wallin', role: 'headOfCommunications' },
  jonas: { name: 'Jonas Bergwall', role: 'communicator' },
  samira: { name: 'Samira Haddad', role: 'editor', department: culture },
  annika: { name: 'Annika Falk', role: 'editor', department: culture },
  olle: { name: 'Olle Brandt', role: 'editor', department: culture },
  disa: { name: 'Disa Engman', role: 'manager', department: culture },
  erik: { name: 'Erik Sandahl', role: 'editor', department: streets },
  karl: { name: 'Karl Nyman', role: 'editor', department: rescue },
  gunnel: { name: 'Gunnel Åström', role: 'registrar' },
  arvid: { name: 'Arvid Lindh', role: 'archivist' },
  leif: { name: 'Leif Hedman', role: 'auditor' },
  henrik: { name: 'Henrik Norling', role: 'lawyer' },
  johanna: { name: 'Johanna Ek', role: 'operator' },
}

/** The platforms whose terms ask for a decision before an account is connected, and the communications chief's yes. */
export const accepted: readonly {
  readonly platform: string
  readonly number: string
  readonly reason: string
}[] = [
  {
    platform: 'x',
    number: '0399',
    reason:
      'Kontot används bara vid avbrott och varningar. Avtalet Enterprise är tecknat, och kommunjuristen har läst det. Prövas på nytt om ett år.',
  },
  {
    platform: 'linkedin',
    number: '0140',
    reason:
      'Kommunen når sökande till svåra tjänster där. Det som hämtas sparas som allmän handling, vilket kommunjuristen har vägt mot villkoren.',
  },
]

/** Those that one can be with a click, and what each of them comes to Uppsikt for. */
export const doors: readonly { readonly who: PersonKey; readonly title: string; readonly does: string }[] = [
  { who: 'maja', title: 'Kommunikatör', does: 'Ser alla konton och arbetar i kön.' },
  { who: 'samira', title: 'Redaktör på Ungdomens hus', does: 'Ansvarar för Kvarnens konto.' },
  { who: 'petra', title: 'Kommunikationschef', does: 'Bestämmer riktlinjen och följer läget.' },
  { who: 'disa', title: 'Förvaltningschef', does: 'Ger uppdrag och beslutar om nya konton.' },
  { who: 'gunnel', title: 'Registrator', does: 'Diarieför det som väntar, och söker bland allt.' },
  { who: 'henrik', title: 'Kommunjurist', does: 'Läser kön och tar fram bevis.' },
  { who: 'leif', title: 'Revisor', does: 'Ser att någon har tittat, och vem.' },
]

interface DemoAccount {
  readonly platform:
    | 'wordpress'
    | 'bluesky'
    | 'feed'
    | 'facebook'
    | 'instagram'
    | 'threads'
    | 'linkedin'
    | 'youtube'
    | 'x'
    | 'mastodon'
  readonly name: string
  readonly handle: string
  readonly department: string
  readonly purpose: string
  readonly owner: PersonKey
  readonly deputy?: PersonKey
}

export const demoAccounts: Readonly<Record<PlaceKey, DemoAccount>> &
  Readonly<Record<AccountKey, Omit<DemoAccount, 'platform'> & { readonly platform: string }>> = {
  bloggen: {
    platform: 'wordpress',
    name: 'Storlundabloggen',
    handle: '',
    department: leadership,
    purpose: 'Berätta om vardagen i kommunen och svara på frågor om den.',
    owner: 'maja',
    deputy: 'jonas',
  },
  kvarnen: {
    platform: 'wordpress',
    name: 'Ungdomens hus Kvarnen',
    handle: '',
    department: culture,
    purpose: 'Visa unga och deras föräldrar vad som händer på huset.',
    owner: 'samira',
    deputy: 'olle',
  },
  biblioteket: {
    platform: 'wordpress',
    name: 'Biblioteksbloggen',
    handle: '',
    department: culture,
    purpose: 'Boktips, öppettider och program på biblioteken.',
    owner: 'annika',
  },
  kommunen: {
    platform: 'bluesky',
    name: 'Storlunda kommun',
    handle: 'storlunda.test',
    department: leadership,
    purpose: 'Korta nyheter och snabba svar.',
    owner: 'maja',
    deputy: 'jonas',
  },
  gatan: {
    platform: 'bluesky',
    name: 'Gata och park',
    handle: 'gataochpark.storlunda.test',
    department: streets,
    purpose: 'Vägarbeten, snö, träd och lampor.',
    owner: 'erik',
    deputy: 'maja',
  },
  kulturskolan: {
    platform: 'bluesky',
    name: 'Kulturskolan',
    handle: 'kulturskolan.storlunda.test',
    department: culture,
    purpose: 'Konserter, kurser och elevernas arbete.',
    owner: 'disa',
    deputy: 'olle',
  },
  nyheter: {
    platform: 'feed',
    name: 'Nyheter från storlunda.se',
    handle: '',
    department: leadership,
    purpose: 'Kommunens nyheter, med kommentarer på webbplatsen.',
    owner: 'jonas',
    deputy: 'maja',
  },
  raddning: {
    platform: 'feed',
    name: 'Räddningstjänsten',
    handle: '',
    department: rescue,
    purpose: 'Råd, övningar och vad som har hänt.',
    owner: 'karl',
    deputy: 'petra',
  },
  sidan: {
    platform: 'facebook',
    name: 'Vi i Storlunda',
    handle: '104000000000001',
    department: leadership,
    purpose: 'Det som många i Storlunda vill veta, och svar på det de frågar.',
    owner: 'maja',
    deputy: 'jonas',
  },
  musiken: {
    platform: 'facebook',
    name: 'Kulturskolan i Storlunda',
    handle: '104000000000002',
    department: culture,
    purpose: 'Till föräldrar: terminer, konserter och instrument.',
    owner: 'disa',
    deputy: 'olle',
  },
  bilden: {
    platform: 'instagram',
    name: 'Storlunda bibliotek i bild',
    handle: 'storlundabibliotek',
    department: culture,
    purpose: 'Bilder från hyllorna och böcker att längta efter.',
    owner: 'annika',
    deputy: 'samira',
  },
  filmen: {
    platform: 'youtube',
    name: 'Storlunda i film',
    handle: '',
    department: leadership,
    purpose: 'Kommunfullmäktige i efterhand, och korta filmer om hur saker fungerar.',
    owner: 'jonas',
    deputy: 'maja',
  },
  jobben: {
    platform: 'linkedin',
    name: 'Jobba i Storlunda',
    handle: '',
    department: leadership,
    purpose: 'Lediga jobb och de som redan har ett.',
    owner: 'petra',
    deputy: 'maja',
  },
  krisen: {
    platform: 'x',
    name: 'Storlunda just nu',
    handle: 'storlundakommun',
    department: leadership,
    purpose: 'Det som är akut: avbrott, avstängningar och varningar.',
    owner: 'maja',
    deputy: 'jonas',
  },
  parken: {
    platform: 'mastodon',
    name: 'Parkerna i Storlunda',
    handle: 'parkerna',
    department: streets,
    purpose: 'Vad som växer, blommar och ska klippas.',
    owner: 'erik',
    deputy: 'maja',
  },
  tradarna: {
    platform: 'threads',
    name: 'Storlunda provar',
    handle: 'storlundakommun',
    department: leadership,
    purpose: 'Ett försök som utvärderas till sommaren.',
    owner: 'jonas',
    deputy: 'maja',
  },
  klippen: {
    platform: 'tiktok',
    name: 'Kvarnens klipp',
    handle: 'https://www.tiktok.com/@kvarnenstorlunda',
    department: culture,
    purpose: 'Korta klipp som de unga på Kvarnen gör själva.',
    owner: 'samira',
    deputy: 'olle',
  },
}
