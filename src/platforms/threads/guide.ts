import type { Guide, Platform, SettingSpec, Terms } from '../contract.ts'
import { scopes } from './access.ts'

export const settings: readonly SettingSpec[] = [
  {
    name: 'userId',
    secret: false,
    required: true,
    help: 'Threadskontots id, bara siffror. Det visas i appens panel hos Meta när kontot har lagts till som testare.',
  },
  {
    name: 'token',
    secret: true,
    required: true,
    help: 'Kontots åtkomstnyckel för 60 dagar. Uppsikt förnyar den innan den går ut.',
  },
  {
    name: 'appId',
    secret: false,
    required: true,
    registration: true,
    help: 'App-id för Threads i kommunens app hos Meta: Användningsfall, Threads, Inställningar.',
  },
  {
    name: 'appSecret',
    secret: true,
    required: true,
    registration: true,
    help: 'Appens hemlighet för Threads, på samma sida. Den är en annan än appens vanliga hemlighet.',
  },
  {
    name: 'verifyToken',
    secret: true,
    required: false,
    registration: true,
    help: 'Ett eget hemligt ord för aviseringar. Samma ord skrivs in hos Meta.',
  },
  {
    name: 'api',
    secret: false,
    required: false,
    help: 'Lämnas tom. Bara för prov och proxy.',
    registration: true,
  },
]

export const conditions: NonNullable<Platform['conditions']> = {
  comments:
    'Svar till de tio senaste inläggen läses varje gång. Svar till äldre kommer som avisering, eller när allt läses om.',
  mentions: 'Kräver threads_manage_mentions, och att kontot som nämner kommunen är öppet.',
  messages: 'Threads har inget API för meddelanden.',
  edits: 'Threads säger inte att något har ändrats.',
  visitorPosts: 'Ingen kan lägga upp inlägg på någon annans konto hos Threads.',
  hide: 'Gäller svar direkt under kontots inlägg. Svar längre ned döljs tillsammans med det översta.',
  hold: 'Ett svar som redan syns kan inte hållas. Slå på granskning av svar på inlägget i appen, så väntar nya svar på godkännande.',
  approve: 'Gäller inlägg där granskning av svar är påslagen.',
  privateReply: 'Threads har inget API för meddelanden.',
  publish:
    'Upp till 20 bilder, eller en film, på adresser som Threads kan hämta under en kort stund. Högst 500 tecken. Textning som egen fil tas inte emot.',
}

const inApp = 'Öppna svaret i appen Threads, inloggad med kommunens konto.'
export const byHand: Platform['byHand'] = {
  remove: [
    inApp,
    'Ingen kan ta bort någon annans svar. Dölj det, eller välj de tre punkterna och Rapportera.',
    'Ta en bild av bekräftelsen och bekräfta här.',
  ],
  blockAuthor: [
    inApp,
    'Öppna personens profil, välj de tre punkterna och Blockera.',
    'Ta en bild av profilen som visar att den är blockerad och bekräfta här.',
  ],
}

export const guide: Guide = {
  steps: [
    'Skapa en app hos Meta på developers.facebook.com med användningsfallet Threads API.',
    'Lägg till kommunens Threadskonto som testare, och godkänn inbjudan i appen Threads.',
    'Ge appen behörigheterna nedan, och logga in kontot så att en åtkomstnyckel skapas.',
    'Lägg till kontot i registret och logga in hos Threads, eller fyll i nycklarna.',
    'Lägg till aviseringar för replies, mentions, publish och delete, till adressen som står under Kommunens app hos Threads, och sätt appen i läget Live.',
  ],
  permissions: scopes.map((name) => ({
    name,
    why: {
      threads_basic: 'Läsa kontots inlägg.',
      threads_content_publish: 'Publicera inlägg och svar.',
      threads_read_replies: 'Läsa svar.',
      threads_manage_replies: 'Dölja, visa, godkänna och skriva svar.',
      threads_manage_mentions: 'Läsa omnämnanden.',
      threads_manage_insights: 'Hämta statistik.',
    }[name],
  })),
  approvals: [
    {
      what: 'Verifiering av kommunen som företag hos Meta',
      takes: 'Några dagar till flera veckor.',
      meanwhile: 'Aviseringar uteblir. Svar till de senaste inläggen läses ändå.',
    },
  ],
}

export const terms: Terms = {
  connectable: 'untilRefused',
  entries: [
    {
      about: 'deleting',
      says: 'Uppgifter ska tas bort när användaren eller Meta begär det, om inte lag kräver att de sparas.',
      weighed: 'En begäran om radering prövas av kommunen mot tryckfrihetsförordningen och arkivlagen.',
      source: { title: 'Meta Platform Terms', url: 'https://developers.facebook.com/terms/', read: null },
    },
  ],
}
