import type { Guide, Platform, Terms } from '../contract.ts'

export const permissions: Guide['permissions'] = [
  { name: 'pages_show_list', why: 'Att se vilka sidor nyckeln gäller.' },
  { name: 'pages_read_engagement', why: 'Att läsa sidans egna inlägg.' },
  { name: 'pages_read_user_content', why: 'Att läsa kommentarer och besökares inlägg.' },
  { name: 'pages_manage_metadata', why: 'Att få veta direkt när något händer på sidan.' },
  { name: 'pages_manage_engagement', why: 'Att dölja, ta bort och svara på kommentarer och blockera.' },
  { name: 'pages_manage_posts', why: 'Att publicera inlägg.' },
  { name: 'pages_messaging', why: 'Att läsa och svara på meddelanden.' },
  { name: 'read_insights', why: 'Att läsa statistik.' },
]

export const guide: Guide = {
  steps: [
    'Skapa en app av typen Företag på developers.facebook.com, kopplad till kommunens företagskonto hos Meta.',
    'Anteckna appens id och hemlighet (Appinställningar, Grundläggande).',
    'Skapa en systemanvändare i företagsinställningarna. Ge den appen, och sidan med rätt att hantera innehåll, kommentarer och meddelanden.',
    'Skapa en nyckel åt systemanvändaren med behörigheterna nedan och hämta sidans egen nyckel med den.',
    'Lägg till kontot i registret. Webhook-adressen står sedan under Kommunens app hos Facebook: lägg in den i appen under Webhooks, Page, med samma ord som i Eget ord för aviseringar.',
  ],
  permissions,
  approvals: [
    {
      what: 'Verifiering av kommunen som företag och granskning av appen för meddelanden (pages_messaging, avancerad åtkomst)',
      takes: 'Några veckor.',
      meanwhile:
        'Inlägg och kommentarer på egna sidor samlas in och kan modereras. Enskilda svar når bara dem som har en roll i appen.',
    },
  ],
}

export const terms: Terms = {
  connectable: 'untilRefused',
  entries: [
    {
      about: 'deleting',
      says: 'Den som fått uppgifter genom Metas plattform ska radera dem på begäran eller när de inte längre behövs.',
      weighed:
        'Det som kommit in till eller upprättats av kommunen är allmän handling och gallras efter nämndens beslut. Uppsikt bevarar det tills dess. Kommunens jurist bör ta ställning.',
      source: { title: 'Meta Platform Terms', url: 'https://developers.facebook.com/terms/', read: null },
    },
  ],
}

const noHold = 'Facebook kan inte hålla en kommentar tills den godkänts. Den kan döljas när den har kommit.'

export const conditions: NonNullable<Platform['conditions']> = {
  hold: noHold,
  approve: noHold,
  hide: 'Facebook avgör vilka kommentarer sidan får dölja. Sidans egna kan bara tas bort.',
  blockAuthor: 'Kräver att Facebook lämnar ut avsändarens id, vilket inte alltid sker.',
  privateReply:
    'En gång för varje kommentar, inom sju dagar. Meddelanden besvaras inom ett dygn. Till andra än appens egna krävs Metas godkännande.',
  messages: 'Kräver behörigheten pages_messaging. För meddelanden från allmänheten krävs Metas godkännande.',
  mentions: 'Inlägg där sidan är taggad. Kommentarer under andras inlägg samlas inte in.',
  visitorPosts:
    'Omdömen (rekommendationer) hämtas inte: Meta har stängt dem för program sedan version 22. De registreras för hand.',
  posts: 'Sidans händelser (stories) hämtas inte. De registreras för hand.',
  edits: 'Ändringar i äldre innehåll hittas när Facebook meddelar dem eller vid avstämningen.',
  publish:
    'Vid avbrott letar Uppsikt efter samma text på sidan. Samma text två gånger inom två dygn räknas därför som samma inlägg.',
  insights: 'Siffror som Meta har tagit bort (räckvidd och visningar i äldre form) finns inte.',
}
