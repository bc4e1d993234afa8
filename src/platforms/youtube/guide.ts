import type { Guide, Platform, Terms } from '../contract.ts'

export const conditions: NonNullable<Platform['conditions']> = {
  comments:
    'YouTube skickar inga bud om kommentarer, så de hämtas med jämna mellanrum. Nya svar i trådar som inte hör till de hundra nyaste hittas när allt gås igenom.',
  media:
    'Filmens stillbild sparas. Filmen själv lämnar YouTube inte ut genom sitt API, så kommunen behöver spara sitt eget original.',
  edits: 'Ändringar syns när kommentaren hämtas igen; YouTube lämnar inte ut vad som stod före ändringen.',
  deletions:
    'YouTube berättar inte om borttagningar. De hittas när allt gås igenom och det som saknas slås upp.',
  messages: 'YouTube har inga meddelanden.',
  mentions: 'YouTube lämnar inte ut omnämnanden genom sitt API.',
  visitorPosts:
    'På YouTube kan bara kanalen själv lägga ut något. Inlägg på fliken Inlägg finns inte i API:t.',
  hide: 'Kommentaren ställs tillbaka till granskning. Den som skrev den ser den fortfarande själv. Det som YouTube självt misstänker är skräp visas också som väntande.',
  hold: 'En kommentar som redan syns kan ställas till granskning. Att nya kommentarer ska vänta ställs in i YouTube Studio, under Inställningar och Community.',
  unhide: 'En kommentar som är borttagen kan inte visas igen.',
  remove:
    'Kommentaren tas bort för gott, med alla svar under den. YouTube har ingen skräpkorg; att märka som skräp gör detsamma.',
  blockAuthor:
    'Spärren hängs på en av personens kommentarer, som då tas bort: en som väntar på granskning om det finns någon, annars den nyaste. Den hävs bara i YouTube Studio, under Inställningar, Community och Dolda användare.',
  reply: 'Svar på ett svar hamnar sist i samma tråd, eftersom YouTube bara har en nivå.',
  privateReply: 'YouTube har inga meddelanden, så det går inte att svara enskilt.',
  publish:
    'Bara film, med undertexter. Innan YouTube har granskat kommunens Google-projekt låses uppladdade filmer som privata och måste publiceras för hand i YouTube Studio.',
  insights: 'De senaste dagarnas siffror kommer med två till tre dagars fördröjning.',
}

const policies = {
  title: 'YouTube API Services Developer Policies',
  url: 'https://developers.google.com/youtube/terms/developer-policies',
}

export const terms: Terms = {
  connectable: 'untilRefused',
  entries: [
    {
      about: 'storing',
      says: 'Uppgifter som hämtas med kanalägarens egen inloggning får sparas så länge det behövs (III.E.4.b). Uppgifter som hämtas utan inloggning får sparas högst 30 dagar utan att hämtas på nytt (III.E.4.d). Historiska uppgifter får visas om det framgår när de gällde.',
      weighed:
        'Kommunen hämtar allt från sin egen kanal med sin egen inloggning, och handlingarna visas med tid. Kommentarerna är andras ord på kommunens kanal: om de räknas som kanalens egna uppgifter behöver en jurist bekräfta.',
      source: { ...policies, read: null },
    },
    {
      about: 'deleting',
      says: 'När kanalägaren återkallar inloggningen eller ber om det ska uppgifterna tas bort. Principerna i avsnitt II säger att lag som kräver något annat, till exempel att uppgifter sparas en viss tid, går före.',
      weighed:
        'Kommentarer på kommunens kanal är allmänna handlingar och gallras bara efter beslut. Att den som skrev tar bort sin kommentar tar inte bort handlingen. Uppsikt antecknar borttagningen.',
      source: { ...policies, read: null },
    },
    {
      about: 'governmentUse',
      says: 'Villkoren har inget särskilt om myndigheter.',
      weighed:
        'Kommunen kan använda API:t på samma villkor som andra. Google Cloud-projektet ska stå i kommunens namn.',
      source: { ...policies, read: null },
    },
  ],
}

export const guide: Guide = {
  steps: [
    'Skapa ett projekt i Google Cloud (console.cloud.google.com) med kommunens konto och slå på YouTube Data API v3 och YouTube Analytics API.',
    'Öppna OAuth consent screen. Finns kommunen i Google Workspace med kanalen i samma organisation: välj Internal. Annars: välj External och ställ om till In production. I läget Testing slutar inloggningen gälla efter 7 dagar.',
    'Lägg till behörigheterna nedan under Data access.',
    'Skapa ett OAuth client ID av sorten Web application under Credentials och lägg in Uppsikts adress för återkomst under Authorized redirect URIs.',
    'Lägg in klient-id och klienthemlighet i Uppsikt tillsammans med kanalens id (YouTube Studio, Inställningar, Kanal, Avancerade inställningar).',
    'Koppla kontot: logga in som den som äger eller förvaltar kanalen, välj kommunens kanal när Google frågar, och kryssa i alla rutor.',
  ],
  permissions: [
    {
      name: 'youtube.force-ssl',
      why: 'Läsa, dölja, visa, ta bort och besvara kommentarer, och lägga till undertexter.',
    },
    { name: 'youtube.readonly', why: 'Läsa kanalens filmer, också dem som inte är öppna.' },
    { name: 'youtube.upload', why: 'Publicera film.' },
    { name: 'yt-analytics.readonly', why: 'Läsa kanalens statistik.' },
  ],
  approvals: [
    {
      what: 'Googles verifiering av projektet (OAuth app verification), för External',
      takes: 'Från några dagar till flera veckor.',
      meanwhile:
        'Allt fungerar, men den som kopplar ser en varning om att appen inte är verifierad och väljer Avancerat och Fortsätt. Projektet måste ändå stå i In production.',
    },
    {
      what: 'YouTubes granskning av projektet (API compliance audit)',
      takes: 'Flera veckor.',
      meanwhile:
        'Filmer som laddas upp låses som privata. Hämtning, åtgärder, svar och statistik fungerar. Samma granskning behövs för mer än 10\u00a0000 enheter om dygnet.',
    },
  ],
}
