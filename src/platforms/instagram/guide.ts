import type { Guide, Platform, SettingSpec, Terms } from '../contract.ts'

/** What a person reads about Instagram: settings, conditions, steps by hand, how it is connected, what the terms say. */

export const settings: readonly SettingSpec[] = [
  {
    name: 'igUserId',
    secret: false,
    required: true,
    help: 'Instagramkontots id, 17 siffror som börjar med 1784. Det står i Business Manager under Konton, Instagramkonton.',
  },
  {
    name: 'pageId',
    secret: false,
    required: true,
    help: 'Id för den Facebooksida som Instagramkontot är kopplat till. Det står på sidan under Om, Sidinsyn.',
  },
  {
    name: 'token',
    secret: true,
    required: true,
    help: 'Sidans åtkomstnyckel, hämtad genom en systemanvändare i Business Manager så att den inte går ut. Samma som för Facebooksidan.',
  },
  {
    name: 'appId',
    secret: false,
    required: true,
    registration: true,
    help: 'App-id för kommunens app hos Meta: developers.facebook.com, Mina appar, Inställningar, Grundläggande.',
  },
  {
    name: 'appSecret',
    secret: true,
    required: true,
    registration: true,
    help: 'Appens hemlighet, på samma sida som app-id. Frågor till Meta och aviseringar därifrån bevisas med den.',
  },
  {
    name: 'verifyToken',
    secret: true,
    required: false,
    registration: true,
    help: 'Ett eget hemligt ord för aviseringar. Samma ord skrivs in hos Meta under Webhooks, Instagram.',
  },
  {
    name: 'api',
    secret: false,
    required: false,
    help: 'Lämnas tom. Bara för prov och proxy: adressen som används i stället för https://graph.facebook.com.',
    registration: true,
  },
]

export const conditions: NonNullable<Platform['conditions']> = {
  posts:
    'Händelser (stories) hämtas en gång i timmen medan de visas, alltså i ett dygn. Direktsändningar och händelser som kontot delar vidare ger Instagram inte ut.',
  comments:
    'Dolda kommentarer faller ur Instagrams listor, så varje känd kommentar slås upp för sig innan den räknas som borta. Kommentarer från någon som kontot har begränsat visas inte alls.',
  mentions:
    'Omnämnanden i andras inlägg och kommentarer kommer bara som avisering, och den kräver Advanced Access hos Meta. Vem som skrev en kommentar med ett omnämnande säger Instagram inte. Taggningar hämtas ändå. Omnämnanden i händelser (stories) går inte att hämta.',
  messages:
    'Kräver behörigheten instagram_manage_messages med Advanced Access, och att kontot tillåter åtkomst till meddelanden. Av varje konversation visar Instagram de tjugo senaste meddelandena. Vad som dras tillbaka syns inte.',
  edits:
    'Instagram säger inte att en kommentar har ändrats. Kommunens egna ändrade bildtexter hämtas när allt läses om.',
  visitorPosts: 'Ingen kan lägga upp inlägg på någon annans konto hos Instagram.',
  hide: 'Gäller andras kommentarer till kontots inlägg. Kontots egna kommentarer kan inte döljas, bara tas bort.',
  hold: 'Instagram har ingen granskning före publicering. Dölj kommentaren i stället.',
  approve: 'Instagram har ingen granskning före publicering.',
  remove:
    'Gäller kommentarer till kontots inlägg och kontots egna inlägg. Borttaget går inte att återställa.',
  blockAuthor: 'Gäller dem som har skrivit ett meddelande till kontot. Andra blockeras för hand i appen.',
  reply:
    'Svar på ett svar hamnar under den översta kommentaren. En dold kommentar måste visas innan den kan besvaras. Bilder där kontot bara är taggat kan inte kommenteras.',
  privateReply:
    'Ett enda per kommentar, inom sju dagar. Meddelanden besvaras inom ett dygn. Till personer utan roll i appen krävs Advanced Access.',
  publish:
    'Varje inlägg har bild eller film. Bilder måste vara JPEG och ligga på en adress som Instagram kan hämta under en kort stund. Film publiceras som reel, utan alternativtext och utan textning som egen fil.',
  insights: 'Högst 30 dagar åt gången. Siffrorna kan komma två dygn efter.',
}

export const byHand: Platform['byHand'] = {
  blockAuthor: [
    'Öppna personens profil i appen Instagram, inloggad med kommunens konto.',
    'Välj de tre punkterna uppe till höger och sedan Blockera.',
    'Ta en bild av profilen som visar att den är blockerad och bekräfta här.',
  ],
}

export const guide: Guide = {
  steps: [
    'Gör Instagramkontot till ett företagskonto: i appen, Inställningar, Kontotyp och verktyg, Byt till professionellt konto. Ett privat konto går inte att ansluta.',
    'Koppla kontot till kommunens Facebooksida: på sidan, Inställningar, Länkade konton, Instagram.',
    'Skapa en app hos Meta på developers.facebook.com av typen Företag, eller använd den som redan finns för Facebooksidan. Lägg till produkterna Instagram och Webhooks.',
    'Skapa en systemanvändare i Business Manager, ge den sidan och Instagramkontot med full behörighet, och skapa en åtkomstnyckel för appen med behörigheterna nedan. Hämta sidans egen nyckel genom den.',
    'Slå på åtkomst till meddelanden: i appen Instagram, Inställningar, Meddelanden, Kontroller, Anslutna verktyg.',
    'Lägg till kontot i registret: logga in hos Facebook och välj det, eller fyll i nycklarna. Uppsikt provar det och svarar med kontots namn.',
    'Skriv in adressen för aviseringar, som står under Kommunens app hos Instagram, och det hemliga ordet hos Meta under Webhooks, Instagram. Prenumerera på comments, mentions och messages. Sätt appen i läget Live.',
  ],
  permissions: [
    { name: 'instagram_basic', why: 'Läsa kontots inlägg och uppgifter om kontot.' },
    { name: 'instagram_manage_comments', why: 'Läsa, besvara, dölja och ta bort kommentarer.' },
    { name: 'instagram_manage_messages', why: 'Läsa och besvara meddelanden, och blockera avsändare.' },
    { name: 'instagram_content_publish', why: 'Publicera inlägg.' },
    { name: 'instagram_manage_insights', why: 'Hämta statistik.' },
    { name: 'pages_show_list', why: 'Hitta sidan som kontot är kopplat till.' },
    { name: 'pages_read_engagement', why: 'Läsa kontot genom sidans nyckel.' },
    { name: 'pages_manage_metadata', why: 'Ta emot aviseringar genom sidan.' },
    { name: 'pages_messaging', why: 'Skicka privata svar till den som har kommenterat.' },
    { name: 'business_management', why: 'Blockera avsändare, och använda en systemanvändare.' },
  ],
  approvals: [
    {
      what: 'Verifiering av kommunen som företag hos Meta (Business verification)',
      takes: 'Några dagar till flera veckor.',
      meanwhile:
        'Inlägg och kommentarer hämtas genom regelbunden läsning, och allt utom meddelanden fungerar.',
    },
    {
      what: 'Advanced Access genom App Review för instagram_manage_comments, instagram_manage_messages och pages_messaging',
      takes: 'Ofta två till sex veckor. Meta vill se en film av hur varje behörighet används.',
      meanwhile:
        'Aviseringar uteblir, omnämnanden likaså, och meddelanden från allmänheten syns inte. Kommentarer hämtas ändå, några minuter senare.',
    },
  ],
}

const metaTerms = {
  title: 'Meta Platform Terms',
  url: 'https://developers.facebook.com/terms/',
  read: null,
} as const

export const terms: Terms = {
  connectable: 'untilRefused',
  entries: [
    {
      about: 'storing',
      says: 'Uppgifter från plattformen får sparas så länge de behövs för det ändamål som appen har uppgett.',
      weighed:
        'Kommentarer och meddelanden till kommunen är allmänna handlingar. Uppge bevarande enligt lag som ändamål i App Review. Uppsikt sparar enligt kommunens dokumenthanteringsplan och gallrar efter den.',
      source: metaTerms,
    },
    {
      about: 'deleting',
      says: 'Uppgifter ska tas bort när användaren eller Meta begär det, om inte lag kräver att de sparas.',
      weighed:
        'En begäran om radering prövas av kommunen mot tryckfrihetsförordningen och arkivlagen. Det som lag kräver sparas; annat gallras.',
      source: metaTerms,
    },
    {
      about: 'governmentUse',
      says: 'Uppgifter får inte användas för att övervaka personer, eller hjälpa myndigheter med det.',
      weighed:
        'Uppsikt läser bara kommunens eget konto och det som skrivs till det. Ingen eftersökning av personer eller ämnen görs. Låt en jurist bedöma avgränsningen.',
      source: metaTerms,
    },
  ],
}
