import { fail, ok, plainAddress } from '../../kernel/index.ts'
import type { Capability, Collection, Guide, Platform, Terms } from '../contract.ts'

/**
 * Platforms without an interface that a municipality can use: a person looks, records what is there with a picture of
 * it, and does by hand what has been decided. The same steps for all; what each platform calls things differs and
 * changes, so the steps say what is to be done and not which button.
 */

const proof = 'Ta en bild av hur det ser ut efteråt och bekräfta här.'

const stepsOn = (name: string): Readonly<Record<Capability, readonly string[]>> => {
  const open = `Öppna ${name}, inloggad med kommunens konto, och leta upp det som åtgärden gäller.`
  const absent = (what: string): string =>
    `Finns inget sådant val på ${name} går det inte att ${what}: skriv det när du bekräftar, och välj en annan åtgärd.`
  return {
    hide: [open, `Välj att dölja det för andra. ${absent('dölja det')}`, proof],
    unhide: [open, `Välj att visa det igen. ${absent('visa det igen')}`, proof],
    hold: [open, `Välj att det ska godkännas innan det visas. ${absent('hålla tillbaka det')}`, proof],
    approve: [open, `Välj att godkänna det. ${absent('godkänna det')}`, proof],
    remove: [
      open,
      `Välj att ta bort det. Är det någon annans och inte går att ta bort: anmäl det till ${name} och skriv det när du bekräftar.`,
      proof,
    ],
    blockAuthor: [
      `Öppna personens sida på ${name}, inloggad med kommunens konto.`,
      'Välj att blockera personen.',
      proof,
    ],
    reply: [
      open,
      'Skriv svaret under det och skicka.',
      'Registrera svaret för hand på kontots sida, som Upprättad, med en bild av hur det ser ut.',
    ],
    privateReply: [
      `Öppna personens sida på ${name}, inloggad med kommunens konto, och välj att skriva ett meddelande.`,
      'Skriv svaret och skicka. Tar personen inte emot meddelanden går det inte: skriv det när du bekräftar.',
      'Registrera meddelandet för hand på kontots sida, som Upprättad, med en bild av hur det ser ut.',
    ],
    publish: [
      `Öppna ${name}, inloggad med kommunens konto, och skapa inlägget. Skriv alternativtext till bilder där det går.`,
      'Registrera inlägget för hand på kontots sida, som Upprättad, med en bild av hur det ser ut.',
    ],
    insights: [
      `Öppna statistiken på ${name}, inloggad med kommunens konto.`,
      'För in siffrorna för perioden. Ta en bild av statistiken och bekräfta här.',
    ],
  }
}

const terms: Terms = {
  connectable: 'untilRefused',
  entries: [
    {
      about: 'governmentUse',
      says: 'Uppsikt hämtar inget härifrån, så plattformens villkor för program gäller inte. Villkoren för den som har konto gäller.',
      weighed:
        'Kommunen avgör själv, med säkerhetsfunktionen och en jurist, om plattformen får användas. Det som skrivs på kommunens konto är allmänna handlingar och registreras för hand.',
      source: {
        title: 'Tryckfrihetsförordningen (1949:105), 2\u00a0kap.',
        url: 'https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/tryckfrihetsforordning-1949105_sfs-1949-105/',
        read: null,
      },
    },
  ],
}

const guide: Guide = {
  steps: [
    'Lägg till kontot med dess adress. Inget lösenord behövs: Uppsikt loggar inte in.',
    'Den som har uppsikt öppnar kontot, tittar igenom det och registrerar varje ny sak under För hand på kontots sida, med minst en bild.',
  ],
  permissions: [],
  approvals: [],
}

/** Nothing is fetched, so nothing that is recorded is ever said to be gone. */
const collection: Collection = {
  async *round() {},
  fetchItem: async () =>
    fail({
      kind: 'rejected',
      detail: 'Kontot registreras för hand. Öppna adressen i en webbläsare för att se läget.',
    }),
}

const recorded = 'Hämtas inte av sig själva. Den som tittar registrerar dem för hand, med en bild.'
const notSeen = 'Uppsikt ser det inte. Den som tittar registrerar det som en ny sak för hand, med en bild.'

const conditions: NonNullable<Platform['conditions']> = {
  posts: recorded,
  comments: recorded,
  messages: recorded,
  mentions: recorded,
  visitorPosts: recorded,
  media: recorded,
  edits: notSeen,
  deletions: notSeen,
}

const byHandPlatform = (id: string, name: string, mark: string): Platform => ({
  id,
  name,
  mark,
  settings: [
    {
      name: 'url',
      secret: false,
      required: true,
      help: 'Adressen till kontot eller gruppen, som den står i webbläsaren.',
      address: true,
    },
  ],
  accountKey: ({ url = '' }) => plainAddress(url),
  collects: {},
  conditions,
  terms,
  guide,
  check: async ({ settings }) => {
    const address = settings['url'] ?? ''
    const isWeb = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
    if (!isWeb)
      return fail({
        kind: 'rejected',
        detail: 'Adressen är ingen webbadress. Kopiera den från webbläsaren, med https framför.',
      })
    const { href, hostname, pathname } = new URL(address)
    return ok({ url: href, name: `${hostname}${pathname}`.replace(/\/$/, '') })
  },
  collection,
  byHand: stepsOn(name),
})

export const tiktok = byHandPlatform('tiktok', 'TikTok', 'Tt')
export const snapchat = byHandPlatform('snapchat', 'Snapchat', 'Sc')
/** Closed groups, forums and anything else. */
export const otherPlatform = byHandPlatform('other', 'Annan plattform', 'An')
